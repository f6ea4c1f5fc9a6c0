"""The laws of combined calendars, and of every way to copy a calendar."""

from __future__ import annotations

import copy
import pickle
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from slakit import BusinessCalendar, CombinedCalendar, NeverOpenError, succession
from tests.strategies import (
    OFFICE,
    Scene,
    amounts,
    answers,
    build,
    meant_hours,
    pairs,
    scenes,
    zones,
)

TICK = timedelta(microseconds=1)
ZERO = timedelta()


class TestAlgebra:
    @given(data=st.data(), pair=pairs())
    def test_union_and_intersection_share_out_the_time(
        self, data: st.DataObject, pair: tuple[Scene, Scene]
    ) -> None:
        """Open time of the union and of the intersection is that of both parts."""
        one, two = (scene.calendar() for scene in pair)
        a, b = sorted(data.draw(pair[0].instants(exact=True)) for _ in range(2))
        try:
            both = (one & two).elapsed(a, b)
        except NeverOpenError:
            both = ZERO
        assert one.elapsed(a, b) + two.elapsed(a, b) == (one | two).elapsed(a, b) + both

    @given(data=st.data(), pair=pairs())
    def test_difference_is_what_the_other_does_not_have(
        self, data: st.DataObject, pair: tuple[Scene, Scene]
    ) -> None:
        """Open time of the difference is that of the first less that of the intersection."""
        one, two = (scene.calendar() for scene in pair)
        a, b = sorted(data.draw(pair[0].instants(exact=True)) for _ in range(2))
        try:
            both = (one & two).elapsed(a, b)
        except NeverOpenError:
            both = ZERO
        try:
            left = (one - two).elapsed(a, b)
        except NeverOpenError:
            left = ZERO
        assert one.elapsed(a, b) - both == left

    @given(data=st.data(), pair=pairs())
    def test_is_boolean_algebra_at_every_instant(
        self, data: st.DataObject, pair: tuple[Scene, Scene]
    ) -> None:
        """`|`, `&` and `-` are or, and, and not; order does not matter to `|` and `&`."""
        one, two = (scene.calendar() for scene in pair)
        at = data.draw(pair[0].instants(exact=True))
        first, second = one.is_open(at), two.is_open(at)
        assert (first or second) == (one | two).is_open(at) == (two | one).is_open(at)
        try:
            both, reverse = one & two, two & one
        except NeverOpenError:
            assert not (first and second)
        else:
            assert (first and second) == both.is_open(at) == reverse.is_open(at)
        try:
            rest = one - two
        except NeverOpenError:
            assert not (first and not second)
        else:
            assert (first and not second) == rest.is_open(at)

    @given(data=st.data(), pair=pairs())
    def test_union_is_associative_and_absorbs(
        self, data: st.DataObject, pair: tuple[Scene, Scene]
    ) -> None:
        """How unions are bracketed does not matter, and twice the same is once."""
        one, two = (scene.calendar() for scene in pair)
        third = BusinessCalendar(tz="Asia/Kathmandu", hours=OFFICE)
        a, b = sorted(data.draw(pair[0].instants(exact=True)) for _ in range(2))
        left, right = (one | two) | third, one | (two | third)
        assert left.elapsed(a, b) == right.elapsed(a, b)
        assert [*left.intervals(a, b)] == [*right.intervals(a, b)]
        assert one.elapsed(a, b) == (one | one).elapsed(a, b) == (one & one).elapsed(a, b)

    @given(data=st.data(), pair=pairs(), amount=amounts)
    def test_combined_calendars_obey_the_laws_of_add(
        self, data: st.DataObject, pair: tuple[Scene, Scene], amount: timedelta
    ) -> None:
        """The earliest instant forwards and the latest backwards, as for a single calendar."""
        union = pair[0].calendar() | pair[1].calendar()
        start = data.draw(pair[0].instants(exact=True))
        end, begin = union.add(start, amount), union.add(start, -amount)
        assert amount == union.elapsed(start, end) == union.elapsed(begin, start)
        assert amount - TICK == union.elapsed(start, end - TICK)
        assert amount - TICK == union.elapsed(begin + TICK, start)

    @given(data=st.data(), pair=pairs())
    def test_succession_keeps_the_hours_of_their_time(
        self, data: st.DataObject, pair: tuple[Scene, Scene]
    ) -> None:
        """Before the change it is the first calendar, from it on the second."""
        one, two = (scene.calendar() for scene in pair)
        change = data.draw(pair[0].instants())
        joined = succession([(None, one), (change, two)])
        a, b = (data.draw(pair[0].instants(exact=True)) for _ in range(2))
        assert (one if a < change else two).is_open(a) == joined.is_open(a)
        expected = sum(
            (
                one.elapsed(min(a, change), min(b, change)),
                two.elapsed(max(a, change), max(b, change)),
            ),
            ZERO,
        )
        assert expected == joined.elapsed(a, b)


