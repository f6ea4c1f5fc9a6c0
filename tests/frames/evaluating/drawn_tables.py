"""Hypothesis strategies: desks and histories whose fields are of every type that a field may have.

They meet what a table has and a line of text has not: numbers, truth values, dates, instants and
decimals, of which some are equal without being the same, and values of a type that no condition
can compare. The desks lead from a field to an instant, a row, a calendar or a start.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from slakit.testing.strategies.words import conventions, escalations, levels
from tests.evaluation.drawn_desks import Data, Desks, built, lengths, policy, some_targets, turns
from tests.evaluation.histories import (
    FRIDAY,
    SITES,
    happenings,
    histories,
    instant,
    minutes,
)

__all__ = ["TYPED", "typed_histories"]

LISBON = ZoneInfo("Europe/Lisbon")
# Equal numbers find the same row of a table, and are the same for a condition.
sizes = st.sampled_from(
    (0, 1, 2, 3, 1.0, 2.0, 2.5, -0.0, Decimal("2.00"), Decimal("2.5"), Decimal(3), None)
)
vips = st.sampled_from((True, False, None))
dates = st.sampled_from((date(2024, 3, 8), date(2024, 3, 9), date(2024, 4, 1), None))
instants = st.one_of(
    st.none(),
    minutes.map(lambda minute: instant(FRIDAY + minute)),
    minutes.map(lambda minute: instant(FRIDAY + minute).astimezone(LISBON)),
)
texts_of_instants = instants.map(lambda at: None if at is None else at.isoformat())
# What names no instant is refused where an instant is asked for, and is nothing elsewhere.
own = st.one_of(instants, instants, texts_of_instants, texts_of_instants, st.just("soon"))
given = st.sampled_from(("4m", "2h", "1bd", "none", None, timedelta(hours=2), "soon", "-4h", 5))
states = st.sampled_from(("paused", "resolved", "open", "paused", "resolved", None, "waiting"))
# Now and then a field has a value of another type than conditions ask for.
wrong = st.sampled_from(("large", True, 7, date(2024, 3, 8)))

values: dict[str, st.SearchStrategy[Any]] = {
    "size": sizes,
    "vip": vips,
    "booked": dates,
    "promised": instants,
    "category": st.sampled_from(("paused", "resolved", "open", "closed", None)),
}
changes = st.one_of(
    *(st.fixed_dictionaries({name: drawn}) for name, drawn in values.items()),
    *(st.fixed_dictionaries({name: drawn}) for name, drawn in values.items()),
    st.fixed_dictionaries({"own": own}),
    st.fixed_dictionaries({"given": st.sampled_from(("2h", "1bd", None))}),
    st.fixed_dictionaries({"size": sizes, "vip": vips}),
    st.fixed_dictionaries({"size": wrong}),
    st.fixed_dictionaries({}),
)
typed = st.one_of(changes, changes, happenings)


@st.composite
def drawn_history(draw: st.DrawFn) -> Any:
    fields = draw(st.fixed_dictionaries({}, optional=values))
    fields |= draw(st.sampled_from(({}, {}, {}, {"given": draw(given)})))
    fields |= {"own": draw(own), "opened": draw(own)} if draw(st.booleans()) else {}
    return draw(histories(most=6, what=typed, **fields))


typed_histories = drawn_history().filter(
    lambda history: not isinstance(history.fields.get("given"), timedelta)
)

conditions = st.sampled_from(
    (
        {"size": {"ge": 2}},
        {"size": {"lt": 2.5}, "vip": True},
        {"size": 2},
        {"size": {"in": [0, 2.5]}},
        {"vip": False},
        {"vip": {"is_not": True}},
        {"booked": {"gt": "2024-03-08"}},
        {"promised": {"le": "2024-03-09T12:00:00+00:00"}},
        {"promised": {"present": True}},
        {"not": {"booked": {"absent": True}}},
        {"any": [{"vip": True}, {"size": {"gt": 2}}]},
        {"category": ["paused", "resolved"]},
        {"since": {"changes": "size"}, "until": {"becomes": {"vip": True}}},
        {"since": "customer_reply", "until": {"changes": "promised"}},
    )
)
edges = st.sampled_from(
    (
        "created",
        {"changes": "size"},
        {"changes": "vip"},
        {"changes": "promised"},
        {"changes": "category"},
        {"becomes": {"size": {"ge": 2}}},
        {"becomes": {"booked": {"present": True}}},
        {"all": [{"changes": "size"}, {"vip": True}]},
        {"any": ["created", "customer_reply", {"changes": "own"}]},
    )
)
# A start or a stop may also be that a condition comes to hold.
metric = st.fixed_dictionaries(
    {
        "start": edges,
        "stop": st.one_of(edges.filter(lambda edge: edge != "created"), conditions),
        "again": st.sampled_from(("new_cycle", "count", "credit", "restart", "ignore")),
    },
    optional={"pause": conditions, "cancel": conditions, "restart": edges},
)
CARRIED = (
    "at(own)",
    "at(own) next_open",
    "at(own) previous_close",
    "at(promised)",
    "field(given)",
)
amounts = st.one_of(lengths, st.sampled_from(("1bd", "1cd")), st.sampled_from(CARRIED))
by_field = st.one_of(
    st.fixed_dictionaries(
        {"by": st.just("size"), "2": amounts, "2.5": amounts}, optional={"else": amounts}
    ),
    st.fixed_dictionaries({"by": st.just("vip"), "true": amounts, "false": amounts}),
    st.fixed_dictionaries({"by": st.just("booked"), "2024-03-08": amounts, "else": amounts}),
)
rows = st.builds(
    lambda when, a, b, site: [{"when": when, "amount": a, "calendar": site}, {"amount": b}],
    conditions,
    amounts,
    amounts,
    st.sampled_from((*SITES, "field(site)")),
)
typed_targets = st.one_of(amounts, by_field, rows)
starts_of_count = st.sampled_from(("start", "match", "field(opened)", "field(promised)"))
typed_conventions = st.builds(
    lambda drawn, of: drawn | of,
    conventions,
    st.fixed_dictionaries({}, optional={"counts_from": starts_of_count}),
)
# Some count from before their start, and what was paused between the two is given back.
counting = st.builds(
    lambda drawn, start: {**drawn, "counts_from": start},
    conventions,
    st.sampled_from(("field(opened)", "field(promised)", "field(created_at)")),
)
# Every form that a warning or an escalation has.
alerts = st.fixed_dictionaries(
    {},
    optional={
        "half": st.sampled_from(("50%", "33.333333%", "100%")),
        "last": st.sampled_from(("-30m", "-2h wall", "-4m")),
        "open": st.just({"at": "-2h wall", "only_when_open": True}),
        "whom": st.just({"at": "75%", "to": ["ana", "bo"], "metrics": ["resolution"]}),
    },
)
after = st.one_of(
    escalations,
    st.just({"late": {"at": "+2h wall", "only_when_open": True, "to": ["boss"]}, "now": "+0m"}),
    st.just({"twice": "200%", "lead": {"at": "150%", "metrics": ["resolution"]}}),
)
one = policy(
    targets=st.fixed_dictionaries({"resolution": typed_targets}, optional={"own": typed_targets}),
    calendar=st.sampled_from((*SITES, "field(site)")),
    warn=alerts,
    escalate=after,
)
first = policy(
    name="first",
    when=conditions,
    targets=st.fixed_dictionaries({"resolution": typed_targets}),
    pause=conditions,
    warn=alerts,
)
versions: Desks = built(
    policy(name="first", when=levels | conditions, targets=some_targets),
    policy(name="first", targets=some_targets, when=levels | conditions, **{"from": turns}),
    one,
    versions=st.sampled_from(("follow", "pin")),
    rematch=st.sampled_from(("change", "creation")),
    metrics=st.fixed_dictionaries({"own": metric}),
    everywhere=typed_conventions,
)
TYPED: dict[str, st.SearchStrategy[Data]] = {
    "one": built(one, of_policy=typed_conventions, metrics=st.fixed_dictionaries({"own": metric})),
    "in turn": built(
        first,
        one,
        everywhere=typed_conventions,
        metrics=st.fixed_dictionaries({"own": metric}),
    ),
    "at once": built(
        first,
        one,
        match=st.just("all"),
        everywhere=typed_conventions,
        metrics=st.fixed_dictionaries({"own": metric}),
    ),
    "versions": versions,
    "from a field": built(
        one,
        of_policy=counting,
        statuses=st.just({"paused": ["waiting"], "resolved": ["solved"], "closed": ["closed"]}),
        metrics=st.fixed_dictionaries({"own": metric}),
    ),
}
