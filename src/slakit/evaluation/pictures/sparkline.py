"""A clock in the height of a line of text: what of its amount is used, and how it stands."""

from __future__ import annotations

from slakit.drawing import Picture, bar, line, mark, wide_enough
from slakit.drawing.shapes import Shape
from slakit.evaluation.pictures.captions import headline
from slakit.evaluation.reading import ClockReading, Status
from slakit.wording.catalogue import catalogue

__all__ = ["draw_sparkline"]

HEIGHT, BAR, SIGN = 16, 8, 18
# A clock that is on track, or not started, needs no sign.
SIGNS: dict[Status, tuple[Shape, str]] = {
    "breached": ("cross", "vermillion"),
    "missed": ("cross", "vermillion"),
    "at_risk": ("triangle", "orange"),
    "met": ("check", "green"),
    "no_target": ("flag", "sky"),
    "cancelled": ("square", "muted"),
}


def draw_sparkline(ticket: str, reading: ClockReading, width: float, locale: str) -> str:
    """Return how a clock stands as a small SVG; it needs nothing but the reading."""
    width = wide_enough(width, 40)
    middle = HEIGHT / 2
    title = f"{ticket} · {headline(reading, catalogue(locale))}"
    page = Picture(width, HEIGHT, title=title)
    right = width - SIGN
    ground = bar(1, right, middle - BAR / 2, BAR, fill="shade", radius=2, title=title)
    page.add(ground)
    target, elapsed = reading.target, reading.elapsed
    if target is not None and elapsed:
        # What is beyond the amount makes the amount narrower, and not the picture wider.
        due = 1 + (right - 1) * (target / elapsed) if target < elapsed else right
        used = right if target <= elapsed else 1 + (right - 1) * (elapsed / target)
        page.add(bar(1, min(used, due), middle - BAR / 2, BAR, fill="blue", radius=2))
        if due < used:
            page.add(bar(due, used, middle - BAR / 2, BAR, fill="vermillion", radius=2))
            page.add(bar(due, used, middle - 1, 2, fill="paper"))
            page.add(line(due, 1, due, HEIGHT - 1, role="ink", width=1.5))
    x = width - SIGN / 2 + 1
    if reading.status == "paused":
        page.extend(bar(x + a, x + a + 3, middle - 4, 8, fill="ink") for a in (-4, 1))
    elif reading.status in SIGNS:
        shape, role = SIGNS[reading.status]
        page.add(mark(shape, x, middle, role=role, size=4))
    return str(page)
