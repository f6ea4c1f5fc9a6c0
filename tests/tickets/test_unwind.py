"""A row and a log of its changes."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from slakit import Change, Message, NaiveDatetimeError, SlakitError, Ticket, TicketError

NEW_YORK = ZoneInfo("America/New_York")


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2024, 5, 6, hour, minute, tzinfo=UTC)


def current(row: Any, *changes: Any, **options: Any) -> Ticket:
    return Ticket.from_current(
        **{"id": "T-1", "created_at": at(9), "fields": row, "changes": changes, **options}
    )


def refused(row: Any, *changes: Any) -> SlakitError:
    with pytest.raises(SlakitError) as caught:
        current(row, *changes)
    return caught.value


class TestUnwinding:
    def test_nothing_changed(self) -> None:
        """Without a log the row was so from the creation on."""
        found = current({"status": "open", "tier": "gold"})
        assert ({"status": "open", "tier": "gold"}, ()) == (found.fields, found.events)

    def test_one_field(self) -> None:
        """The oldest old value is that at creation."""
        found = current(
            {"status": "solved", "tier": "gold"},
            (at(10), "status", "new", "open"),
            (at(12), "status", "open", "solved"),
        )
        assert {"status": "new", "tier": "gold"} == found.fields
        assert (
            Change(at=at(10), fields={"status": "open"}),
            Change(at=at(12), fields={"status": "solved"}),
        ) == found.events

    def test_newest_first(self) -> None:
        """The log may come in any order, as long as instants tell it."""
        found = current(
            {"status": "solved"},
            (at(12), "status", "open", "solved"),
            (at(10), "status", "new", "open"),
        )
        assert {"status": "new"} == found.fields
        assert [at(10), at(12)] == [event.at for event in found.events]

    def test_one_instant(self) -> None:
        """Changes of one instant become one, of the same field in the order they are given."""
        found = current(
            {"status": "closed", "priority": "high"},
            (at(10), "status", "new", "open"),
            (at(10), "priority", "low", "high"),
            (at(10), "status", "open", "closed"),
        )
        assert {"status": "new", "priority": "low"} == found.fields
        assert (Change(at=at(10), fields={"status": "closed", "priority": "high"}),) == found.events

    def test_one_instant_in_two_zones(self) -> None:
        """An instant is the same in every zone."""
        found = current(
            {"a": 2, "b": 2},
            (at(10), "a", 1, 2),
            (at(10).astimezone(NEW_YORK), "b", 1, 2),
        )
        assert (Change(at=at(10), fields={"a": 2, "b": 2}),) == found.events

    def test_absent(self) -> None:
        """A field that the row lacks is one that is None."""
        found = current({}, (at(10), "assignee", "ana", None))
        assert {"assignee": "ana"} == found.fields
        found = current({"assignee": "ana"}, (at(10), "assignee", None, "ana"))
        assert {"assignee": None} == found.fields

    def test_at_creation(self) -> None:
        """Logs often begin with what was set at the creation."""
        found = current({"status": "new"}, (at(9), "status", None, "new"))
        assert {"status": "new"} == found.state_at(at(9))

    def test_to_and_fro(self) -> None:
        """What was undone in the instant of its doing leaves its instant."""
        found = current({"a": 1}, (at(10), "a", 1, 2), (at(10), "a", 2, 1))
        assert ({"a": 1}, (Change(at=at(10), fields={"a": 1}),)) == (found.fields, found.events)

    def test_other_events(self) -> None:
        """Messages and the like stand between the changes."""
        message = Message(at=at(11), author="agent")
        found = current({"a": 3}, (at(10), "a", 1, 2), (at(12), "a", 2, 3), events=iter([message]))
        assert ["change", "message", "change"] == [event.kind for event in found.events]

    def test_what_is_passed_on(self) -> None:
        """The id and the opener are those of the ticket; the log may come one by one."""
        log = iter([(at(10), "a", 1, 2)])
        found = Ticket.from_current(
            id=7, created_at=at(9), fields={"a": 2}, changes=log, opened_by="agent"
        )
        assert ("7", "agent", {"a": 1}) == (found.id, found.opened_by, found.fields)

    def test_rows_of_any_kind(self) -> None:
        """An entry is anything with four parts."""
        assert {"a": 1} == current({"a": 2}, [at(10), "a", 1, 2]).fields

    def test_row_is_left_alone(self) -> None:
        """The row belongs to the caller."""
        row = {"a": 2}
        current(row, (at(10), "a", 1, 2))
        assert {"a": 2} == row

    @pytest.mark.parametrize(
        ("new", "now"),
        [
            (True, 1),
            (Decimal("1.50"), 1.5),
            # The two write the same instant, within the hour that New York had twice.
            (
                datetime(2024, 11, 3, 1, 30, tzinfo=NEW_YORK),
                datetime(2024, 11, 3, 5, 30, tzinfo=UTC),
            ),
        ],
    )
    def test_values_of_other_types(self, new: Any, now: Any) -> None:
        """The row may hold the value that the log names in another type."""
        assert {"a": None} == current({"a": now}, (at(10), "a", None, new)).fields


class TestContradictions:
    def test_row(self) -> None:
        """A log that does not lead to the row names field, instant, and what both say."""
        error = refused({"status": "open"}, (at(11), "status", "open", "solved"))
        assert isinstance(error, TicketError)
        (problem,) = error.problems
        assert ("changes", 0) == problem.path
        assert (
            "'status' became 'solved' at 2024-05-06T11:00:00+00:00, but the row says 'open'"
            == problem.message
        )
        assert problem.remedy
        assert "'T-1'" in str(error)

    def test_absent(self) -> None:
        """A field that the row lacks is None there."""
        error = refused({}, (at(11), "status", "open", "solved"))
        assert "the row says None" in str(error)

    def test_next_change(self) -> None:
        """An entry has to end where the next one of its field begins."""
        error = refused(
            {"status": "solved", "tier": "gold"},
            (at(10), "status", "new", "open"),
            (at(11), "tier", "free", "gold"),
            (at(12), "status", "waiting", "solved"),
        )
        assert (
            "'status' became 'open' at 2024-05-06T10:00:00+00:00, but the next change of it,"
            " at 2024-05-06T12:00:00+00:00, is from 'waiting'"
        ) == error.problems[0].message

    def test_all_at_once(self) -> None:
        """All contradictions are told, in the order of the log."""
        error = refused(
            {"a": 9, "b": 2},
            (at(12), "a", 2, 3),
            (at(10), "a", 0, 1),
            (at(11), "b", 1, 2),
            (at(11), "c", 1, 2),
        )
        assert isinstance(error, TicketError)
        assert [("changes", place) for place in (0, 1, 3)] == [
            problem.path for problem in sorted(error.problems, key=lambda problem: problem.path)
        ]
        assert 3 == len(error.problems)

    def test_one_instant_the_other_way_round(self) -> None:
        """Within an instant nothing but the order can tell what came first."""
        error = refused({"a": 3}, (at(10), "a", 2, 3), (at(10), "a", 1, 2))
        assert 2 == len(error.problems)

    def test_overlap(self) -> None:
        """The two times of an overlap are two values."""
        first = datetime(2024, 11, 3, 1, 30, tzinfo=NEW_YORK)
        assert refused({"due": first}, (at(10), "due", None, first.replace(fold=1)))


class TestBadLogs:
    @pytest.mark.parametrize(
        "entry", [None, 5, (), (at(10), "a", 1), (at(10), "a", 1, 2, 3), "abc"]
    )
    def test_no_entry(self, entry: Any) -> None:
        """An entry has four parts."""
        error = refused({"a": 1}, (at(9, 30), "a", 0, 1), entry)
        assert "changes[1]" == error.parameter
        assert "give (at, field, old, new)" == error.remedy

    @pytest.mark.parametrize(
        ("entry", "parameter"),
        [
            ((at(10).replace(tzinfo=None), "a", 1, 2), "changes[0].at"),
            (("2024-05-06", "a", 1, 2), "changes[0].at"),
            ((at(10), None, 1, 2), "changes[0].field"),
            ((at(10), "a", float("nan"), 2), "changes[0].old"),
            ((at(10), "a", 1, [2]), "changes[0].new"),
        ],
    )
    def test_bad_part(self, entry: Any, parameter: str) -> None:
        """The part that is wrong is named."""
        error = refused({"a": 2}, entry)
        assert parameter == error.parameter
        assert error.remedy

    def test_naive(self) -> None:
        """An instant without a zone is what it is everywhere."""
        error = refused({"a": 2}, (at(10).replace(tzinfo=None), "a", 1, 2))
        assert isinstance(error, NaiveDatetimeError)

    def test_all_at_once(self) -> None:
        """All entries that are none are told."""
        error = refused({}, None, (at(10), 5, 1, 2), (at(10), "a", None, None))
        expected = [("changes", 0), ("changes", 1, "field")]
        assert expected == [problem.path for problem in error.problems]

    def test_before_the_creation(self) -> None:
        """Nothing changed before the creation."""
        error = refused({"a": 2}, (at(8), "a", 1, 2))
        assert "before its creation" in str(error)

    def test_bad_row(self) -> None:
        """The row holds plain values."""
        assert "fields.a" == refused({"a": [1]}).parameter

    def test_change_among_the_events(self) -> None:
        """A change that does not say what was before cannot be undone."""
        with pytest.raises(TicketError, match="what its fields were before") as caught:
            current({"a": 2}, events=[Change(at=at(10), fields={"a": 2})])
        assert "changes" in caught.value.remedy

    @pytest.mark.parametrize("parameter", ["changes", "events"])
    def test_no_list(self, parameter: str) -> None:
        """A log that is not there is (), not None."""
        with pytest.raises(TicketError, match="None is no list") as caught:
            current({}, **{parameter: None})
        assert parameter == caught.value.parameter


def test_long_logs() -> None:
    """100,000 entries take seconds at most."""
    started = time.process_time()
    found = current(
        {"n": 100_000}, *[(at(9) + timedelta(seconds=i), "n", i, i + 1) for i in range(100_000)]
    )
    assert ({"n": 0}, 100_000) == (found.fields, len(found.events))
    assert time.process_time() - started < 20
