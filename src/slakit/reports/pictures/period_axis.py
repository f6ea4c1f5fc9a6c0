"""The periods below a chart: a row of days, months or quarters, and the months or years of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from slakit.drawing import Element, label, line, text_width
from slakit.drawing.axis import AXIS_SIZE
from slakit.reports.periods import Frequency, Period
from slakit.wording.catalogue import Catalogue

__all__ = ["FINE_ROW", "PERIOD_ROWS", "draw_periods", "period_name"]

# The height of the upper row, and of both rows.
FINE_ROW, PERIOD_ROWS = 20, 38
DASH = "\N{EN DASH}"
# Every how many periods, or months or years of them, may have a label.
STRIDES: dict[Frequency, tuple[int, ...]] = {
    "day": (1, 2, 7, 14),
    "week": (1, 2, 4),
    "month": (1, 2, 3, 6),
    "quarter": (1, 2),
    "year": (1, 2, 5, 10, 20, 50, 100),
}
COARSE: dict[Frequency, Frequency] = {
    "day": "month",
    "week": "month",
    "month": "year",
    "quarter": "year",
}


def draw_periods(
    periods: Sequence[Period],
    left: float,
    spacing: float,
    bottom: float,
    page_width: float,
    words: Catalogue,
) -> Iterator[Element]:
    """Yield the labels of periods, each `spacing` wide from `left` on, below `bottom`.

    Both rows leave labels out where they would touch.
    """
    frequency, most = periods[0].frequency, page_width - 4
    texts = [fine_text(period, words) for period in periods]
    widest = max(text_width(text, AXIS_SIZE) for text in texts)
    stride = next((s for s in STRIDES[frequency] if widest + 6 <= s * spacing), 0)
    for i, (period, text) in enumerate(zip(periods, texts, strict=True)):
        x = left + (i + 0.5) * spacing
        fits = x + text_width(text, AXIS_SIZE) / 2 <= most
        if stride and ordinal(period, frequency) % stride == 0 and fits:
            yield label(x, bottom + 16, text, size=AXIS_SIZE, role="muted", anchor="middle")
    if frequency in COARSE:
        # Where the upper row has no room, the lower one takes its place.
        up = 0 if stride else FINE_ROW - 4
        yield from coarse_row(periods, left, spacing, bottom - up, most, words)


def coarse_row(
    periods: Sequence[Period],
    left: float,
    spacing: float,
    bottom: float,
    most: float,
    words: Catalogue,
) -> Iterator[Element]:
    """Yield the months or years of periods, each where it is first seen."""
    coarse = COARSE[periods[0].frequency]
    found: list[tuple[float, int, str]] = []
    numbered = enumerate(periods)
    for number, group in groupby(numbered, key=lambda each: ordinal(each[1], coarse)):
        i, period = next(group)
        found.append((left + i * spacing, number, coarse_text(period, coarse, words)))
    strides = (1, 2, 3, 6, 12, 24, 60, 120) if coarse == "month" else STRIDES["year"]
    kept = found[:1]
    for stride in strides:
        kept = [each for each in found if each[1] % stride == 0] or found[:1]
        ends = [x for x, _, _ in kept[1:]]
        if all(x + width(text) <= end for (x, _, text), end in zip(kept, ends, strict=False)):
            break
    # The first is there as well where it has room, though it may have begun before the chart.
    if kept[0] is not found[0] and left + width(found[0][2]) <= kept[0][0]:
        kept.insert(0, found[0])
    for x, _, text in kept:
        if x + width(text) - 8 <= most:
            yield line(x, bottom + 21, x, bottom + 34)
            yield label(x + 4, bottom + 32, text, size=AXIS_SIZE, bold=True)


def width(text: str) -> float:
    """Return the room that a label of the lower row takes."""
    return 4 + text_width(text, AXIS_SIZE, bold=True) + 8


def ordinal(period: Period, frequency: Frequency) -> int:
    """Number periods so that round numbers are round dates: Mondays, Januaries, decades."""
    start = period.start
    match frequency:
        case "day":
            return start.toordinal() - 1
        case "week":
            return (start.toordinal() - 1) // 7
        case "month":
            return start.year * 12 + start.month - 1
        case "quarter":
            return start.year * 4 + (start.month - 1) // 3
        case "year":
            return start.year


def fine_text(period: Period, words: Catalogue) -> str:
    """Return what stands right below a period; a week has the day that it begins on."""
    months, start = words.months(), period.start
    match period.frequency:
        case "day" | "week":
            return str(start.day)
        case "month":
            return months[start.month - 1]
        case "quarter":
            return f"{months[start.month - 1]}{DASH}{months[start.month + 1]}"
        case "year":
            return str(start.year)


def coarse_text(period: Period, coarse: Frequency, words: Catalogue) -> str:
    """Return the month of a day or week, or the year of a month or quarter."""
    start = period.start
    return (
        f"{words.months()[start.month - 1]} {start.year}" if coarse == "month" else str(start.year)
    )


def period_name(period: Period, words: Catalogue) -> str:
    """Return a period in words."""
    start = period.start
    match period.frequency:
        case "day":
            return words.date(start)
        case "week":
            return words.text("chart.week", day=words.date(start))
        case "year":
            return str(start.year)
        case _:
            return f"{fine_text(period, words)} {start.year}"
