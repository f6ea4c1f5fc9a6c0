"""Lanes in characters, as wide as they are asked for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slakit.drawing.axis import AxisWords, time_axis
from slakit.drawing.characters import ASCII, Filling, lane, pad, printable, tick_line
from slakit.drawing.measure import columns
from slakit.drawing.scale import TimeScale

HOUR = timedelta(hours=1)
NOON = datetime(2024, 5, 6, 12, tzinfo=UTC)
SCALE = TimeScale(NOON, NOON + 10 * HOUR, left=0, right=20)
Span = tuple[datetime, datetime, Filling]


def span(start: float, end: float, filling: Filling) -> Span:
    return NOON + start * HOUR, NOON + end * HOUR, filling


@pytest.mark.parametrize(
    ("line", "spans"),
    [
        ("····················", []),
        (
            "████▒▒▒▒░░░░▓▓▓▓····",
            [(0, 2, "solid"), (2, 4, "hatched"), (4, 6, "shade"), (6, 8, "dense")],
        ),
        ("░░░██░░░░░░░░░░░░░░░", [(0, 10, "shade"), (1.5, 2.5, "solid")]),
        ("··█·················", [(1, 1.01, "solid")]),
        ("···················█", [(12, 13, "solid")]),
    ],
)
def test_lane(line: str, spans: list[tuple[float, float, Filling]]) -> None:
    """Two columns an hour; later spans cover earlier ones, and the shortest is seen."""
    assert line == lane(SCALE, [span(*each) for each in spans])


def test_marks_and_ascii() -> None:
    """Marks stand over everything, and plain characters do where others are not to be had."""
    drawn = lane(SCALE, [span(0, 5, "solid")], [(NOON + 5 * HOUR, "D")], glyphs=ASCII)
    assert "##########D........." == drawn
    assert drawn.isascii()


def test_break() -> None:
    """A break is seen, though its hours are not."""
    scale = TimeScale(
        NOON, NOON + 20 * HOUR, left=0, right=20, breaks=[span(5, 15, "shade")[:2]], break_width=4
    )
    assert "████████≈░░░████████" == lane(scale, [span(0, 20, "solid"), span(5, 15, "shade")])


@given(
    st.integers(1, 200),
    st.lists(st.tuples(st.floats(-5, 15), st.floats(0, 15)), max_size=8),
)
def test_width(width: int, ends: list[tuple[float, float]]) -> None:
    """A lane is exactly as wide as its scale."""
    scale = TimeScale(NOON, NOON + 10 * HOUR, left=0, right=width)
    spans = [span(start, start + length, "solid") for start, length in ends]
    assert width == columns(lane(scale, spans, [(each[0], "x") for each in spans]))


def test_ticks() -> None:
    """An axis measured in columns has its labels where its hours are."""
    words = AxisWords(day=lambda day: (f"{day:%d %b}",), month=lambda day: (f"{day:%b}",))
    scale = TimeScale(NOON, NOON + 10 * HOUR, left=0, right=40)
    axis = time_axis(scale, ZoneInfo("UTC"), words, measure=columns, gap=2, overhang=0)
    assert "      14:00   16:00   18:00   20:00     " == tick_line(axis.fine, 40, centred=True)
    assert "06 May                                  " == tick_line(axis.coarse, 40, centred=False)


@pytest.mark.parametrize("text", ["\x1b[31m", "a\nb", "\r", "\u202eevil", "\u2028", "\x9b0m"])
def test_printable(text: str) -> None:
    """Nothing that commands a terminal is left."""
    assert "\ufffd" in printable(text)
    assert not {"\x1b", "\n", "\r", "\u202e", "\u2028", "\x9b"} & set(printable(text))


@pytest.mark.parametrize(
    ("padded", "text", "width"),
    [("due  ", "due", 5), ("first…", "first response", 6), ("日本 ", "日本", 5), ("", "due", 0)],
)
def test_pad(padded: str, text: str, width: int) -> None:
    """A text takes exactly its columns."""
    assert padded == pad(text, width)


def test_pad_ascii() -> None:
    """The ellipsis is plain where all is."""
    assert "firs~" == pad("first response", 5, glyphs=ASCII)
