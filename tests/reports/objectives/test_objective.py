"""Objectives as documents: exactly one thing to attain, and all problems at once."""

from __future__ import annotations

import pickle
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from slakit import DocumentError, Objective
from slakit.reports.objectives.goals import Csat
from tests.json_schema import dangling, faults, undescribed, unexampled

MONTH = {"calendar": "month", "tz": "Europe/Madrid"}
GOOD: dict[str, dict[str, Any]] = {
    "attain": {
        "name": "urgent first responses",
        "metric": "first_response",
        "when": {"priority": "urgent"},
        "policy": "gold",
        "attain": "95%",
        "window": MONTH,
    },
    "percentile": {
        "name": "fast",
        "metric": "resolution",
        "percentile": {"90": "4h"},
        "window": {"rolling": "30d"},
    },
    "average": {
        "name": "mean",
        "metric": "resolution",
        "average": "4h",
        "window": {"rolling": "30d"},
    },
    "volume": {
        "name": "pipeline",
        "volume": {"of": "qualified opportunities", "at_least": "100000", "unit": "USD"},
        "window": MONTH,
    },
    "score": {"name": "liked", "score": {"of": "csat", "at_least": "90%"}, "window": MONTH},
    "availability": {
        "name": "shop",
        "availability": "99.9%",
        "calendar": "office",
        "ignore_shorter_than": "1m",
        "window": MONTH,
    },
}


@pytest.mark.parametrize("kind", GOOD)
def test_round_trip(kind: str) -> None:
    """What is read is written as it was, and can be hashed, pickled and found in its schema."""
    objective = Objective.model_validate(GOOD[kind])
    assert GOOD[kind] == objective.to_data()
    assert kind == objective.kind
    assert objective == Objective.model_validate(objective.to_data())
    assert objective == pickle.loads(pickle.dumps(objective))
    assert {objective: 1} == {Objective.model_validate(GOOD[kind]): 1}
    assert [] == faults(Objective.model_json_schema(), GOOD[kind])


def test_limits() -> None:
    """Limits are exact values."""
    limits = {kind: Objective.model_validate(data).limit for kind, data in GOOD.items()}
    assert Fraction(19, 20) == getattr(limits["attain"], "share", None)
    assert timedelta(hours=4) == limits["average"] == getattr(limits["percentile"], "limit", None)
    assert Decimal(100000) == getattr(limits["volume"], "at_least", None)
    assert isinstance(limits["score"], Csat)
    assert Fraction(999, 1000) == getattr(limits["availability"], "share", None)


@pytest.mark.parametrize(
    ("expected", "kind"),
    [
        (Fraction(95, 100), "attain"),
        (Fraction(90, 100), "score"),
        (Fraction(999, 1000), "availability"),
        (None, "percentile"),
        (None, "volume"),
    ],
)
def test_promised(expected: Fraction | None, kind: str) -> None:
    """Shares are promised of clocks, answers and time, and of nothing else."""
    promised = Objective.model_validate(GOOD[kind]).promised
    assert expected == (None if promised is None else promised.share)


def test_schema() -> None:
    """Whoever completes a key is told what it is for and what it looks like."""
    schema = Objective.model_json_schema()
    assert ([], [], []) == (undescribed(schema), unexampled(schema), dangling(schema))


def test_file(tmp_path: Path) -> None:
    """An objective is read from a file, and lines stand with its problems."""
    pytest.importorskip("yaml")
    file = tmp_path / "slo.yaml"
    file.write_text(
        "slakit: 1\nname: fast\nmetric: resolution\npercentile: {90: 4h}\nwindow: rolling 30 days\n"
    )
    assert Objective.model_validate(GOOD["percentile"]) == Objective.from_file(file)
    file.write_text("name: fast\nattain: 0.95\nwindow: calendar month\n")
    with pytest.raises(DocumentError) as error:
        Objective.from_file(file)
    assert [
        (1, ("metric",)),
        (2, ("attain",)),
        (3, ("window",)),
    ] == [(problem.line, problem.path) for problem in error.value.problems]


@pytest.mark.parametrize(
    ("messages", "data"),
    [
        (["nothing has to be attained; give one of attain, percentile"], {}),
        (
            ["average: attain is asked for already; write an objective for each"],
            {"attain": "95%", "average": "4h", "metric": "m"},
        ),
        (["metric: is required and missing; name the metric"], {"attain": "95%"}),
        (["metric: is required and missing"], {"percentile": {"90": "4h"}}),
        (
            ["metric: metric does not go with volume; leave it out", "when: when does not go"],
            {"volume": {"of": "x", "at_least": 1}, "metric": "m", "when": {"tier": "gold"}},
        ),
        (
            ["calendar: calendar does not go with attain", "ignore_shorter_than: ignore_"],
            {"attain": "95%", "metric": "m", "calendar": "c", "ignore_shorter_than": "1m"},
        ),
        (["attain: 0.95 could be a share"], {"attain": 0.95, "metric": "m"}),
        (["percentile.90: '4d' counts in days"], {"percentile": {"90": "4d"}, "metric": "m"}),
        (
            ["percentile: {} is no percentile; write the percentile and the time"],
            {"percentile": {}, "metric": "m"},
        ),
        (
            ["percentile: {'90': '4h', '95': '8h'} is no percentile"],
            {"percentile": {"90": "4h", "95": "8h"}, "metric": "m"},
        ),
        (["percentile.0.9: '0.9' could be"], {"percentile": {"0.9": "4h"}, "metric": "m"}),
        (["average: '-4h' is less than no time"], {"average": "-4h", "metric": "m"}),
        (["volume.at_least: must be greater than 0"], {"volume": {"of": "x", "at_least": 0}}),
        (["score.of: 'nsp' is not known here; did you mean 'nps'?"], {"score": {"of": "nsp"}}),
        (["score.at_least: must be less than"], {"score": {"of": "nps", "at_least": 101}}),
        (
            ["score: 7 does not tell good answers from others on a scale from 1 to 5"],
            {"score": {"of": "csat", "at_least": "90%", "good_from": 7}},
        ),
        (["availabilty: unknown key 'availabilty'; did you"], {"availabilty": 99, "attain": 95}),
        (
            ["when: since needs the history of a ticket"],
            {
                "attain": 95,
                "metric": "m",
                "when": {"since": "customer_reply", "until": "agent_reply"},
            },
        ),
    ],
)
def test_refused(messages: list[str], data: dict[str, Any]) -> None:
    """What is wrong is told with its path, and with what to write."""
    with pytest.raises(DocumentError) as error:
        Objective.model_validate({"name": "x", "window": MONTH, **data})
    said = [str(problem) for problem in error.value.problems]
    for message in messages:
        assert any(each.startswith(message) for each in said), said


def test_all_at_once() -> None:
    """Every problem of an objective is told together."""
    with pytest.raises(DocumentError) as error:
        Objective.model_validate(
            {"name": "", "attain": 0.95, "window": {"calendar": "moth"}, "polcy": "gold"}
        )
    assert {
        ("name",),
        ("attain",),
        ("window", "calendar"),
        ("window", "tz"),
        ("polcy",),
        ("metric",),
    } == {problem.path for problem in error.value.problems}


def test_no_time_at_all_is_given() -> None:
    """A length of 0 goes as little with attain as one of 5 minutes."""
    for length in ("0m", "5m"):
        with pytest.raises(DocumentError, match="ignore_shorter_than does not go with attain"):
            Objective.model_validate(
                {
                    "name": "slo",
                    "attain": "95%",
                    "metric": "resolution",
                    "ignore_shorter_than": length,
                    "window": "rolling 1d",
                }
            )
