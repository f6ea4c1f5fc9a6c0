"""What a ticket carries and is promised: instants, amounts and calendars of its own."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from slakit import DueSet, TicketError, evaluate
from slakit.errors import PolicyError
from tests.evaluation.desks import Happening, desk, on, promising, read, span, ticket

WAITS_10_TO_11: tuple[Happening, ...] = (("Mon 10:00", "waiting"), ("Mon 11:00", "open"))


class TestAtField:
    """``at(field)``: an instant that the ticket carries."""

    @pytest.mark.parametrize(
        ("amount", "due"),
        [
            # 12:30 is in the lunch hour.
            ("at(promised)", "Mon 12:30"),
            ("at(promised) next_open", "Mon 13:00"),
            ("at(promised) previous_close", "Mon 12:00"),
        ],
    )
    def test_moves(self, amount: str, due: str) -> None:
        """The instant is taken literally, or moved into hours."""
        subject = ticket(fields={"promised": on("Mon 12:30")})
        reading = read(promising(resolution=amount), subject, "Mon 10:00")
        assert (on(due), amount) == (reading.due_at, reading.amount)

    @pytest.mark.parametrize("promised", ["2024-05-06T12:30:00Z", "2024-05-06T14:30:00+02:00"])
    def test_text(self, promised: str) -> None:
        """Text with an offset will do, as JSON and CSV have it."""
        subject = ticket(fields={"promised": promised})
        reading = read(promising(resolution="at(promised)"), subject, "Mon 10:00")
        # Two and a half hours of real time are left of it.
        assert (on("Mon 12:30"), span("2h30m")) == (reading.due_at, reading.remaining)

    def test_pause_adds_nothing(self) -> None:
        """A pause that is over has not moved it."""
        subject = ticket(*WAITS_10_TO_11, fields={"promised": on("Mon 15:00")})
        reading = read(promising(resolution="at(promised)"), subject, "Mon 12:00")
        assert (on("Mon 15:00"), span("1h")) == (reading.due_at, reading.paused)

    def test_while_paused(self) -> None:
        """While paused there is no due time that is not reached yet, and it can be foreseen."""
        subject = ticket(("Mon 10:00", "waiting"), fields={"promised": on("Mon 15:00")})
        reading = read(promising(resolution="at(promised)"), subject, "Mon 11:00")
        assert ("paused", None, on("Mon 15:00")) == (
            reading.status,
            reading.due_at,
            reading.due_if_resumed_at,
        )

    def test_reached_while_paused(self) -> None:
        """`next_change_at` says when a paused clock will be shown as breached, if it will be."""
        desk = promising(resolution="at(promised)")
        subject = ticket(("Mon 10:00", "waiting"), fields={"promised": on("Mon 15:00")})
        before = read(desk, subject, "Mon 11:00")
        at_due = read(desk, subject, "Mon 15:00")
        changes = before.status != at_due.status
        assert (on("Mon 15:00") if changes else None) == before.next_change_at

    def test_before_the_creation(self) -> None:
        """A clock that was due before it began is breached from its beginning on."""
        subject = ticket(fields={"promised": on("Mon 08:00")})
        reading = read(promising(resolution="at(promised)"), subject, "Mon 09:00")
        assert ("breached", on("Mon 09:00")) == (reading.status, reading.breached_at)

    def test_moved_by_the_desk(self) -> None:
        """A change of the field moves the due time from then on."""
        subject = ticket(
            ("Mon 11:00", {"promised": on("Mon 10:00")}), fields={"promised": on("Mon 15:00")}
        )
        desk = promising(resolution="at(promised)")
        assert on("Mon 15:00") == read(desk, subject, "Mon 10:30").due_at
        reading = read(desk, subject, "Mon 11:00")
        assert (on("Mon 10:00"), on("Mon 11:00")) == (reading.due_at, reading.breached_at)

    @pytest.mark.parametrize("value", ["soon", "2024-05-06T12:30:00", 5, date(2024, 5, 6)])
    def test_bad_value(self, value: Any) -> None:
        """What is no instant is refused with the ticket, the field and the value."""
        with pytest.raises(TicketError, match="'T-1'") as caught:
            read(
                promising(resolution="at(promised)"),
                ticket(fields={"promised": value}),
                "Tue 09:00",
            )
        assert ("fields.promised", value) == (caught.value.parameter, caught.value.value)
        assert caught.value.remedy


class TestField:
    """``field(name)``: an amount that the ticket carries."""

    desk = promising(resolution="field(promised)")

    @pytest.mark.parametrize(
        ("promised", "due"),
        [
            ("4h", "Mon 14:00"),
            ("2bd", "Wed 09:00"),
            ("2bd eod", "Wed 17:00"),
            ("PT1H", "Mon 10:00"),
        ],
    )
    def test_amount(self, promised: str, due: str) -> None:
        """The ticket's own amount is what is promised, in its normal form."""
        reading = read(self.desk, ticket(fields={"promised": promised}), "Mon 09:00")
        assert on(due) == reading.due_at
        assert promised.replace("PT1H", "1h") == reading.amount

    @pytest.mark.parametrize("fields", [{}, {"promised": None}, {"promised": "none"}])
    def test_nothing(self, fields: dict[str, Any]) -> None:
        """A ticket that carries none is measured and has no target."""
        reading = read(self.desk, ticket(fields=fields), "Mon 11:00")
        assert ("no_target", None, None, None, span("2h")) == (
            reading.status,
            reading.amount,
            reading.due_at,
            reading.remaining,
            reading.elapsed,
        )

    @pytest.mark.parametrize(
        "value", ["soon", "1d", "", "0h", "0bd", "0cd", "-2h", "field(other)", "at(other)", 4, True]
    )
    def test_bad_amount(self, value: Any) -> None:
        """What cannot be promised is refused with the ticket, the field, the value and a remedy."""
        with pytest.raises(TicketError, match="'T-1'") as caught:
            read(self.desk, ticket(fields={"promised": value}), "Tue 09:00")
        assert ("fields.promised", value) == (caught.value.parameter, caught.value.value)
        assert caught.value.remedy

    def test_bad_amount_in_the_future(self) -> None:
        """What the ticket will carry later does not matter yet."""
        subject = ticket(("Tue 09:00", {"promised": "soon"}), fields={"promised": "4h"})
        assert "on_track" == read(self.desk, subject, "Mon 09:00").status

    def test_change(self) -> None:
        """Another amount counts from the start, and breaches at the earliest when it comes."""
        subject = ticket(("Mon 11:00", {"promised": "1h"}), fields={"promised": "4h"})
        reading = read(self.desk, subject, "Mon 12:00")
        assert ("1h", on("Mon 10:00"), on("Mon 11:00")) == (
            reading.amount,
            reading.due_at,
            reading.breached_at,
        )


