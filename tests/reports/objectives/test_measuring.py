"""How objectives stand: every figure against one that was worked out another way."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from math import ceil, sqrt
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from slakit import (
    BusinessCalendar,
    Count,
    InstantError,
    Measure,
    Objective,
    Outage,
    PolicySet,
    Score,
    SlakitError,
    Ticket,
    evaluate,
    measure,
    measures,
)
from slakit.reports.outcome import Outcome, outcomes
from tests.reports.objectives.made import at, clock

APRIL = at("04-01 00:00"), at("05-01 00:00")
HOUR = timedelta(hours=1)


def objective(**data: Any) -> Objective:
    """Make an objective of resolutions, measured by calendar months of UTC."""
    kinds = {"attain", "percentile", "average"}
    metric = {"metric": "resolution"} if kinds & data.keys() else {}
    return Objective.model_validate(
        {"name": "slo", "window": "calendar month, UTC", **metric, **data}
    )


ATTAIN = objective(attain="95%")
UP = objective(availability="99.9%")


def history(seed: int, count: int = 400) -> list[Outcome]:
    """Make clocks of two metrics and three priorities, decided over ten weeks or not at all."""
    random = Random(seed)
    made = []
    for i in range(count):
        decided = at("03-01 00:00") + timedelta(minutes=random.randrange(70 * 24 * 60))
        status = random.choices(
            ["met", "missed", "breached", "on_track", "cancelled", "no_target"],
            [60, 10, 3, 10, 5, 5],
        )[0]
        made.append(
            clock(
                status,
                decided,
                stopped=decided + 2 * HOUR if status == "missed" else None,
                hours=random.randrange(1, 800) / 8,
                ticket=f"T-{i}",
                metric=random.choice(["resolution", "first_response"]),
                policy=random.choice(["gold", "all"]),
                priority=random.choice(["urgent", "high", "low"]),
            )
        )
    return made


def frame_of(clocks: Sequence[Outcome]) -> Any:
    """Return clocks as a table of pandas."""
    pandas = pytest.importorskip("pandas")
    columns = ("metric", "policy", "status", "state", "stopped_at", "breached_at", "elapsed")
    rows = [{name: getattr(each, name) for name in columns} | dict(each.fields) for each in clocks]
    frame = pandas.DataFrame(rows)
    for name in ("stopped_at", "breached_at"):
        frame[name] = pandas.to_datetime(frame[name], utc=True)
    frame["elapsed"] = pandas.to_timedelta(frame["elapsed"])
    return frame


@pytest.mark.parametrize("seed", range(3))
def test_attain_against_pandas(seed: int) -> None:
    """A share is that of the met among the met and failed clocks of the month of their verdict."""
    clocks = history(seed)
    frame = frame_of(clocks)
    frame = frame[(frame.metric == "resolution") & (frame.priority == "urgent")]
    frame["decided_at"] = frame.breached_at.where(frame.status != "met", frame.stopped_at)
    for (start, end), got in zip(
        (APRIL, (at("05-01 00:00"), at("06-01 00:00"))),
        measures(
            objective(attain="80%", when={"priority": "urgent"}),
            APRIL[0],
            at("06-01 00:00"),
            clocks=clocks,
        ),
        strict=True,
    ):
        rows = frame[(frame.decided_at >= start) & (frame.decided_at < end)]
        met = int((rows.status == "met").sum())
        total = met + int(rows.status.isin(["missed", "breached"]).sum())
        assert (met, total) == (got.good, got.count)
        assert Fraction(met, total) == got.value
        assert ("met" if met / total >= 0.8 else "missed") == got.verdict


@pytest.mark.parametrize("seed", range(3))
def test_times_against_pandas(seed: int) -> None:
    """Percentiles (inverted CDF) and means are those of the clocks that were stopped in April."""
    clocks = history(seed)
    frame = frame_of(clocks)
    rows = frame[
        (frame.metric == "resolution")
        & (frame.policy == "gold")
        & (frame.state == "stopped")
        & (frame.stopped_at >= APRIL[0])
        & (frame.stopped_at < APRIL[1])
    ]
    # Numpy calls the nearest rank by its other name.
    seconds = rows.elapsed.dt.total_seconds().to_numpy()
    numpy = pytest.importorskip("numpy")
    for rank in (50, 90, 99.9, 100):
        got = measure(
            objective(percentile={rank: "60h"}, policy="gold"), at=APRIL[1], clocks=clocks
        )
        expected = timedelta(
            seconds=float(numpy.quantile(seconds, rank / 100, method="inverted_cdf"))
        )
        assert (expected, len(rows)) == (got.value, got.count)
        within = int((seconds <= 60 * 3600).sum())
        assert (
            "met" if within >= Fraction(str(rank)) / 100 * len(rows) else "missed"
        ) == got.verdict
    got = measure(objective(average="50h", policy="gold"), at=APRIL[1], clocks=clocks)
    assert isinstance(got.value, timedelta)
    assert abs(rows.elapsed.mean().to_pytimedelta() - got.value) <= timedelta(microseconds=1)


def test_wilson() -> None:
    """The interval is the one of Wilson's formula: 19 of 20."""
    clocks = [clock("met", at("04-02 00:00"))] * 19 + [clock("missed", at("04-02 00:00"))]
    z, n, p = 1.959963984540054, 20, 0.95
    middle, half = p + z * z / (2 * n), z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    expected = [(middle - half) / (1 + z * z / n), (middle + half) / (1 + z * z / n)]
    interval = measure(ATTAIN, at=APRIL[1], clocks=clocks).interval
    assert interval is not None
    assert expected == pytest.approx(list(interval))


