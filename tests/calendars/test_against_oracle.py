"""Every question of a calendar against a slow walk over minutes that shares no code with it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from slakit import NeverOpenError, succession
from tests.oracle import EPOCH_DAY, Oracle, instant_of, minute_of
from tests.strategies import Scene, pairs, scenes

MARGIN = timedelta(days=4)


def in_minutes(delta: timedelta) -> int:
    minutes, rest = divmod(delta, timedelta(minutes=1))
    assert not rest, f"{delta} is not a whole number of minutes"
    return minutes


def day_of(day: date) -> int:
    return day.toordinal() - EPOCH_DAY


class TestTime:
    @given(data=st.data(), scene=scenes())
    def test_elapsed(self, data: st.DataObject, scene: Scene) -> None:
        """Open time is the number of open minutes walked over."""
        a, b = (data.draw(scene.instants()) for _ in range(2))
        expected = scene.oracle().elapsed(minute_of(a), minute_of(b))
        assert expected == in_minutes(scene.calendar().elapsed(a, b))

    @given(data=st.data(), scene=scenes())
    def test_add(self, data: st.DataObject, scene: Scene) -> None:
        """A due time is where the walk has met that many open minutes, either way."""
        a, b = (data.draw(scene.instants()) for _ in range(2))
        oracle = scene.oracle()
        # An amount that ends nearby, on an edge as often as not; zero and negative too.
        amount = oracle.elapsed(minute_of(a), minute_of(b))
        expected = instant_of(oracle.add(minute_of(a), amount))
        assert expected == scene.calendar().add(a, timedelta(minutes=amount))

    @given(data=st.data(), scene=scenes())
    def test_is_open_and_intervals(self, data: st.DataObject, scene: Scene) -> None:
        """Open minutes are open, and the intervals are the runs of them."""
        at = data.draw(scene.instants())
        oracle, cal = scene.oracle(), scene.calendar()
        assert oracle.is_open(minute_of(at)) == cal.is_open(at)
        expected = oracle.intervals(minute_of(at - MARGIN), minute_of(at + MARGIN))
        found = [(minute_of(a), minute_of(b)) for a, b in cal.intervals(at - MARGIN, at + MARGIN)]
        assert expected == found

    @given(data=st.data(), scene=scenes(closes=True))
    def test_neighbours(self, data: st.DataObject, scene: Scene) -> None:
        """The next and previous edges are those that the walk meets first."""
        at = data.draw(scene.instants())
        oracle, cal = scene.oracle(), scene.calendar()
        minute = minute_of(at)
        assert instant_of(oracle.next_open(minute)) == cal.next_open(at)
        assert instant_of(oracle.next_close(minute)) == cal.next_close(at)
        assert instant_of(oracle.previous_open(minute)) == cal.previous_open(at)
        assert instant_of(oracle.previous_close(minute)) == cal.previous_close(at)
        assert instant_of(oracle.roll_forward(minute)) == cal.roll_forward(at)
        assert instant_of(oracle.roll_back(minute)) == cal.roll_back(at)


class TestAlgebra:
    @staticmethod
    def check(oracle: Oracle, cal: object, a: datetime, b: datetime) -> None:
        first, last = sorted([a, b])
        expected = oracle.intervals(minute_of(first), minute_of(last))
        found = cal.intervals(first, last)  # type: ignore[attr-defined]
        assert expected == [(minute_of(start), minute_of(end)) for start, end in found]

    @given(data=st.data(), pair=pairs())
    def test_union(self, data: st.DataObject, pair: tuple[Scene, Scene]) -> None:
        """The union is open in the minutes of either."""
        one, two = pair
        a, b = (data.draw(one.instants()) for _ in range(2))
        self.check(one.oracle() | two.oracle(), one.calendar() | two.calendar(), a, b)

    @given(data=st.data(), pair=pairs())
    def test_intersection_and_difference(
        self, data: st.DataObject, pair: tuple[Scene, Scene]
    ) -> None:
        """Open in the minutes of both; open in the minutes of the first alone; else refused."""
        one, two = pair
        a, b = (data.draw(one.instants()) for _ in range(2))
        first, second = one.calendar(), two.calendar()
        for oracle, operation in (
            (one.oracle() & two.oracle(), first.__and__),
            (one.oracle() - two.oracle(), first.__sub__),
        ):
            try:
                cal = operation(second)
            except NeverOpenError:
                assert oracle.elapsed(*sorted([minute_of(a), minute_of(b)])) == 0
            else:
                self.check(oracle, cal, a, b)

    @given(data=st.data(), pair=pairs())
    def test_succession(self, data: st.DataObject, pair: tuple[Scene, Scene]) -> None:
        """Minutes before the change are the first calendar's, the others the second's."""
        one, two = pair
        a, b, change = (data.draw(one.instants()) for _ in range(3))
        oracle = one.oracle().until(minute_of(change), two.oracle())
        joined = succession([(None, one.calendar()), (change, two.calendar())])
        self.check(oracle, joined, a, b)


class TestBusinessDays:
    """Openings and closures are left out: which date owns them is another test's matter."""

    @given(data=st.data(), scene=scenes(exact_spans=False), days=st.integers(0, 8))
    def test_forwards(self, data: st.DataObject, scene: Scene, days: int) -> None:
        """The same time of day, n dates with hours on, pulled into the hours of that date."""
        at = data.draw(scene.instants())
        oracle, cal = scene.oracle(), scene.calendar()
        expected = instant_of(oracle.add_business_days(minute_of(at), days))
        assert expected == cal.add_business_days(at, days)
        closing = instant_of(oracle.add_business_days(minute_of(at), days, end_of_day=True))
        assert closing == cal.add_business_days(at, days, end_of_day=True)

    @given(data=st.data(), scene=scenes(exact_spans=False), days=st.integers(1, 8))
    def test_backwards(self, data: st.DataObject, scene: Scene, days: int) -> None:
        """The mirror: a closing is inside, and a start outside moves to the closing before it."""
        at = data.draw(scene.instants())
        oracle, cal = scene.oracle(), scene.calendar()
        expected = instant_of(oracle.add_business_days(minute_of(at), -days))
        assert expected == cal.add_business_days(at, -days)

    @given(data=st.data(), scene=scenes(exact_spans=False))
    def test_count(self, data: st.DataObject, scene: Scene) -> None:
        """The count is that of the dates on which an interval starts."""
        a, b = (data.draw(scene.instants()).date() for _ in range(2))
        expected = scene.oracle().business_days(day_of(a), day_of(b))
        assert expected == scene.calendar().business_days(a, b)
