"""The picture of a year: a cell a day, coloured by how long it is open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from slakit.calendars.calendar import Calendar
from slakit.calendars.picture import DASH, REASONS
from slakit.drawing import Element, Picture, bar, label, legend, wide_enough
from slakit.drawing.markup import number
from slakit.durations import format_length, parse_length
from slakit.wording.catalogue import Catalogue, catalogue

__all__ = ["draw_year"]

# Below this width the year is drawn in two rows, so that its days can still be told apart.
NARROW = 640
LEFT, RIGHT, CAPTION, MONTHS, GAP = 40, 10, 30, 18, 16
ZERO = timedelta(0)


class Day(NamedTuple):
    """A date, how long it is open, and what the pointer is told of it."""

    date: date
    open: timedelta
    reason: str
    title: str


def draw_year(calendar: Calendar, year: int, width: float, locale: str) -> str:
    """Return a year as weeks side by side, Monday at the top."""
    width, words = wide_enough(width, 240), catalogue(locale)
    days = [read_day(each, words) for each in calendar.year(year)["days"]]
    levels = heat({day.open for day in days}, usual(days))
    halves = [days]
    if width < NARROW:
        july = next(i for i, day in enumerate(days) if day.date.month == 7)
        halves = [days[:july], days[july:]]
    weeks = max(column(half[-1].date, half[0].date) + 1 for half in halves)
    cell = min((width - LEFT - RIGHT) / weeks, 22)
    high = MONTHS + 7 * cell + GAP
    bottom = CAPTION + high * len(halves)
    drawn = legend(key(days, levels, words), LEFT, bottom, width - LEFT - RIGHT)
    caption = f"{year} · {calendar.zone.key}"
    page = Picture(width, bottom + drawn.height + 8, title=caption)
    page.add(label(LEFT, 20, caption, width=width - LEFT - RIGHT, bold=True))
    for i, half in enumerate(halves):
        page.extend(grid(half, CAPTION + i * high, cell, levels, words))
    page.extend(drawn.elements)
    return str(page)


def read_day(data: dict[str, str], words: Catalogue) -> Day:
    """Read one day of the plain data of a year."""
    day, length = date.fromisoformat(data["date"]), parse_length(data["open"])
    said = [words.date(day), words.length(length) if length else words.text("label.closed")]
    if data["reason"] in REASONS:
        said.append(data["name"] or words.text(REASONS[data["reason"]][1]))
    return Day(day, length, data["reason"], " · ".join(said))


def usual(days: list[Day]) -> timedelta:
    """Return the open time that most days with any have."""
    lengths = Counter(day.open for day in days if day.open)
    return max(lengths, key=lambda length: (lengths[length], length), default=ZERO)


def heat(lengths: set[timedelta], usual: timedelta) -> dict[timedelta, str]:
    """Return the colour of each open time: the usual one has the middle of the scale."""
    levels = {}
    for length in lengths - {ZERO}:
        share = length / usual
        level = 3 if share == 1 else (1 if share <= 0.5 else 2) if share < 1 else 4 + (share > 1.5)
        levels[length] = f"heat-{level}"
    return levels


def column(day: date, first: date) -> int:
    """Return in which week of a grid that begins with `first` a date lies."""
    return (day.toordinal() - first.toordinal() + first.weekday()) // 7


def grid(
    days: list[Day], top: float, cell: float, levels: dict[timedelta, str], words: Catalogue
) -> Iterator[Element]:
    """Yield the cells of consecutive days, the names of their months and of every other weekday."""
    names, months, first = words.weekdays(), words.months(), days[0].date
    under = top + MONTHS
    for i in range(0, 7, 2):
        y = under + (i + 0.5) * cell + 3.5
        yield label(LEFT - 6, y, names[i], size=10, role="muted", anchor="end", width=LEFT - 8)
    for day in days:
        left = LEFT + column(day.date, first) * cell
        y = under + day.date.weekday() * cell
        yield Element("g", *cell_of(day, left, y, cell, levels), title=day.title)
        if day.date.day == 1:
            # Where the month has its first whole week, which no name of the month before reaches.
            x = left if day.date.weekday() == 0 or day.date == first else left + cell
            yield label(x, top + 12, months[day.date.month - 1], size=11, role="muted")
            if day.date != first:
                yield border(left, y, under, cell)


def cell_of(
    day: Day, left: float, top: float, cell: float, levels: dict[timedelta, str]
) -> Iterator[Element]:
    """Yield a day: its colour says how long it is open, a dot that something is special."""
    gap = cell * 0.08
    special = REASONS[day.reason][0] if day.reason in REASONS else ""
    fill = levels.get(day.open) or special or "shade"
    yield bar(left + gap, left + cell - gap, top + gap, cell - 2 * gap, fill=fill, radius=cell / 8)
    if special:
        dot = "vermillion" if special == "tint-orange" else "ink"
        yield Element(
            "circle", cx=left + cell / 2, cy=top + cell / 2, r=cell / 6, class_=f"fill-{dot}"
        )


def border(left: float, top: float, under: float, cell: float) -> Element:
    """Return the line before the first of a month, down one week and up to the next."""
    x, y, right, bottom = (number(each) for each in (left, top, left + cell, under + 7 * cell))
    up = number(under)
    path = f"M{x} {bottom}V{up}" if top == under else f"M{x} {bottom}V{y}H{right}V{up}"
    return Element("path", d=path, fill="none", stroke_width=1, class_="line-muted")


def key(
    days: list[Day], levels: dict[timedelta, str], words: Catalogue
) -> Iterator[tuple[Element, str]]:
    """Yield what the colours of this year mean, from closed to most open, then what dots mean."""
    yield bar(0, 12, 0, 12, fill="shade", radius=2), words.text("label.closed")
    for level in sorted(set(levels.values())):
        of_level = sorted(length for length in levels if levels[length] == level)
        text = f" {DASH} ".join(
            dict.fromkeys(format_length(each) for each in (of_level[0], of_level[-1]))
        )
        yield bar(0, 12, 0, 12, fill=level, radius=2), text
    for reason, (role, text) in REASONS.items():
        if any(day.reason == reason for day in days):
            dot = "vermillion" if role == "tint-orange" else "ink"
            swatch = Element("circle", cx=6, cy=6, r=2.5, class_=f"fill-{dot}")
            yield Element("g", bar(0, 12, 0, 12, fill=role, radius=2), swatch), words.text(text)