@pytest.mark.parametrize(
    ("counted", "instant"),
    [
        (1, "2024-04-01T00:00:00.000000+00:00"),
        (1, "2024-04-30T23:59:59.999999+00:00"),
        (0, "2024-03-31T23:59:59.999999+00:00"),
        (0, "2024-05-01T00:00:00.000000+00:00"),
    ],
)
def test_boundaries(counted: int, instant: str) -> None:
    """What happens at the start of a window is in it, what happens at its end is in the next."""
    moment = datetime.fromisoformat(instant)
    found: list[Measure] = [
        measure(ATTAIN, at=APRIL[1], clocks=[clock("met", moment)]),
        measure(objective(average="4h"), at=APRIL[1], clocks=[clock("met", moment)]),
        measure(
            objective(volume={"of": "x", "at_least": 1}),
            at=APRIL[1],
            counts=[Count(moment, Decimal(1), "x")],
        ),
        measure(
            objective(score={"of": "nps", "at_least": 0}),
            at=APRIL[1],
            scores=[Score(moment, Decimal(9), "nps")],
        ),
    ]
    assert [counted] * 4 == [each.count for each in found]


@pytest.mark.parametrize(
    ("tz", "month"), [("Europe/Madrid", 3), ("Europe/Madrid", 10), ("America/Sao_Paulo", 2)]
)
def test_months_of_a_zone(tz: str, month: int) -> None:
    """A verdict counts in the month that the wall clock of the zone shows, around DST too."""
    zone = ZoneInfo(tz)
    year = 2019  # Brazil changed its clocks for the last time in February 2019.
    first = datetime(year, month, 1, tzinfo=zone) - timedelta(days=3)
    moments = [first.astimezone(UTC) + timedelta(minutes=37 * i) for i in range(1500)]
    clocks = [clock("met", moment) for moment in moments]
    expected: dict[tuple[int, int], int] = {}
    for moment in moments:
        local = moment.astimezone(zone)
        expected[local.year, local.month] = expected.get((local.year, local.month), 0) + 1
    slo = objective(attain="95%", window={"calendar": "month", "tz": tz})
    found = measures(slo, moments[0], moments[-1] + timedelta(microseconds=1), clocks=clocks)
    assert expected == {(each.start.year, each.start.month): each.count for each in found}
    assert all(each.start.hour == 0 and each.start.day == 1 for each in found)


