"""The picture of a week: a column a day, hours downward, as clocks on the wall show them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

from slakit.calendars.business_calendar import BusinessCalendar
from slakit.calendars.calendar import Calendar
from slakit.calendars.hours import DayHours, WeeklyHours
from slakit.calendars.spans import Span, merge
from slakit.calendars.timeline import Timeline
from slakit.calendars.zones import DAY, wall_to_utc
from slakit.drawing import Element, Picture, bar, label, legend, line, text_width, wide_enough
from slakit.durations import format_length, format_time_of_day
from slakit.instants import EPOCH, MICROSECOND
from slakit.wording.catalogue import Catalogue, catalogue

__all__ = ["REASONS", "draw_week"]

HOUR = 3_600_000_000
# Around the grid: the hours at its left, the days above, the sums below.
LEFT, RIGHT, SUMS = 44, 10, 24
SIZE = 11
DASH = "\N{EN DASH}"
# What decides the hours of a date -> its colour, and its name where it has none of its own.
REASONS = {
    "holiday": ("tint-orange", "span.holiday_unnamed"),
    "special": ("tint-blue", "span.special_hours_unnamed"),
    "opening": ("tint-blue", "label.open"),
    "closure": ("tint-orange", "span.closure_unnamed"),
}


class Block(NamedTuple):
    """Open time of a day in wall time, and where in the column it stands: 0 is its left edge.

    Of an hour that comes twice, the first time fills the left half and the second the right one.
    """

    start: int
    end: int
    left: float
    right: float
    title: str


class Column(NamedTuple):
    """A day as it is drawn; `number` is its day of the month."""

    weekday: str
    number: str
    blocks: list[Block]
    skipped: list[Span]
    length: timedelta
    reason: str = "weekly"
    name: str = ""


class Piece(NamedTuple):
    """A part of a day in which no clock is changed: instants, and what makes wall time of them."""

    start: int
    end: int
    offset: int
    zone_name: str


def draw_week(calendar: Calendar, of: date | None, width: float, locale: str) -> str:
    """Return the week that holds `of`, or without a date the hours that recur."""
    width, words = wide_enough(width, 280), catalogue(locale)
    names = words.weekdays()
    caption = [calendar.zone.key]
    if of is None:
        calendar.week()  # Refuses a calendar that has no week of its own.
        assert isinstance(calendar, BusinessCalendar)
        columns = [recurring(calendar.hours, i, names[i]) for i in range(7)]
    else:
        words.date(of)  # Refuses what is no date.
        days = [of + timedelta(days=i - of.weekday()) for i in range(7)]
        columns = [dated(calendar._timeline, day, names[i]) for i, day in enumerate(days)]
        caption.insert(0, f"{words.date(days[0])} {DASH} {words.date(days[-1])}")
    return str(picture(columns, caption, width, words))


def recurring(hours: WeeklyHours, day: int, name: str) -> Column:
    """Return a weekday of the hours that recur, with the tail of the night before."""
    before: DayHours = tuple((start - DAY, end - DAY) for start, end in hours[day - 1])
    spans = [
        (max(start, 0), min(end, DAY))
        for start, end in merge(sorted([*before, *hours[day]]))
        if end > 0 and start < DAY
    ]
    blocks = [Block(start, end, 0, 1, time_range(start, end)) for start, end in spans]
    length = sum(end - start for start, end in hours[day]) * MICROSECOND
    return Column(name, "", blocks, [], length)


def dated(timeline: Timeline, day: date, weekday: str) -> Column:
    """Return a date with its hours, changes of the clock included."""
    pieces = pieces_of(day, timeline.source.zone)
    walls = [(piece.start + piece.offset, piece.end + piece.offset) for piece in pieces]
    midnight = (day - EPOCH.date()) // MICROSECOND
    blocks: list[Block] = []
    for i, piece in enumerate(pieces):
        twice = [
            (max(a, walls[i][0]), min(b, walls[i][1]))
            for j, (a, b) in enumerate(walls)
            if j != i and a < walls[i][1] and b > walls[i][0]
        ]
        for start, end in timeline.spans(piece.start * MICROSECOND, piece.end * MICROSECOND):
            first, last = start // MICROSECOND + piece.offset, end // MICROSECOND + piece.offset
            title = time_range(first - midnight, last - midnight)
            if len(pieces) > 1:
                title += f" {piece.zone_name}"
            cuts = sorted({first, last, *(edge for span in twice for edge in span)})
            for a, b in pairwise(cut for cut in cuts if first <= cut <= last):
                halved = any(c <= a and b <= d for c, d in twice)
                left, right = (i / 2, (i + 1) / 2) if halved else (0, 1)
                blocks.append(Block(a - midnight, b - midnight, left, right, title))
    intervals = timeline.schedule.intervals(day.toordinal())
    length = sum((end - start for start, end in intervals), timedelta(0))
    reason, name = timeline.source.reason(day)
    seen = merge(sorted((a - midnight, b - midnight) for a, b in walls))
    edges = [0, *(edge for span in seen for edge in span), DAY]
    skipped = [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if a < b]
    return Column(weekday, str(day.day), blocks, skipped, length, reason, name)


def pieces_of(day: date, zone: ZoneInfo) -> list[Piece]:
    """Return the parts of a date between changes of the clock; none for a date that never was."""
    start = wall_to_utc(zone, day.toordinal(), 0)
    end = wall_to_utc(zone, day.toordinal() + 1, 0)
    if start >= end:
        return []
    before, after = offset(start, zone), offset(end - 1, zone)
    if before == after:
        return [Piece(start, end, *before)]
    # Within a date a clock is changed once, at a whole second.
    first, last = start, end - 1
    while last - first > 1:
        middle = (first + last) // 2
        if offset(middle, zone) == before:
            first = middle
        else:
            last = middle
    return [Piece(start, last, *before), Piece(last, end, *after)]


def offset(moment: int, zone: ZoneInfo) -> tuple[int, str]:
    """Return how far the wall is ahead of UTC at an instant, and what the zone is called then."""
    local = (EPOCH + moment * MICROSECOND).astimezone(zone)
    return (local.utcoffset() or timedelta(0)) // MICROSECOND, local.tzname() or ""


def time_range(start: int, end: int) -> str:
    return f"{format_time_of_day(start)}{DASH}{format_time_of_day(end)}"


def picture(columns: list[Column], caption: list[str], width: float, words: Catalogue) -> Picture:
    """Draw seven columns under the lines of a caption, and what they mean below."""
    edges = [edge for column in columns for block in column.blocks for edge in block[:2]]
    # An hour more than is worked, so that opening and closing are seen for what they are.
    first = max(min(edges, default=8 * HOUR) // HOUR - 1, 0)
    last = min(-(-max(edges, default=18 * HOUR) // HOUR) + 1, 24)
    high = 16 if last - first > 14 else 26
    top = 8 + 18 * len(caption) + (56 if columns[0].number else 30)
    bottom = top + (last - first) * high
    entries = key(columns, words)
    drawn = legend(entries, LEFT, bottom + SUMS + 8, width - LEFT - RIGHT)
    page = Picture(width, bottom + SUMS + 8 + drawn.height + 8, title=" · ".join(caption))
    for i, text in enumerate(caption):
        role = "muted" if i else "ink"
        room = width - LEFT - RIGHT
        page.add(label(LEFT, 20 + 18 * i, text, width=room, role=role, bold=not i))
    step = (width - LEFT - RIGHT) / 7
    for i, column in enumerate(columns):
        left = LEFT + i * step
        page.extend(heading(column, left, step, top, words))
        page.add(bar(left, left + step, top, bottom - top, fill=tint(column)))
        for start, end in column.skipped:
            hours = (min(max(edge / HOUR, first), last) - first for edge in (start, end))
            a, b = (top + each * high for each in hours)
            if a < b:
                title = time_range(start, end)
                page.add(bar(left, left + step, a, b - a, fill=page.hatch("rule"), title=title))
    for hour in range(first, last + 1):
        y = top + (hour - first) * high
        page.add(line(LEFT, y, width - RIGHT, y))
        if high >= SIZE * 2 or not hour % 2:
            text = f"{hour:02}:00"
            page.add(label(LEFT - 6, y + 4, text, size=10, role="muted", anchor="end"))
    for i, column in enumerate(columns):
        for block in column.blocks:
            page.extend(open_block(block, column, LEFT + i * step, step, top, first, high))
        centre = LEFT + (i + 0.5) * step
        total = format_length(column.length) if column.length else DASH
        page.add(label(centre, bottom + 17, total, size=SIZE, role="muted", anchor="middle"))
    page.extend(drawn.elements)
    return page


def tint(column: Column) -> str:
    return REASONS[column.reason][0] if column.reason in REASONS else "shade"


def heading(
    column: Column, left: float, step: float, top: float, words: Catalogue
) -> Iterator[Element]:
    """Yield the day over its column, and what is special about it."""
    centre = left + step / 2
    y = top - (40 if column.number else 10)
    yield label(centre, y, column.weekday, width=step - 2, size=10, anchor="middle")
    if column.number:
        yield label(centre, top - 22, column.number, size=14, anchor="middle", bold=True)
    if column.reason in REASONS:
        said = column.name or words.text(REASONS[column.reason][1])
        yield bar(left + 1, left + step - 1, top - 17, 15, fill=tint(column), radius=3)
        yield label(centre, top - 6, said, width=step - 6, size=10, anchor="middle", title=said)


def open_block(
    block: Block, column: Column, left: float, step: float, top: float, first: int, high: float
) -> Iterator[Element]:
    """Yield the white of open time with its hours, as far as there is room for them."""
    y, end = (top + (edge / HOUR - first) * high for edge in (block.start, block.end))
    x = left + block.left * step + 1.5
    width = (block.right - block.left) * step - 3
    day = f"{column.weekday} {column.number}".strip()
    yield Element(
        "rect",
        title=" · ".join(filter(None, (day, block.title, column.name))),
        x=x,
        y=y,
        width=width,
        height=end - y,
        rx=3,
        class_="fill-paper line-rule",
    )
    opens, closes = format_time_of_day(block.start), format_time_of_day(block.end)
    centre, both = x + width / 2, f"{opens}{DASH}{closes}"
    if end - y >= 16 and text_width(both, SIZE) <= width - 4:
        yield label(centre, (y + end) / 2 + 4, both, size=SIZE, anchor="middle")
    elif end - y >= 28 and text_width(opens, SIZE) <= width - 2:
        yield label(centre, y + 13, opens, size=SIZE, anchor="middle")
        yield label(centre, end - 5, closes, size=SIZE, anchor="middle")


def key(columns: list[Column], words: Catalogue) -> list[tuple[Element, str]]:
    """Return what the colours mean: open and closed, and of the others those that are there."""
    outlined = Element(
        "rect", x=0.5, y=0.5, width=11, height=11, rx=2, class_="fill-paper line-rule"
    )
    closed = bar(0, 12, 0, 12, fill="shade", radius=2)
    entries = [(outlined, words.text("label.open")), (closed, words.text("label.closed"))]
    for reason, (role, text) in REASONS.items():
        if reason != "opening" and any(column.reason == reason for column in columns):
            entries.append((bar(0, 12, 0, 12, fill=role, radius=2), words.text(text)))
    return entries
