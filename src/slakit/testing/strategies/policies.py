"""Policy sets over the whole language: targets, calendars, metrics, versions, conventions."""

from __future__ import annotations

import warnings
from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st

from slakit.calendars import BusinessCalendar, Calendar
from slakit.errors import PolicyWarning
from slakit.policies import PolicySet, profile_names
from slakit.testing.strategies.amounts import amounts
from slakit.testing.strategies.calendars import calendars as any_calendar
from slakit.testing.strategies.words import conventions, escalations, levels, metrics
from slakit.testing.strategies.words import warnings as alerts

__all__ = ["OWN", "SITES", "policies"]

Data = dict[str, Any]
SITES = ("office", "always", "other")
OWN = "own"
STATUSES = {"paused": ["waiting"], "resolved": ["solved"], "closed": ["closed"]}
METRICS = (
    "first_response",
    "next_response",
    "periodic_update",
    "pausable_update",
    "requester_wait",
    "agent_work",
    "resolution",
    "total_resolution",
    "time_to_own",
    "group_ownership",
    OWN,
)
CARRIED = ("at(own)", "at(own) next_open", "at(own) previous_close", "field(given)", "none")

sites = st.sampled_from(SITES)
promises = st.one_of(amounts().map(str), amounts().map(str), st.sampled_from(CARRIED))
day_promises = st.sampled_from(("1bd", "1bd 10:00", "2bd eod"))
tables = st.fixed_dictionaries(
    {"by": st.just("priority"), "high": promises}, optional={"low": promises, "else": promises}
)
row = st.one_of(
    st.fixed_dictionaries(
        {"amount": promises}, optional={"calendar": st.one_of(sites, st.just("field(site)"))}
    ),
    st.fixed_dictionaries({"amount": day_promises, "cutoff": st.just("14:00")}),
)
rows = st.builds(
    lambda some, last: [*({**each, "when": when} for each, when in some), last],
    st.lists(st.tuples(row, levels), max_size=2),
    row,
)
targets = st.dictionaries(
    st.sampled_from(METRICS), st.one_of(promises, tables, rows), min_size=1, max_size=3
)
calendar_choices = st.one_of(
    sites,
    sites,
    st.just("field(site)"),
    st.lists(sites, min_size=2, max_size=2, unique=True),
    st.builds(lambda a, b: {"by": "tier", "gold": a, "else": b}, sites, sites),
    st.builds(
        lambda when, a, b: [{"when": when, "calendar": a}, {"calendar": b}], levels, sites, sites
    ),
)
recipients = st.just({"boss": {"at": "+2h", "only_when_open": True, "to": ["boss@example.com"]}})
instants = st.integers(0, 96).map(
    lambda hours: datetime(2024, 3, 8 + hours // 24, hours % 24, tzinfo=UTC).isoformat()
)


def policies(
    *, calendar: st.SearchStrategy[Calendar] | None = None
) -> st.SearchStrategy[PolicySet]:
    """Return a strategy of policy sets: one to three policies and some of their versions.

    They have three calendars, of which ``other`` is drawn from `calendar`, by default any, and
    now and then a profile. Whatever `tickets` draws can be evaluated under them.

    >>> from hypothesis import given, settings
    >>> from slakit.testing.strategies import tickets
    >>> @settings(max_examples=5)
    ... @given(policies(), tickets())
    ... def test_answer(desk, ticket):
    ...     assert evaluate(desk, ticket, at=ticket.created_at).ticket == ticket.id
    >>> test_answer()

    The trap: reading such a set anew warns of hours that end at 23:59, and of agreements that
    promise more time than what they support; drawing it does not.
    """
    return policy_sets(any_calendar() if calendar is None else calendar)


@st.composite
def policy_sets(draw: st.DrawFn, other: st.SearchStrategy[Calendar]) -> PolicySet:
    office = BusinessCalendar(tz="America/New_York", hours="Mon-Fri 09:00-12:00,13:00-17:00")
    known = {"office": office, "always": BusinessCalendar.always("UTC"), "other": draw(other)}
    named = draw(st.integers(1, 3))
    found = [draw(policy(name)) for name in ("gold", "silver", "rest")[:named]]
    if draw(st.booleans()):
        found.append({**draw(policy("gold")), "kind": found[0]["kind"], "from": draw(instants)})
    if named > 1:
        # Only an agreement between teams, or with a supplier, supports another one.
        found[1] |= draw(st.sampled_from(({}, {"kind": "ola", "supports": "gold"})))
    if named > 2:
        found[2] |= draw(st.sampled_from(({}, {"default": True})))
    own = draw(metrics)
    document: Data = {
        "calendars": known,
        "statuses": STATUSES,
        "metrics": {OWN: own},
        "policies": found,
        **draw(conventions),
        **draw(st.fixed_dictionaries({}, optional=of_set)),
    }
    with warnings.catch_warnings():
        # An agreement that promises more time than the one it supports is meant here.
        warnings.simplefilter("ignore", PolicyWarning)
        return PolicySet.model_validate(document)


of_set: dict[str, st.SearchStrategy[Any]] = {
    "profile": st.sampled_from(profile_names()),
    "pause": levels,
    "match": st.sampled_from(("first", "all")),
    "rematch": st.sampled_from(("change", "creation")),
    "versions": st.sampled_from(("follow", "pin")),
}


@st.composite
def policy(draw: st.DrawFn, name: str) -> Data:
    """Draw a policy as a file holds it."""
    # Only gold ones may be supported, and those are promised to customers.
    kinds = ("sla",) if name == "gold" else ("sla", "ola", "uc")
    required = {
        "name": st.just(name),
        "kind": st.sampled_from(kinds),
        "calendar": calendar_choices,
        "targets": targets,
    }
    optional = {
        "when": levels,
        "pause": levels,
        "warn": alerts,
        "escalate": st.one_of(escalations, recipients),
    }
    return {**draw(st.fixed_dictionaries(required, optional=optional)), **draw(conventions)}
