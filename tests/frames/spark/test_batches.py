"""What a worker does with a batch, without Spark's machinery."""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib import import_module
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from slakit import (
    AmountError,
    BusinessCalendar,
    Calendar,
    InstantError,
    NaiveDatetimeError,
    TableError,
    UnknownNameError,
    succession,
)

pytest.importorskip("pyspark", reason="needs pyspark, which the extra spark brings")
batches = import_module("slakit.frames.spark.batches")
pa = pytest.importorskip("pyarrow")

OFFICE = BusinessCalendar(tz="Europe/Madrid", hours="Mon-Fri 09:00-12:00,13:00-18:00")
ALWAYS = BusinessCalendar.always("UTC")
HOUR = 3_600_000_000


def asked(
    question: str,
    parameters: tuple[str, ...],
    answer: Any,
    *,
    zone: str | None = None,
    options: Mapping[str, Any] | None = None,
    **calendars: Calendar,
) -> Any:
    """Return a question to the office, or to the calendars that are named."""
    found = batches.CalendarSet(calendars=calendars or {"": OFFICE})
    return batches.Asked(
        question,
        parameters,
        answer,
        found.canonical_json(),
        bool(calendars),
        None if zone is None else ZoneInfo(zone),
        options or {},
    )


def instants(*texts: str | None, tz: str | None = "UTC") -> Any:
    values = [None if text is None else datetime.fromisoformat(text) for text in texts]
    return pa.array(values, pa.timestamp("us", tz=tz))


def lengths(*values: int | None) -> Any:
    return pa.array(values, pa.int64()).cast(pa.duration("us"))


ELAPSED = asked("elapsed", ("starts", "ends"), batches.LENGTH)


class TestAnswers:
    # Friday 17:00 in Madrid, and Monday 10:00, before and after noon.
    FRIDAY, MONDAY = "2024-05-03T15:00:00Z", "2024-05-06T08:00:00Z"

    def test_elapsed(self) -> None:
        """An hour of Friday and one of Monday, exactly, also backwards; null of null."""
        starts = instants(self.FRIDAY, self.MONDAY, self.FRIDAY, None)
        ends = instants("2024-05-06T08:00:00.000001Z", self.FRIDAY, None, self.MONDAY)
        assert lengths(2 * HOUR + 1, -2 * HOUR, None, None) == ELAPSED.of(starts, ends)

    def test_zone_of_the_session(self) -> None:
        """The zone in which Spark shows instants is without effect."""
        starts, ends = instants(self.FRIDAY), instants(self.MONDAY)
        shown = pa.timestamp("us", tz="America/New_York")
        assert ELAPSED.of(starts, ends) == ELAPSED.of(starts.cast(shown), ends.cast(shown))

    def test_add(self) -> None:
        """Amounts of rows, and one for all: an hour from Friday 17:00 is its 18:00."""
        rows = asked("add", ("starts", "amounts"), batches.INSTANT)
        found = rows.of(instants(self.FRIDAY, self.FRIDAY), lengths(HOUR, None))
        assert instants("2024-05-03T16:00:00Z", None) == found
        one = asked("add", ("starts",), batches.INSTANT, options={"amounts": "2h"})
        assert instants(self.MONDAY, None) == one.of(instants(self.FRIDAY, None))

    def test_add_business_days(self) -> None:
        """Days of rows, and a number for all: from Friday 17:00 to Monday and Tuesday."""
        rows = asked("add_business_days", ("starts", "days"), batches.INSTANT)
        found = rows.of(instants(self.FRIDAY, self.FRIDAY), pa.array([1, None], pa.int32()))
        assert instants("2024-05-06T15:00:00Z", None) == found
        options = {"days": 1, "cutoff": "16:30", "end_of_day": True}
        one = asked("add_business_days", ("starts",), batches.INSTANT, options=options)
        assert instants("2024-05-07T16:00:00Z") == one.of(instants(self.FRIDAY))

    def test_is_open(self) -> None:
        """Open before lunch and closed in it; of null nobody knows."""
        question = asked("is_open", ("at",), pa.bool_())
        at = instants("2024-05-06T09:59:59Z", "2024-05-06T10:00:00Z", None)
        assert [True, False, None] == question.of(at).to_pylist()

    def test_next_open(self) -> None:
        """After lunch, and never where a calendar does not close."""
        question = asked("next_open", ("at",), batches.INSTANT, office=OFFICE, always=ALWAYS)
        at = instants("2024-05-06T10:00:00Z", "2024-05-06T10:00:00Z")
        names = pa.array(["office", "always"])
        assert instants("2024-05-06T11:00:00Z", None) == question.of(names, at)