def test_what_is_counted() -> None:
    """Other metrics, policies and tickets are left out, and so is what has no verdict."""
    day = at("04-10 00:00")
    clocks = [
        clock("met", day, policy="gold", tier="a"),
        clock("met", day, policy="all", tier="a"),
        clock("met", day, policy="gold", tier="b"),
        clock("met", day, policy="gold", tier="a", metric="other"),
        clock("no_target", day, policy="gold", tier="a"),
        clock("cancelled", day, policy="gold", tier="a"),
        clock("on_track", policy="gold", tier="a"),
        clock("breached", day, policy="gold", tier="a"),
    ]
    found = measure(
        objective(attain="95%", policy="gold", when={"tier": "a"}), at=APRIL[1], clocks=clocks
    )
    assert (1, 2, 1) == (found.good, found.count, found.open)


def test_decided_and_stopped() -> None:
    """A clock that was breached in April and stopped in May failed in April; its time is May's."""
    late = clock("missed", at("04-30 12:00"), stopped=at("05-02 12:00"), hours=50)
    april = measure(ATTAIN, at=APRIL[1], clocks=[late])
    assert (1, 0, "missed") == (april.count, april.good, april.verdict)
    assert 0 == april.open
    mean = objective(average="4h")
    assert "no_data" == measure(mean, at=APRIL[1], clocks=[late]).verdict
    assert 1 == measure(mean, at=APRIL[1], clocks=[late]).open
    assert 50 * HOUR == measure(mean, at=at("05-03 00:00"), clocks=[late]).value


def test_nothing_after_at() -> None:
    """What comes later than `at` is not used, although it is known."""
    clocks = [clock("met", at("04-10 00:00")), clock("missed", at("04-20 00:00"))]
    found = measure(ATTAIN, at=at("04-20 00:00"), clocks=clocks)
    assert (Fraction(1), 1, False) == (found.value, found.count, found.complete)
    assert (Fraction(1, 2), 2) == (
        (later := measure(ATTAIN, at=at("04-20 00:01"), clocks=clocks)).value,
        later.count,
    )


def test_of_evaluations() -> None:
    """Outcomes of evaluations are what is measured."""
    desk = PolicySet.model_validate(
        {
            "calendars": {"office": {"tz": "UTC", "hours": "Mon-Fri 09:00-17:00"}},
            "policies": [{"name": "all", "calendar": "office", "targets": {"resolution": "4h"}}],
        }
    )
    tickets = [
        Ticket.from_timestamps(id=f"T-{i}", created_at=at("04-10 09:00"), resolved_at=done)
        for i, done in enumerate([at("04-10 12:00"), at("04-10 13:00"), at("04-10 13:01"), None])
    ]
    clocks = [each for ticket in tickets for each in outcomes(evaluate(desk, ticket, at=APRIL[1]))]
    found = measure(ATTAIN, at=APRIL[1], clocks=clocks)
    assert (2, 4, Fraction(1, 2)) == (found.good, found.count, found.value)
    p75 = measure(objective(percentile={75: "4h"}), at=APRIL[1], clocks=clocks)
    assert (timedelta(hours=4, minutes=1), 3, 1, "missed") == (
        p75.value,
        p75.count,
        p75.open,
        p75.verdict,
    )


# No data -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        {"attain": "95%"},
        {"attain": "100%"},
        {"percentile": {90: "4h"}},
        {"average": "4h"},
        {"volume": {"of": "x", "at_least": 1}},
        {"score": {"of": "nps", "at_least": -100}},
        {"score": {"of": "csat", "at_least": "90%"}},
        {"score": {"of": "average", "at_least": 0}},
        {"availability": "99.9%"},
    ],
)
@pytest.mark.parametrize("window", ["calendar month, UTC", "rolling 30 days"])
def test_no_data(data: dict[str, Any], window: str) -> None:
    """Without data there is no value, neither 0 nor 1, and no budget."""
    found = measure(objective(**data, window=window), at=APRIL[1])
    assert (None, "no_data", "no_data", None) == (
        found.value,
        found.verdict,
        found.final,
        found.budget,
    )
    assert None is found.interval
    assert "no data" in str(found)
    assert None is found.to_data()["value"]


