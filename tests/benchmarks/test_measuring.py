"""Rounds in turn, ratios within a round, and bars."""

from __future__ import annotations

import pytest

from tests.benchmarks.measuring import Bar, interleaved, machine, ratio, tell


def test_in_turn() -> None:
    """In each round every contender is timed once, one after the other."""
    done: list[str] = []
    ticks = iter(range(100))
    timed = {"a": lambda: done.append("a"), "b": lambda: done.append("b")}
    times = interleaved(timed, 3, clock=lambda: float(next(ticks)))
    assert ["a", "b"] * 3 == done
    assert {"a": [1.0] * 3, "b": [1.0] * 3} == times


def test_ratio() -> None:
    """The ratio is the median of those of the rounds, and not that of the medians."""
    assert 2.0 == ratio([2.0, 9.0, 8.0], [1.0, 1.0, 8.0])


def test_bars(capsys: pytest.CaptureFixture[str]) -> None:
    """A bar that was missed is told, and is the exit code."""
    held, missed = Bar("a", ">= 1", 2.0, True), Bar("b", ">= 1", 0.5, False)
    assert 0 == tell([held])
    assert 1 == tell([held, missed])
    assert "FAIL  b >= 1: 0.500" in capsys.readouterr().out


def test_machine() -> None:
    """What figures were measured on names the Python, the processor and slakit's parts."""
    assert {"python", "processor", "processors", "system", "pydantic", "holidays"} <= set(machine())
