"""What follows from the fields of a reading, and its plain data."""

from __future__ import annotations

import copy
import json
import pickle
from datetime import UTC, date, datetime, timedelta
from typing import Any, get_args
from zoneinfo import ZoneInfo

import pytest

from slakit import ClockReading, Exempted, Exemption, Notice, PolicySet, Ticket, evaluate
from slakit.evaluation.reading import SEVERITY, ClockState, Status
from tests.evaluation.desks import Happening, desk, expected, facts, on, promising, read, ticket

HOUR = timedelta(hours=1)


def reading(*happenings: Happening, at: str = "Mon 10:00", amount: str = "4h") -> ClockReading:
    return read(promising(resolution=amount), ticket(*happenings), at)


def exempted() -> ClockReading:
    """Return a breached reading with all that a reading can have."""
    policies = desk(
        {
            "name": "all",
            "calendar": "office",
            "targets": {"resolution": "2h"},
            "warn": {"soon": {"at": "75%", "to": ["ana", "lead"]}},
            "escalate": ["+0m", "+1h"],
        },
        {
            "name": "all",
            "calendar": "office",
            "targets": {"resolution": "2h"},
            "from": "2024-05-06T10:00:00Z",
        },
    )
    excused = Exemption(at=on("Mon 14:00"), reason="power cut", author="ana")
    return read(policies, ticket(more=[excused]), "Mon 15:00")


EVERY_KIND = {
    "idle": read(promising(next_response="2h"), ticket(), "Mon 10:00", "next_response"),
    "running": reading(),
    "paused": reading(("Mon 09:30", "waiting")),
    "stopped": reading(("Mon 09:30", "solved")),
    "missed": reading(("Mon 16:00", "solved"), at="Tue 12:00"),
    "no target": reading(amount="none"),
    "rule": reading(amount="2bd eod"),
    "cancelled": read(
        desk(
            {
                "name": "gold",
                "when": {"tier": "gold"},
                "calendar": "office",
                "targets": {"resolution": "4h"},
            }
        ),
        ticket(("Mon 09:30", {"tier": "tin"}), fields={"tier": "gold"}),
        "Mon 10:00",
    ),
    "exempted": exempted(),
}


class TestDerived:
    @pytest.mark.parametrize(
        ("at", "overdue", "time_left_wall", "ratio"),
        [
            # Four hours from 09:00, with lunch, are over at 14:00.
            ("Mon 09:00", "0m", "5h", 0.0),
            ("Mon 10:00", "0m", "4h", 0.25),
            ("Mon 14:00", "0m", "0m", 1.0),
            ("Mon 16:00", "2h", "-2h", 1.5),
            # Three hours of Monday, one of Tuesday.
            ("Tue 10:00", "4h", "-20h", 2.0),
        ],
    )
    def test_lengths(self, at: str, overdue: str, time_left_wall: str, ratio: float) -> None:
        """Overdue is open time, the time left is real time, and the ratio is of the amount."""
        found = reading(at=at)
        stated = {"overdue": overdue, "time_left_wall": time_left_wall}
        assert expected(**stated) == facts(found, stated)
        assert ratio == pytest.approx(found.ratio)

    def test_nothing_promised(self) -> None:
        """Without an amount there is neither a ratio nor a time left, and nothing is overdue."""
        found = reading(amount="none")
        assert (None, None, None) == (found.ratio, found.time_left_wall, found.due_on)
        assert timedelta(0) == found.overdue

    def test_ratio_of_no_time(self) -> None:
        """Of an amount without length all has passed as soon as any time has."""
        none = reading()._replace(target=timedelta(0), elapsed=timedelta(0))
        assert [0.0, 1.0] == [none.ratio, none._replace(elapsed=HOUR).ratio]

    def test_time_left_over_a_change_of_clocks(self) -> None:
        """In the night in which New York springs forward, noon is 23 hours after noon."""
        new_york = ZoneInfo("America/New_York")
        noon = datetime(2024, 3, 9, 12, tzinfo=new_york)
        found = reading()._replace(at=noon, due_at=datetime(2024, 3, 10, 12, tzinfo=new_york))
        assert 23 * HOUR == found.time_left_wall

    @pytest.mark.parametrize(
        ("due", "zone", "day"),
        [
            # A day ends with its last moment, which midnight is not.
            ("2024-05-07T00:00:00+00:00", "UTC", date(2024, 5, 6)),
            ("2024-05-07T00:00:00.000001+00:00", "UTC", date(2024, 5, 7)),
            # 15:00 is midnight in Tokyo.
            ("2024-05-06T15:00:00+00:00", "Asia/Tokyo", date(2024, 5, 6)),
            ("2024-05-06T15:30:00+00:00", "Asia/Tokyo", date(2024, 5, 7)),
            ("2024-05-06T15:30:00+00:00", "UTC", date(2024, 5, 6)),
        ],
    )
    def test_due_on(self, due: str, zone: str, day: date) -> None:
        """The date is that of the calendar's zone, and of the last moment before due."""
        due_at = datetime.fromisoformat(due)
        assert day == reading()._replace(due_at=due_at, zone=ZoneInfo(zone)).due_on

    def test_due_on_of_a_calendar(self) -> None:
        """The zone is that of the calendar, whatever zone the question is asked in."""
        tokyo = PolicySet.model_validate(
            {
                "calendars": {"desk": {"tz": "Asia/Tokyo", "hours": "Mon-Fri 00:00-24:00"}},
                "policies": [{"name": "all", "calendar": "desk", "targets": {"resolution": "1h"}}],
            }
        )
        # 07:30 in Tokyo on Tuesday.
        created = datetime(2024, 5, 6, 22, 30, tzinfo=UTC)
        found = evaluate(tokyo, Ticket(id="T-1", created_at=created), at=created)["resolution"]
        assert (date(2024, 5, 7), 6) == (found.due_on, found.due_at.day)

    @pytest.mark.parametrize(
        ("kind", "open", "breached"),
        [
            ("idle", True, False),
            ("running", True, False),
            ("paused", True, False),
            ("stopped", False, False),
            ("missed", False, True),
            ("cancelled", False, False),
            # It keeps its instant, and is not held against anybody.
            ("exempted", True, False),
        ],
    )
    def test_open_and_breached(self, kind: str, open: bool, breached: bool) -> None:
        """A clock is open while it waits to be stopped; an exempted breach is none."""
        found = EVERY_KIND[kind]
        assert (open, breached) == (found.open, found.breached)


