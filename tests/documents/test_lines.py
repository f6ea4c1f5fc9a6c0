"""Offsets as lines."""

from __future__ import annotations

import pytest

from slakit.documents.lines import Lines, duplicate_key
from slakit.errors import Problem


@pytest.mark.parametrize(
    ("expected", "text", "offset"),
    [
        (1, "", 0),
        (1, "a\nb", 1),
        (2, "a\nb", 2),
        (2, "a\r\nb", 3),
        (3, "a\r\rb", 3),
        (2, "a\n", 2),
        (1, "a\u2028b", 2),
    ],
)
def test_number(expected: int, text: str, offset: int) -> None:
    """Lines end at LF, CR LF and CR, as in editors, and at nothing else."""
    assert expected == Lines(text).number(offset)


def test_pointed() -> None:
    """The problem has its line and shows the character that it speaks of."""
    problem = Lines("tz: UTC\nhours: [mon\n").pointed(15, "never closed")
    expected = Problem("never closed\n    hours: [mon\n           ^", line=2)
    assert expected == problem


def test_pointed_at_the_end() -> None:
    """What is missing at the end of the text is pointed at behind its last character."""
    assert "never closed\n    ab\n      ^" == Lines("ab").pointed(2, "never closed").message


def test_tabs_do_not_move_the_mark() -> None:
    """A tab is shown as one blank."""
    assert "bad\n     x\n     ^" == Lines("\tx").pointed(1, "bad").message


def test_long_lines_are_cut() -> None:
    """Of a line of a megabyte only the part around the mark is shown, and the mark fits."""
    text = "a" * 500_000 + "!" + "b" * 500_000
    _, shown, mark = Lines(text).pointed(500_000, "bad").message.split("\n")
    assert "!" == shown[mark.index("^")]
    assert len(shown) < 100


def test_offset() -> None:
    """A line and a column from 1 are an offset from 0; a line too far is the last."""
    lines = Lines("ab\ncd")
    assert 4 == lines.offset(2, 2)
    assert 3 == lines.offset(9, 1)


def test_duplicate_key() -> None:
    """The message names both lines, of scalars and of containers."""
    expected = "line 5: a.b: the key 'b' is given twice, first on line 2; keep one of the two"
    assert expected == str(duplicate_key(("a", "b"), 2, 5))
    assert expected == str(duplicate_key(("a", "b"), (2, {}), 5))