class TestRareOpenings:
    """What is open only long ago or once is open, and is not refused as never open."""

    def test_hours_that_met_while_there_was_daylight_saving(self) -> None:
        """Sao Paulo's 09:00 was 11:00 UTC in its summers, which ended in 2019."""
        morning = BusinessCalendar(tz="America/Sao_Paulo", hours="Mon-Sun 09:00-10:00")
        summers = morning & BusinessCalendar(tz="UTC", hours="Mon-Sun 11:00-12:00")
        assert summers.is_open(datetime(2018, 12, 3, 11, 30, tzinfo=UTC))

    def test_what_a_closure_took_away(self) -> None:
        """Around the clock less around the clock with a closure is the closure."""
        closure = datetime(2010, 5, 1, tzinfo=UTC), datetime(2010, 5, 3, tzinfo=UTC)
        always = BusinessCalendar.always("UTC")
        closed = always - always.model_copy(update={"closures": (closure,)})
        assert [closure] == list(closed.intervals(*closure))

    def test_what_a_holiday_took_away(self) -> None:
        """Office hours less those with a holiday are the hours of the holiday."""
        office = BusinessCalendar(tz="UTC", hours=OFFICE)
        holiday = BusinessCalendar(tz="UTC", hours=OFFICE, holidays=[date(2010, 5, 3)])
        opening = datetime(2010, 5, 3, 9, tzinfo=UTC)
        assert opening == (office - holiday).next_open(datetime(2010, 1, 1, tzinfo=UTC))

    def test_shifts_that_meet_around_the_clock_never_close(self) -> None:
        """Three sites of eight hours each, every day: there is no next closing."""
        day, evening, night = (
            BusinessCalendar(tz="UTC", hours=f"Mon-Sun {hours}")
            for hours in ("00:00-08:00", "08:00-16:00", "16:00-24:00")
        )
        assert (day | evening | night).next_close(datetime(2024, 3, 4, tzinfo=UTC)) is None


class TestCopies:
    @given(data=st.data(), scene=scenes())
    def test_every_copy_answers_alike(self, data: st.DataObject, scene: Scene) -> None:
        """Through JSON, pickle and copy a calendar that has been used answers the same."""
        cal = scene.calendar()
        a, b = (data.draw(scene.instants(exact=True)) for _ in range(2))
        expected = answers(cal, a, b)
        with meant_hours():
            read = BusinessCalendar.model_validate_json(cal.model_dump_json())
        for twin in (
            read,
            pickle.loads(pickle.dumps(cal)),
            copy.copy(cal),
            copy.deepcopy(cal),
            cal.model_copy(),
        ):
            assert cal == twin
            assert hash(cal) == hash(twin)
            assert expected == answers(twin, a, b)

    @given(data=st.data(), pair=pairs())
    def test_every_copy_of_a_combined_calendar_answers_alike(
        self, data: st.DataObject, pair: tuple[Scene, Scene]
    ) -> None:
        """Through JSON, pickle and copy a combined calendar answers the same."""
        cal = pair[0].calendar() | pair[1].calendar()
        a, b = (data.draw(pair[0].instants(exact=True)) for _ in range(2))
        expected = answers(cal, a, b)
        with meant_hours():
            read = CombinedCalendar.model_validate_json(cal.model_dump_json())
        for twin in (
            read,
            pickle.loads(pickle.dumps(cal)),
            copy.copy(cal),
            copy.deepcopy(cal),
        ):
            assert expected == answers(twin, a, b)

    @given(data=st.data(), scene=scenes(), zone=zones)
    def test_a_changed_copy_answers_like_a_fresh_calendar(
        self, data: st.DataObject, scene: Scene, zone: str
    ) -> None:
        """`model_copy(update=...)` never answers with the old hours."""
        cal = scene.calendar()
        a, b = (data.draw(scene.instants(exact=True)) for _ in range(2))
        answers(cal, a, b)
        with meant_hours():
            moved = cal.model_copy(update={"tz": zone})
        assert answers(build({**scene.document, "tz": zone}), a, b) == answers(moved, a, b)
