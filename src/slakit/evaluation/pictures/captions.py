"""What is written in pictures of clocks: sums, stretches, marks and closures in a language."""

from __future__ import annotations

from datetime import timedelta, tzinfo

from slakit.drawing.scale import Piece
from slakit.evaluation.pictures.extent import Extent, Mark
from slakit.evaluation.pictures.lanes import Part
from slakit.evaluation.reading import ClockReading
from slakit.instants import EPOCH, to_datetime
from slakit.policies.machine import SpanKind
from slakit.policies.picture import metric_name
from slakit.wording.catalogue import Catalogue

__all__ = [
    "DASH",
    "closures",
    "headline",
    "mark_name",
    "mark_title",
    "part_title",
    "period",
    "promise",
    "sums",
]

DASH = "\N{EN DASH}"
KINDS: dict[SpanKind, str] = {
    "running": "span.running",
    "counted": "span.reopened_counted",
    "paused": "label.paused",
    "gap": "span.reopened_credited",
}
HOUR, MINUTE, SECOND = timedelta(hours=1), timedelta(minutes=1), timedelta(seconds=1)


def headline(reading: ClockReading, words: Catalogue) -> str:
    """Return what a screen reader says of a clock."""
    status = words.text(f"status.{reading.status}")
    parts = [metric_name(reading.metric, words), status, sums(reading, words)]
    return " · ".join(filter(None, parts))


def promise(reading: ClockReading, cycles: int, zone: tzinfo) -> str:
    """Return the policy and the amount of a lane, how many cycles it has, and another zone."""
    parts = [reading.policy, reading.amount or ""]
    if cycles > 1:
        parts.append(f"\N{MULTIPLICATION SIGN}{cycles}")
    if reading.zone != zone:
        parts.append(str(reading.zone))
    return " · ".join(filter(None, parts))


def period(extent: Extent, words: Catalogue) -> str:
    """Return the zone of a picture, and its first and last date."""
    edges = (to_datetime(at, extent.zone).date() for at in (extent.start, extent.end))
    dates = f" {DASH} ".join(dict.fromkeys(map(words.date, edges)))
    return f"{extent.zone} · {dates}"


def sums(reading: ClockReading, words: Catalogue) -> str:
    """Return what of the amount was used, rounded down; nothing of a clock that has not started."""
    if reading.state == "idle":
        return ""
    elapsed = rounded_down(reading.elapsed)
    if reading.target is None or reading.ratio is None:
        return words.length(elapsed)
    return words.text(
        "verdict.elapsed_share",
        elapsed=elapsed,
        target=rounded_down(reading.target),
        share=words.percent(reading.ratio),
    )


def rounded_down(length: timedelta) -> timedelta:
    """Return whole minutes of hours, or whole seconds of minutes: as exact as people look."""
    unit = MINUTE if abs(length) >= HOUR else SECOND
    return abs(length) // unit * unit * (-1 if length < timedelta(0) else 1)


def part_title(part: Part, name: str, zone: tzinfo, words: Catalogue) -> str:
    """Return what a stretch of a clock is, from when until when, and how long."""
    what = words.text(KINDS[part.kind])
    if part.status is not None:
        what = f"{what} ({part.status})"
    start, end = (words.instant(to_datetime(at, zone)) for at in part[:2])
    length = words.length(rounded_down(part.end - part.start))
    return f"{name} · {what} · {start} {DASH} {end} · {length}"


def mark_name(mark: Mark, words: Catalogue) -> str:
    """Return what a legend calls a mark."""
    if mark.kind in ("cancelled", "stopped"):
        return words.text("status.cancelled" if mark.kind == "cancelled" else "status.no_target")
    return words.text(f"label.{mark.kind}")


def mark_title(mark: Mark, zone: tzinfo, words: Catalogue) -> str:
    """Return what a mark stands for, and when that is."""
    what = mark_name(mark, words)
    if mark.name:
        what = f"{what} {mark.name}"
    return f"{what} · {words.instant(to_datetime(mark.at, zone))}"


def closures(piece: Piece, extent: Extent, words: Catalogue) -> list[str]:
    """Return what was left out of a picture, the longest form first: its holidays, how long."""
    start, end = piece.start - EPOCH, piece.end - EPOCH
    names = dict.fromkeys(
        closed.name
        for lane in extent.closed
        for closed in lane
        if closed.name and closed.start < end and closed.end > start
    )
    length = words.length(rounded_down(end - start))
    hours = words.text("label.break", hours=length)
    return [" · ".join([*names, hours]), ", ".join(names), hours, length]
