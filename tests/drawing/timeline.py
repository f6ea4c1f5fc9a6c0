"""A timeline such as pictures of clocks are: what the shapes have to make together."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from slakit.drawing import (
    AXIS_HEIGHT,
    AxisWords,
    Picture,
    TimeScale,
    bar,
    break_marks,
    draw_axis,
    label,
    line,
    long_stretches,
    mark,
    time_axis,
)
from slakit.drawing.scale import Piece, Stretch

ZONE = ZoneInfo("America/Sao_Paulo")
HOUR = timedelta(hours=1)
LANE = 34


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2024, 5, day, hour, minute, tzinfo=ZONE)


def day_forms(day: date) -> tuple[str, ...]:
    name = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[day.weekday()]
    return f"{name} {day.day} May", f"{day.day} May", str(day.day)


WORDS = AxisWords(day=day_forms, month=lambda day: (f"May {day.year}", "May"))
OPEN = [(at(day, a), at(day, b)) for day in (2, 3, 6, 7) for a, b in ((9, 12), (13, 18))]
START, END = at(2, 8, 30), at(7, 12)


def closed() -> list[Stretch]:
    edges = [START, *(edge for span in OPEN for edge in span if edge <= END), END]
    return [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if a < b]


def closed_for(piece: Piece) -> str:
    return f"{(piece.end - piece.start) // HOUR}h closed"


def timeline(
    width: float, *, lanes: int = 3, names: Callable[[Piece], str] = closed_for
) -> Picture:
    """Return three clocks over four days, nights and a weekend left out."""
    wide = width > 600
    left, right = (146, width - 150) if wide else (108, width - 20)
    breaks = long_stretches(closed(), 3 * HOUR)
    scale = TimeScale(START, END, left=left, right=right, breaks=breaks)
    top = AXIS_HEIGHT + 14
    bottom = top + LANE * lanes
    picture = Picture(width, bottom + 10, title="Three clocks")
    for a, b in closed():
        x = scale.x(a)
        picture.add(bar(x, scale.x(b), top, bottom - top, fill="shade", title="closed"))
    picture.extend(draw_axis(time_axis(scale, ZONE, WORDS), top, bottom))
    rows = [
        ("first response", "1h45m of 2h · 88 %"),
        ("next response", "8h of 4h · 200 %"),
        ("resolution", "3h10m of 4h · 79 %"),
    ]
    for i, (name, sum_of) in enumerate(rows[:lanes]):
        y = top + i * LANE
        picture.add(line(8, y, width - 8, y), label(12, y + 21, name, width=left - 20))
        if wide:
            picture.add(label(width - 12, y + 21, sum_of, anchor="end", role="muted"))
    spans = [
        (0, at(2, 9, 20), at(2, 11, 5), "blue"),
        (1, at(2, 14), at(3, 11), "blue"),
        (1, at(3, 11), at(3, 15), "vermillion"),
        (2, at(2, 9, 20), at(3, 10), "blue"),
        (2, at(3, 10), at(6, 14), picture.hatch("blue")),
        (2, at(6, 14), at(7, 10), "blue"),
    ]
    for lane, a, b, fill in spans:
        if lane < lanes:
            y = top + lane * LANE + 8
            picture.add(bar(scale.x(a), scale.x(b), y, 18, fill=fill, radius=2))
    picture.extend(break_marks(scale, top, bottom, names))
    picture.add(mark("check", scale.x(at(2, 11, 5)), top + 17, role="green", title="met"))
    if lanes > 1:
        x, y = scale.x(at(3, 11)), top + LANE + 17
        picture.add(mark("diamond", x, y, role="vermillion", title="due"))
    picture.add(line(8, bottom, width - 8, bottom))
    return picture
