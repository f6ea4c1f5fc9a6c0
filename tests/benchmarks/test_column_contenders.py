"""Who is asked the same of a column answers the same, or the comparison would be of nothing."""

from __future__ import annotations

from typing import Any

import pytest

from tests.benchmarks.cases import HOURS

np = pytest.importorskip("numpy", reason="columns are those of numpy")
contenders: Any = pytest.importorskip("tests.benchmarks.column_contenders")
QUESTIONS = ("elapsed", "add", "is_open", "next_open", "add_business_days")


@pytest.mark.parametrize("hours", HOURS)
@pytest.mark.parametrize("question", QUESTIONS)
def test_same_answers(question: str, hours: str) -> None:
    """Each contender answers as the calendar does, or its name says what else it answers."""
    columns = contenders.Columns.of(400)
    ours, peers = (ask(question, hours, columns) for ask in (contenders.ours, contenders.peers))
    expected = ours.answer(ours.work())
    for peer in peers:
        if peer.answer is None:
            assert "whole days only" in peer.peer or "as if" in peer.peer
            assert 400 == len(peer.work())
        else:
            assert list(expected[: peer.rows]) == list(peer.answer(peer.work())), peer.peer


def test_by_hand() -> None:
    """Six hours from 12:30 on a Friday end at 10:00 on Monday, by the clocks of then."""
    noon = np.array(["2024-03-08T17:30"], "M8[us]")
    hours, amounts = contenders.spans_of("lunch"), np.array([6 * 3_600_000_000])
    due = contenders.add_by_hand(noon, amounts, hours, contenders.clock_changes())
    # Five hours from 13:00 to 18:00; New York is four hours behind from Sunday on, not five.
    assert "2024-03-11T14:00" == str(due.astype("M8[m]")[0])
