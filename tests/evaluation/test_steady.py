"""Clocks under one promise are read as the general way reads them."""

from __future__ import annotations

import importlib
from unittest.mock import patch

import pytest
from hypothesis import given, settings

from slakit import Evaluation, evaluate
from tests.evaluation.desks import on, promising, ticket
from tests.evaluation.drawn_desks import KINDS, Data, policies_of
from tests.evaluation.histories import Asked, asked, histories, instant, minute_asked, ticket_of
from tests.evaluation.oracle_world import History

# The package has a function of the module's name.
evaluating = importlib.import_module("slakit.evaluation.evaluate")


def evaluations(data: Data, history: History, at: int) -> tuple[Evaluation, Evaluation]:
    """Return an evaluation, and the one that asks `read_cycle` of every clock."""
    policies, ticket, now = policies_of(data), ticket_of(history), instant(at)
    with patch.object(evaluating, "read_steady", return_value=None):
        general = evaluate(policies, ticket, at=now)
    return evaluate(policies, ticket, at=now), general


@pytest.mark.parametrize("kind", KINDS)
def test_as_the_general_way(kind: str) -> None:
    """Every field of every reading is the same either way."""

    @settings(max_examples=60)
    @given(data=KINDS[kind], history=histories(), question=asked)
    def same(data: Data, history: History, question: Asked) -> None:
        found, general = evaluations(data, history, minute_asked(history, question))
        assert general == found

    same()


@pytest.mark.parametrize(
    ("priority", "amount"),
    [("high", "2h"), ("odd", "4h"), (None, "4h"), ("1", None), (1, None), (2, "4h"), (True, "4h")],
)
def test_other_texts(priority: object, amount: str | None) -> None:
    """A text that is no key of a table is promised what every other is; 1 is the key "1"."""
    policies = promising(resolution={"by": "priority", "high": "2h", "1": "none", "else": "4h"})
    asked = ticket(fields={"priority": priority})
    assert amount == evaluate(policies, asked, at=on("Mon 10:00"))["resolution"].amount
