"""The laws of a business calendar, on calendars made to break them.

Everything here follows from what the questions mean; the oracle is not asked.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slakit import BusinessCalendar
from slakit.instants import EPOCH
from tests.strategies import WEEKDAYS, ZONES, Scene, amounts, build, scenes, zones

TICK = timedelta(microseconds=1)
ZERO = timedelta()
MARGIN = timedelta(days=3)


class TestElapsed:
    @given(data=st.data(), scene=scenes())
    def test_is_additive(self, data: st.DataObject, scene: Scene) -> None:
        """Open time from a to c is that from a to b and that from b to c, in any order."""
        cal = scene.calendar()
        a, b, c = (data.draw(scene.instants(exact=True)) for _ in range(3))
        assert cal.elapsed(a, c) == cal.elapsed(a, b) + cal.elapsed(b, c)

    @given(data=st.data(), scene=scenes())
    def test_is_antisymmetric_and_bounded_by_real_time(
        self, data: st.DataObject, scene: Scene
    ) -> None:
        """Backwards it is the same, negative; never more than real time."""
        cal = scene.calendar()
        a, b = sorted(data.draw(scene.instants(exact=True)) for _ in range(2))
        assert -cal.elapsed(a, b) == cal.elapsed(b, a)
        assert ZERO <= cal.elapsed(a, b) <= b - a
        assert cal.elapsed(a, a) == ZERO

    @given(data=st.data(), scene=scenes(), here=zones, there=zones)
    def test_does_not_depend_on_how_instants_are_written(
        self, data: st.DataObject, scene: Scene, here: str, there: str
    ) -> None:
        """The zone in which an instant is written changes nothing, the calendar's own included."""
        cal = scene.calendar()
        a, b = (data.draw(scene.instants(exact=True)) for _ in range(2))
        own = ZoneInfo(scene.zone)
        expected = cal.elapsed(a, b)
        assert expected == cal.elapsed(a.astimezone(ZoneInfo(here)), b.astimezone(ZoneInfo(there)))
        assert expected == cal.elapsed(a.astimezone(own), b.astimezone(own))
        assert expected == cal.elapsed(a.astimezone(own), b)


class TestAdd:
    @given(data=st.data(), scene=scenes(), amount=amounts)
    def test_is_the_earliest_instant(
        self, data: st.DataObject, scene: Scene, amount: timedelta
    ) -> None:
        """By the answer exactly the amount has passed, and a microsecond before it has not."""
        cal = scene.calendar()
        start = data.draw(scene.instants(exact=True))
        end = cal.add(start, amount)
        assert amount == cal.elapsed(start, end)
        assert cal.elapsed(start, end - TICK) == amount - TICK

    @given(data=st.data(), scene=scenes(), amount=amounts)
    def test_backwards_is_the_latest_instant(
        self, data: st.DataObject, scene: Scene, amount: timedelta
    ) -> None:
        """From the answer exactly the amount passes, and from a microsecond later it does not."""
        cal = scene.calendar()
        start = data.draw(scene.instants(exact=True))
        end = cal.add(start, -amount)
        assert amount == cal.elapsed(end, start)
        assert cal.elapsed(end + TICK, start) == amount - TICK

    @given(data=st.data(), scene=scenes())
    def test_nothing_is_the_next_working_instant(self, data: st.DataObject, scene: Scene) -> None:
        """Adding no time rolls forward."""
        cal = scene.calendar()
        start = data.draw(scene.instants(exact=True))
        assert cal.roll_forward(start) == cal.add(start, ZERO)

    @given(data=st.data(), scene=scenes(), one=amounts, two=amounts)
    def test_is_monotone(
        self, data: st.DataObject, scene: Scene, one: timedelta, two: timedelta
    ) -> None:
        """A later start or a longer amount never ends earlier."""
        cal = scene.calendar()
        early, late = sorted(data.draw(scene.instants(exact=True)) for _ in range(2))
        assert cal.add(early, one) <= cal.add(late, one)
        assert cal.add(early, -one) <= cal.add(late, -one)
        ends = [cal.add(early, d) for d in sorted([-one, -two, ZERO, one, two])]
        assert sorted(ends) == ends

    @given(data=st.data(), scene=scenes(), one=amounts, two=amounts)
    def test_in_two_steps_is_in_one(
        self, data: st.DataObject, scene: Scene, one: timedelta, two: timedelta
    ) -> None:
        """Two amounts of one sign, one after the other, are their sum."""
        cal = scene.calendar()
        start = data.draw(scene.instants(exact=True))
        assert cal.add(start, one + two) == cal.add(cal.add(start, one), two)
        assert cal.add(start, -one - two) == cal.add(cal.add(start, -one), -two)

    @given(data=st.data(), scene=scenes(closes=True), amount=amounts)
    def test_at_close_moves_a_closing_and_nothing_else(
        self, data: st.DataObject, scene: Scene, amount: timedelta
    ) -> None:
        """`next_open` moves a result outside hours to the opening; the amount is the same."""
        cal = scene.calendar()
        start = data.draw(scene.instants())
        stayed = cal.add(start, amount)
        moved = cal.add(start, amount, at_close="next_open")
        assert cal.roll_forward(stayed) == moved
        assert amount == cal.elapsed(start, moved)

    @given(data=st.data(), scene=scenes(), amount=amounts, zone=zones)
    def test_answers_in_the_zone_of_its_argument(
        self, data: st.DataObject, scene: Scene, amount: timedelta, zone: str
    ) -> None:
        """The answer is a plain datetime in the zone of the question, at the same instant."""
        cal = scene.calendar()
        start = data.draw(scene.instants(exact=True))
        here = ZoneInfo(zone)
        end = cal.add(start.astimezone(here), amount)
        assert type(end) is datetime
        assert end.tzinfo is here
        assert cal.add(start, amount) == end.astimezone(UTC)


