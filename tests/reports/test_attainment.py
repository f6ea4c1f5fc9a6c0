"""How a set of clocks went."""

from __future__ import annotations

import pickle
from collections import Counter
from datetime import date, datetime, timedelta
from fractions import Fraction
from math import inf
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slakit.errors import NaiveDatetimeError, SlakitError
from slakit.reports.attainment import WORST, Attainment, Late
from slakit.reports.outcome import Outcome
from tests.reports.desks import HOUR, NOON, STATES, ZERO, clock, clocks, hours


def of(*outcomes: Outcome, zone: ZoneInfo | None = None) -> Attainment:
    found = Attainment()
    for each in outcomes:
        found.add(each, zone)
    return found


class TestCounts:
    def test_every_status(self) -> None:
        """Each clock is counted under its status, and none is dropped."""
        found = of(*(clock(status) for status in STATES))
        assert dict.fromkeys(STATES, 1) == found.counts
        assert len(STATES) == found.clocks
        # Met; missed and breached; on track and at risk; met, missed and without a target.
        assert (1, 2, 3, 2, 3) == (
            found.met,
            found.failed,
            found.decided,
            found.open,
            found.finished,
        )

    def test_share(self) -> None:
        """The share is that of the decided clocks; open ones are not in it."""
        found = of(clock(), clock(), clock("missed"), *[clock("on_track")] * 9)
        assert Fraction(2, 3) == found.share

    def test_exempt(self) -> None:
        """What was exempted is shown, and is neither met nor failed."""
        found = of(clock("no_target", target=hours(4), exempt=True), clock("no_target"))
        assert (1, 2, 0) == (found.exempt, found.clocks, found.decided)


@pytest.mark.parametrize(
    "statuses", [[], ["on_track"], ["paused", "at_risk", "idle", "cancelled", "no_target"]]
)
def test_no_data(statuses: list[str]) -> None:
    """Where nothing is decided, there is no share: neither 0 nor 1."""
    found = of(*map(clock, statuses))
    assert len(statuses) == found.clocks
    assert found.share is None
    assert found.interval() is None
    assert 0 == found.near_misses()
    assert {} == found.repeats
    if "no_target" not in statuses:
        assert [None, None] == found.percentiles(50, 100)
        assert found.mean() is None
        assert 0 == found.curve().at(inf)


def test_one_clock() -> None:
    """One clock that was met is 1 of 1, and its interval says how little that means."""
    found = of(clock(took=2))
    assert Fraction(1) == found.share
    interval = found.interval()
    assert interval is not None
    # z^2 = 3.8415; 1 / (1 + z^2) = 0.2065.
    assert (0.2065, 1.0) == (round(interval[0], 4), interval[1])
    assert [hours(2)] * 3 == found.percentiles(0.1, 50, 100)


class TestTimes:
    TOOK = (1, 2, 3, 3, 5, 8, 9, 9, 9, 40)

    @pytest.mark.parametrize(
        ("percent", "expected"), [(10, 1), (11, 2), (40, 3), (50, 5), (90, 9), (90.1, 40)]
    )
    def test_percentile(self, percent: float, expected: int) -> None:
        """A percentile is the time of a clock: the first that enough did not exceed."""
        found = of(*(clock("met" if took < 5 else "missed", took) for took in self.TOOK))
        assert hours(expected) == found.percentile(percent)

    def test_exact_percentage(self) -> None:
        """99.9 % of a thousand is 999, though the float is a little more or less."""
        found = of(*(clock(took=each) for each in range(1000)))
        assert hours(998) == found.percentile(99.9)
        assert hours(6) == found.percentile(0.7)

    def test_open_clocks_have_no_time_yet(self) -> None:
        """Only finished clocks are in percentiles and means, those without a target, too."""
        found = of(clock(took=2), clock("no_target", 4), clock("breached", 99), clock("paused"))
        assert (hours(2), hours(4)) == tuple(found.percentiles(50, 100))
        assert hours(3) == found.mean()
        assert (hours(6), 2) == found.elapsed_total()

    def test_mean_below(self) -> None:
        """The mean is exact to the microsecond below."""
        tick = timedelta(microseconds=1)
        found = of(*(clock()._replace(elapsed=each * tick) for each in (1, 1, 3)))
        assert tick == found.mean()

    @pytest.mark.parametrize(
        "bad", [0, -1, 100.1, 101, float("nan"), inf, None, True, "95", "1/0", [95], 1j]
    )
    def test_bad_percentage(self, bad: Any) -> None:
        """What is no percentage above 0 and up to 100 is refused, also of no data."""
        with pytest.raises(SlakitError, match="is no percentage") as caught:
            Attainment().percentile(bad)
        assert "percent" == caught.value.parameter

    def test_bad_confidence(self) -> None:
        """So is what is no confidence."""
        for ask in (Attainment().interval, Attainment().curve):
            with pytest.raises(SlakitError, match="95 is no confidence"):
                ask(95)