class TestCalendars:
    def test_of_each_row(self) -> None:
        """A name chooses the calendar of its row, and without a name there is no answer."""
        question = asked(
            "elapsed", ("starts", "ends"), batches.LENGTH, office=OFFICE, always=ALWAYS
        )
        starts = instants(*["2024-05-03T15:00:00Z"] * 3)
        ends = instants(*["2024-05-06T08:00:00Z"] * 3)
        found = question.of(pa.array(["always", None, "office"]), starts, ends)
        assert lengths(65 * HOUR, None, 2 * HOUR) == found

    def test_unknown(self) -> None:
        """A name that no calendar has is refused, with those that there are."""
        question = asked("is_open", ("at",), pa.bool_(), office=OFFICE)
        with pytest.raises(UnknownNameError, match=r"^calendar: .* 'ofice'; did you mean 'office'"):
            question.of(pa.array(["ofice"]), instants("2024-05-06T10:00:00Z"))

    def test_of_any_kind(self) -> None:
        """Hours that changed travel like any others."""
        day = datetime(2024, 5, 1, tzinfo=UTC)
        question = asked(
            "is_open", ("at",), pa.bool_(), both=succession([(None, OFFICE), (day, ALWAYS)])
        )
        at = instants("2024-04-30T23:59:00Z", "2024-05-01T00:00:00Z")
        assert [False, True] == question.of(pa.array(["both"] * 2), at).to_pylist()

    def test_read_once(self) -> None:
        """What one batch has compiled is there for the next, in whatever copy it is asked."""
        again = pickle.loads(pickle.dumps(ELAPSED))
        assert again.document is not ELAPSED.document
        assert batches.calendars_of(ELAPSED.document) is batches.calendars_of(again.document)


class TestWallTime:
    @pytest.mark.parametrize(("zone", "hours"), [("Europe/Madrid", 4), ("Europe/London", 3.5)])
    def test_zone(self, zone: str, hours: float) -> None:
        """From Friday 17:00 to Monday 12:30, which in London are an hour later for the office."""
        starts = instants("2024-05-03T17:00:00", tz=None)
        ends = instants("2024-05-06T12:30:00", tz=None)
        question = asked("elapsed", ("starts", "ends"), batches.LENGTH, zone=zone)
        assert lengths(int(hours * HOUR)) == question.of(starts, ends)

    @pytest.mark.parametrize(
        ("wall", "instant"),
        [
            pytest.param("2024-03-31T02:30:00", "2024-03-31T01:30:00Z", id="gap"),
            pytest.param("2024-10-27T02:30:00", "2024-10-27T00:30:00Z", id="overlap"),
        ],
    )
    def test_changes_of_clocks(self, wall: str, instant: str) -> None:
        """A time that is left out moves on by the gap; of two it is the first."""
        question = asked(
            "add",
            ("starts",),
            batches.INSTANT,
            zone="Europe/Madrid",
            day=ALWAYS,
            options={"amounts": "1h"},
        )
        later = datetime.fromisoformat(instant).replace(hour=int(instant[11:13]) + 1)
        found = question.of(pa.array(["day"]), instants(wall, tz=None))
        assert [later] == found.to_pylist()


class TestRefused:
    AT = instants("2024-05-06T10:00:00Z")

    def test_no_zone(self) -> None:
        """Wall time of nobody knows where is refused, with the remedy."""
        with pytest.raises(NaiveDatetimeError, match=r"^ends: these times have no .* tz="):
            ELAPSED.of(self.AT, instants("2024-05-06T10:00:00", tz=None))

    @pytest.mark.parametrize("wrong", [pa.array([0]), pa.array(["2024-05-06T10:00Z"]), lengths(1)])
    def test_no_instants(self, wrong: Any) -> None:
        """Numbers, texts and lengths are no instants."""
        with pytest.raises(InstantError, match=r"^starts: a column of \w+.* has no instants; "):
            ELAPSED.of(wrong, self.AT)

    def test_no_lengths(self) -> None:
        """A number of anything is no length, and a length no number of days."""
        question = asked("add", ("starts", "amounts"), batches.INSTANT)
        with pytest.raises(AmountError, match=r"^amounts: a column of Int64 has no lengths"):
            question.of(self.AT, pa.array([4]))
        question = asked("add_business_days", ("starts", "days"), batches.INSTANT)
        with pytest.raises(AmountError, match=r"^days: a column of Duration.* has no numbers"):
            question.of(self.AT, lengths(1))

    def test_number_of_columns(self) -> None:
        """Too few and too many columns are refused by name."""
        for columns in [(self.AT,), (self.AT,) * 3]:
            with pytest.raises(TableError, match=r"takes 2 columns .*; give starts, ends$"):
                ELAPSED.of(*columns)
