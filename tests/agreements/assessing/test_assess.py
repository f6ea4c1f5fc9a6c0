"""Assessments: verdicts, amounts and their parts, worked out by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slakit import Count, Score
from slakit.agreements import Assessment, Evidence, Exclusion, Money, assess
from slakit.errors import DocumentError, NaiveDatetimeError, SlakitError
from slakit.reports.objectives import Outage
from tests.agreements.contracts import (
    HOUR,
    agreement,
    answers,
    clock,
    down,
    october,
    uptime,
)

# October has 31 x 24 = 744 hours; 7.44 of them are 1 %.
PERCENT = 7.44


def owed(found: Assessment) -> list[str]:
    return [str(charge.owed) for each in found.commitments for charge in each.charges]


def missing(found: Assessment) -> list[str | None]:
    return [window.missing for each in found.commitments for window in each.windows]


def excluded(start: datetime, end: datetime) -> Exclusion:
    return Exclusion(
        start=start, end=end, kind="force_majeure", reason="storm", author="ana", at=october(20)
    )


def test_credit() -> None:
    """Down 2 % of the month: 98 % is in the tier of 10 %, of 10,000 EUR."""
    found = assess(
        agreement(uptime()), "2026-10", Evidence(outages=[down(october(3), 2 * PERCENT)])
    )
    [commitment] = found.commitments
    [window], [charge] = commitment.windows, commitment.charges
    assert ("missed", Fraction(98, 100), True) == (
        commitment.verdict,
        window.value,
        window.complete,
    )
    assert (Fraction(1000), "1000.00 EUR", "10%") == (
        charge.exact,
        str(charge.owed),
        str(charge.tier.credit if charge.tier else None),
    )
    assert [("provider", "customer", Money.parse("1000 EUR"))] == [
        total[:3] for total in found.totals
    ]
    assert date(2026, 10, 3) == window.incident_on


def test_met_costs_nothing() -> None:
    """Down exactly 1 %: 99 % is met, and the boundary costs nothing."""
    found = assess(agreement(uptime()), "2026-10", Evidence(outages=[down(october(3), PERCENT)]))
    assert ("met", []) == (found["c0"].verdict, owed(found))


def test_no_data() -> None:
    """No evidence, none of the service, another time, nothing in it, and before it: no data."""
    both = agreement(uptime(), answers(consequences=[per("period")]))
    assert ["not_given", "not_given"] == missing(assess(both, "2026-10", Evidence()))
    nothing = Evidence(clocks=[], outages={"mail": []})
    assert ["not_given", "nothing"] == missing(assess(both, "2026-10", nothing))
    until = Evidence(clocks=[], outages=[], until=october(32))
    assert [None, "nothing"] == missing(assess(both, "2026-10", until))
    assert ["not_covered", "not_covered"] == missing(assess(both, "2026-11", until))
    early = assess(both, "2026-10", Evidence(clocks=[], outages=[]), at=october(1))
    assert ["not_begun", "not_begun"] == missing(early)
    for found in (early, assess(both, "2026-10", Evidence())):
        assert ["no_data", "no_data"] == [each.verdict for each in found.commitments]
        assert [] == owed(found)
        assert () == found.totals
        assert all(window.value is None for each in found.commitments for window in each.windows)


def test_all_time_excluded() -> None:
    """Down throughout and excused throughout: there is nothing to take a percentage of."""
    evidence = Evidence(
        outages=[Outage(october(1), None)], exclusions=[excluded(october(1), october(32))]
    )
    found = assess(agreement(uptime()), "2026-10", evidence)
    assert ["nothing"] == missing(found)


def test_not_in_force() -> None:
    """Before an agreement takes effect and after it has ended there is no data."""
    during = agreement(uptime(), effective={"from": date(2026, 10, 15), "until": date(2026, 11, 5)})
    evidence = Evidence(outages=[])
    assert [["not_in_force"], [None], [None], ["not_in_force"]] == [
        missing(assess(during, period, evidence))
        for period in ("2026-09", "2026-10", "2026-11", "2026-12")
    ]


def test_in_force_for_a_part() -> None:
    """What happened before an agreement took effect is none of its breaches."""
    deal = agreement(
        uptime(),
        answers(consequences=[per("breach")]),
        effective={"from": date(2026, 10, 15), "until": date(2026, 10, 24)},
    )
    evidence = Evidence(
        outages=[down(october(3), 72), down(october(20), 6), down(october(26), 72)],
        clocks=[clock(f"T-{day}", october(day, 10), HOUR) for day in (3, 15, 24, 25)],
    )
    found = assess(deal, "2026-10", evidence)
    # Six of the 240 hours of ten days.
    assert Fraction(234, 240) == found["c0"].windows[0].value
    assert date(2026, 10, 20) == found["c0"].windows[0].incident_on
    assert ["T-15", "T-24"] == [each.ticket for each in found["c1"].windows[0].failed]
    assert ["1000.00 EUR", "100.00 EUR"] == owed(found)


def test_incidents() -> None:
    """The incident is the first moment that was not excused, in the window."""
    evidence = Evidence(
        outages=[down(october(0), 48), down(october(9), 48)],
        exclusions=[excluded(october(1), october(4)), excluded(october(9), october(10))],
    )
    [window] = assess(agreement(uptime()), "2026-10", evidence)["c0"].windows
    assert date(2026, 10, 10) == window.incident_on


def per(what: str, **more: Any) -> dict[str, Any]:
    return {"penalty": {"amount": "50 EUR", "per": what, **more}}


@pytest.mark.parametrize(
    ("consequence", "expected"),
    [
        # Two of three failed: 90 minutes late, and 20 minutes.
        (per("period"), "50.00 EUR"),
        (per("breach"), "100.00 EUR"),
        # 2 + 1 started hours; 110 minutes of 50 EUR an hour are 91.666... EUR.
        (per("hour", counted="wall", started=True), "150.00 EUR"),
        (per("hour", counted="business"), "91.67 EUR"),
        ({**per("hour", counted="business"), "rounding": {"how": "down"}}, "91.66 EUR"),
        ({**per("hour", counted="wall"), "rounding": {"to": 10}}, "90.00 EUR"),
        ({**per("breach"), "cap": "75 EUR"}, "75.00 EUR"),
    ],
)
def test_penalties(consequence: dict[str, Any], expected: str) -> None:
    """A penalty for the period, for each breach, for each hour; rounded, and held down."""
    clocks = [
        clock("T-1", october(5, 10), timedelta(minutes=90)),
        clock("T-2", october(6, 10), timedelta(minutes=20)),
        clock("T-3", october(7, 10), timedelta(0)),
        # Of another metric, and of another month.
        clock("T-4", october(7, 10), HOUR, "resolution"),
        clock("T-5", october(32, 10), HOUR),
    ]
    found = assess(
        agreement(answers(consequences=[consequence])), "2026-10", Evidence(clocks=clocks)
    )
    assert [expected] == owed(found)
    [window] = found["c0"].windows
    assert ("missed", Fraction(1, 3), 1, 3) == (
        window.verdict,
        window.value,
        window.good,
        window.count,
    )
    assert ["T-1", "T-2"] == [each.ticket for each in window.failed]
    assert [("customer", "provider")] == [total[:2] for total in found.totals]


def hourly(counted: str) -> Any:
    return agreement(answers(consequences=[per("hour", counted=counted)]))


def test_hours_end_with_the_period() -> None:
    """Hours late, of either kind, count up to the end of the period or `at`, and no further."""
    due = october(31, 12)
    closed = clock("T-1", due, 14 * HOUR)._replace(closed=5 * HOUR, elapsed=13 * HOUR)
    for late in (
        clock("T-1", due, 12 * HOUR, open=True),
        # Stopped or evaluated later, and never paused or closed: every real hour was one of its.
        clock("T-1", due, 96 * HOUR),
        clock("T-1", due, 96 * HOUR, open=True),
    ):
        evidence = Evidence(clocks=[late])
        for counted in ("wall", "business"):
            # From noon on the 31st to midnight are 12 hours.
            assert ["600.00 EUR"] == owed(assess(hourly(counted), "2026-10", evidence))
            december = assess(hourly(counted), "2026-10", evidence, at=october(62))
            assert ["600.00 EUR"] == owed(december)
        [failed] = december["c0"].windows[0].failed
        assert (12 * HOUR, 12 * HOUR) == (failed.late, failed.late_wall)
    # Stopped before the end, its evidence says how many of the hours were business hours.
    early = clock("T-1", october(30), 30 * HOUR)._replace(closed=20 * HOUR, elapsed=14 * HOUR)
    assert ["500.00 EUR"] == owed(assess(hourly("business"), "2026-10", Evidence(clocks=[early])))
    for unknown in (
        # How much of the time that was closed lies before midnight, nobody has said;
        closed,
        # nor whether the hours between the evaluation and midnight were business hours;
        clock("T-1", due, HOUR, open=True),
        # nor when it was evaluated.
        clock("T-1", due, HOUR, open=True)._replace(paused=None),
    ):
        evidence = Evidence(clocks=[unknown])
        assert ["600.00 EUR"] == owed(assess(hourly("wall"), "2026-10", evidence))
        with pytest.raises(SlakitError, match=r"evaluated at 2026-11-01T00:00:00\+00:00"):
            assess(hourly("business"), "2026-10", evidence)


def test_lengths() -> None:
    """An average that is missed owes for each clock that failed, and none where none did."""
    objective = {"average": "4h", "metric": "resolution", "window": "calendar month, UTC"}
    promise = agreement({"objective": objective, "consequences": [per("breach"), per("period")]})
    clocks = [clock(f"T-{n}", october(n, 10), n * HOUR, "resolution") for n in (1, 2)]
    assert ["100.00 EUR", "50.00 EUR"] == owed(assess(promise, "2026-10", Evidence(clocks=clocks)))
    untold = [each._replace(status="no_target", target=None, breached_at=None) for each in clocks]
    assert ["50.00 EUR"] == owed(assess(promise, "2026-10", Evidence(clocks=untold)))


def test_attained_in_spite_of_breaches() -> None:
    """Nothing is owed for single breaches of a share that was attained."""
    objective = {"attain": "50%", "metric": "resolution", "window": "calendar month, UTC"}
    promise = agreement({"objective": objective, "consequences": [per("breach")]})
    clocks = [clock(f"T-{n}", october(2, 10), n * HOUR, "resolution") for n in (0, 1)]
    found = assess(promise, "2026-10", Evidence(clocks=clocks))
    assert ("met", []) == (found["c0"].verdict, owed(found))


def test_counts_and_scores() -> None:
    """A volume below 60,000 is credited with 20 %; a score has only its verdict."""
    volume = {"of": "leads", "at_least": 100000, "unit": "USD"}
    leads = {
        "objective": {"volume": volume, "window": "calendar month, UTC"},
        "consequences": [
            {
                "credit": {
                    "tiers": [
                        {"below": 100000, "credit": "5%"},
                        {"below": 60000, "credit": "20%"},
                    ],
                    "of": "support",
                }
            }
        ],
    }
    nps = {"objective": {"score": {"of": "nps", "at_least": 40}, "window": "calendar month, UTC"}}
    found = assess(
        agreement(leads, nps),
        "2026-10",
        Evidence(
            counts=[Count(october(4), Decimal("59999.99"), "leads")],
            scores=[Score(october(4), 9, "nps"), Score(october(5), 3, "nps")],
        ),
    )
    assert ["2000.00 EUR"] == owed(found)
    assert Decimal("59999.99") == found["c0"].windows[0].value
    assert ("missed", 0) == (found["c1"].verdict, found["c1"].windows[0].value)
    assert None is found["c0"].windows[0].incident_on


def test_exclusions() -> None:
    """Three of 22.32 hours down are excused: 19.32 of 741 hours are left, 97.39 %."""
    outage = down(october(3), 3 * PERCENT)
    evidence = Evidence(
        outages=[outage], exclusions=[excluded(october(3), october(3, 3))], clocks=[]
    )
    [window] = assess(agreement(uptime()), "2026-10", evidence)["c0"].windows
    assert (741 * HOUR, timedelta(hours=19.32)) == (window.agreed, window.downtime)
    # What is excused where nothing was down takes nothing out.
    elsewhere = Evidence(outages=[outage], exclusions=[excluded(october(20), october(25))])
    [window] = assess(agreement(uptime()), "2026-10", elsewhere)["c0"].windows
    assert 744 * HOUR == window.agreed


def test_marks() -> None:
    """A clock that ran in an exclusion is marked and counts; one that was exempted does not."""
    clocks = [
        clock("T-1", october(5, 10), HOUR),
        clock("T-2", october(9, 10), HOUR),
        clock("T-3", october(9, 11), HOUR, exempt=True),
    ]
    evidence = Evidence(clocks=clocks, exclusions=[excluded(october(5, 9), october(5, 12))])
    demand = agreement(answers(consequences=[per("breach")]))
    [window] = assess(demand, "2026-10", evidence)["c0"].windows
    assert [("T-1", (0,)), ("T-2", ())] == [
        (each.ticket, each.exclusions) for each in window.failed
    ]
    assert ["T-3"] == [each.ticket for each in window.exempt]
    assert 2 == window.count


def test_caps() -> None:
    """30 % of 10,000 would be 3,000: the credit is held to 20 %, the rest to what is left."""
    limited = uptime()
    [consequence] = limited["consequences"]
    consequence["credit"]["cap"] = "20%"
    consequence["cap"] = "3500 EUR per quarter"
    deal = agreement(limited)

    def month(name: str, start: datetime, *earlier: Assessment) -> Assessment:
        return assess(deal, name, Evidence(outages=[down(start, 72)]), earlier=earlier)

    first = month("2026-10", october(3))
    second = month("2026-11", october(40), first)
    third = month("2026-12", october(70), first, second)
    new_year = month("2027-01", october(100), first, second, third)
    assert [["2000.00 EUR"], ["1500.00 EUR"], ["0.00 EUR"], ["2000.00 EUR"]] == [
        owed(each) for each in (first, second, third, new_year)
    ]
    assert Money.parse("1500 EUR") == second["c0"].charges[0].cap
    consequence["cap"] = "500 EUR per month"
    with pytest.raises(SlakitError, match="assess each month"):
        assess(agreement(limited), "2026-Q4", Evidence(outages=[down(october(3), 72)]))


def test_earn_back() -> None:
    """A credit is not owed once the next two months were met; open until they are over."""
    forgiving = uptime()
    forgiving["consequences"].append({"earn_back": {"periods": 2, "at_least": "99.5%"}})
    deal = agreement(forgiving)
    bad = down(october(3), 2 * PERCENT)

    def standing(at: datetime | None, *outages: Outage) -> tuple[str | None, list[str]]:
        found = assess(deal, "2026-10", Evidence(outages=[bad, *outages]), at=at)
        return found["c0"].charges[0].earn_back, owed(found)

    # October and November have 61 days: the two months are over on day 93 from 1 October.
    over = october(93)
    assert ("pending", ["1000.00 EUR"]) == standing(None)
    assert ("pending", ["1000.00 EUR"]) == standing(october(70))
    assert ("earned", ["0.00 EUR"]) == standing(over)
    # Of 720 hours in November 4 are 0.56 %: met, and short of 99.5 %.
    assert ("lost", ["1000.00 EUR"]) == standing(over, down(october(40), 4))
    found = assess(deal, "2026-10", Evidence(outages=[bad]))
    assert date(2026, 12, 31) == found["c0"].charges[0].earn_back_on


def test_earned_back_leaves_the_cap() -> None:
    """What was earned back takes nothing of a cap: the credit that was lost is owed whole."""
    daily = uptime(window="calendar day, UTC")
    daily["consequences"][0]["cap"] = "1000 EUR"
    daily["consequences"].append({"earn_back": {"periods": 1}})
    outages = [down(october(day), 1) for day in (3, 10, 11)]
    found = assess(agreement(daily), "2026-10", Evidence(outages=outages), at=october(62))
    # The days after the 3rd and the 11th were good, the one after the 10th was not.
    assert ["earned", "lost", "earned"] == [each.earn_back for each in found["c0"].charges]
    assert ["0.00 EUR", "1000.00 EUR", "0.00 EUR"] == owed(found)


def amending(until: date, **changes: Any) -> dict[str, Any]:
    amendment = {"version": 2, "from": date(2026, 10, 10), "summary": "term", "changes": changes}
    return {
        "effective": {"from": date(2026, 1, 1), "until": until},
        "amendments": [amendment],
    }


def test_renewed_within_the_period() -> None:
    """An agreement that was renewed while it held is judged after its first end too."""
    renewed = amending(date(2026, 10, 15), effective={"until": "2026-12-31"})
    evidence = Evidence(outages=[down(october(20), 48)])
    found = assess(agreement(uptime(), **renewed), "2026-10", evidence)
    # 48 of 744 hours are 6.5 %: below 95 %.
    assert ("missed", ["3000.00 EUR"]) == (found["c0"].verdict, owed(found))


def test_ended_within_the_period() -> None:
    """What happens after an agreement was ended by an amendment costs nothing."""
    ended = amending(date(2026, 12, 31), effective={"until": "2026-10-15"})
    evidence = Evidence(outages=[down(october(20), 48)])
    found = assess(agreement(uptime(), **ended), "2026-10", evidence)
    assert ("met", []) == (found["c0"].verdict, owed(found))
    # The terms stay those of the first day.
    assert 1 == found.version


def test_no_counts() -> None:
    """A window that was counted up to its end and has no counts is nothing, and missed."""
    volume = {"volume": {"of": "leads", "at_least": 10}, "window": "calendar month, UTC"}
    deal = agreement({"objective": volume, "consequences": [per("period")]})
    [window] = assess(deal, "2026-10", Evidence(counts=[], until=october(32)))["c0"].windows
    assert ("missed", 0, 0, None) == (window.verdict, window.value, window.count, window.missing)
    for unknown, reason in (
        (Evidence(counts=[]), "nothing"),
        (Evidence(counts=[], until=october(31)), "not_covered"),
        (Evidence(until=october(32)), "not_given"),
    ):
        assert [reason] == missing(assess(deal, "2026-10", unknown))


def test_last_year() -> None:
    """Nothing reaches beyond the year 9999, and what would is refused by name."""
    for period in ("9999-12", "9999"):
        with pytest.raises(SlakitError, match="beyond the year 9999"):
            assess(agreement(uptime()), period, Evidence())


def test_short_windows() -> None:
    """Each day of a month that is missed counts for itself."""
    daily = uptime(window="calendar day, UTC")
    found = assess(
        agreement(daily),
        "2026-10",
        Evidence(outages=[down(october(3), 1), down(october(9), 1), down(october(32), 1)]),
    )
    [commitment] = found.commitments
    assert (31, "missed") == (len(commitment.windows), commitment.verdict)
    # An hour of a day is more than 1 % and less than 5 %: 95.83 %.
    assert ["1000.00 EUR", "1000.00 EUR"] == owed(found)


def test_long_windows() -> None:
    """A quarter that runs on after the month says how it goes, and nothing is owed for it."""
    deal = agreement(uptime(window="calendar quarter, UTC"))
    evidence = Evidence(outages=[down(october(3), 72)])
    found = assess(deal, "2026-10", evidence)
    assert ("missed", False, []) == (found["c0"].verdict, found["c0"].complete, owed(found))
    # The month is over at its end, which is what is known; what is said of the quarter may change.
    assert (october(32), False) == (found.at, found.complete)
    # 72 of 2,208 hours are 3.3 %.
    assert ["1000.00 EUR"] == owed(assess(deal, "2026-12", evidence))


def test_other_zones() -> None:
    """A month of UTC belongs to that month of an agreement in Madrid, although it ends later."""
    deal = agreement(uptime(), tz="Europe/Madrid")
    found = assess(deal, "2026-10", Evidence(outages=[]))
    [window] = found["c0"].windows
    assert (october(1), october(32)) == (window.start, window.end)
    # That of Madrid is over an hour earlier.
    assert (october(32), october(31, 23), True) == (found.at, found.end, found.complete)
    early = assess(deal, "2026-10", Evidence(outages=[]), at=found.end)
    assert (False, False) == (early["c0"].complete, early.complete)
    rolling = agreement(uptime(window="rolling 30 days"), tz="Europe/Madrid")
    [window] = assess(rolling, "2026-10", Evidence(outages=[]))["c0"].windows
    assert (october(31, 23), True) == (window.end, window.complete)


def test_running_period() -> None:
    """In the middle of a month verdicts are those so far, and nothing is owed."""
    evidence = Evidence(outages=[down(october(3), 72)])
    found = assess(agreement(uptime()), "2026-10", evidence, at=october(11))
    assert (False, "missed", []) == (found.complete, found["c0"].verdict, owed(found))
    # Three of ten days.
    assert Fraction(7, 10) == found["c0"].windows[0].value


def test_net() -> None:
    """Both sides owe: the difference is shown, and the totals stay what they are."""
    deal = agreement(uptime(), answers(consequences=[per("breach")]))
    found = assess(
        deal,
        "2026-10",
        Evidence(
            outages=[down(october(3), 2 * PERCENT)], clocks=[clock("T-1", october(5, 10), HOUR)]
        ),
    )
    assert ["1000.00 EUR", "50.00 EUR"] == [str(total.amount) for total in found.totals]
    assert [("provider", "customer", Money.parse("950 EUR"))] == list(found.net)


def test_refused() -> None:
    """A period that is none, a naive instant, a consequence that does not fit, an unknown id."""
    deal = agreement(uptime())
    for wrong in ("soon", "2026-13", "2026-Q5", 2026, "2026-02-30"):
        with pytest.raises(SlakitError, match="is no period"):
            assess(deal, wrong, Evidence())  # type: ignore[arg-type]
    with pytest.raises(NaiveDatetimeError):
        assess(deal, "2026-10", Evidence(), at=october(1).replace(tzinfo=None))
    with pytest.raises(DocumentError, match=r"commitments\[0\]\.consequences\[0\]\.penalty\.per"):
        agreement(uptime(consequences=[per("breach")]))
    with pytest.raises(SlakitError, match="there are: c0"):
        assess(deal, "2026-10", Evidence())["c1"]


hours = st.floats(0.01, 200).map(lambda each: round(each, 2))
starts = st.integers(1, 31)


@given(starts, hours, hours)
def test_monotone(day: int, one: float, other: float) -> None:
    """Who is down longer never owes less."""
    deal = agreement(uptime())
    less, more = (
        assess(deal, "2026-10", Evidence(outages=[down(october(day), length)])).totals
        for length in sorted((one, other))
    )
    assert amount(less) <= amount(more)


@given(starts, hours, starts, hours)
def test_exclusions_never_cost(day: int, length: float, from_: int, excused: float) -> None:
    """Whatever is excluded, no more is owed than without it."""
    deal = agreement(uptime())
    outages = [down(october(day), length)]
    end = october(from_) + timedelta(hours=excused)
    with_it = Evidence(outages=outages, exclusions=[excluded(october(from_), end)])
    assert amount(assess(deal, "2026-10", with_it).totals) <= amount(
        assess(deal, "2026-10", Evidence(outages=outages)).totals
    )


@given(
    st.lists(st.tuples(starts, st.integers(-60, 600)), max_size=12),
    st.sampled_from(["half_up", "half_even", "down", "up"]),
    st.sampled_from([None, "33.33 EUR"]),
)
def test_sums(late: list[tuple[int, int]], how: str, cap: str | None) -> None:
    """Totals are the sums of their parts, caps hold, and what rounding made of it is told."""
    rule: dict[str, Any] = {**per("hour", counted="wall"), "rounding": {"how": how}}
    if cap is not None:
        rule["cap"] = cap
    clocks = [
        clock(f"T-{n}", october(day, 5), timedelta(minutes=minutes))
        for n, (day, minutes) in enumerate(late)
    ]
    deal = agreement(answers(consequences=[rule], clock={"metric": "customer_answer"}))
    whole = assess(deal, "2026-10", Evidence(clocks=clocks))
    days = [assess(deal, f"2026-10-{day:02}", Evidence(clocks=clocks)) for day in range(1, 32)]
    for each in (whole, *days):
        charges = [charge for found in each.commitments for charge in found.charges]
        assert amount(each.totals) == sum((c.owed.exact for c in charges), Fraction(0))
        assert cap is None or amount(each.totals) <= Fraction("33.33")
        assert all(c.rounded.exact - c.exact == c.difference for c in charges)
        assert Assessment.from_data(each.to_data()) == each
    if cap is None:
        # Cut into days it is the same money but for what each day says of its rounding.
        told = sum(
            (c.difference for each in days for found in each.commitments for c in found.charges),
            Fraction(0),
        )
        exact = sum((total.exact for each in days for total in each.totals), Fraction(0))
        assert exact == sum((total.exact for total in whole.totals), Fraction(0))
        assert exact + told == sum((amount(each.totals) for each in days), Fraction(0))


def amount(totals: Any) -> Fraction:
    return sum((total.amount.exact for total in totals), Fraction(0))


def test_utc() -> None:
    """The months of these tests are those of UTC."""
    assert datetime(2026, 11, 1, tzinfo=UTC) == october(32)


def test_cap_as_an_amount() -> None:
    """A credit may be held to an amount as well as to a share of its base."""
    limited = uptime()
    limited["consequences"][0]["credit"]["cap"] = "123.45 EUR"
    evidence = Evidence(outages=[down(october(3), 72)])
    assert ["123.45 EUR"] == owed(assess(agreement(limited), "2026-10", evidence))


def test_missed_above_the_first_tier() -> None:
    """A result that is missed and too good for every tier owes nothing."""
    deal = agreement(uptime("99.9%"))
    found = assess(deal, "2026-10", Evidence(outages=[down(october(3), 3)]))
    assert ("missed", []) == (found["c0"].verdict, owed(found))


def test_hours_without_a_target() -> None:
    """Nobody can say how many business hours a clock is late that had no amount."""
    late = clock("T-1", october(5, 10), HOUR)._replace(target=None)
    deal = agreement(answers(consequences=[per("hour", counted="business")]))
    with pytest.raises(SlakitError, match="how many business hours the clock of T-1"):
        assess(deal, "2026-10", Evidence(clocks=[late]))


def test_every_kind_of_value_survives_json() -> None:
    """Shares, lengths, volumes and scores are the same after JSON, to the last digit."""
    month = "calendar month, UTC"
    goals = [
        {"percentile": {90: "4h"}, "metric": "resolution"},
        {"volume": {"of": "leads", "at_least": 3}},
        {"score": {"of": "csat", "at_least": "90%"}},
        {"availability": "99%"},
    ]
    deal = agreement(*({"objective": {**goal, "window": month}} for goal in goals))
    evidence = Evidence(
        clocks=[clock("T-1", october(5, 10), HOUR, "resolution")],
        counts=[Count(october(4), Decimal("0.1"), "leads")],
        scores=[Score(october(4), value, "csat") for value in (5, 4, 1)],
        outages=[down(october(3), 1)],
    )
    found = assess(deal, "2026-10", evidence)
    assert [5 * HOUR, Decimal("0.1"), Fraction(2, 3), Fraction(743, 744)] == [
        each.windows[0].value for each in found.commitments
    ]
    assert found == Assessment.from_data(found.to_data())
