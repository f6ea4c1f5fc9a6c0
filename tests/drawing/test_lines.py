"""Lines, steps and bands."""

from __future__ import annotations

from slakit.drawing.lines import band, path_line, stepped


def test_line() -> None:
    """A line goes through its places in order, with its pattern, and is not filled."""
    drawn = path_line([(0, 1), (2, 3), (4, 1.5)], role="blue", dash="4 2", title="left")
    assert "M0 1L2 3L4 1.5" == drawn.attributes["d"]
    assert ("none", "4 2") == (drawn.attributes["fill"], drawn.attributes["stroke-dasharray"])
    assert "<title>left</title>" in str(drawn)


def test_no_places() -> None:
    """A line through nothing is empty."""
    assert "" == path_line([], role="blue").attributes["d"]


def test_steps() -> None:
    """Steps are level first and upright then."""
    assert [(0, 9), (2, 9), (2, 5), (7, 5), (7, 1)] == stepped([(0, 9), (2, 5), (7, 1)])


def test_no_steps() -> None:
    """One place has no step, and none has none."""
    assert [(3, 4)] == stepped([(3, 4)])
    assert [] == stepped([])


def test_band() -> None:
    """A band runs along its upper line and back along its lower one."""
    drawn = band([(0, 1), (5, 2)], [(0, 8), (5, 9)], role="blue", opacity=0.2)
    assert "M0 1L5 2L5 9L0 8Z" == drawn.attributes["d"]
    assert 0.2 == drawn.attributes["fill-opacity"]
