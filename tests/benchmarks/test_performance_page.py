"""The page says what was measured, and where slakit loses."""

from __future__ import annotations

import copy

from tests.benchmarks.performance_page import PAGE, even, figures, filled, page


def test_of_the_results() -> None:
    """The page is what is made of the results that lie beside it."""
    assert page(figures("peers"), figures("tickets")) == PAGE.read_text(encoding="utf-8")


def test_every_loss_is_told() -> None:
    """Who was faster on a question is named with the ratio, and nobody else."""
    peers = copy.deepcopy(figures("peers"))
    for row in (*peers["rows"], *peers["batch"]):
        row["ratio"] = 1.0
    told = "**Others that were faster.** In this run"
    assert f"{told} none, on no question above." in page(peers, figures("tickets"))
    peers["batch"][0]["ratio"] = 0.25
    expected = f"{told} {peers['batch'][0]['peer']} on {peers['batch'][0]['question']}, hours"
    text = " ".join(page(peers, figures("tickets")).split())
    assert expected in text
    assert "took 0.25 of slakit's time." in text


def test_even() -> None:
    """A size is worth its while if from there on every larger one is."""
    found = [
        {"rows": 1, "column": 4.0, "scalar": 5.0},
        {"rows": 10, "column": 5.0, "scalar": 4.0},
        {"rows": 100, "column": 6.0, "scalar": 40.0},
        {"rows": 1000, "column": 9.0, "scalar": 400.0},
    ]
    assert "100" == even(found, "column", "scalar", "rows")
    assert "more than 1,000" == even(found, "scalar", "column", "rows")


def test_filled() -> None:
    """A paragraph has no line beyond a hundred characters, and its entries are indented."""
    lines = filled("- " + "word " * 60, "  ").splitlines()
    assert all(len(line) <= 100 for line in lines)
    assert all(line.startswith("  word") for line in lines[1:])
