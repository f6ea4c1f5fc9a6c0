"""Hypothesis strategies: desks and histories that slakit and the slow evaluator both take.

Everything falls on whole minutes around a weekend on which New York changes its clocks. A desk is
plain data, a history one of `oracle.History`; minutes are drawn so that events meet openings,
closings and each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from hypothesis import strategies as st

from slakit import Change, Message, PolicySet, Ticket
from tests.evaluation.oracle import Desk, Happening, History
from tests.oracle import DAY, EPOCH, minute_of

# Friday 8 March 2024; New York's clocks sprang on the Sunday after it.
FRIDAY = minute_of(datetime(2024, 3, 8, tzinfo=UTC))
DAYS = 5

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

LENGTHS = ("1m", "45m", "2h", "7h", "20h", "2h wall", "26h wall")
RULES = ("1bd", "2bd", "1bd eod", "1cd", "2cd")

lengths = st.sampled_from(LENGTHS)
amounts = st.sampled_from((*LENGTHS, *RULES))
targets = st.one_of(
    amounts,
    st.fixed_dictionaries(
        {"by": st.just("priority"), "high": amounts}, optional={"low": amounts, "else": amounts}
    ),
)
both_targets = st.fixed_dictionaries({"first_response": targets, "resolution": targets})
calendars = st.sampled_from(tuple(CALENDARS))


def desk_of(*policies: Mapping[str, Any]) -> dict[str, Any]:
    return {"calendars": CALENDARS, "statuses": STATUSES, "policies": list(policies)}


def policy(**fixed: Any) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {
            "name": st.just("all"),
            "calendar": calendars,
            "targets": both_targets,
            **{name: st.just(value) for name, value in fixed.items()},
        }
    )


GOLD = {"tier": "gold"}
# One policy for everybody; two that take turns; one that may cease to match.
plain_desks = policy().map(desk_of)
changing_desks = st.builds(desk_of, policy(name="gold", when=GOLD), policy())
losing_desks = policy(name="gold", when=GOLD).map(desk_of)
desks = st.one_of(plain_desks, changing_desks, losing_desks)

# Half hours, where the calendars open and close, as often as any minute.
minutes = st.one_of(
    st.integers(0, DAYS * 48).map(lambda half: half * 30), st.integers(0, DAYS * DAY)
)
# Much happens at once, or within a few hours.
gaps = st.one_of(st.just(0), st.integers(1, 16).map(lambda half: half * 30), st.integers(0, DAY))
statuses = st.sampled_from(("new", "waiting", "solved", "closed"))
priorities = st.sampled_from(("high", "low", "odd"))
tiers = st.sampled_from(("gold", "tin"))
fields = st.fixed_dictionaries(
    {}, optional={"status": statuses, "priority": priorities, "tier": tiers}
)
happenings: st.SearchStrategy[Happening] = st.one_of(
    st.fixed_dictionaries({"status": statuses}),
    st.fixed_dictionaries({"status": st.sampled_from(("waiting", "new"))}),
    st.fixed_dictionaries({"tier": tiers}),
    fields,
    st.sampled_from(("agent", "customer", "bot")),
)


@st.composite
def histories(draw: st.DrawFn, *, most: int = 8, **fixed: Any) -> History:
    """Draw a ticket with at most so many events after its creation; `fixed` fields begin so."""
    created = minute = FRIDAY + draw(minutes)
    events = []
    least = draw(st.integers(0, most))
    drawn = st.lists(st.tuples(gaps, happenings), min_size=least, max_size=most)
    for gap, what in draw(drawn):
        minute += gap
        events.append((minute, what))
    return History(created, {**draw(fields), **fixed}, events)


# When somebody asks: so many minutes after what happened at an index, or a little before it.
Asked = tuple[int, int]
asked: st.SearchStrategy[Asked] = st.tuples(
    st.integers(0, 9), st.one_of(gaps, gaps, st.integers(-60, -1))
)


def minute_asked(history: History, asked: Asked) -> int:
    index, gap = asked
    known = [history.created, *(minute for minute, _ in history.events)]
    return known[index % len(known)] + gap


@cache
def compiled(calendar: str) -> Any:
    """Return the calendar as slakit's, the same one every time."""
    from slakit import BusinessCalendar

    return BusinessCalendar(**CALENDARS[calendar])


def policies_of(data: Mapping[str, Any]) -> PolicySet:
    return PolicySet.model_validate({**data, "calendars": {n: compiled(n) for n in CALENDARS}})


ORACLE = Desk(desk_of())


def oracle_of(data: Mapping[str, Any]) -> Desk:
    """Return the slow desk; the calendars remember the minutes that they were asked for."""
    found = Desk.__new__(Desk)
    found.calendars, found.statuses, found.policies = ORACLE.calendars, STATUSES, data["policies"]
    return found


def instant(minute: int) -> datetime:
    return EPOCH + timedelta(minutes=minute)


def ticket_of(history: History) -> Ticket:
    return Ticket(
        id="T-1",
        created_at=instant(history.created),
        fields=history.fields,
        events=[
            Message(at=instant(minute), author=what)  # type: ignore[arg-type]
            if isinstance(what, str)
            else Change(at=instant(minute), fields=what)
            for minute, what in history.events
        ],
    )


def until(history: History, minute: int) -> History:
    """Return the history cut after a minute."""
    kept = [(when, what) for when, what in history.events if when <= minute]
    return History(history.created, history.fields, kept)
