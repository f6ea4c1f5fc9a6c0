"""Compiled years: which are compiled, how long they stay, and that nobody can tell."""

from __future__ import annotations

import gc
import random
import threading
import weakref
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slakit import BusinessCalendar, HorizonError, InstantError
from slakit.calendars import residents as residency
from slakit.calendars.compile import CalendarSource
from slakit.calendars.hours import WeeklyHours
from slakit.calendars.residents import RESIDENT_YEARS, Residents
from slakit.calendars.spans import Shift, clip
from slakit.calendars.special import SpecialHours
from slakit.calendars.timeline import Timeline
from slakit.calendars.window import FIRST_YEAR, LAST_YEAR, year_of, year_start

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
TICK = timedelta(microseconds=1)
HOUR = timedelta(hours=1)
ZERO = timedelta(0)


def utc(year: int, month: int = 1, day: int = 1, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


def since(*parts: int) -> timedelta:
    """Return an instant as everything inside has it, the time since 1970."""
    return utc(*parts) - EPOCH


class Recorded:
    """A source that writes down which years were compiled from it."""

    zone = ZoneInfo("UTC")
    label = "the tests' calendar"
    years = ()

    def __init__(self, shifts: Callable[[int], list[Shift]], *, never_closes: bool = False) -> None:
        self.compiled: list[int] = []
        self.never_closes = never_closes
        self._shifts = shifts

    def shifts(self, year: int, *, warn: bool = True) -> list[Shift]:
        self.compiled.append(year)
        return self._shifts(year)

    def reason(self, day: date) -> tuple[str, str]:
        return "weekly", ""


def office(hours: str = "Mon-Fri 09:00-17:00", **more: Any) -> CalendarSource:
    return CalendarSource(
        zone=ZoneInfo("UTC"),
        hours=WeeklyHours.parse(hours),
        special=SpecialHours.parse(more.pop("special", {})),
        label=hours,
        **more,
    )


def recorded(hours: str = "Mon-Fri 09:00-17:00") -> Recorded:
    return Recorded(office(hours).shifts)


def once(*spans: tuple[datetime, datetime]) -> Recorded:
    """Return a source that is open on these spans and never else."""
    shifts = [((a - EPOCH) // TICK, (b - EPOCH) // TICK, a.toordinal()) for a, b in sorted(spans)]
    return Recorded(
        lambda year: clip(shifts, year_start(year) // TICK, year_start(year + 1) // TICK)
    )


def closed_at(moment: timedelta) -> CalendarSource:
    """Return a source that is open around the clock but for one hour."""
    return office("24/7", one_offs=[(moment // TICK, (moment + HOUR) // TICK, "closure", "")])


def held(timeline: Timeline) -> int:
    """Return how many years a timeline holds."""
    return 1 + timeline.window.last_year - timeline.window.first_year


@pytest.fixture
def residents(monkeypatch: pytest.MonkeyPatch) -> Residents:
    """A record of resident years that knows nothing of other tests."""
    record = Residents(RESIDENT_YEARS)
    monkeypatch.setattr(residency, "RESIDENTS", record)
    return record


class TestLaziness:
    def test_nothing_is_compiled_beforehand(self) -> None:
        """A timeline that has not been asked has compiled nothing."""
        source = recorded()
        Timeline(source)
        assert [] == source.compiled

    def test_progress_compiles_its_year(self) -> None:
        """Three hours have passed at noon, and four have at one, in a year that nobody asked of."""
        source = recorded()
        morning, noon, one = (since(2024, 3, 4, hour) for hour in (9, 12, 13))
        assert (3 * HOUR, one) == Timeline(source).progress(morning, noon, 4 * HOUR)
        assert [2024] == source.compiled

    def test_progress_beyond_what_is_compiled(self) -> None:
        """The hours of New Year's Eve end at five, and what is left of twelve in another year."""
        source = recorded()
        timeline = Timeline(source)
        assert 8 * HOUR == timeline.elapsed(utc(2024, 12, 31), utc(2024, 12, 31, 23))
        morning, noon = since(2024, 12, 31, 9), since(2024, 12, 31, 12)
        assert (3 * HOUR, since(2025, 1, 1, 13)) == timeline.progress(morning, noon, 12 * HOUR)
        assert [2024, 2025] == source.compiled

    def test_a_question_compiles_its_year_once(self) -> None:
        """A question within one year compiles that year, and the next question none."""
        source = recorded()
        timeline = Timeline(source)
        assert 8 * HOUR == timeline.elapsed(utc(2024, 3, 4), utc(2024, 3, 5))
        assert [2024] == source.compiled
        madrid = ZoneInfo("Europe/Madrid")
        ends = (utc(2024, 3, day).astimezone(madrid) for day in (4, 5))
        assert 8 * HOUR == timeline.elapsed(*ends)
        assert timeline.is_open(since(2024, 7, 1, 12))
        assert utc(2024, 7, 2, 9) == timeline.add(utc(2024, 7, 1, 17), ZERO, "stay")
        assert since(2024, 12, 30, 17) == timeline.roll_back(since(2024, 12, 31, 4))
        assert [2024] == source.compiled

    @pytest.mark.parametrize(
        ("ask", "years"),
        [
            (lambda t: t.elapsed(utc(2024, 3, 4), utc(2026, 3, 4)), [2024, 2025, 2026]),
            (lambda t: t.elapsed(utc(2026, 3, 4), utc(2024, 3, 4)), [2024, 2025, 2026]),
            (lambda t: t.passed(since(2024), since(2025)), [2024, 2025]),
            (lambda t: t.add(utc(2024, 12, 31, 16), 2 * HOUR, "stay"), [2024, 2025]),
            (lambda t: t.add(utc(2024, 12, 31, 16), HOUR, "next_open"), [2024, 2025]),
            (lambda t: t.add(utc(2024, 1, 1, 10), -2 * HOUR, "stay"), [2024, 2023]),
            (lambda t: t.edge_after(since(2024, 12, 31, 17), "opens"), [2024, 2025]),
            (lambda t: t.edge_before(since(2024, 1, 1, 9), "closes"), [2024, 2023]),
            (lambda t: list(t.spans(since(2024, 12, 31), since(2025, 1, 2))), [2024, 2025]),
            (lambda t: t.is_open(since(2024, 12, 31)), [2024]),
        ],
    )
    def test_what_each_question_compiles(
        self, ask: Callable[[Timeline], object], years: list[int]
    ) -> None:
        """A question compiles the years that it looks at and no others."""
        source = recorded()
        ask(Timeline(source))
        assert years == source.compiled

    def test_years_between_are_compiled_too(self) -> None:
        """Windows have no holes: years on the way to another question's are compiled once."""
        source = recorded()
        timeline = Timeline(source)
        timeline.is_open(since(2024, 5, 1))
        timeline.is_open(since(2027, 5, 1))
        timeline.is_open(since(2022, 5, 1))
        assert [2024, 2025, 2026, 2027, 2023, 2022] == source.compiled

    def test_a_search_doubles_its_step(self) -> None:
        """Searching for what is open only far away compiles each year once."""
        source = once((utc(2024), utc(2024, 1, 2)), (utc(2060), utc(2060, 1, 2)))
        timeline = Timeline(source)
        assert since(2060) == timeline.edge_after(since(2024, 6, 1), "opens")
        # The years 1, 2, 4, ... and 64 after the first one.
        assert list(range(2024, 2089)) == source.compiled

    def test_forgetting(self) -> None:
        """What was dropped is compiled again, with the same answer."""
        source = recorded()
        timeline = Timeline(source)
        before = timeline.elapsed(utc(2024, 3, 4), utc(2024, 3, 9))
        timeline.schedule.around(738_945, 738_945)
        timeline.forget()
        assert {} == timeline.days == timeline.window.days
        assert before == timeline.elapsed(utc(2024, 3, 4), utc(2024, 3, 9)) == 40 * HOUR


class TestWindows:
    def test_never_more_than_the_horizon(self) -> None:
        """A window spans 101 years at most, and gives up the old ones for the new."""
        timeline = Timeline(recorded())
        timeline.elapsed(utc(1960), utc(2050, 1, 2))
        assert (1960, 2050) == (timeline.window.first_year, timeline.window.last_year)
        timeline.is_open(since(2060))
        assert 101 == held(timeline)
        timeline.is_open(since(2061))
        assert (2061, 2061) == (timeline.window.first_year, timeline.window.last_year)
        timeline.is_open(since(1961))
        assert 101 == held(timeline)
        timeline.is_open(since(1960))
        assert (1960, 1960) == (timeline.window.first_year, timeline.window.last_year)

    def test_a_hundred_years_and_no_more(self) -> None:
        """Years up to 100 apart can be asked about; more is an error that says so."""
        timeline = Timeline(recorded())
        dates = range(date(1950, 1, 1).toordinal(), date(2050, 12, 31).toordinal())
        weekdays = sum((ordinal - 1) % 7 < 5 for ordinal in dates)
        assert weekdays * 8 * HOUR == timeline.elapsed(utc(1950), utc(2050, 12, 31))
        with pytest.raises(
            HorizonError, match="1950 to 2051 are more than 100 years apart"
        ) as found:
            timeline.elapsed(utc(1950), utc(2051))
        assert (100, "calendar") == (found.value.horizon, found.value.parameter)
        assert "placeholder" in found.value.remedy
        with pytest.raises(HorizonError):
            timeline.passed(since(2051), since(1950))
        with pytest.raises(HorizonError):
            list(timeline.spans(since(1950), since(2051)))

    @pytest.mark.parametrize("day", [utc(1900), utc(9997, 12, 31, 12), utc(1902, 7, 14)])
    def test_placeholder_dates_leave_no_mark(self, day: datetime) -> None:
        """A question about a date that stands for "never" changes no later answer."""
        timeline, fresh = Timeline(recorded()), Timeline(recorded())
        expected = timeline.elapsed(utc(2024, 3, 4), utc(2025, 3, 4))
        timeline.is_open(day - EPOCH)
        with pytest.raises(HorizonError):
            timeline.elapsed(day, utc(2024, 3, 4))
        timeline.is_open(day - EPOCH)
        assert expected == timeline.elapsed(utc(2024, 3, 4), utc(2025, 3, 4))
        assert fresh.edge_after(since(2024, 3, 9), "opens") == timeline.edge_after(
            since(2024, 3, 9), "opens"
        )
        assert held(timeline) <= 101

    @pytest.mark.parametrize("day", [utc(9999, 12, 31), utc(1), datetime.max.replace(tzinfo=UTC)])
    def test_beyond_all_years(self, day: datetime) -> None:
        """The first year and the last one of Python are no years of a calendar."""
        timeline = Timeline(recorded())
        for ask in (
            lambda: timeline.is_open(day - EPOCH),
            lambda: timeline.elapsed(day, utc(2024)),
            lambda: timeline.elapsed(utc(2024), day),
            lambda: timeline.add(day, HOUR, "stay"),
            lambda: timeline.add(day, -HOUR, "stay"),
            lambda: timeline.edge_after(day - EPOCH, "opens"),
        ):
            with pytest.raises(InstantError, match="outside the years 3 to 9997") as found:
                ask()
            assert "9999-12-31" in found.value.remedy
        assert timeline.is_open(since(2024, 3, 4, 12))

    def test_the_first_and_the_last_year(self) -> None:
        """At the edges of what is calculated a search ends with an error, not with overflow."""
        timeline = Timeline(recorded())
        assert timeline.is_open(since(LAST_YEAR, 12, 31, 12))
        assert timeline.is_open(since(FIRST_YEAR, 1, 1, 12))
        with pytest.raises(HorizonError, match="within 100 years after 9997-12-31T18:00:00"):
            timeline.edge_after(since(LAST_YEAR, 12, 31, 18), "opens")
        with pytest.raises(HorizonError, match="within 100 years before 0003-01-01T06:00:00"):
            timeline.edge_before(since(FIRST_YEAR, 1, 1, 6), "closes")
        with pytest.raises(HorizonError):
            timeline.forward(since(LAST_YEAR, 12, 31, 16), 2 * HOUR)
        with pytest.raises(HorizonError):
            timeline.backward(since(FIRST_YEAR, 1, 1, 10), 2 * HOUR)

    @pytest.mark.parametrize("moment", [timedelta.max, timedelta.min, timedelta(days=3 * 10**6)])
    def test_no_instant_at_all(self, moment: timedelta) -> None:
        """What no datetime can hold is outside the years as well."""
        with pytest.raises(InstantError, match="outside the years"):
            year_of(moment)

    def test_amounts_beyond_everything(self) -> None:
        """An amount that no calendar has is past the horizon, forwards and backwards."""
        timeline = Timeline(recorded())
        for amount in (timedelta.max, timedelta.min, timedelta(days=10**6)):
            for start in (utc(2024), utc(2024, 6, 3, 12), utc(2020, 6, 3, 12)):
                with pytest.raises(HorizonError) as found:
                    timeline.add(start, amount, "stay")
                assert 100 == found.value.horizon

    def test_the_horizon_of_a_search(self) -> None:
        """What opens a hundred years on is found, what opens after that is not."""
        assert since(2124, 12, 31) == Timeline(once((utc(2124, 12, 31), utc(2125)))).edge_after(
            since(2024, 1, 1, 1), "opens"
        )
        with pytest.raises(HorizonError) as found:
            Timeline(once((utc(2125), utc(2126)))).edge_after(since(2024, 12, 31), "opens")
        assert utc(2125) == found.value.last
        assert str(found.value) == (
            "calendar: no such open time within 100 years after 2024-12-31T00:00:00+00:00"
            " in the tests' calendar; give the calendar hours that go on, or ask for less"
        )
        with pytest.raises(HorizonError, match="before 2024-01-01T00:00:00") as found:
            Timeline(once((utc(1922), utc(1923)))).edge_before(since(2024), "opens")
        assert utc(1924) == found.value.last


class TestTurnsOfTheYear:
    """Years are compiled one by one; open time over New Year has to be one all the same."""

    NIGHT = (utc(2024, 12, 31, 22), utc(2025, 1, 1, 6))

    @pytest.mark.parametrize("order", [(2024, 2025), (2025, 2024)])
    def test_a_night(self, order: tuple[int, int]) -> None:
        """Whichever year is compiled first, the night has two edges and eight hours."""
        timeline = Timeline(once((utc(2024, 1, 10), utc(2024, 1, 11)), self.NIGHT))
        for year in order:
            timeline.is_open(since(year, 6, 1))
        start, end = (at - EPOCH for at in self.NIGHT)
        midnight = since(2025)
        assert [(start, end)] == list(timeline.spans(start - HOUR, end + HOUR))
        assert end == timeline.edge_after(midnight, "closes")
        assert start == timeline.edge_before(midnight, "opens")
        assert start == timeline.edge_after(since(2024, 2, 1), "opens")
        assert timeline.is_open(midnight - TICK)
        assert timeline.is_open(midnight)
        assert 8 * HOUR == timeline.passed(start, end) == timeline.passed(ZERO, end) - 24 * HOUR
        assert midnight == timeline.forward(start, 2 * HOUR)
        assert midnight + HOUR == timeline.forward(midnight - HOUR, 2 * HOUR)
        assert midnight == timeline.backward(end, 6 * HOUR)
        assert start == timeline.backward(end, 8 * HOUR)

    @pytest.mark.parametrize("year", [2024, 2025])
    def test_one_year_is_not_enough(self, year: int) -> None:
        """An edge of a year is no opening and no closing; the next year is looked at."""
        at = since(2024, 12, 31, 23) if year == 2024 else since(2025, 1, 1, 1)
        timeline = Timeline(once(self.NIGHT))
        assert self.NIGHT[1] - EPOCH == timeline.edge_after(at, "closes")
        timeline = Timeline(once(self.NIGHT))
        assert self.NIGHT[0] - EPOCH == timeline.edge_before(at, "opens")

    @pytest.mark.parametrize("first", [True, False])
    def test_a_stretch_of_years(self, first: bool) -> None:
        """A stretch over three New Years is one, from whichever end it is compiled."""
        start, end = since(2022, 5, 1), since(2025, 5, 1)
        timeline = Timeline(once((start + EPOCH, end + EPOCH)))
        timeline.is_open(start if first else end)
        assert end - start == timeline.passed(start - HOUR, end + HOUR)
        assert [(start, end)] == list(timeline.spans(since(2021), since(2026)))
        assert end == timeline.edge_after(since(2023, 7, 1), "closes")
        assert start == timeline.edge_before(since(2023, 7, 1), "opens")

    def test_edges_at_midnight_of_new_year(self) -> None:
        """What closes or opens exactly at New Year does so."""
        closing = Timeline(once((utc(2024, 12, 31, 20), utc(2025))))
        assert since(2025) == closing.edge_after(since(2024, 12, 31), "closes")
        assert not closing.is_open(since(2025))
        opening = Timeline(once((utc(2025), utc(2025, 1, 1, 4))))
        assert since(2025) == opening.edge_before(since(2025, 6, 1), "opens")
        assert since(2025) == opening.edge_after(since(2024, 6, 1), "opens")


class TestAlwaysOpen:
    def test_no_edges(self) -> None:
        """Around the clock there is no edge to find, and nothing is compiled to say so."""
        source = Recorded(office("24/7").shifts, never_closes=True)
        timeline = Timeline(source)
        for edge in ("opens", "closes"):
            assert timeline.edge_after(since(2024), edge) is None
            assert timeline.edge_before(since(2024), edge) is None
        assert [] == source.compiled

    @pytest.mark.parametrize("year", [None, 1924, 1970, 2030, 2060, 2124])
    def test_a_closing_is_found_whatever_was_asked_before(self, year: int | None) -> None:
        """A window that is open from end to end says nothing of the years outside it."""
        at, before, after = since(2024, 6, 1), since(2010, 6, 1), since(2060, 6, 1)
        for closed in (before, after):
            timeline = Timeline(closed_at(closed))
            if year is not None:
                timeline.passed(at, since(year))
            if closed is after:
                assert after == timeline.edge_after(at, "closes")
            else:
                assert before + HOUR == timeline.edge_before(at, "opens")

    def test_closed_once_is_not_never(self) -> None:
        """Beyond its only closing a calendar has no next one: the end of the search, not None."""
        with pytest.raises(HorizonError):
            Timeline(closed_at(since(2010, 6, 1))).edge_after(since(2024, 6, 1), "closes")
        with pytest.raises(HorizonError):
            Timeline(closed_at(since(2060, 6, 1))).edge_before(since(2024, 6, 1), "opens")


# Some decades with sparse, long and short open time, over New Year too.
days = st.integers(-40 * 365, 60 * 365).map(lambda n: since(2000) + timedelta(days=n))
stretches = st.lists(
    st.tuples(days, st.integers(1, 2_000_000).map(lambda minutes: timedelta(minutes=minutes))),
    min_size=1,
    max_size=8,
)
moments = st.one_of(days, st.builds(lambda day, s: day + s * TICK, days, st.integers(0, 10**11)))
QUESTIONS = {
    "is_open": lambda t, a, b: t.is_open(a),
    "passed": lambda t, a, b: t.passed(a, b),
    "forward": lambda t, a, b: t.forward(a, abs(b - a) / 5 + TICK),
    "backward": lambda t, a, b: t.backward(a, abs(b - a) / 5 + TICK),
    "next_open": lambda t, a, b: t.edge_after(a, "opens"),
    "next_close": lambda t, a, b: t.edge_after(a, "closes"),
    "previous_open": lambda t, a, b: t.edge_before(a, "opens"),
    "previous_close": lambda t, a, b: t.edge_before(a, "closes"),
    "roll_forward": lambda t, a, b: t.roll_forward(a),
    "roll_back": lambda t, a, b: t.roll_back(a),
    "spans": lambda t, a, b: list(t.spans(min(a, b), max(a, b))),
}


def outcome(ask: Callable[[], object]) -> object:
    """Return an answer, or the fact that it is beyond the horizon."""
    try:
        return ask()
    except HorizonError:
        return HorizonError


class TestOrderOfQuestions:
    @settings(max_examples=40)
    @given(
        found=stretches,
        asked=st.lists(
            st.tuples(st.sampled_from(sorted(QUESTIONS)), moments, moments), min_size=3, max_size=7
        ),
    )
    def test_does_not_matter(
        self,
        found: list[tuple[timedelta, timedelta]],
        asked: list[tuple[str, timedelta, timedelta]],
    ) -> None:
        """A timeline that grew both ways over decades answers like a fresh one, errors included."""
        source = once(*((EPOCH + start, EPOCH + start + length) for start, length in found))
        used = Timeline(source)
        for name, a, b in asked:
            ask = QUESTIONS[name]
            expected = outcome(lambda ask=ask, a=a, b=b: ask(Timeline(source), a, b))
            assert expected == outcome(lambda ask=ask, a=a, b=b: ask(used, a, b)), name
            assert held(used) <= 101

    @settings(max_examples=40)
    @given(found=stretches, a=moments, b=moments)
    def test_the_answers_are_those_of_the_spans(
        self, found: list[tuple[timedelta, timedelta]], a: timedelta, b: timedelta
    ) -> None:
        """Open time over decades is the sum of what the stretches have in common with the span."""
        spans: list[tuple[timedelta, timedelta]] = []
        for start, length in sorted(found):
            if spans and start <= spans[-1][1]:
                spans[-1] = spans[-1][0], max(spans[-1][1], start + length)
            else:
                spans.append((start, start + length))
        a, b = sorted((a, b))
        timeline = Timeline(once(*((EPOCH + start, EPOCH + end) for start, end in spans)))
        inside = [(max(a, s), min(b, e)) for s, e in spans if s < b and e > a]
        assert inside == list(timeline.spans(a, b)) or a == b
        assert sum((e - s for s, e in inside), ZERO) == timeline.passed(a, b)
        assert any(s <= a < e for s, e in spans) == timeline.is_open(a)
        after = [s for s, _ in spans if s > a]
        expected = after[0] if after and (EPOCH + after[0]).year - (EPOCH + a).year <= 100 else None
        if expected is not None:
            assert expected == timeline.edge_after(a, "opens")

    def test_over_real_years(self) -> None:
        """The same with the hours of an office, a holiday and a night over New Year."""
        source = office(
            "Mon-Fri 09:00-17:00; Sun 22:00-06:00", special={"12-31": "20:00-04:00", "07-04": []}
        )
        draw = random.Random(3)
        used = Timeline(source)
        for _ in range(60):
            a, b = (
                since(draw.randint(1995, 2035)) + timedelta(minutes=draw.randrange(525_600))
                for _ in range(2)
            )
            name = draw.choice(sorted(QUESTIONS))
            b = a + (b - a) / 4
            assert QUESTIONS[name](Timeline(source), a, b) == QUESTIONS[name](used, a, b), name


class TestResidents:
    def test_the_oldest_are_dropped(self, residents: Residents) -> None:
        """Beyond the limit the timelines that compiled longest ago lose their years."""
        residents.limit = 10
        found = [Timeline(recorded()) for _ in range(4)]
        for timeline in found:
            timeline.passed(since(2020), since(2022, 6, 1))
        assert [0, 3, 3, 3] == [len(each.days) // 365 for each in found]
        assert 9 == residents.total == sum(residents.years.values())
        # Compiling again makes it the newest.
        found[0].passed(since(2020), since(2022, 6, 1))
        found[2].is_open(since(2023))
        assert [3, 0, 4, 3] == [len(each.days) // 365 for each in found]
        assert 10 == residents.total

    def test_what_was_dropped_answers_right(self, residents: Residents) -> None:
        """A timeline that was dropped compiles again what it needs."""
        residents.limit = 1
        one, other = (Timeline(recorded()) for _ in range(2))
        for _ in range(3):
            for timeline in (one, other):
                assert 8 * HOUR == timeline.elapsed(utc(2024, 3, 4), utc(2024, 3, 5))
                assert utc(2024, 3, 5, 9) == timeline.add(utc(2024, 3, 4, 17), ZERO, "stay")
        assert [2024] * 3 == one.source.compiled

    def test_the_newest_stays(self, residents: Residents) -> None:
        """One timeline may hold more than the limit, or a long span could never be asked about."""
        residents.limit = 10
        timeline = Timeline(recorded())
        timeline.passed(since(2000), since(2030))
        assert 31 == held(timeline)
        Timeline(recorded()).is_open(since(2024))
        assert {} == timeline.days

    def test_a_timeline_that_is_gone(self, residents: Residents) -> None:
        """A timeline that nobody has any more is let go, and its years leave the record in turn."""
        residents.limit = 10
        gone = Timeline(recorded())
        gone.passed(since(2020), since(2027))
        reference = weakref.ref(gone)
        del gone
        gc.collect()
        assert reference() is None
        stays = Timeline(recorded())
        stays.passed(since(2020), since(2023))
        assert (4, 4) == (residents.total, held(stays))

    @pytest.mark.parametrize(
        "ask",
        [
            lambda t: t.schedule.around(738_945, 738_945),
            lambda t: t.schedule.intervals(738_945),
        ],
    )
    def test_business_days_are_bounded_too(
        self, residents: Residents, ask: Callable[[Timeline], object]
    ) -> None:
        """Workdays compiled for a count of days or for a page are bounded as years are."""
        residents.limit = 5
        found = [Timeline(recorded()) for _ in range(20)]
        for timeline in found:
            ask(timeline)
        assert sum(each.schedule._workdays is not None for each in found) <= 5

    def test_ten_thousand_calendars(self) -> None:
        """Each asked once, they hold no more years than the limit, and answer right again."""
        monday = utc(2024, 3, 4)
        tuesday = monday + timedelta(days=1)
        calendars = [
            BusinessCalendar(
                tz="UTC", hours=f"Mon {n // 60 % 24:02}:{n % 60:02}:{n // 1440:02}-24:00"
            )
            for n in range(10_000)
        ]
        lengths = [
            timedelta(days=1) - timedelta(minutes=n % 1440, seconds=n // 1440)
            for n in range(10_000)
        ]
        assert all(
            length == cal.elapsed(monday, tuesday)
            for length, cal in zip(lengths, calendars, strict=True)
        )
        assert self.resident(calendars) <= RESIDENT_YEARS
        # Long after they were dropped.
        for n in range(0, 10_000, 250):
            assert lengths[n] == calendars[n].elapsed(monday, tuesday)
            assert monday + timedelta(days=7) - lengths[n] < calendars[n].add(tuesday, TICK)
        assert self.resident(calendars) <= RESIDENT_YEARS

    @staticmethod
    def resident(calendars: list[BusinessCalendar]) -> int:
        return sum(held(cal._timeline) for cal in calendars)


class TestThreads:
    @pytest.fixture
    def eager(self) -> Iterator[None]:
        """Let threads take turns as often as they can."""
        import sys

        interval = sys.getswitchinterval()
        sys.setswitchinterval(1e-5)
        yield
        sys.setswitchinterval(interval)

    @pytest.mark.usefixtures("eager")
    @pytest.mark.parametrize("limit", [3, RESIDENT_YEARS])
    def test_eight_threads_are_one(self, residents: Residents, limit: int) -> None:
        """Eight threads that ask the same fresh calendars, while years are dropped, agree."""
        documents: list[dict[str, Any]] = [
            {"tz": "Europe/Madrid", "hours": "Mon-Fri 09:00-14:00,16:00-19:00"},
            {"tz": "America/New_York", "hours": "Mon-Sun 22:00-06:00", "special": {"12-31": []}},
            {"tz": "Asia/Kathmandu", "hours": "Mon-Fri 09:00-17:00", "holidays": ["2024-12-25"]},
        ]

        def ask(cal: BusinessCalendar, year: int) -> list[object]:
            start = utc(year, 3, 29, 11)
            return [
                cal.elapsed(start, utc(year + 1, 2, 1)),
                cal.add(start, timedelta(hours=40)),
                cal.add(start, timedelta(hours=-40)),
                cal.add(start, "3bd"),
                cal.next_close(utc(year, 12, 31, 20)),
                cal.previous_open(utc(year, 1, 1, 3)),
                cal.intervals(start, utc(year, 4, 8)),
                cal.business_days(date(year, 12, 20), date(year + 1, 1, 10)),
            ]

        tasks = [(n, year) for n in range(len(documents)) for year in (2015, 2019, 2023, 2027)]
        expected = [ask(BusinessCalendar(**documents[n]), year) for n, year in tasks]
        residents.limit = limit
        calendars = [BusinessCalendar(**document) for document in documents]
        together = threading.Barrier(8)

        def work(seed: int) -> list[tuple[int, list[object]]]:
            order = random.Random(seed).sample(range(len(tasks)), len(tasks))
            together.wait(timeout=30)
            return [(i, ask(calendars[tasks[i][0]], tasks[i][1])) for i in order]

        with ThreadPoolExecutor(8) as pool:
            for answers in pool.map(work, range(8)):
                for i, answer in answers:
                    assert expected[i] == answer
        assert residents.total <= max(limit, 101)