def test_only_open() -> None:
    """Clocks that are all open are no data, and are shown."""
    found = measure(ATTAIN, at=APRIL[1], clocks=[clock("on_track")] * 3)
    assert ("no_data", 0, 3) == (found.verdict, found.count, found.open)


@pytest.mark.parametrize(("status", "value"), [("met", 1), ("missed", 0)])
def test_one(status: str, value: int) -> None:
    """One clock is a share, with an interval that says how little it means."""
    found = measure(ATTAIN, at=APRIL[1], clocks=[clock(status, at("04-10 00:00"))])
    assert (value, status) == (found.value, found.verdict)
    assert found.interval is not None
    assert 0.7 < found.interval[1] - found.interval[0] < 0.8


def test_closed_all_along() -> None:
    """A window without agreed service time is no data."""
    closed = BusinessCalendar(tz="UTC", hours="Mon-Fri 09:00-17:00")
    slo = objective(availability="99.9%", calendar="office", window="calendar day, UTC")
    found = measure(slo, at=at("04-07 00:00"), outages=[], calendar=closed)  # a Saturday
    assert ("no_data", timedelta(0), None) == (found.verdict, found.agreed, found.budget)


# Limits and what is certain ----------------------------------------------------------------


@pytest.mark.parametrize(("verdict", "missed"), [("met", 5), ("missed", 6)])
def test_limit_itself(verdict: str, missed: int) -> None:
    """95 of 100 is 95 %."""
    day = at("04-10 00:00")
    clocks = [clock("missed", day)] * missed + [clock("met", day)] * (100 - missed)
    assert verdict == measure(ATTAIN, at=APRIL[1], clocks=clocks).verdict


def test_mean_is_exact() -> None:
    """A third of a microsecond above the limit is above it, and is not rounded away."""
    day, above = at("04-10 00:00"), timedelta(hours=4, microseconds=1)
    clocks = [clock("met", day, hours=4)] * 2
    assert "met" == measure(objective(average="4h"), at=APRIL[1], clocks=clocks).verdict
    longer = clock("met", day)._replace(elapsed=above)
    found = measure(objective(average="4h"), at=APRIL[1], clocks=[*clocks, longer])
    assert (above, "missed") == (found.value, found.verdict)


@pytest.mark.parametrize(
    ("final", "verdict", "data", "clocks"),
    [
        (None, "missed", {"attain": "95%"}, ["missed"]),
        (None, "met", {"attain": "95%"}, ["met"]),
        ("missed", "missed", {"attain": "100%"}, ["met", "missed"]),
        (None, "met", {"attain": "100%"}, ["met"]),
        ("missed", "missed", {"percentile": {100: "30m"}}, ["met"]),
        (None, "missed", {"percentile": {99: "30m"}}, ["met"]),
    ],
)
def test_certain(final: str | None, verdict: str, data: dict[str, Any], clocks: list[str]) -> None:
    """In a running window little is certain; in one that is over, everything is."""
    made = [clock(status, at("04-10 00:00")) for status in clocks]
    found = measure(objective(**data), at=at("04-20 00:00"), clocks=made)
    assert (verdict, final) == (found.verdict, found.final)
    assert verdict == measure(objective(**data), at=APRIL[1], clocks=made).final


def test_volume() -> None:
    """Amounts of one thing add up exactly, and what has been reached is certain."""
    slo = objective(volume={"of": "deals", "at_least": "100.3", "unit": "USD"})
    cents = [Count(at("04-10 00:00"), 0.1, "deals")] * 3
    other = Count(at("04-11 00:00"), Decimal(10**9), "leads")
    day = at("04-12 00:00")
    found = measure(slo, at=day, counts=[*cents, other])
    assert (Decimal("0.3"), 3, "missed", None) == (
        found.value,
        found.count,
        found.verdict,
        found.final,
    )
    found = measure(slo, at=day, counts=[*cents, Count(at("04-11 00:00"), Decimal(100), "deals")])
    assert (Decimal("100.3"), "met", "met") == (found.value, found.verdict, found.final)


