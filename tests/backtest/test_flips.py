"""Which clocks of two evaluations are one, and when a verdict is another one."""

from __future__ import annotations

from typing import Any

import pytest

from slakit import Evaluation, PolicySet, Ticket, evaluate
from slakit.backtest.flips import Flip, pairs, word_of
from tests.evaluation.desks import desk, on, promising, ticket

GOLD = {"name": "gold", "when": {"tier": "gold"}, "calendar": "office"}
SOLVED = ticket(("Mon 12:00", {"status": "solved"}))


def at_noon(policies: PolicySet, asked: Ticket) -> Evaluation:
    return evaluate(policies, asked, at=on("Mon 12:00"))


def paired(old: PolicySet, new: PolicySet, asked: Ticket, *, by_policy: bool = False) -> list[Any]:
    """Return the pairs, each clock by its policy and cycle."""
    found = pairs(at_noon(old, asked), at_noon(new, asked), by_policy=by_policy)
    return [tuple(each and f"{each.policy} {each.cycle}" for each in pair) for pair in found]


@pytest.mark.parametrize(
    ("amount", "asked", "word"),
    [
        ("4h", SOLVED, "met"),
        ("2h", SOLVED, "missed"),
        ("2h", ticket(), "breached"),
        ("4h", ticket(), "open"),
        ("4h", ticket(("Mon 10:00", {"status": "waiting"})), "open"),
        ("none", SOLVED, "no_target"),
    ],
)
def test_words(amount: str, asked: Ticket, word: str) -> None:
    """At noon three hours have passed; a clock that is open and not late is open, however."""
    assert word == word_of(at_noon(promising(resolution=amount), asked)["resolution"])


def test_no_clock() -> None:
    """A clock that never started is as good as none."""
    idle = at_noon(promising(next_response="1h"), ticket())["next_response"]
    assert ("no_clock", "no_clock") == (word_of(idle), word_of(None))


def test_names_of_policies() -> None:
    """Clocks of one metric and cycle are one, whatever their policies are called."""
    other = desk({"name": "other", "calendar": "office", "targets": {"resolution": "2h"}})
    assert [("all 1", "other 1")] == paired(promising(resolution="4h"), other, ticket())


def test_alone() -> None:
    """A clock that is there under one set only has no counterpart."""
    both = promising(resolution="4h", first_response="1h")
    one = promising(resolution="4h")
    assert [("all 1", "all 1"), ("all 1", None)] == paired(both, one, ticket())
    assert [("all 1", "all 1"), (None, "all 1")] == paired(one, both, ticket())


def test_several_policies() -> None:
    """Where all policies apply only clocks of one policy are compared."""
    gold = {**GOLD, "targets": {"resolution": "1h"}}
    rest = {"name": "rest", "calendar": "office", "targets": {"resolution": "4h"}}
    old, new = desk(gold, rest, match="all"), desk(rest, match="all")
    asked = ticket(fields={"tier": "gold"})
    assert [("gold 1", None), ("rest 1", "rest 1")] == paired(old, new, asked, by_policy=True)


def test_same_cycle() -> None:
    """Of two policies that had a clock in turn, each is compared with itself, whatever the order.

    The one that counts from its match begins a cycle 1 of its own at 11:00.
    """
    gold = {**GOLD, "counts_from": "match", "targets": {"resolution": "1h"}}
    rest = {"name": "rest", "calendar": "office", "targets": {"resolution": "4h"}}
    asked = ticket(("Mon 11:00", {"tier": "gold"}))
    old = desk(gold, rest)
    assert [("rest 1", "rest 1"), ("gold 1", None)] == paired(old, desk(rest), asked)
    renamed = desk({**gold, "name": "first"}, {**rest, "name": "second"})
    assert [("rest 1", "second 1"), ("gold 1", "first 1")] == paired(old, renamed, asked)


def test_flip() -> None:
    """A flip tells both verdicts, and is plain JSON data without what it was worked out from."""
    old, new = (at_noon(promising(resolution=amount), SOLVED) for amount in ("4h", "2h"))
    flip = Flip("T-1", "resolution", 1, old["resolution"], new["resolution"], (old, new))
    assert ("met", "missed") == flip.verdicts
    data = flip.to_data()
    assert ("met->missed", "4h", "2h") == (
        data["kind"],
        data["old"]["amount"],
        data["new"]["amount"],
    )
    assert data["new"] is None or "_evaluations" not in data
    lone = Flip("T-1", "resolution", 1, old["resolution"], None, (old, new))
    assert ("met->no_clock", None) == (lone.kind, lone.to_data()["new"])
