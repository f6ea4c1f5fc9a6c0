"""A due set by hand, an exemption, a merge."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from slakit import InstantError, NaiveDatetimeError, TicketError
from slakit.tickets import DueSet, Exemption, Merge

NOON = datetime(2024, 5, 6, 12, tzinfo=UTC)
EVENING = datetime(2024, 5, 6, 20, tzinfo=UTC)


class Stamp(datetime):
    """A subclass of datetime, as libraries for dates have them."""


class TestDueSet:
    def test_due(self) -> None:
        """A due needs neither a reason nor an author."""
        found = DueSet(at=NOON, metric="resolution", due_at=EVENING)
        assert ("resolution", EVENING, "", "") == (
            found.metric,
            found.due_at,
            found.reason,
            found.author,
        )

    def test_taken_back(self) -> None:
        """None takes it back, and has to be said."""
        assert DueSet(at=NOON, metric="resolution", due_at=None).due_at is None
        with pytest.raises(TypeError, match="due_at"):
            DueSet(at=NOON, metric="resolution")  # type: ignore[call-arg]

    def test_moment(self) -> None:
        """The due is known as the time since the epoch too; 6 May 2024 was 19,849 days after it."""
        assert (
            timedelta(days=19_849, hours=20)
            == DueSet(at=NOON, metric="resolution", due_at=EVENING).due
        )
        assert DueSet(at=NOON, metric="resolution", due_at=None).due is None

    def test_zones(self) -> None:
        """The same due in another zone is the same, also where clocks are put back."""
        first = datetime(2024, 11, 3, 1, 30, tzinfo=ZoneInfo("America/New_York"))
        one, same, other = (
            DueSet(at=NOON, metric="resolution", due_at=due)
            for due in (first, first.astimezone(UTC), first.replace(fold=1))
        )
        assert one == same
        assert one != other

    def test_in_the_past(self) -> None:
        """A due may lie before the instant at which somebody set it."""
        assert NOON == DueSet(at=EVENING, metric="resolution", due_at=NOON).due_at

    def test_subclass(self) -> None:
        """A subclass of datetime is kept as a plain one."""
        due = Stamp(2024, 5, 6, 20, tzinfo=UTC)
        found = DueSet(at=NOON, metric="resolution", due_at=due)
        assert (EVENING, datetime) == (found.due_at, type(found.due_at))

    def test_naive(self) -> None:
        """A due without a zone is refused by name."""
        with pytest.raises(NaiveDatetimeError) as caught:
            DueSet(at=NOON, metric="resolution", due_at=EVENING.replace(tzinfo=None))
        assert "due_at" == caught.value.parameter

    def test_no_datetime(self) -> None:
        """A due is an instant, no amount."""
        with pytest.raises(InstantError, match="due_at: '4h'"):
            DueSet(at=NOON, metric="resolution", due_at="4h")  # type: ignore[arg-type]

    @pytest.mark.parametrize(
        ("parameter", "value"),
        [("metric", ""), ("metric", None), ("metric", 5), ("reason", None), ("author", 5)],
    )
    def test_no_text(self, parameter: str, value: Any) -> None:
        """A metric is named, and what is said is text."""
        options: dict[str, Any] = {"metric": "resolution", "due_at": None, parameter: value}
        with pytest.raises(TicketError) as caught:
            DueSet(at=NOON, **options)
        assert (parameter, value) == (caught.value.parameter, caught.value.value)


class TestExemption:
    def test_of_everything(self) -> None:
        """Without a metric and a cycle it is of every clock."""
        found = Exemption(at=NOON, reason="flood", author="ana")
        assert (None, "flood", "ana", None) == (
            found.metric,
            found.reason,
            found.author,
            found.cycle,
        )

    def test_of_one_cycle(self) -> None:
        """Metric and cycle say of which clock it is."""
        found = Exemption(at=NOON, metric="next_response", cycle=2, reason="flood", author="ana")
        assert ("next_response", 2) == (found.metric, found.cycle)

    @pytest.mark.parametrize("parameter", ["reason", "author"])
    @pytest.mark.parametrize("value", ["", None, 5])
    def test_nobody_answers_for_it(self, parameter: str, value: Any) -> None:
        """Somebody says why, and somebody answers for it."""
        options: dict[str, Any] = {"reason": "flood", "author": "ana", parameter: value}
        with pytest.raises(TicketError) as caught:
            Exemption(at=NOON, **options)
        assert (parameter, value) == (caught.value.parameter, caught.value.value)

    @pytest.mark.parametrize("cycle", [0, -1, 1.0, True, "1"])
    def test_bad_cycle(self, cycle: Any) -> None:
        """Cycles are counted from 1."""
        with pytest.raises(TicketError, match=r"cycle: .* from 1 on, or None"):
            Exemption(at=NOON, reason="flood", author="ana", cycle=cycle)

    def test_bad_metric(self) -> None:
        """All metrics are None, not the empty text."""
        with pytest.raises(TicketError, match="metric: "):
            Exemption(at=NOON, metric="", reason="flood", author="ana")


class TestMerge:
    @pytest.mark.parametrize(("into", "expected"), [("T-9", "T-9"), (9, "9")])
    def test_into(self, into: Any, expected: str) -> None:
        """The other ticket is known by its id, as text."""
        assert expected == Merge(at=NOON, into=into).into

    @pytest.mark.parametrize("into", [None, True, 1.5])
    def test_bad_id(self, into: Any) -> None:
        """The other ticket has an id."""
        with pytest.raises(TicketError, match="into: "):
            Merge(at=NOON, into=into)