@pytest.mark.parametrize(
    ("expected", "goal"),
    [
        # 3 promoters (9, 10, 9), 2 detractors (6, 0) of 7 answers.
        (Fraction(100, 7), {"of": "nps", "at_least": 14}),
        (Fraction(3, 5), {"of": "csat", "at_least": "60%"}),
        (Fraction(2, 5), {"of": "csat", "at_least": "40%", "good_from": 5}),
        (Fraction(23, 6), {"of": "average", "at_least": "3.8"}),
    ],
)
def test_scores(expected: Fraction, goal: dict[str, Any]) -> None:
    """Scores are those of the answers to their own question, exactly."""
    answers = {
        "nps": [9, 10, 9, 8, 7, 6, 0],
        "csat": [5, 4, 3, 1, 5],
        "average": ["4", "3.5", "4"],
    }
    scores = [
        Score(at("04-10 00:00"), Decimal(value), of)
        for of, values in answers.items()
        for value in values
    ]
    found = measure(objective(score=goal), at=APRIL[1], scores=scores)
    assert (expected, "met") == (found.value, found.verdict)


@pytest.mark.parametrize(
    ("message", "of", "value", "goal"),
    [
        ("scores: 11 at 2024-04-10.* is off the scale: nps has whole", "nps", "11", 0),
        ("8.5 .* is off the scale", "nps", "8.5", 0),
        ("0 .* is off the scale: csat has numbers from 1 to 5", "csat", "0", "50%"),
    ],
)
def test_off_scale(message: str, of: str, value: str, goal: Any) -> None:
    """An answer that the question cannot have is refused, and not clipped."""
    scores = [Score(at("04-10 00:00"), Decimal(value), of)]
    with pytest.raises(SlakitError, match=message):
        measure(objective(score={"of": of, "at_least": goal}), at=APRIL[1], scores=scores)


# Availability ------------------------------------------------------------------------------


def test_availability() -> None:
    """April has 43,200 minutes; outages that overlap count once, and are cut at its ends."""
    outages = [
        Outage(at("03-31 23:50"), at("04-01 00:10")),  # 10 minutes in April
        Outage(at("04-10 12:00"), at("04-10 12:20")),
        Outage(at("04-10 12:10"), at("04-10 12:25")),  # 25 with the one before
        Outage(at("04-30 23:55"), at("05-01 00:05")),  # 5 in April
    ]
    found = measure(UP, at=APRIL[1], outages=reversed(outages))
    assert (Fraction(43_160, 43_200), "met") == (found.value, found.verdict)
    assert (timedelta(minutes=40), timedelta(days=30)) == (found.downtime, found.agreed)
    assert None is found.count
    assert None is found.interval


def test_maintenance() -> None:
    """Maintenance takes its hour out of the outage, and out of the time that was agreed."""
    outages = [
        Outage(at("04-10 12:00"), at("04-10 14:00")),
        Outage(at("04-10 12:30"), at("04-10 13:30"), "upgrade", maintenance=True),
    ]
    found = measure(UP, at=APRIL[1], outages=outages)
    assert (Fraction(719 - 1, 719), 1 * HOUR, 719 * HOUR) == (
        found.value,
        found.downtime,
        found.agreed,
    )


def test_service_hours() -> None:
    """Only agreed hours count: 22 days of 8 hours in April 2024, and an hour of two of them."""
    office = BusinessCalendar(tz="UTC", hours="Mon-Fri 09:00-17:00")
    slo = objective(availability="99%", calendar="office")
    night = Outage(at("04-10 16:00"), at("04-11 10:00"))
    found = measure(slo, at=APRIL[1], outages=[night], calendar=office)
    assert (2 * HOUR, 176 * HOUR, Fraction(174, 176), "missed") == (
        found.downtime,
        found.agreed,
        found.value,
        found.verdict,
    )


