"""Differences between agreements, as values and in words."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from slakit.agreements import Agreement
from slakit.errors import SlakitError
from tests.agreements.written import DESK, agreement, commitment

pytest.importorskip("yaml")

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "web_shop_agreement.yaml"


def test_none() -> None:
    """An agreement differs from itself in nothing."""
    assert () == agreement().diff(agreement())
    assert "" == agreement().diff_text(agreement())


def test_values() -> None:
    """A commitment is found by its id, wherever it stands in the list."""
    other = agreement(
        commitments=[
            {"id": "done", "owed_by": "us", "owed_to": "them", "clock": {"metric": "resolution"}},
            commitment(name="quick"),
        ]
    )
    assert [
        "commitments.fast.name: absent -> 'quick'",
        "commitments.done.clock.policy: 'gold' -> absent",
    ] == [str(each) for each in agreement().diff(other)]


def test_policies() -> None:
    """Targets that changed are differences of the agreement."""
    [gold] = DESK["policies"]
    targets = {**gold["targets"], "resolution": "2bd"}
    other = agreement(policies={**DESK, "policies": [{**gold, "targets": targets}]})
    assert ["policies.policies.gold.targets.resolution: '3bd' -> '2bd'"] == [
        str(each) for each in agreement().diff(other)
    ]
    assert ["policies"] == [each.path[0] for each in agreement().diff(agreement(policies=None))]


def test_words() -> None:
    """A version is told in the words of the document: what was promised, and what is."""
    one = Agreement.from_file(EXAMPLE)
    lines = one.diff_text(one.on(date(2027, 1, 1)), locale="en").splitlines()
    assert 3 == len(lines)
    assert (
        "the commitment “primera respuesta”: first response, 95% within target"
        " → first response, 97% within target"
    ) == lines[0]
    assert (
        "the commitment “primera respuesta”, consequences of missing a commitment:"
        " service credit: 5% of cuota mensual de soporte where the result is below 95% and at"
        " least 90% → service credit: 5% of cuota mensual de soporte where the result is below"
        " 97% and at least 90%"
    ) == lines[1]
    assert "version: 1 → 2" == lines[2]


def test_added_and_removed() -> None:
    """Whole commitments come and go; a later version that only one has is told."""
    amendment = {"version": 2, "from": "2026-04-01", "summary": "more", "changes": {"title": "T"}}
    more = agreement(
        commitments=[
            commitment(),
            commitment(id="up", objective={"availability": "99.5%", "window": "rolling 30 days"}),
        ],
        amendments=[amendment],
    )
    assert [
        "the commitment “done” is taken away: resolution, each time within target",
        "the commitment “up” is added: availability of at least 99.5%",
        "version 2 is added: more (2026-04-01)",
    ] == agreement().diff_text(more).splitlines()


def test_refused() -> None:
    """What is no agreement is refused by both ways to compare."""
    other: Any = 3
    for compare in (agreement().diff, agreement().diff_text):
        with pytest.raises(SlakitError, match="3 is no agreement"):
            compare(other)
