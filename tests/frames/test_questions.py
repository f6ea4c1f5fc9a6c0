"""Every row is answered as `Calendar` answers it: on calendars and instants made to break them."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slakit import AmountError, BusinessCalendar, Calendar, HorizonError, succession
from slakit.instants import EPOCH, MICROSECOND
from slakit.testing.strategies import calendars
from slakit.testing.strategies.time import focus_dates, instants_about
from tests.strategies import amounts

np = pytest.importorskip("numpy")
frames = pytest.importorskip("slakit.frames")

NAT = np.iinfo(np.int64).min
DAY = timedelta(days=1)
ZONE = "Europe/Madrid"
OFFICE = BusinessCalendar(tz=ZONE, hours="Mon-Fri 09:00-12:00,13:00-18:00")


def micro(value: datetime | timedelta) -> int:
    return (value - EPOCH if isinstance(value, datetime) else value) // MICROSECOND


def column(values: list[Any]) -> Any:
    return np.array([micro(value) for value in values], np.int64)


@st.composite
def scenes(draw: st.DrawFn) -> tuple[Calendar, list[datetime]]:
    """Draw a calendar, and about its date random instants and those around each boundary."""
    about = draw(focus_dates(ZONE))
    cal = draw(calendars(about=about))
    found = draw(st.lists(instants_about(about, exact=True), min_size=1, max_size=8))
    middle = datetime(about.year, about.month, about.day, tzinfo=UTC)
    edges = [edge for each in cal.intervals(middle - 4 * DAY, middle + 4 * DAY) for edge in each]
    near = [edge + tick * MICROSECOND for edge in edges for tick in (-1, 0, 1)]
    return cal, found + near


def shuffled(values: list[datetime]) -> list[datetime]:
    return random.Random(len(values)).sample(values, len(values))


def told(question: Callable[[], Any]) -> Any:
    """Return an answer in microseconds, or the kind of the error."""
    try:
        answer = question()
    except HorizonError as error:
        return type(error)
    if isinstance(answer, datetime | timedelta):
        return micro(answer)
    return NAT if answer is None else answer


class TestEqualToTheCalendar:
    # To draw a calendar costs more than to ask it.
    @given(scene=scenes(), lengths=st.lists(amounts, min_size=1, max_size=3))
    def test_open_time(
        self, scene: tuple[Calendar, list[datetime]], lengths: list[timedelta]
    ) -> None:
        """An opening is open; between any two instants passes what the calendar says; amounts of
        both signs, zero and a microsecond lead to the earliest and the latest instant.
        """
        cal, starts = scene
        expected = [cal.is_open(each) for each in starts]
        assert expected == frames.is_open(cal, column(starts)).tolist()
        ends = shuffled(starts)
        expected = [micro(cal.elapsed(a, b)) for a, b in zip(starts, ends, strict=True)]
        assert expected == frames.elapsed(cal, column(starts), column(ends)).tolist()
        # What is open for a minute a year would be compiled for a century, each time.
        most = 50 * cal.elapsed(min(starts) - 7 * DAY, max(starts) + 7 * DAY)
        lengths = [min(each, most) for each in lengths]
        several = [timedelta(), MICROSECOND, -MICROSECOND, *lengths, *(-each for each in lengths)]
        spent = [several[i % len(several)] for i in range(len(starts))]
        rows = list(zip(starts, spent, strict=True))
        expected = [told(lambda a=a, d=d: cal.add(a, d)) for a, d in rows]
        if HorizonError in expected:
            first = expected.index(HorizonError)
            with pytest.raises(HorizonError, match=rf"^starts\[{first}\]: "):
                frames.add(cal, column(starts), column(spent))
        else:
            assert expected == frames.add(cal, column(starts), column(spent)).tolist()

    # To search a hundred years for an opening that never comes takes its time.
    @settings(max_examples=20)
    @given(scene=scenes())
    def test_next_open(self, scene: tuple[Calendar, list[datetime]]) -> None:
        """The opening strictly after an instant, also where it is in another year or never."""
        cal, at = scene
        expected = [told(lambda each=each: cal.next_open(each)) for each in at]
        if HorizonError in expected:
            with pytest.raises(HorizonError, match=r"^at\[\d+\]: ") as caught:
                frames.next_open(cal, column(at))
            assert HorizonError is expected[int(caught.value.parameter[3:-1])]
        else:
            assert expected == frames.next_open(cal, column(at)).tolist()


class TestHoursOfAnyKind:
    """What one week asks of the bins, against the calendar; half a year of random rows each."""

    @pytest.mark.parametrize(
        "cal",
        [
            pytest.param(OFFICE, id="lunch"),
            pytest.param(BusinessCalendar(tz=ZONE, hours="Mon-Sun 22:00-06:00"), id="nights"),
            pytest.param(BusinessCalendar.always("UTC"), id="always"),
            pytest.param(BusinessCalendar(tz="UTC", hours="Mon-Sun 00:00-23:00"), id="an hour"),
            pytest.param(
                BusinessCalendar(
                    tz="UTC",
                    hours="Mon-Fri 09:00-17:00",
                    closures=[
                        {
                            "from": f"2024-05-06T10:{minute:02d}:00Z",
                            "to": f"2024-05-06T10:{minute:02d}:00.000001Z",
                        }
                        for minute in range(1, 50)
                    ],
                ),
                id="crowded",
            ),
            pytest.param(
                OFFICE | BusinessCalendar(tz="Asia/Kathmandu", hours="Mon-Sat 08:00-16:30"),
                id="union",
            ),
            pytest.param(
                succession([(None, BusinessCalendar.always("UTC")), (date(2024, 5, 1), OFFICE)]),
                id="succession",
            ),
        ],
    )
    @pytest.mark.parametrize("threads", [1, 3])
    def test_random_rows(self, cal: Calendar, threads: int) -> None:
        """Every question has the answers of the calendar, with threads and without."""
        draw = random.Random(7)
        first, middle = datetime(2024, 2, 1, tzinfo=UTC), datetime(2024, 5, 6, 9, tzinfo=UTC)
        starts = [
            first + draw.randrange(180 * 86_400_000) * timedelta(milliseconds=1) for _ in range(400)
        ]
        starts += [middle + draw.randrange(2 * 3_600_000_000) * MICROSECOND for _ in range(200)]
        ends = shuffled(starts)
        spent = [draw.randrange(-(10**11), 10**11) * MICROSECOND for _ in starts]
        rows = list(zip(starts, ends, spent, strict=True))
        a, b, d = column(starts), column(ends), column(spent)
        assert [micro(cal.elapsed(s, e)) for s, e, _ in rows] == frames.elapsed(
            cal, a, b, threads=threads
        ).tolist()
        assert [micro(cal.add(s, n)) for s, _, n in rows] == frames.add(
            cal, a, d, threads=threads
        ).tolist()
        assert [cal.is_open(s) for s in starts] == frames.is_open(cal, a, threads=threads).tolist()
        assert [told(lambda s=s: cal.next_open(s)) for s in starts] == frames.next_open(
            cal, a, threads=threads
        ).tolist()

    def test_more_rows_than_a_chunk(self) -> None:
        """A column of several chunks is answered to its last row."""
        starts = np.arange(40_000, dtype=np.int64) * 3_600_000_000
        # A week has 40 hours, and a column of weeks begins with the same hour.
        found = frames.elapsed(OFFICE, starts, starts + 7 * 24 * 3_600_000_000)
        changes = [40 * 3_600_000_000 != each for each in found.tolist()]
        assert 40_000 == len(found)
        # When clocks change between two like hours, one of the two may be open and one not.
        assert sum(changes) < 400
        assert 0 == changes[-100:].count(True)


class TestAmounts:
    START = np.array(["2024-05-03T15:00:00"], "M8[s]")

    @pytest.mark.parametrize(
        "amount", ["2h", timedelta(hours=2), np.timedelta64(2, "h").astype("m8[s]")]
    )
    def test_one_for_all(self, amount: Any) -> None:
        """One amount is that of every row: Friday 17:00 and two hours are Monday 10:00."""
        expected = np.array(["2024-05-06T08:00:00"], "M8[us]")
        assert expected.tolist() == frames.add(OFFICE, self.START, amount).tolist()

    @pytest.mark.parametrize("amount", ["2bd", "24h wall", "3cd", "none"])
    def test_no_open_time(self, amount: str) -> None:
        """Days and real time are refused by name."""
        with pytest.raises(AmountError, match=rf"^amounts: '{amount}' is no open time; give "):
            frames.add(OFFICE, self.START, amount)

    @pytest.mark.parametrize("amount", [2**63 - 1, -(2**63) + 1, 2**62, 200 * 365 * 86_400 * 10**6])
    def test_beyond_the_horizon(self, amount: int) -> None:
        """More than a hundred years raises what the calendar raises, and names the row."""
        cal = BusinessCalendar(tz="UTC", hours="Thu 09:00-17:00")
        spent = np.array([0, amount])
        with pytest.raises(HorizonError, match=r"^starts\[1\]: no such open time within 100 years"):
            frames.add(cal, np.repeat(self.START, 2), spent)

    def test_ends_years_away(self) -> None:
        """An amount of many years is spent in years that no start lies in, both ways."""
        start = datetime(2024, 5, 3, 15, tzinfo=UTC)
        for length in (timedelta(days=900), timedelta(days=-900)):
            expected = OFFICE.add(start, length)
            found = frames.add(OFFICE, column([start]), column([length]))
            assert micro(expected) == found[0]