class TestIntervals:
    @given(data=st.data(), scene=scenes())
    def test_are_a_set_in_order(self, data: st.DataObject, scene: Scene) -> None:
        """Sorted, apart, not empty, within the span, and their sum is the open time."""
        cal = scene.calendar()
        a, b = sorted(data.draw(scene.instants(exact=True)) for _ in range(2))
        found = list(cal.intervals(a, b))
        edges = [edge for interval in found for edge in (interval.start, interval.end)]
        assert all(x < y for x, y in pairwise(edges))
        assert all(a <= edge <= b for edge in edges)
        assert sum((end - start for start, end in found), ZERO) == cal.elapsed(a, b)

    @given(data=st.data(), scene=scenes())
    def test_are_what_is_open(self, data: st.DataObject, scene: Scene) -> None:
        """An instant is open if and only if an interval holds it, its end excluded."""
        cal = scene.calendar()
        at = data.draw(scene.instants(exact=True))
        found = list(cal.intervals(at - MARGIN, at + MARGIN))
        assert cal.is_open(at) == any(start <= at < end for start, end in found)
        for start, end in found:
            assert cal.is_open(start)
            assert cal.is_open(end - TICK)
            assert end == at + MARGIN or not cal.is_open(end)
            assert start == at - MARGIN or not cal.is_open(start - TICK)

    @given(data=st.data(), scene=scenes(), zone=zones)
    def test_come_in_the_zone_of_the_question(
        self, data: st.DataObject, scene: Scene, zone: str
    ) -> None:
        """Both ends are plain datetimes in the zone of the first argument."""
        cal = scene.calendar()
        at = data.draw(scene.instants()).astimezone(ZoneInfo(zone))
        for interval in cal.intervals(at, (at.astimezone(UTC) + MARGIN).astimezone(at.tzinfo)):
            assert all(type(edge) is datetime and edge.tzinfo is at.tzinfo for edge in interval)