class TestCalendarOfTheTicket:
    """``field(site)`` and rows: the ticket leads to the calendar."""

    by_site = desk(
        {"name": "all", "calendar": "field(site)", "targets": {"resolution": "4h"}},
    )

    @pytest.mark.parametrize(
        ("site", "due"), [("office", "Mon 14:00"), ("late", "Mon 17:00"), ("always", "Mon 13:00")]
    )
    def test_by_field(self, site: str, due: str) -> None:
        """The ticket names its calendar."""
        assert on(due) == read(self.by_site, ticket(fields={"site": site}), "Mon 09:00").due_at

    @pytest.mark.parametrize("fields", [{}, {"site": None}, {"site": ""}, {"site": "moon"}])
    @pytest.mark.parametrize("metric", ["resolution", "next_response"])
    def test_no_such_calendar(self, fields: dict[str, Any], metric: str) -> None:
        """A ticket without a known calendar is refused, and never counted around the clock.

        That holds for a clock that has not started too.
        """
        policies = desk({"name": "all", "calendar": "field(site)", "targets": {metric: "4h"}})
        with pytest.raises(TicketError, match="always, late, office") as caught:
            evaluate(policies, ticket(fields=fields), at=on("Mon 10:00"))
        assert ("fields.site", fields.get("site")) == (caught.value.parameter, caught.value.value)

    def test_lost_later(self) -> None:
        """What the ticket will lose does not matter yet, and matters from then on."""
        subject = ticket(("Mon 12:00", {"site": None}), fields={"site": "office"})
        assert "on_track" == read(self.by_site, subject, "Mon 11:59").status
        with pytest.raises(TicketError):
            read(self.by_site, subject, "Mon 12:00")

    def test_lost_after_the_stop(self) -> None:
        """A stopped clock keeps the hours in which it stopped."""
        subject = ticket(
            ("Mon 11:00", "solved"), ("Mon 12:00", {"site": None}), fields={"site": "office"}
        )
        assert "met" == read(self.by_site, subject, "Mon 13:00").status

    def test_table_without_else(self) -> None:
        """A value that the table lacks is refused with those that it has."""
        table = {"by": "country", "BR": "office", "ES": "late"}
        policies = desk({"name": "all", "calendar": table, "targets": {"resolution": "4h"}})
        assert (
            on("Mon 17:00") == read(policies, ticket(fields={"country": "ES"}), "Mon 09:00").due_at
        )
        with pytest.raises(TicketError, match="BR, ES") as caught:
            read(policies, ticket(fields={"country": "PT"}), "Mon 09:00")
        assert ("fields.country", "PT") == (caught.value.parameter, caught.value.value)

    def test_table_with_else(self) -> None:
        """With an else every ticket has a calendar."""
        table = {"by": "country", "BR": "office", "else": "late"}
        policies = desk({"name": "all", "calendar": table, "targets": {"resolution": "4h"}})
        assert on("Mon 17:00") == read(policies, ticket(), "Mon 09:00").due_at

    def test_rows(self) -> None:
        """The first row that holds gives the calendar; without one the ticket is refused."""
        rows = [
            {"when": {"country": "BR"}, "calendar": "office"},
            {"when": {"vip": True}, "calendar": "always"},
        ]
        policies = desk({"name": "all", "calendar": rows, "targets": {"resolution": "4h"}})
        both = ticket(fields={"country": "BR", "vip": True})
        assert on("Mon 14:00") == read(policies, both, "Mon 09:00").due_at
        with pytest.raises(PolicyError, match="calendar") as caught:
            read(policies, ticket(fields={"country": "ES"}), "Mon 09:00")
        assert caught.value.remedy

    def test_row_of_a_target(self) -> None:
        """A row may count in hours of its own: an hour after 20:00, and one in the office."""
        rows = [
            {"when": {"priority": "urgent"}, "amount": "1h", "calendar": "always"},
            {"amount": "1h"},
        ]
        policies = desk({"name": "all", "calendar": "office", "targets": {"resolution": rows}})
        dues = [
            read(policies, ticket(created="Mon 20:00", fields=fields), "Mon 20:00").due_at
            for fields in ({"priority": "urgent"}, {})
        ]
        assert [on("Mon 21:00"), on("Tue 10:00")] == dues


