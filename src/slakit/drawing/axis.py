"""The time axis: ticks at round wall times of a zone, with labels that never overlap."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from slakit.drawing.measure import Measure, text_width
from slakit.drawing.scale import Piece, TimeScale

__all__ = ["AXIS_SIZE", "Axis", "AxisWords", "Tick", "time_axis"]

AXIS_SIZE = 11


@dataclass(frozen=True, slots=True)
class AxisWords:
    """How a language writes dates on an axis: each as a tuple of forms, the longest first.

    The last form of a month stands under its year and needs none.

    >>> words = AxisWords(
    ...     day=lambda day: (f"{day:%Y-%m-%d}", f"{day.day}"),
    ...     month=lambda day: (f"{day:%Y-%m}", f"{day:%m}"),
    ... )
    >>> words.day(date(2024, 5, 6))
    ('2024-05-06', '6')
    """

    day: Callable[[date], Sequence[str]]
    month: Callable[[date], Sequence[str]]


class Tick(NamedTuple):
    """A round wall time, where it is drawn, and its label: empty where there is no room."""

    at: datetime
    x: float
    label: str


class Axis(NamedTuple):
    """Two rows: `fine` ticks, such as hours, and the `coarse` ones over them, such as days."""

    fine: list[Tick]
    coarse: list[Tick]


class Step(NamedTuple):
    """The distance between two ticks."""

    number: int
    unit: Literal["minute", "day", "month"]

    @property
    def seconds(self) -> int:
        """How long it is at least, but for changes of daylight saving."""
        return self.number * {"minute": 60, "day": 86_400, "month": 28 * 86_400}[self.unit]


STEPS = [
    *(Step(number, "minute") for number in (1, 2, 5, 10, 15, 30, 60, 120, 180, 240, 360, 720)),
    *(Step(number, "day") for number in (1, 2, 7, 14)),
    *(Step(number, "month") for number in (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200)),
]
COARSER = {"minute": Step(1, "day"), "day": Step(1, "month"), "month": Step(12, "month")}


def time_axis(
    scale: TimeScale,
    zone: ZoneInfo,
    words: AxisWords,
    *,
    measure: Measure = lambda text: text_width(text, AXIS_SIZE),
    gap: float = 10,
    overhang: float = 16,
) -> Axis:
    """Return the finest ticks whose labels stand at least `gap` apart, and the row over them.

    Ticks are round in the wall time of `zone`: an hour that a change of daylight saving skips
    has none, one that comes twice has two. None lies inside a break. Labels of the fine row are
    centred on their ticks, those of the coarse row begin at theirs; they stand out beyond the
    scale by `overhang` at most. A coarse tick is drawn where its day (or month, or year) is first
    seen, which need not be its beginning.

    >>> start = datetime(2024, 5, 6, 8, tzinfo=UTC)
    >>> scale = TimeScale(start, start.replace(hour=18), left=0, right=240)
    >>> words = AxisWords(day=lambda day: (f"{day:%d %b}",), month=lambda day: (f"{day:%Y-%m}",))
    >>> axis = time_axis(scale, ZoneInfo("UTC"), words)
    >>> [tick.label for tick in axis.fine], [tick.label for tick in axis.coarse]
    (['08:00', '10:00', '12:00', '14:00', '16:00', '18:00'], ['06 May'])
    """
    step, fine = next(
        (
            (step, ticks)
            for step in STEPS
            # No label is narrower than a digit, so that steps by the thousand are not even tried.
            if step.seconds * scale.per_second >= measure("0") + gap
            and has_room(ticks := fine_ticks(scale, zone, step, words), scale, step, measure, gap)
        ),
        (STEPS[-1], []),
    )
    coarser = COARSER[step.unit]
    edges = scale.left - overhang, scale.right + overhang
    # Years are named by the fine row itself.
    alone = step.unit == "month" and step.number >= 12
    coarse = [] if alone else first_seen(scale, zone, coarser)
    return Axis(
        without_overlap(fine, measure, gap, edges),
        named(coarse, coarser, words, measure, [*(tick.x - gap for tick in coarse[1:]), edges[1]]),
    )


def fine_ticks(scale: TimeScale, zone: ZoneInfo, step: Step, words: AxisWords) -> list[Tick]:
    """Return a tick for each step that is seen, with its label."""
    if step.unit == "minute":
        ticks = [
            Tick(at, scale.x(at), "")
            for piece in scale.pieces
            if not piece.is_break
            for at in round_times(piece, zone, step.number)
        ]
    else:
        # Midnight may lie in a break. Weeks that began before the scale would have a wrong date.
        seen = first_seen(scale, zone, step)
        ticks = [tick for tick in seen if step.number == 1 or tick.at >= scale.start]
    return [tick._replace(label=fine_label(tick.at, step, words)) for tick in ticks]


def has_room(ticks: list[Tick], scale: TimeScale, step: Step, measure: Measure, gap: float) -> bool:
    """Return whether the labels fit a step apart; at breaks a few may still have to go."""
    apart = step.seconds * scale.per_second
    if step.unit != "minute" and ticks:
        # A day of which most is left out is narrower than its hours.
        apart = min(apart, (scale.right - scale.left) / len(ticks))
    return max((measure(tick.label) for tick in ticks), default=0) + gap <= apart


def fine_label(at: datetime, step: Step, words: AxisWords) -> str:
    if step.unit == "minute":
        return f"{at:%H:%M}"
    if step.unit == "day":
        return words.day(at)[-1]
    return words.month(at)[-1] if step.number < 12 else str(at.year)


def round_times(piece: Piece, zone: ZoneInfo, minutes: int) -> list[datetime]:
    """Return the local times in a piece that are a number of `minutes` apart, ends included."""
    found: set[datetime] = set()
    for day in first_days(piece, zone, Step(1, "day")):
        for minute in range(0, 1440, minutes):
            wall = datetime.combine(day, time(minute // 60, minute % 60))
            for fold in (0, 1):
                at = wall.replace(tzinfo=zone, fold=fold).astimezone(UTC)
                # A time in a gap comes back as another.
                exists = at.astimezone(zone).replace(tzinfo=None) == wall
                if exists and piece.start <= at <= piece.end:
                    found.add(at)
    return [at.astimezone(zone) for at in sorted(found)]


def first_days(piece: Piece, zone: ZoneInfo, step: Step) -> Iterator[date]:
    """Yield the local dates on which a step begins, from the one that holds a piece's start."""
    first, last = piece.start.astimezone(zone).date(), piece.end.astimezone(zone).date()
    if step.unit == "month":
        month = first.year * 12 + first.month - 1
        for each in range(month - month % step.number, last.year * 12 + last.month, step.number):
            if date.min.year <= each // 12 <= date.max.year:
                yield date(each // 12, each % 12 + 1, 1)
    else:
        # Ordinal 1 was a Monday, so that weeks begin on Mondays.
        ordinal = first.toordinal() - (first.toordinal() - 1) % step.number
        for each in range(max(ordinal, 1), last.toordinal() + 1, step.number):
            yield date.fromordinal(each)


def first_seen(scale: TimeScale, zone: ZoneInfo, step: Step) -> list[Tick]:
    """Return a tick without a label where each step of days or months is first seen."""
    ticks: list[Tick] = []
    seen: date | None = None
    for piece in scale.pieces:
        if piece.is_break:
            continue
        for day in first_days(piece, zone, step):
            start = datetime.combine(day, time(), zone).astimezone(UTC)
            at = max(start, piece.start)
            # Neither a date that the zone skipped is seen, nor one that begins as the piece ends.
            exists = start.astimezone(zone).date() == day
            if exists and day != seen and at < piece.end:
                ticks.append(Tick(start.astimezone(zone), scale.x(at), ""))
                seen = day
    return ticks


def named(
    ticks: list[Tick], step: Step, words: AxisWords, measure: Measure, ends: list[float]
) -> list[Tick]:
    """Give each coarse tick the longest form of its label that stops short of its end."""
    found = []
    for tick, end in zip(ticks, ends, strict=False):
        forms: Sequence[str] = (str(tick.at.year),)
        if step.unit == "day":
            forms = words.day(tick.at)
        elif step.number == 1:
            forms = words.month(tick.at)
        shown = next((form for form in forms if tick.x + measure(form) <= end), "")
        found.append(tick._replace(label=shown))
    return found


def without_overlap(
    ticks: list[Tick], measure: Measure, gap: float, edges: tuple[float, float]
) -> list[Tick]:
    """Drop the labels that would touch the one before, as at a break, or stand out too far."""
    found = []
    end = edges[0] - gap
    for tick in ticks:
        half = measure(tick.label) / 2
        if tick.x - half < end + gap or tick.x + half > edges[1]:
            tick = tick._replace(label="")
        else:
            end = tick.x + half
        found.append(tick)
    return found
