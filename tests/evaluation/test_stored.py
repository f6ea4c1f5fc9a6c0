"""Plain data that is none: one error, which names all that is wrong and what to give."""

from __future__ import annotations

from typing import Any

import pytest

from slakit import ClockReading, DocumentError, Evaluation, Explanation, evaluate
from slakit.evaluation.stored import read_stored, several, text
from tests.evaluation.desks import on, promising, ticket

EVALUATION = evaluate(promising(), ticket(), at=on("Mon 10:00"))
READING = EVALUATION["resolution"].to_data()
EXPLANATION = EVALUATION.explain("resolution").to_data()
SPAN = EXPLANATION["spans"][0]
DECISION = EXPLANATION["decisions"][0]


@pytest.mark.parametrize("kind", [Evaluation, ClockReading, Explanation])
@pytest.mark.parametrize("data", [None, [], "text", 3])
def test_no_mapping(kind: Any, data: Any) -> None:
    """What is no mapping is named, with what to give instead."""
    with pytest.raises(DocumentError, match=r"is no .*; give what to_data wrote$") as caught:
        kind.from_data(data)
    assert repr(data) in str(caught.value)


@pytest.mark.parametrize(("kind", "count"), [(Evaluation, 6), (ClockReading, 25), (Explanation, 5)])
def test_empty(kind: Any, count: int) -> None:
    """All that is missing is told at once."""
    with pytest.raises(DocumentError, match="give what to_data wrote") as caught:
        kind.from_data({})
    assert count == len(caught.value.problems)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"zone": "Mars/Base"}, "zone: unknown time zone 'Mars/Base'"),
        ({"zone": 3}, "zone: 3 is no text"),
        ({"at": "2024-05-06T09:00:00"}, "at: 2024-05-06T09:00:00 has no time zone"),
        ({"at": None}, "at: None is no text"),
        ({"due_at": "soon"}, "due_at: 'soon' is no instant"),
        ({"status": "fine"}, "status: 'fine' is no status"),
        ({"state": ["running"]}, r"state: \['running'\] is no state"),
        ({"elapsed": 3}, "elapsed: 3 is no text"),
        ({"elapsed": "1d"}, "elapsed: '1d' is no length; give what to_data wrote"),
        ({"cycle": True}, "cycle: True is no whole number above 0"),
        ({"cycle": 0}, "cycle: 0 is no whole number above 0"),
        ({"policy": None}, "policy: None is no text"),
        ({"warnings": {}}, r"warnings: \{\} is no list"),
        ({"warnings": [{"name": "soon"}]}, r"warnings\[0\].at: is not in this notice"),
        ({"exempt": {"reason": "", "author": "", "at": 3}}, "exempt.at: 3 is no text"),
        (
            {"warnings": [{"name": "soon", "at": None, "passed": 1, "to": []}]},
            r"warnings\[0\].passed: 1 is no bool",
        ),
    ],
)
def test_reading(changes: dict[str, Any], message: str) -> None:
    """A value that is not what is expected in its place is named with its path."""
    with pytest.raises(DocumentError, match=message):
        ClockReading.from_data({**READING, **changes})


def test_evaluation() -> None:
    """An evaluation tells what is wrong with each of its clocks, along with the rest."""
    data = {**EVALUATION.to_data(), "at": "soon", "clocks": [{**READING, "status": ""}, None]}
    with pytest.raises(DocumentError) as caught:
        Evaluation.from_data(data)
    found = [".".join(map(str, each.path)) for each in caught.value.problems]
    assert ["at", "clocks.0.status", "clocks.1"] == found


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"spans": [{**SPAN, "reason": "asleep"}]}, r"spans\[0\].reason: 'asleep' is no reason"),
        ({"spans": [{**SPAN, "parameters": None}]}, r"spans\[0\].parameters: None is no mapping"),
        ({"spans": [3]}, r"spans\[0\]: 3 is no span"),
        ({"decisions": [{**DECISION, "code": "span.paused"}]}, "'span.paused' is no code"),
        ({"decisions": [{**DECISION, "code": "policy.guessed"}]}, "'policy.guessed' is no code"),
        ({"decisions": [{**DECISION, "code": None}]}, r"decisions\[0\].code: None is no text"),
        ({"reading": {**READING, "zone": "Mars/Base"}}, "reading.zone: unknown time zone"),
        ({"latest_stop": 3}, "latest_stop: 3 is no text"),
    ],
)
def test_explanation(changes: dict[str, Any], message: str) -> None:
    """An unknown reason or code is refused by name, and so is all that is of another kind."""
    with pytest.raises(DocumentError, match=message):
        Explanation.from_data({**EXPLANATION, **changes})


def test_several() -> None:
    """A list comes back as a tuple, and every entry that is wrong is told."""
    readers = {"names": several(text)}
    assert {"names": ("a", "b")} == read_stored("x", {"names": ["a", "b"]}, readers)
    with pytest.raises(DocumentError) as caught:
        read_stored("x", {"names": [1, "b", 2]}, readers)
    assert [("names", 0), ("names", 2)] == [each.path for each in caught.value.problems]