@pytest.mark.parametrize("year", [1, 9998, 9999])
@pytest.mark.parametrize("form", ["at", "counts_from", "due_set"])
def test_placeholders(year: int, form: str) -> None:
    """An instant of year 1 or 9999 is a placeholder, which nobody was promised."""
    placeholder = datetime(year, 12, 31, 23, 59, 59, tzinfo=UTC)
    subject = ticket(fields={"promised": placeholder, "opened": placeholder})
    words: dict[str, Any] = {"targets": {"resolution": "4h"}}
    if form == "at":
        words = {"targets": {"resolution": "at(promised)"}}
    elif form == "counts_from":
        words["counts_from"] = "field(opened)"
    else:
        set_by_hand = DueSet(at=on("Mon 09:00"), metric="resolution", due_at=placeholder)
        subject = ticket(more=[set_by_hand])
    policies = desk({"name": "all", "calendar": "office", "escalate": ["+2h"], **words})
    with pytest.raises(TicketError, match="placeholder") as caught:
        read(policies, subject, "Mon 10:00")
    assert placeholder == caught.value.value


def test_counts_from_a_field_that_is_not_there() -> None:
    """There is nothing to count from, and the start is no silent stand-in for it."""
    policies = desk(
        {
            "name": "all",
            "calendar": "office",
            "counts_from": "field(opened)",
            "targets": {"resolution": "4h"},
        }
    )
    with pytest.raises(TicketError, match="'T-1'") as caught:
        read(policies, ticket(), "Mon 10:00")
    assert "fields.opened" == caught.value.parameter
