"""Widths of texts, and what of a text fits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slakit.drawing.measure import columns, fit, text_width, wrap


@pytest.mark.parametrize(
    ("width", "text"),
    [(0, ""), (5, "hello"), (4, "cafe\u0301"), (6, "日本語"), (1, "a\u200d"), (2, "🎉")],
)
def test_columns(width: int, text: str) -> None:
    """Wide characters take two columns, accents and joiners none."""
    assert width == columns(text)


def test_accents_are_as_wide_as_their_letters() -> None:
    """An accent adds nothing, however it is written."""
    assert text_width("ação") == text_width("acao") == text_width("ac\u0327a\u0303o")


def test_bold_is_wider() -> None:
    """Bold letters take more room."""
    assert text_width("due", bold=True) > text_width("due")


@pytest.mark.parametrize(
    ("shown", "text", "width"),
    [
        ("short", "short", 5),
        ("shor…", "shorter", 5),
        ("a…", "a bc", 3),
        ("", "abc", 1),
        ("", "abc", 0),
        ("日…", "日本語", 4),
    ],
)
def test_fit(shown: str, text: str, width: int) -> None:
    """A text is cut where it has to be, and no space stands before the ellipsis."""
    assert shown == fit(text, width, columns)


@given(st.text(), st.integers(0, 40))
def test_fit_never_exceeds(text: str, width: int) -> None:
    """What fits is never wider than asked for."""
    assert columns(fit(text, width, columns)) <= width


@pytest.mark.parametrize(
    ("lines", "text", "width"),
    [
        (["resolution"], "resolution", 10),
        (["first", "response"], "first response", 9),
        (["time to", "own it"], "time to own it", 7),
        (["a very", "long o…"], "a very long one indeed", 7),
        (["unbrea…"], "unbreakable", 7),
    ],
)
def test_wrap(lines: list[str], text: str, width: int) -> None:
    """A text is broken at spaces into two lines at most; what is still too wide is cut."""
    assert lines == wrap(text, width, columns)