@pytest.mark.parametrize(("seconds", "expected"), [(59, 0), (60, 40), (80, 60)])
def test_ignored(seconds: int, expected: int) -> None:
    """At the end of April 20 s are too short; in May the whole outage is what has to be long."""
    slo = objective(availability="99.9%", ignore_shorter_than="1m")
    start = at("05-01 00:00") - timedelta(seconds=20)
    outage = Outage(start, start + timedelta(seconds=seconds))
    april, may = measures(slo, APRIL[0], at("06-01 00:00"), outages=[outage])
    assert april.downtime is not None
    assert may.downtime is not None
    assert expected == (april.downtime + may.downtime).total_seconds()


def test_going_on() -> None:
    """An outage that goes on, or is said to end later, has lasted until `at`."""
    now = at("04-10 12:00")
    for end in (None, at("04-20 00:00")):
        found = measure(UP, at=now, outages=[Outage(now - 2 * HOUR, end)])
        assert 2 * HOUR == found.downtime


@pytest.mark.parametrize(
    ("final", "now", "minutes"),
    [
        # 43.2 minutes are allowed in the whole month.
        (None, "04-10 00:00", 43),
        ("missed", "04-10 00:00", 44),
        # With 10 minutes to go, 33 can still become 43 and no more.
        ("met", "04-30 23:50", 33),
        (None, "04-30 23:50", 34),
    ],
)
def test_certain_availability(final: str | None, now: str, minutes: int) -> None:
    """The agreed time of a month is known, and so is what can still go wrong."""
    down = at("04-02 00:00")
    outages = [Outage(down, down + timedelta(minutes=minutes))]
    assert final == measure(UP, at=at(now), outages=outages).final


# Many windows, and what is refused ---------------------------------------------------------


def test_calendar_windows() -> None:
    """Each window is measured as a whole, the last up to `until`."""
    clocks = [clock("met", at(f"{month:02}-10 00:00")) for month in (2, 4)]
    found = measures(ATTAIN, at("01-15 00:00"), at("04-20 00:00"), clocks=clocks)
    assert ["no_data", "met", "no_data", "met"] == [each.verdict for each in found]
    assert [True, True, True, False] == [each.complete for each in found]
    assert at("01-01 00:00") == found[0].start
    assert (at("04-20 00:00"), APRIL[1]) == (found[-1].at, found[-1].end)


def test_rolling_windows() -> None:
    """Rolling windows are asked as far apart as is said, the last at `until`."""
    slo = objective(attain="95%", window="rolling 7 days")
    clocks = [clock("met", at("04-10 00:00"))]
    days = timedelta(days=1)
    found = measures(slo, at("04-09 00:00"), at("04-18 00:00"), every=days, clocks=clocks)
    # It is in [at - 7 days, at): from the 11th, when it lies behind, to the 17th.
    assert [0, 1, 1, 1, 1, 1, 1, 1, 0] == [each.count for each in found]
    assert at("04-10 00:00") == found[0].at
    assert all(each.complete for each in found)


@pytest.mark.parametrize(
    ("message", "slo", "every"),
    [
        (
            "every: rolling windows overlap without end",
            objective(attain=95, window="rolling 7 days"),
            None,
        ),
        ("every: rolling", objective(attain=95, window="rolling 7 days"), timedelta(0)),
        ("every: calendar windows follow each other; leave it out", ATTAIN, timedelta(days=1)),
    ],
)
def test_every(message: str, slo: Objective, every: timedelta | None) -> None:
    """How far apart windows are asked is said where it means something, and nowhere else."""
    with pytest.raises(SlakitError, match=message):
        measures(slo, *APRIL, every=every)