class TestNearMisses:
    def test_from_the_share_on(self) -> None:
        """Nine tenths of 4 h are 3 h 36 min: exactly that is near, a microsecond less is not."""
        almost = clock(took=3.6)
        less = almost._replace(elapsed=almost.elapsed - timedelta(microseconds=1))
        assert 2 == of(almost, less, clock(took=4)).near_misses()

    def test_other_share(self) -> None:
        """Another share may be asked for."""
        assert 2 == of(*(clock(took=each) for each in (1, 2, 3))).near_misses(Fraction(1, 2))

    def test_met_only(self) -> None:
        """Only clocks that were met have missed nearly."""
        assert (
            0 == of(clock("missed", 3.9), clock("at_risk", 3.9), clock("paused", 4)).near_misses()
        )


class TestDates:
    def test_dates_and_hours(self) -> None:
        """Verdicts have their dates, and failures their hours of the week; Monday is 0."""
        found = of(clock(), clock("missed"), clock("breached"), clock("cancelled"))
        day = date(2024, 5, 6)
        assert {(day, True): 1, (day, False): 2} == found.days
        assert {(0, 12): 2} == found.hours

    def test_zone(self) -> None:
        """They are those of the zone: 23:00 in UTC on Monday is Tuesday 01:00 in Madrid."""
        late = clock("missed", breached_at=NOON + 11 * HOUR)
        assert {(0, 23): 1} == of(late).hours
        madrid = of(late, zone=ZoneInfo("Europe/Madrid"))
        assert {(1, 1): 1} == madrid.hours
        assert {(date(2024, 5, 7), False): 1} == madrid.days

    def test_as_written(self) -> None:
        """Without a zone they are those in which the instant is written."""
        written = datetime(2024, 5, 7, 1, tzinfo=ZoneInfo("Europe/Madrid"))
        assert {(1, 1): 1} == of(clock("missed", breached_at=written)).hours


class TestWhereTheTimeWent:
    def test_sums(self) -> None:
        """Times add up over all clocks, the open ones included."""
        found = of(clock(paused=HOUR, closed=hours(2)), clock("on_track", 3, closed=hours(5)))
        assert (hours(4), HOUR, hours(7), 0) == (
            found.elapsed,
            found.paused,
            found.closed,
            found.untold,
        )

    @pytest.mark.parametrize("lacking", [{"paused": None}, {"closed": None}])
    def test_untold(self, lacking: dict[str, None]) -> None:
        """Clocks that do not tell are counted apart, and their time is in no sum."""
        found = of(clock(**lacking), clock(took=2))
        assert (hours(2), ZERO, ZERO, 1) == (
            found.elapsed,
            found.paused,
            found.closed,
            found.untold,
        )
        # What it took is known all the same.
        assert HOUR == found.percentile(50)


class TestByName:
    def test_repeats(self) -> None:
        """Tickets of which several clocks failed are there, the worst first, then by name."""
        failed = [*"aabbbccd"]
        found = of(*(clock("missed", 5, ticket=each) for each in failed), clock(ticket="d"))
        assert [("b", 3), ("a", 2), ("c", 2)] == list(found.repeats.items())

    def test_nameless(self) -> None:
        """What has no ticket repeats nothing."""
        assert {} == of(*[clock("missed", 5, ticket="")] * 3).repeats

    def test_worst(self) -> None:
        """The clocks that are furthest beyond their amounts are kept, the worst first."""
        found = of(*(clock("breached", 5 + each, ticket=f"T-{each}") for each in range(30)))
        assert [f"T-{each}" for each in range(29, 19, -1)] == [each.ticket for each in found.worst]
        assert Late(hours(30), "T-29", "all", "resolution", 1) == found.worst[0]

    def test_worst_of_a_tie(self) -> None:
        """Of those that are equally late the first by name are kept, in whatever order."""
        late = [clock("missed", 9, ticket=f"{each:02}") for each in range(WORST + 5)]
        expected = [f"{each:02}" for each in range(WORST)]
        for order in (late, late[::-1], late[7:] + late[:7]):
            assert expected == [each.ticket for each in of(*order).worst]


