"""The words of policies as plain data: conditions, edges, metrics, alerts and conventions.

They speak of the fields and signals that `slakit.testing.strategies.tickets` draws.
"""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

__all__ = [
    "conventions",
    "escalations",
    "levels",
    "metrics",
    "offsets",
    "starts",
    "stops",
    "warnings",
]

levels: st.SearchStrategy[Any] = st.sampled_from(
    (
        {"tier": "gold"},
        {"tier": None},
        {"priority": ["high", "low"]},
        {"priority": {"is_not": "high"}},
        {"priority": {"starts_with": "o"}},
        {"impact": {"ge": 2, "lt": 3}},
        {"assignee": {"present": True}},
        {"not": {"status": "new"}},
        {"any": [{"tier": "gold"}, {"impact": {"gt": 1}}], "priority": {"not_in": ["odd"]}},
        {"all": [{"not": {"category": "open"}}, {"tier": {"absent": True}}]},
        {"since": "agent_reply", "until": "customer_reply"},
        {"since": {"signal": "sold"}, "until": {"any": [{"signal": "done"}, {"status": "solved"}]}},
    )
)
offsets = st.sampled_from(
    ("50%", "75%", "-30m", "-30m wall", "-2h", {"at": "75%", "only_when_open": True})
)
warnings: st.SearchStrategy[Any] = st.one_of(
    st.just({}), st.dictionaries(st.sampled_from(("soon", "last")), offsets, min_size=1)
)
escalations: st.SearchStrategy[Any] = st.sampled_from(
    ({}, {"lead": "+0m", "boss": "+2h"}, {"boss": "+2h wall"})
)
conventions: st.SearchStrategy[Any] = st.fixed_dictionaries(
    {},
    optional={
        "counts_from": st.sampled_from(("start", "match", "field(opened)")),
        "earlier_pauses": st.sampled_from(("credit", "count")),
        "on_calendar_change": st.sampled_from(("slice", "last", "at_start")),
        "at_close": st.sampled_from(("stay", "next_open")),
        "due_shown": st.sampled_from(("always", "while_open")),
        "sticky": st.booleans(),
    },
)
starts: st.SearchStrategy[Any] = st.sampled_from(
    (
        "created",
        "customer_reply",
        "agent_reply",
        {"signal": "sold"},
        {"changes": "site"},
        {"becomes": {"assignee": {"present": True}}},
        {"status": "new"},
        {"all": ["customer_reply", {"tier": "gold"}]},
        {"any": ["created", "customer_reply"]},
    )
)
stops: st.SearchStrategy[Any] = st.sampled_from(
    (
        "agent_reply",
        {"category": ["resolved", "closed"]},
        {"status": {"is_not": "new"}},
        {"signal": "done"},
        {"changes": "priority"},
        {"any": ["agent_reply", {"status": "solved"}]},
        {"since": "agent_reply", "until": "customer_reply"},
    )
)
metrics: st.SearchStrategy[Any] = st.fixed_dictionaries(
    {
        "start": starts,
        "stop": stops,
        "again": st.sampled_from(("new_cycle", "chain", "count", "credit", "restart", "ignore")),
    },
    optional={
        "pause": st.one_of(st.sampled_from(("policy", "none", {"category": "paused"})), levels),
        "cancel": st.sampled_from(
            ("none", {"category": "closed"}, {"signal": "drop"}, {"tier": "tin"})
        ),
        "restart": st.sampled_from(("none", "customer_reply", {"changes": "priority"})),
    },
)