def test_refused() -> None:
    """Naive instants, instants in the wrong order and a wrong calendar are refused by name."""
    with pytest.raises(InstantError, match=r"at: .* has no time zone"):
        measure(ATTAIN, at=datetime(2024, 4, 1))  # noqa: DTZ001
    with pytest.raises(InstantError, match=r"until: .* is before"):
        measures(ATTAIN, APRIL[1], APRIL[0])
    office = BusinessCalendar(tz="UTC", hours="Mon-Fri 09:00-17:00")
    with pytest.raises(SlakitError, match="calendar: 'slo' counts around the clock; leave it out"):
        measure(UP, at=APRIL[1], outages=[], calendar=office)
    named = objective(availability="99.9%", calendar="office")
    with pytest.raises(SlakitError, match="calendar: 'slo' counts in the hours of 'office'; give"):
        measure(named, at=APRIL[1], outages=[])
    undated = clock("breached", at("04-10 00:00"))._replace(breached_at=None)
    with pytest.raises(SlakitError, match="T-1, all/resolution, cycle 1 was decided"):
        measure(ATTAIN, at=APRIL[1], clocks=[undated])


def test_zones() -> None:
    """A measure is in the zone of its calendar window, or of `at` where the window rolls."""
    tokyo = at("04-10 12:00").astimezone(ZoneInfo("Asia/Tokyo"))
    madrid = objective(attain="95%", window="calendar month, Europe/Madrid")
    found = measure(madrid, at=tokyo)
    assert {"Europe/Madrid"} == {str(each.tzinfo) for each in (found.start, found.end, found.at)}
    found = measure(objective(attain="95%", window="rolling 7 days"), at=tokyo)
    assert {"Asia/Tokyo"} == {str(each.tzinfo) for each in (found.start, found.end, found.at)}


def test_ranks_of_few() -> None:
    """The nearest rank is the ceiling of the share of n, counted from 1."""
    for n in range(1, 12):
        clocks = [clock("met", at("04-10 00:00"), hours=i) for i in range(1, n + 1)]
        found = measure(objective(percentile={90: "4h"}), at=APRIL[1], clocks=clocks)
        assert ceil(0.9 * n) * HOUR == found.value


@pytest.mark.parametrize("stop", [None, timedelta(0), 2 * HOUR])
def test_short_outage_that_grows(stop: timedelta | None) -> None:
    """Nothing is certain while a short outage may go on: 19 minutes of a day are more than 1 %."""
    end = at("05-07 00:00")
    slo = objective(availability="99%", ignore_shorter_than="15m", window="calendar day, UTC")
    outage = Outage(end - timedelta(minutes=19), None if stop is None else end + stop)
    before = measure(slo, at=end - timedelta(minutes=5), outages=[outage])
    assert (timedelta(0), None) == (before.downtime, before.final)
    after = measure(slo, at=end, outages=[outage])
    assert (timedelta(minutes=19), "missed") == (after.downtime, after.final)


def test_clocks_go_back() -> None:
    """Between 02:30 and the second 02:15 lie 45 minutes, to the second 02:45 an hour and 15."""
    madrid = ZoneInfo("Europe/Madrid")
    since = datetime(2024, 10, 27, 2, 30, tzinfo=madrid)
    until = datetime(2024, 10, 27, 2, 15, fold=1, tzinfo=madrid)
    day = objective(availability="99%", window="calendar day, Europe/Madrid")
    assert 1 == len(measures(day, since, until, outages=[]))
    rolling = objective(availability="99%", window="rolling 1h")
    until = until.replace(minute=45)
    every = timedelta(minutes=15)
    assert 5 == len(measures(rolling, since, until, every=every, outages=[]))


def test_no_outcomes() -> None:
    """What is no outcome is refused with what to give instead."""
    with pytest.raises(SlakitError, match=r"clocks: a str is no outcome.*outcomes\(evaluation\)"):
        measure(ATTAIN, at=APRIL[1], clocks=["T-1"])  # type: ignore[list-item]


def test_far_apart() -> None:
    """Windows that are farther apart than the time asked for are one, at its end."""
    rolling = objective(availability="99%", window="rolling 1h")
    for every in (timedelta(days=9999), timedelta.max):
        assert 1 == len(measures(rolling, *APRIL, every=every, outages=[]))
