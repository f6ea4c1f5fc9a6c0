"""Hypothesis strategies: desks in the whole policy language, small enough to be walked.

A desk is the plain data that both `PolicySet.model_validate` and the slow evaluator take. Each
strategy of desks looks at one side of the language; `desks` draws from all of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from hypothesis import strategies as st

from slakit import BusinessCalendar, PolicySet
from slakit.testing.strategies.words import (
    conventions,
    escalations,
    levels,
    metrics,
    warnings,
)
from tests.evaluation.histories import DAYS, FRIDAY, SITES, instant
from tests.evaluation.oracle_promises import Desk

Data = dict[str, Any]
Desks = st.SearchStrategy[Data]

WEEK = ("mon", "tue", "wed", "thu", "fri")
CALENDARS: dict[str, dict[str, Any]] = {
    "office": {
        "tz": "America/New_York",
        "hours": {day: ["09:00-12:00", "13:00-17:00"] for day in WEEK},
    },
    "weekend": {
        "tz": "America/New_York",
        "hours": {day: ["00:30-04:00", "12:00-20:00"] for day in ("fri", "sat", "sun", "mon")},
    },
    "always": {
        "tz": "UTC",
        "hours": {day: ["00:00-24:00"] for day in (*WEEK, "sat", "sun")},
    },
}
STATUSES = {"paused": ["waiting"], "resolved": ["solved"], "closed": ["closed"]}
GOLD = {"tier": "gold"}

# All quarters of them are whole minutes.
LENGTHS = ("4m", "44m", "2h", "7h", "20h", "2h wall", "26h wall")
RULES = ("1bd", "2bd", "1bd eod", "1bd 10:00", "1cd", "2cd")
CARRIED = ("at(own)", "at(own) next_open", "at(own) previous_close", "field(given)", "none")

lengths = st.sampled_from(LENGTHS)
amounts = st.one_of(lengths, lengths, st.sampled_from(RULES))
any_amounts = st.one_of(amounts, amounts, st.sampled_from(CARRIED))


def by_priority(drawn: st.SearchStrategy[str]) -> st.SearchStrategy[Any]:
    return st.fixed_dictionaries(
        {"by": st.just("priority"), "high": drawn}, optional={"low": drawn, "else": drawn}
    )


targets = st.one_of(amounts, by_priority(amounts))
row = st.fixed_dictionaries(
    {"amount": any_amounts}, optional={"calendar": st.sampled_from(SITES)}
) | st.fixed_dictionaries(
    {"amount": st.sampled_from(("1bd", "1bd 10:00", "2bd eod")), "cutoff": st.just("14:00")}
)
rows = st.builds(
    lambda some, last: [*({**row, "when": when} for row, when in some), last],
    st.lists(st.tuples(row, levels), max_size=2),
    st.one_of(row, st.builds(lambda row, when: {**row, "when": when}, row, levels)),
)
any_targets = st.one_of(any_amounts, by_priority(any_amounts), rows)
sites = st.sampled_from(SITES)
calendars = st.one_of(
    sites,
    st.just("field(site)"),
    st.builds(lambda a, b: {"by": "tier", "gold": a, "else": b}, sites, sites),
    st.builds(
        lambda when, a, b: [{"when": when, "calendar": a}, {"calendar": b}], levels, sites, sites
    ),
)
both_targets = st.fixed_dictionaries({"first_response": targets, "resolution": targets})


def desk_of(*policies: Mapping[str, Any], **of_set: Any) -> Data:
    return {
        "calendars": CALENDARS,
        "statuses": STATUSES,
        "policies": [dict(policy) for policy in policies],
        **of_set,
    }


def policy(**fixed: Any) -> st.SearchStrategy[Data]:
    """Draw a policy for everybody; what is given is a strategy, or fixed."""
    given = {
        name: value if isinstance(value, st.SearchStrategy) else st.just(value)
        for name, value in fixed.items()
    }
    drawn: dict[str, st.SearchStrategy[Any]] = {
        "name": st.just("all"),
        "calendar": sites,
        "targets": both_targets,
        "warn": warnings,
    }
    return st.fixed_dictionaries({**drawn, **given})


@st.composite
def built(draw: st.DrawFn, /, *policies: st.SearchStrategy[Data], **of_set: Any) -> Data:
    """Draw a desk with these policies; conventions are drawn for the set and one policy."""
    found = [draw(each) for each in policies]
    found[-1] = {**found[-1], **draw(of_set.pop("of_policy", st.just({})))}
    everywhere = draw(of_set.pop("everywhere", st.just({})))
    drawn = {name: draw(value) for name, value in of_set.items()}
    return desk_of(*found, **everywhere, **drawn)


# One policy for everybody; two that take turns; one that may cease to match.
only_resolution = st.just({"soon": {"at": "75%", "metrics": ["resolution"]}})
plain_desks = built(policy(warn=st.one_of(warnings, only_resolution)))
changing_desks = built(policy(name="gold", when=GOLD), policy())
losing_desks = built(policy(name="gold", when=GOLD))
# Amounts that the ticket carries, rows with conditions, calendars by the ticket.
target_desks = built(policy(targets=st.fixed_dictionaries({"resolution": any_targets})))
calendar_desks = built(
    policy(calendar=calendars, escalate=escalations),
    of_policy=conventions,
)
joined_desks = built(
    policy(calendar=["office", "weekend"], targets=st.fixed_dictionaries({"resolution": lengths}))
)
# A metric in six words of its own, and the standard ones.
own = st.fixed_dictionaries({"own": any_targets})
metric_desks = built(policy(targets=own), metrics=st.fixed_dictionaries({"own": metrics}))
STANDARD = (
    "next_response",
    "periodic_update",
    "pausable_update",
    "requester_wait",
    "total_resolution",
    "time_to_own",
)
standard_desks = built(
    policy(targets=st.dictionaries(st.sampled_from(STANDARD), targets, min_size=1, max_size=2))
)
# Every convention, where policies take turns.
cycling = st.fixed_dictionaries({}, optional={"resolution": targets, "next_response": targets})
some_targets = cycling.filter(bool)
kinds = st.sampled_from(("sla", "ola"))
convention_desks = built(
    policy(name="gold", when=GOLD, targets=some_targets, calendar=calendars, kind=kinds),
    policy(name="rest", targets=some_targets, when=levels, pause=levels),
    everywhere=conventions,
    of_policy=conventions,
)
turns = st.integers(0, DAYS * 48).map(lambda half: instant(FRIDAY + half * 30).isoformat())
version_desks = built(
    policy(name="gold", when=levels, targets=some_targets),
    policy(name="gold", when=levels, targets=some_targets, **{"from": turns}),
    policy(name="rest", default=True),
    versions=st.sampled_from(("follow", "pin")),
    rematch=st.sampled_from(("change", "creation")),
    everywhere=conventions,
)
all_desks = built(
    policy(name="gold", when=GOLD, targets=some_targets),
    policy(name="rest", when=levels, targets=some_targets),
    match=st.just("all"),
    everywhere=conventions,
)
KINDS: dict[str, Desks] = {
    "plain": plain_desks,
    "changing": changing_desks,
    "losing": losing_desks,
    "targets": target_desks,
    "calendars": calendar_desks,
    "joined": joined_desks,
    "metrics": metric_desks,
    "standard": standard_desks,
    "conventions": convention_desks,
    "versions": version_desks,
    "all": all_desks,
}
desks = st.one_of(*KINDS.values())


@cache
def compiled(calendar: str) -> BusinessCalendar:
    """Return the calendar as slakit's, the same one every time."""
    return BusinessCalendar(**CALENDARS[calendar])


def policies_of(data: Mapping[str, Any]) -> PolicySet:
    return PolicySet.model_validate({**data, "calendars": {n: compiled(n) for n in CALENDARS}})


# The slow calendars remember the minutes that they were asked for.
SLOW = Desk(desk_of()).calendars


def oracle_of(data: Mapping[str, Any]) -> Desk:
    return Desk(data, SLOW)
