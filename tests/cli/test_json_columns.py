"""Columns as texts of JSON, against those that are written one by one."""

from __future__ import annotations

import json
from datetime import timedelta
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slakit import PolicySet, SlakitError, Ticket, evaluate
from slakit.adapters import TableSource
from slakit.cli.answers import json_line
from slakit.testing.strategies import policies as any_policies
from slakit.testing.strategies import tickets as any_tickets

np = pytest.importorskip("numpy", reason="columns are numpy's")

from slakit.cli.json_columns import JsonColumns, ratios  # noqa: E402 - needs numpy
from slakit.frames.columns import NAT  # noqa: E402
from slakit.frames.evaluating.files import FileEvaluator  # noqa: E402

LENGTHS = st.integers(0, 10**9) | st.integers(0, (1 << 53) + 9) | st.integers(0, 1 << 58)


@given(
    st.lists(
        st.tuples(LENGTHS, LENGTHS | LENGTHS.map(lambda length: -length) | st.none()),
        min_size=1,
        max_size=5,
    )
)
def test_ratios(pairs: list[tuple[int, int | None]]) -> None:
    """A share is the one of two lengths of time, to the last bit; of none it is one or nothing."""
    expected = []
    for elapsed, target in pairs:
        share = None if target is None else float(elapsed > 0)
        if target:
            share = timedelta(microseconds=elapsed) / timedelta(microseconds=target)
        expected.append(json.dumps(share))
    elapsed, targets = zip(*((e, NAT if t is None else t) for e, t in pairs), strict=True)
    assert expected == ratios(np.array(elapsed), np.array(targets))


@given(any_policies(), st.lists(any_tickets(), min_size=1, max_size=6), st.integers(0, 200))
@pytest.mark.filterwarnings("ignore::slakit.PolicyWarning", "ignore::slakit.HolidayCoverageWarning")
def test_any_policies(desk: PolicySet, drawn: list[Ticket], hours: int) -> None:
    """Whatever the policies and histories, a line is the one that the evaluation has."""
    at = drawn[0].created_at + timedelta(hours=hours)
    tickets = [
        Ticket.from_data({**each.to_data(), "id": f"T-{number}"})
        for number, each in enumerate(drawn)
    ]
    expected = []
    for ticket in tickets:
        try:
            expected.append(json_line(evaluate(desk, ticket, at=at), []))
        except SlakitError:
            continue
    file = BytesIO("".join(json.dumps(each.to_data()) + "\n" for each in tickets).encode())
    evaluator = FileEvaluator(desk, at, file, TableSource(), "jsonl", notices=True)
    texts_of = JsonColumns(evaluator.at, [])
    found = [text for batch in evaluator.batches for text in texts_of(evaluator.chunk(batch))]
    if not desk._selector.effects:
        assert expected == [text for text in found if text]