class TestData:
    @pytest.mark.parametrize("kind", EVERY_KIND)
    def test_round_trip(self, kind: str) -> None:
        """What comes back from JSON equals what went there."""
        found = EVERY_KIND[kind]
        data = found.to_data()
        stored = json.loads(json.dumps(data))
        assert data == stored
        assert found == ClockReading.from_data(stored)
        assert data == ClockReading.from_data(stored).to_data()

    def test_texts(self) -> None:
        """Instants are ISO 8601 with an offset, lengths exact texts; nothing is left out."""
        data = EVERY_KIND["exempted"].to_data()
        # Two hours from 09:00, breached at 11:00, exempted at 14:00; five hours at 15:00.
        assert {
            "policy": "all",
            "version": "2024-05-06T10:00:00+00:00",
            "metric": "resolution",
            "cycle": 1,
            "state": "running",
            "status": "no_target",
            "amount": "2h",
            "target": "2h",
            "started_at": "2024-05-06T09:00:00+00:00",
            "stopped_at": None,
            "cancelled_at": None,
            "due_at": "2024-05-06T11:00:00+00:00",
            "due_if_resumed_at": None,
            "due_on": "2024-05-06",
            "elapsed": "5h",
            "paused": "0s",
            "closed": "1h",
            "remaining": "-3h",
            "overdue": "3h",
            "elapsed_wall": "6h",
            "time_left_wall": "-4h",
            "ratio": 2.5,
            "breached": False,
            "breached_at": "2024-05-06T11:00:00+00:00",
            "next_change_at": None,
            "warnings": [],
            "escalations": [],
            "exempt": {
                "reason": "power cut",
                "author": "ana",
                "at": "2024-05-06T14:00:00+00:00",
            },
            "at": "2024-05-06T15:00:00+00:00",
            "zone": "UTC",
        } == data

    def test_notices(self) -> None:
        """Warnings keep their names, instants and recipients."""
        warned = reading()._replace(
            warnings=(Notice("soon", on("Mon 11:00"), True, ("ana", "lead")),),
            escalations=(Notice("+1h", None, False),),
        )
        data = warned.to_data()
        assert [
            {
                "name": "soon",
                "at": "2024-05-06T11:00:00+00:00",
                "passed": True,
                "to": ["ana", "lead"],
            }
        ] == data["warnings"]
        assert warned == ClockReading.from_data(json.loads(json.dumps(data)))

    def test_every_field(self) -> None:
        """All fields are there, and what follows from them too."""
        derived = {"breached", "overdue", "time_left_wall", "ratio", "due_on"}
        assert {*ClockReading._fields} | derived == set(reading().to_data())

    def test_zones(self) -> None:
        """Instants come back with their offset, not with their zone."""
        madrid = on("Mon 10:00").astimezone(ZoneInfo("Europe/Madrid"))
        found = evaluate(promising(resolution="4h"), ticket(), at=madrid)["resolution"]
        again = ClockReading.from_data(found.to_data())
        assert found == again
        assert "2024-05-06T16:00:00+02:00" == again.due_at.isoformat()

    @pytest.mark.parametrize("fold", [0, 1])
    def test_the_hour_that_comes_twice(self, fold: int) -> None:
        """Either of the two times of an overlap stays what it is."""
        at = datetime(2024, 11, 3, 1, 30, tzinfo=ZoneInfo("America/New_York"), fold=fold)
        found = reading()._replace(at=at, due_at=at)
        again = ClockReading.from_data(found.to_data())
        assert found.to_data() == again.to_data()
        assert timedelta(0) == again.time_left_wall == found.time_left_wall

    def test_length_to_the_microsecond(self) -> None:
        """No length is rounded."""
        odd = timedelta(hours=3, microseconds=1)
        assert odd == ClockReading.from_data(reading()._replace(elapsed=odd).to_data()).elapsed


def test_exempted() -> None:
    """An exemption says why, by whom and since when."""
    assert Exempted("power cut", "ana", on("Mon 14:00")) == EVERY_KIND["exempted"].exempt


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_copies(kind: str) -> None:
    """Readings compare by value, and survive copies and pickles."""
    found: Any = EVERY_KIND[kind]
    assert found == copy.deepcopy(found) == pickle.loads(pickle.dumps(found))


def test_severity() -> None:
    """The worst word comes first."""
    words = "breached missed at_risk on_track paused met no_target idle cancelled"
    assert words == " ".join(sorted(SEVERITY, key=SEVERITY.__getitem__))
    assert set(words.split()) == set(get_args(Status))
    assert {"idle", "running", "paused", "stopped", "cancelled"} == set(get_args(ClockState))
