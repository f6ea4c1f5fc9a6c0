"""Conventions: where products contradict each other on the same history."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal, NamedTuple, TypeAlias

from pydantic import AfterValidator, Field, WithJsonSchema

from slakit.documents.model import Document
from slakit.errors import PolicyError

__all__ = ["Conventions", "Rules", "rules_of"]

_FIELD = re.compile(r"field\(\s*([^()\s][^()]*?)\s*\)")


def check_counts_from(value: str) -> str:
    if value in ("start", "match") or _FIELD.fullmatch(value):
        return value
    raise PolicyError(
        f"{value!r} is nothing to count from",
        value=value,
        remedy="write start, match or field(name)",
    )


CountsFrom: TypeAlias = Annotated[
    str,
    AfterValidator(check_counts_from),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": r"^(start|match|field\(.+\))$",
            "examples": ["start", "match", "field(created_at)"],
        }
    ),
]
EarlierPauses = Literal["credit", "count"]
CalendarChange = Literal["slice", "last", "at_start"]
AtClose = Literal["stay", "next_open"]
DueShown = Literal["always", "while_open"]


class Conventions(Document):
    """How a clock is counted; said on a set, a policy or a metric, the later wins."""

    counts_from: CountsFrom | None = Field(
        default=None,
        description="what a clock that a policy takes up later counts from: its own start, the"
        " match, or an instant on the ticket",
    )
    earlier_pauses: EarlierPauses | None = Field(
        default=None, description="whether pauses before the match are given back or counted"
    )
    on_calendar_change: CalendarChange | None = Field(
        default=None,
        description="each stretch in the hours of its time, or the last or first hours for all",
    )
    at_close: AtClose | None = Field(
        default=None, description="where a due time goes that falls exactly on a closing"
    )
    due_shown: DueShown | None = Field(
        default=None, description="whether a stopped clock still has its due time"
    )
    sticky: bool | None = Field(
        default=None, description="whether a breach outlives a later, longer target"
    )


class Rules(NamedTuple):
    """The conventions in force for one metric of one policy."""

    counts_from: str = "start"
    counts_field: str | None = None
    credits_earlier: bool = True
    calendar_change: CalendarChange = "slice"
    next_open: bool = False
    shown_when_stopped: bool = True
    sticky: bool = True


def rules_of(kind: str, *levels: Conventions | None) -> Rules:
    """Return the conventions that several levels say together, the later winning."""
    said: dict[str, Any] = {"counts_from": "match" if kind == "ola" else "start"}
    for level in levels:
        for name in Conventions.model_fields:
            if level is not None and (value := getattr(level, name)) is not None:
                said[name] = value
    field = _FIELD.fullmatch(said["counts_from"])
    return Rules(
        counts_from="field" if field else said["counts_from"],
        counts_field=field[1] if field else None,
        credits_earlier=said.get("earlier_pauses") != "count",
        calendar_change=said.get("on_calendar_change", "slice"),
        next_open=said.get("at_close") == "next_open",
        shown_when_stopped=said.get("due_shown") != "while_open",
        sticky=said.get("sticky", True),
    )