class TestNeighbours:
    @given(data=st.data(), scene=scenes(closes=True))
    def test_next_ones_are_strictly_after_and_the_first(
        self, data: st.DataObject, scene: Scene
    ) -> None:
        """`next_open` and `next_close` are the first edges after the instant."""
        cal = scene.calendar()
        at = data.draw(scene.instants(exact=True))
        opening, closing = cal.next_open(at), cal.next_close(at)
        assert opening is not None
        assert closing is not None
        assert at < min(opening, closing)
        assert not cal.is_open(opening - TICK)
        assert cal.is_open(opening)
        assert cal.is_open(closing - TICK)
        assert not cal.is_open(closing)
        # Between them edges take turns, so none was passed over.
        until_closing, whole = cal.elapsed(at, closing), cal.elapsed(at, opening)
        if cal.is_open(at):
            assert until_closing == closing - at == whole
        else:
            assert whole == ZERO
            assert until_closing == closing - opening

    @given(data=st.data(), scene=scenes(closes=True))
    def test_previous_ones_are_strictly_before_and_the_last(
        self, data: st.DataObject, scene: Scene
    ) -> None:
        """`previous_open` and `previous_close` are the last edges before the instant."""
        cal = scene.calendar()
        at = data.draw(scene.instants(exact=True))
        opening, closing = cal.previous_open(at), cal.previous_close(at)
        assert opening is not None
        assert closing is not None
        assert max(opening, closing) < at
        assert not cal.is_open(opening - TICK)
        assert cal.is_open(opening)
        assert cal.is_open(closing - TICK)
        assert not cal.is_open(closing)
        if cal.is_open(at - TICK):
            assert cal.elapsed(opening, at) == at - opening == cal.elapsed(closing, at)
        else:
            assert cal.elapsed(closing, at) == ZERO
            assert cal.elapsed(opening, at) == closing - opening

    @given(data=st.data(), scene=scenes(closes=True))
    def test_pairs_are_symmetric(self, data: st.DataObject, scene: Scene) -> None:
        """The edge before the next edge, asked from a microsecond past it, is that edge."""
        cal = scene.calendar()
        at = data.draw(scene.instants(exact=True))
        opening, closing = cal.next_open(at), cal.next_close(at)
        assert opening is not None
        assert closing is not None
        assert opening == cal.previous_open(opening + TICK)
        assert closing == cal.previous_close(closing + TICK)
        assert opening == cal.next_open(opening - TICK)
        assert closing == cal.next_close(closing - TICK)

    @given(data=st.data(), scene=scenes())
    def test_rolling_stays_when_open_and_else_goes_to_the_edge(
        self, data: st.DataObject, scene: Scene
    ) -> None:
        """An open instant stays; a closed one goes to the opening after, the closing before."""
        cal = scene.calendar()
        at = data.draw(scene.instants(exact=True))
        forward, back = cal.roll_forward(at), cal.roll_back(at)
        assert cal.roll_forward(forward) == forward
        assert cal.roll_back(back) == back
        if cal.is_open(at):
            assert at == forward == back
        else:
            assert back <= at < forward
            assert cal.elapsed(back, forward) == ZERO
            assert cal.is_open(forward)
            assert cal.is_open(back - TICK)

    @pytest.mark.parametrize("zone", ZONES)
    def test_a_calendar_that_never_closes_has_no_edges(self, zone: str) -> None:
        """Around the clock there is no opening and no closing, and every instant works."""
        cal = BusinessCalendar.always(zone)
        at = datetime(2024, 3, 31, 1, 30, tzinfo=UTC)
        for ask in (cal.next_open, cal.next_close, cal.previous_open, cal.previous_close):
            assert ask(at) is None
        assert at == cal.roll_forward(at) == cal.roll_back(at)
        week = timedelta(days=7)
        assert week == cal.elapsed(at, at + week)
        assert [(at, at + week)] == [*cal.intervals(at, at + week)]

    @pytest.mark.parametrize(
        "hours",
        [
            {day: ["22:00-06:00", "06:00-22:00"] for day in WEEKDAYS},
            # Monday's night lasts until Tuesday's late opening.
            {
                **{day: ["00:00-24:00"] for day in WEEKDAYS},
                "mon": ["00:00-12:00", "12:00-06:00"],
                "tue": ["06:00-24:00"],
            },
        ],
    )
    def test_hours_that_meet_all_week_never_close(self, hours: dict[str, list[str]]) -> None:
        """Whether a calendar closes is a matter of its week, not of its single days."""
        cal = build({"tz": "UTC", "hours": hours})
        at = datetime(2024, 3, 4, 17, tzinfo=UTC)
        assert cal.is_open(at)
        assert cal.next_open(at) is None
        assert cal.next_close(at) is None

    def test_twenty_four_hours_a_day_may_leave_six_closed(self) -> None:
        """The hours past midnight fall on hours that are open already."""
        cal = build(
            {"tz": "UTC", "hours": {day: ["00:00-16:00", "22:00-06:00"] for day in WEEKDAYS}}
        )
        at = datetime(2024, 3, 4, 17, tzinfo=UTC)
        assert datetime(2024, 3, 4, 22, tzinfo=UTC) == cal.next_open(at)
        assert datetime(2024, 3, 5, 16, tzinfo=UTC) == cal.next_close(at)


@given(data=st.data(), scene=scenes(closes=True), amount=amounts)
def test_answers_do_not_depend_on_earlier_questions(
    data: st.DataObject, scene: Scene, amount: timedelta
) -> None:
    """A calendar that was asked about other years, in any order, answers like a new one."""
    years = st.integers(-6 * 365, 6 * 365).map(lambda days: timedelta(days=days))
    found = [data.draw(scene.instants(exact=True)) + data.draw(years) for _ in range(3)]
    used = scene.calendar()
    for at in found:
        for ask in (
            lambda cal, at: cal.elapsed(found[0], at),
            lambda cal, at: cal.add(at, amount),
            lambda cal, at: cal.add(at, -amount),
            lambda cal, at: cal.next_close(at),
            lambda cal, at: cal.previous_open(at),
        ):
            assert ask(scene.calendar(), at) == ask(used, at)
    a, b, c = found
    assert used.elapsed(a, c) == used.elapsed(a, b) + used.elapsed(b, c)


@given(data=st.data(), scene=scenes(), amount=amounts)
def test_progress_is_both_of_its_answers(
    data: st.DataObject, scene: Scene, amount: timedelta
) -> None:
    """Asking both questions of a clock at once gives what asking each of another calendar gives."""
    since, until = (data.draw(scene.instants()) for _ in range(2))
    cal = scene.calendar()
    expected = cal.elapsed(since, until), cal.add(since, amount)
    found, due = scene.calendar()._timeline.progress(since - EPOCH, until - EPOCH, amount)
    assert expected == (found, EPOCH + due)
