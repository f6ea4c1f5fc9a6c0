"""What all events have in common."""

from __future__ import annotations

import copy
import pickle
from dataclasses import FrozenInstanceError
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from slakit import Change, InstantError, Message, NaiveDatetimeError, TicketError
from slakit.tickets import DueSet, Exemption, Merge, Signal

NOON = datetime(2024, 5, 6, 12, tzinfo=UTC)
NEW_YORK = ZoneInfo("America/New_York")


class Stamp(datetime):
    """A subclass of datetime, as libraries for dates have them."""


def message(**options: Any) -> Message:
    return Message(**{"author": "agent", **options})


def due_set(**options: Any) -> DueSet:
    return DueSet(**{"metric": "resolution", "due_at": NOON, **options})


def exemption(**options: Any) -> Exemption:
    return Exemption(**{"reason": "flood", "author": "ana", **options})


def signal(**options: Any) -> Signal:
    return Signal(**{"name": "handed_over", **options})


def merge(**options: Any) -> Merge:
    return Merge(**{"into": "T-9", **options})


KINDS = {
    "message": message,
    "change": Change,
    "signal": signal,
    "due_set": due_set,
    "exemption": exemption,
    "merge": merge,
}


@pytest.mark.parametrize(("kind", "build"), KINDS.items())
def test_kind(kind: str, build: Any) -> None:
    """In Python an event says its kind as it does in JSON."""
    assert kind == build(at=NOON).kind


@pytest.mark.parametrize("build", KINDS.values(), ids=KINDS)
class TestInstant:
    """When it happened."""

    def test_moment(self, build: Any) -> None:
        """The moment is the time since the epoch; 6 May 2024 was 19,849 days after it."""
        assert timedelta(days=19_849, hours=12) == build(at=NOON).moment

    def test_naive(self, build: Any) -> None:
        """A datetime without a zone is refused by name."""
        with pytest.raises(NaiveDatetimeError, match="at: 2024-05-06T12:00:00") as caught:
            build(at=NOON.replace(tzinfo=None))
        assert "at" == caught.value.parameter

    @pytest.mark.parametrize("at", [None, "2024-05-06T12:00:00Z", 0, date(2024, 5, 6)])
    def test_no_datetime(self, build: Any, at: Any) -> None:
        """What is no datetime is refused."""
        with pytest.raises(InstantError, match="at: ") as caught:
            build(at=at)
        assert at == caught.value.value

    def test_nat(self, build: Any) -> None:
        """NaT of pandas is refused by name."""
        pandas = pytest.importorskip("pandas")
        with pytest.raises(InstantError, match="NaT"):
            build(at=pandas.NaT)

    def test_subclass(self, build: Any) -> None:
        """A subclass of datetime is kept as a plain one."""
        event = build(at=Stamp(2024, 5, 6, 12, tzinfo=UTC))
        assert (NOON, datetime) == (event.at, type(event.at))

    def test_positions(self, build: Any) -> None:
        """Everything is given by keyword."""
        with pytest.raises(TypeError):
            type(build(at=NOON))(NOON)


@pytest.mark.parametrize("build", KINDS.values(), ids=KINDS)
class TestValue:
    def test_frozen(self, build: Any) -> None:
        """What happened does not change, and holds nothing else."""
        event = build(at=NOON)
        with pytest.raises(FrozenInstanceError):
            event.at = NOON
        with pytest.raises((AttributeError, TypeError)):
            event.note = "x"
        assert not hasattr(event, "__dict__")

    def test_copies(self, build: Any) -> None:
        """Events compare by value, and survive copies and pickles."""
        event = build(at=NOON, id="e1")
        again = build(at=NOON, id="e1")
        assert event == copy.deepcopy(event) == pickle.loads(pickle.dumps(event)) == again
        assert 1 == len({event, again})
        assert event != build(at=NOON + timedelta(hours=1), id="e1")
        assert event != build(at=NOON, id="e2")

    def test_zones(self, build: Any) -> None:
        """The same instant in another zone is the same event, also where clocks are put back."""
        first = datetime(2024, 11, 3, 1, 30, tzinfo=NEW_YORK)
        assert build(at=first) == build(at=first.astimezone(UTC))
        assert build(at=first) != build(at=first.replace(fold=1))

    def test_kinds_differ(self, build: Any) -> None:
        """Events of two kinds are never equal."""
        assert [build] == [other for other in KINDS.values() if other(at=NOON) == build(at=NOON)]

    @pytest.mark.parametrize(("id", "expected"), [(None, None), ("e1", "e1"), (17, "17")])
    def test_id(self, build: Any, id: Any, expected: str | None) -> None:
        """An id is text, a number becomes text, and most events have none."""
        assert expected == build(at=NOON, id=id).id
        assert build(at=NOON).id is None

    @pytest.mark.parametrize("id", [True, 1.5, b"e", ["e"]])
    def test_bad_id(self, build: Any, id: Any) -> None:
        """Anything else is refused by name."""
        with pytest.raises(TicketError, match=r"^id: "):
            build(at=NOON, id=id)
