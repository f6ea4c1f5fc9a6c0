"""Conventions: said on a set, a policy or a metric, the later winning."""

from __future__ import annotations

from typing import Any

import pytest

from slakit import DocumentError, PolicyError
from slakit.policies.conventions import Conventions, Rules, rules_of
from tests.json_schema import faults, undescribed
from tests.policies.desks import desk

DEFAULTS = Rules(
    counts_from="start",
    counts_field=None,
    credits_earlier=True,
    calendar_change="slice",
    next_open=False,
    shown_when_stopped=True,
    sticky=True,
)


def test_defaults() -> None:
    """What nobody says is as a help desk expects; only an OLA counts from its match."""
    assert DEFAULTS == rules_of("sla") == rules_of("uc", Conventions(), None)
    assert DEFAULTS._replace(counts_from="match") == rules_of("ola")


@pytest.mark.parametrize(
    ("said", "changed"),
    [
        ({"counts_from": "match"}, {"counts_from": "match"}),
        ({"counts_from": "field( due from )"},
         {"counts_from": "field", "counts_field": "due from"}),
        ({"earlier_pauses": "count"}, {"credits_earlier": False}),
        ({"on_calendar_change": "last"}, {"calendar_change": "last"}),
        ({"on_calendar_change": "at_start"}, {"calendar_change": "at_start"}),
        ({"at_close": "next_open"}, {"next_open": True}),
        ({"due_shown": "while_open"}, {"shown_when_stopped": False}),
        ({"sticky": False}, {"sticky": False}),
    ],
)  # fmt: skip
def test_said(said: dict[str, Any], changed: dict[str, Any]) -> None:
    """Each convention is one rule."""
    assert DEFAULTS._replace(**changed) == rules_of("sla", Conventions(**said))


def test_later_wins() -> None:
    """What is said nearer to the clock wins, word by word, also where it is the default."""
    far = Conventions(counts_from="match", sticky=False, at_close="next_open")
    near = Conventions(counts_from="start", sticky=True)
    assert DEFAULTS._replace(next_open=True) == rules_of("sla", far, None, near)
    assert DEFAULTS == rules_of("ola", Conventions(counts_from="start"))


def test_levels_of_a_set() -> None:
    """A metric says it nearer than a policy, a policy than the set, the set than its profile."""
    words = {"resolution": {"sticky": True, "due_shown": "always"}}
    policies = desk(
        {"at_close": "stay", "sticky": False, "due_shown": "while_open"},
        {"targets": {"resolution": "4h", "first_response": "1h"}},
        profile="zammad",
        at_close="next_open",
        metrics=words,
    )
    (first,), (second,) = policies._selector.policies
    rules = first.targets["resolution"].rules
    assert (False, True, True) == (rules.next_open, rules.sticky, rules.shown_when_stopped)
    # The profile of Zammad shows the due time of an open clock only.
    rules = second.targets["first_response"].rules
    assert (True, True, False) == (rules.next_open, rules.sticky, rules.shown_when_stopped)
    assert second.targets["resolution"].rules.shown_when_stopped


@pytest.mark.parametrize(
    ("said", "path"),
    [
        ({"counts_from": "creation"}, "counts_from"),
        ({"counts_from": "field()"}, "counts_from"),
        ({"earlier_pauses": "yes"}, "earlier_pauses"),
        ({"on_calendar_change": "cut"}, "on_calendar_change"),
        ({"at_close": "open"}, "at_close"),
        ({"due_shown": "never"}, "due_shown"),
        ({"sticky": "maybe"}, "sticky"),
        ({"stiky": True}, "stiky"),
    ],
)
def test_refused(said: dict[str, Any], path: str) -> None:
    """What is no convention is refused at its place."""
    with pytest.raises(DocumentError) as caught:
        Conventions(**said)
    (problem,) = caught.value.problems
    assert (path,) == problem.path
    assert faults(Conventions.model_json_schema(), said)


def test_remedy() -> None:
    """The remedy shows what there is to count from."""
    with pytest.raises(PolicyError, match=r"write start, match or field\(name\)"):
        Conventions(counts_from="creation")


def test_schema() -> None:
    """Each convention is described."""
    schema = Conventions.model_json_schema()
    assert [] == undescribed(schema)
    good = {"counts_from": "field(x)", "sticky": False, "at_close": "stay"}
    assert [] == faults(schema, Conventions(**good).to_data())