class TestCurve:
    def test_textbook(self) -> None:
        """Times are shares of the target; open and cancelled clocks are censored."""
        found = of(clock(took=1), clock(took=2), clock("on_track", 2), clock("missed", 6)).curve()
        # One of four, one of three, one of one.
        assert [0, 0.25, 0.5, 1.5] == [x for x, _ in found.steps]
        assert [0, 0.25, 0.5, 1] == pytest.approx([share for _, share in found.steps])
        assert [(0.5, pytest.approx(0.5), 1)] == found.censored

    @pytest.mark.parametrize("status", ["breached", "paused", "cancelled", "at_risk"])
    def test_censored(self, status: str) -> None:
        """Whatever was not stopped was last seen open."""
        assert [(0.25, 0, 1)] == of(clock(status)).curve().censored

    def test_left_out(self) -> None:
        """Clocks that have not started, have no target, or were exempted are not in it."""
        exempt = clock("no_target", target=hours(4), exempt=True)
        nothing = Attainment().curve()
        assert nothing == of(clock("idle", 0), clock("no_target"), exempt).curve()

    def test_no_time(self) -> None:
        """With no time, or less, done at once is done at 0, and anything later is never in time."""
        at_once = clock(took=0, target=ZERO)
        late = [clock("missed", 1, target=ZERO), clock("missed", 0, target=hours(-1))]
        assert [(0, pytest.approx(1 / 3)), (inf, 1)] == of(at_once, *late).curve().steps


class TestAdding:
    @given(st.lists(clocks(), max_size=25), st.data())
    def test_parts(self, outcomes: list[Outcome], data: st.DataObject) -> None:
        """However a set is cut up, and in whatever order, its parts add up to the whole."""
        parts = data.draw(
            st.lists(st.integers(0, 3), min_size=len(outcomes), max_size=len(outcomes))
        )
        cut = [
            of(*(each for each, part in zip(outcomes, parts, strict=True) if part == number))
            for number in range(4)
        ]
        found = Attainment()
        for each in data.draw(st.permutations(cut)):
            found += pickle.loads(pickle.dumps(each))
        assert of(*outcomes) == found
        assert len(outcomes) == found.clocks == found.kinds.total() == found.counts.total()

    def test_nothing(self) -> None:
        """An empty one changes nothing, and adding leaves both as they were."""
        one, empty = of(clock("missed", 5)), Attainment()
        assert one == one + empty == empty + one
        assert Attainment() == empty
        assert of(clock("missed", 5)) == one

    def test_itself(self) -> None:
        """Added to itself it is twice itself."""
        found = of(clock("missed", 5), clock())
        found += found
        assert of(*[clock("missed", 5)] * 2, *[clock()] * 2) == found

    @pytest.mark.parametrize("junk", [None, 5, "x", clock(), Counter()])
    def test_junk(self, junk: Any) -> None:
        """Nothing else adds to it."""
        with pytest.raises(TypeError, match="unsupported operand"):
            Attainment() + junk
        found = Attainment()
        with pytest.raises(TypeError, match="unsupported operand"):
            found += junk

    def test_equality(self) -> None:
        """It is equal to what has the same clocks, to nothing else, and has no hash."""
        assert of(clock()) == of(clock())
        assert of(clock()) != of(clock("missed"))
        assert of() != 0
        with pytest.raises(TypeError, match="unhashable"):
            hash(Attainment())

    def test_text(self) -> None:
        """It says how much it has."""
        assert "<Attainment of 2 clocks: 1 met, 0 failed>" == repr(of(clock(), clock("idle")))


def test_naive() -> None:
    """What has no zone is no instant; it is not one of the host's zone either."""
    for zone in (None, ZoneInfo("UTC")):
        with pytest.raises(NaiveDatetimeError, match="2024-05-06T12:00:00 has no time zone"):
            of(clock(stopped_at=NOON.replace(tzinfo=None)), zone=zone)
