"""Tallies of events and of time, against counting by hand, minute by minute."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from slakit.reports.objectives.evidence import Events, Service, Tally

MOMENTS = st.integers(min_value=0, max_value=60)
SPAN = st.tuples(MOMENTS, st.integers(min_value=1, max_value=20)).map(lambda x: (x[0], x[0] + x[1]))
SPANS = st.lists(SPAN, max_size=6)
HOURS = [(0, 25), (30, 50), (55, 90)]


def minutes(spans: list[tuple[int, int]]) -> set[int]:
    """Return every whole moment that spans cover."""
    return {moment for start, end in spans for moment in range(start, end)}


@given(SPANS, SPANS, st.tuples(MOMENTS, MOMENTS).map(sorted))
def test_service(
    outages: list[tuple[int, int]], planned: list[tuple[int, int]], stretch: list[int]
) -> None:
    """Down is what is agreed, not planned, and out; each moment counts once."""
    start, end = stretch
    agreed = (minutes(HOURS) - minutes(planned)) & set(range(start, end))
    service = Service(HOURS, outages, planned)
    assert Tally(len(agreed & minutes(outages)), len(agreed)) == service.tally(start, end)


@given(SPANS, st.randoms())
def test_order(outages: list[tuple[int, int]], random: object) -> None:
    """Overlapping outages come to the same in any order."""
    shuffled = list(outages)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = Service(HOURS, outages), Service(HOURS, shuffled)
    assert one.down.spans == other.down.spans


@given(SPANS, SPAN, st.integers(min_value=0, max_value=10))
def test_monotone(outages: list[tuple[int, int]], more: tuple[int, int], least: int) -> None:
    """One more outage never makes a service more available."""
    before = Service(HOURS, outages, (), least=least).tally(0, 100)
    after = Service(HOURS, [*outages, more], (), least=least).tally(0, 100)
    assert before.bad <= after.bad
    assert before.total == after.total


@given(SPANS, SPANS, st.lists(MOMENTS, min_size=3, max_size=3).map(sorted))
def test_additive(
    outages: list[tuple[int, int]], planned: list[tuple[int, int]], cuts: list[int]
) -> None:
    """Two stretches that meet come to the whole."""
    first, middle, last = cuts
    service = Service(HOURS, outages, planned)
    one, other, whole = (
        service.tally(*stretch) for stretch in ((first, middle), (middle, last), (first, last))
    )
    assert whole == (one.bad + other.bad, one.total + other.total)


def test_least() -> None:
    """Short outages are ignored by the agreed time that they take once they are merged."""
    # 0-3 and 3-5 are one of 5; 23-32 has 2 + 2 of agreed time; 40-44 has 4, of which 1 is planned.
    service = Service(HOURS, [(0, 3), (3, 5), (23, 32), (40, 44)], [(43, 46)], least=4)
    assert [(0, 5), (23, 25), (30, 32)] == service.down.spans


@given(
    st.lists(st.tuples(MOMENTS, st.booleans())), st.tuples(MOMENTS, MOMENTS).map(sorted), MOMENTS
)
def test_events(happened: list[tuple[int, bool]], stretch: list[int], at: int) -> None:
    """An event at the start of a stretch is in it, one at its end is not, nor one not yet known."""
    start, end = stretch
    known = Events("clocks", happened).known(at)
    within = [good for moment, good in happened if start <= moment < end and moment < at]
    assert Tally(within.count(False), len(within)) == known.tally(start, end)


@given(st.lists(st.tuples(MOMENTS, st.booleans())))
def test_burned_by_events(happened: list[tuple[int, bool]]) -> None:
    """Each bad event has a point before and one after it."""
    points = list(Events("clocks", happened).burned(0, 100))
    bad = sorted(moment for moment, good in happened if not good)
    assert [(moment, i + after) for i, moment in enumerate(bad) for after in (0, 1)] == points
