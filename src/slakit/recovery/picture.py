"""The picture of a case: a lane for each step, on the hours in which the desk works."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from slakit.drawing import (
    AXIS_HEIGHT,
    Element,
    Picture,
    TimeScale,
    bar,
    break_marks,
    draw_axis,
    label,
    legend,
    line,
    long_stretches,
    mark,
    text_width,
    time_axis,
    wide_enough,
)
from slakit.drawing.axis import AXIS_SIZE
from slakit.drawing.scale import Piece, Stretch
from slakit.drawing.shapes import Shape
from slakit.evaluation.pictures.extent import axis_words
from slakit.instants import EPOCH
from slakit.recovery.known import known_at
from slakit.recovery.standing import StepStanding, StepState
from slakit.wording import Catalogue, catalogue

if TYPE_CHECKING:
    from slakit.recovery.case import BreachCase

__all__ = ["draw_case"]

EDGE, HEAD, INSET = 12, 52, 12
LANE, CAPTION, BAR = 42, 20, 12
# From this width on names stand at the left of the lanes and states at the right, else above them.
WIDE, NAMES, STATES, NARROWEST = 640, 250, 175, 280
SMALL, BREAK = 11, 24
MINUTE = timedelta(minutes=1)
# Left out is what is longer than one of these: lunches, nights, weekends, holidays.
LONGER = [timedelta(hours=1.5), timedelta(hours=6), *map(timedelta, (1, 2, 4, 14))]

# What a step comes to is told by the shape as well as by the colour.
MARKS: Mapping[StepState, tuple[Shape, str]] = {
    "done": ("check", "green"),
    "done_late": ("cross", "vermillion"),
    "late": ("triangle", "vermillion"),
    "open": ("circle", "sky"),
    "pending": ("circle", "paper"),
}
DUE: tuple[Shape, str] = ("flag", "orange")


@dataclass(frozen=True, slots=True)
class Stage:
    """Where everything stands."""

    page: Picture
    words: Catalogue
    scale: TimeScale
    now: datetime
    top: float
    wide: bool

    @property
    def height(self) -> float:
        """The height of a lane; with names above the bar where there is no room beside it."""
        return LANE if self.wide else LANE + CAPTION

    def y(self, number: int) -> float:
        """Return the upper edge of a lane; of one more than there are, the end of the last."""
        return self.top + number * self.height

    def middle(self, number: int) -> float:
        """Return the height of what stands on a lane."""
        return self.y(number) + self.height - LANE / 2


def draw_case(case: BreachCase, width: float, locale: str, at: datetime | None) -> str:
    """Return the five steps of a case on a time line, as SVG; by default as of the last record."""
    width, words = wide_enough(width, NARROWEST), catalogue(locale)
    case, now = known_at(case, at)
    standings = case.standings(at=now)
    told = "; ".join(f"{step_name(each, words)}: {state_name(each, words)}" for each in standings)
    page = Picture(width, HEAD + 12, title=f"{case.id}; {told}")
    page.extend(heading(case, now, words, width))
    wide = width >= WIDE
    left, right = float(EDGE), width - EDGE
    if wide:
        left += column([(step_name(each, words), due(each, words)) for each in standings], NAMES)
        right -= column([(state_name(each, words), by(each)) for each in standings], STATES)
    scale = scale_of(case, standings, now, left + INSET, right - INSET)
    stage = Stage(page, words, scale, now, HEAD + AXIS_HEIGHT, wide)
    bottom = stage.y(len(standings))
    axis = time_axis(
        scale,
        case.zone,
        axis_words(words),
        # Days are written bold.
        measure=lambda text: text_width(text, AXIS_SIZE, bold=True),
    )
    page.extend(draw_axis(axis, stage.top, bottom))
    for number, each in enumerate(standings):
        page.extend(stretch(each, number, stage))
    page.extend(breaks(stage, len(standings)))
    for number, each in enumerate(standings):
        page.add(line(EDGE, stage.y(number), width - EDGE, stage.y(number)))
        page.extend(captions(each, number, stage))
        page.extend(marks(each, number, stage))
    page.add(line(EDGE, bottom, width - EDGE, bottom))
    key = legend(entries(standings, words), EDGE, bottom + 10, width - 2 * EDGE)
    page.extend(key.elements)
    page.height = bottom + 10 + key.height + 8
    return str(page)


def step_name(each: StepStanding, words: Catalogue) -> str:
    return words.text(f"recovery.step.{each.step}")


def state_name(each: StepStanding, words: Catalogue) -> str:
    return words.text(f"recovery.state.{each.state}")


def due(each: StepStanding, words: Catalogue) -> str:
    return "" if each.due_at is None else words.text("verdict.due", due=each.due_at)


def by(each: StepStanding) -> str:
    return "" if each.record is None else each.record.by


def column(texts: list[tuple[str, str]], most: float) -> float:
    """Return the width of a column of bold lines with small ones below."""
    widths = [max(text_width(bold, bold=True), text_width(small, SMALL)) for bold, small in texts]
    return min(max(widths), most) + 10


def heading(case: BreachCase, now: datetime, words: Catalogue, width: float) -> Iterator[Element]:
    """Yield the name of the case, and as of when it is told."""
    room = width - 2 * EDGE
    yield label(EDGE, 24, case.id, width=room, size=15, bold=True)
    below = f"{case.zone} · {words.text('recovery.as_of', at=words.instant(now))}"
    yield label(EDGE, 43, below, width=room, size=SMALL, role="muted")


def scale_of(
    case: BreachCase,
    standings: tuple[StepStanding, ...],
    now: datetime,
    left: float,
    right: float,
) -> TimeScale:
    """Return the scale from the opening to the last that is shown, closed hours left out."""
    instants = [case.opened_at]
    if not case.restored:
        instants.append(now)
    for each in standings:
        instants += filter(None, (each.due_at, each.done_at))
    start = min(instants, key=lambda at: at - EPOCH)
    end = max(instants, key=lambda at: at - EPOCH)
    if end - EPOCH < start - EPOCH + MINUTE:
        end = start + MINUTE
    shut = list(closed(case, start, end))
    found: list[Stretch] = []
    for longer in LONGER:
        found = long_stretches(shut, longer, keep=instants)
        # Breaks must not be most of the picture.
        if BREAK * len(found) < (right - left) * 0.4:
            break
    return TimeScale(start, end, left=left, right=right, breaks=found, break_width=BREAK)


def closed(case: BreachCase, start: datetime, end: datetime) -> Iterator[Stretch]:
    """Yield the closed hours of the plan's calendar between two instants."""
    since = start
    for opening in case.plan.calendar.intervals(start, end):
        if opening.start - EPOCH > since - EPOCH:
            yield since, opening.start
        since = opening.end
    if end - EPOCH > since - EPOCH:
        yield since, end


def stretch(each: StepStanding, number: int, stage: Stage) -> Iterator[Element]:
    """Yield the bar of a step: what was in time, and what was past its due time, hatched."""
    if each.started_at is None:
        return
    y, words = stage.middle(number) - BAR / 2, stage.words
    end = stage.now if each.done_at is None else each.done_at
    start, until = stage.scale.x(each.started_at), stage.scale.x(end)
    title = f"{step_name(each, words)} · {words.period(each.started_at, end)}"
    late = until
    if each.due_at is not None and each.due_at - EPOCH < end - EPOCH:
        late = max(start, stage.scale.x(each.due_at))
        past = f"{title} · {words.text('label.past_due')}"
        yield bar(late, until, y, BAR, fill=stage.page.hatch("vermillion"), title=past)
    if late > start or late == until:
        yield bar(start, late, y, BAR, fill="blue", title=title)


def breaks(stage: Stage, lanes: int) -> Iterator[Element]:
    """Yield a torn strip over every lane where closed hours were left out."""

    def written(piece: Piece) -> str:
        return stage.words.text("label.break", hours=piece.end - piece.start)

    for number in range(lanes):
        y = stage.y(number)
        top = y if stage.wide else y + CAPTION
        yield from break_marks(stage.scale, top, y + stage.height, written)


def captions(each: StepStanding, number: int, stage: Stage) -> Iterator[Element]:
    """Yield what a step is called, how it stands, and who took it."""
    words, end = stage.words, stage.page.width - EDGE
    name, state = step_name(each, words), state_name(each, words)
    if not stage.wide:
        y, room = stage.y(number), end - EDGE
        # Nothing of the axis runs through what is written.
        yield bar(0, stage.page.width, y, CAPTION, fill="paper")
        taken = min(text_width(state, SMALL), room / 2)
        yield label(EDGE, y + 15, name, width=room - taken - 8, bold=True)
        yield label(end, y + 15, state, width=taken + 1, size=SMALL, role="muted", anchor="end")
        return
    y = stage.middle(number)
    yield label(EDGE, y - 2, name, width=NAMES, bold=True)
    yield label(EDGE, y + 13, due(each, words), width=NAMES, size=SMALL, role="muted")
    yield label(end, y - 2, state, width=STATES, anchor="end", bold=True)
    yield label(end, y + 13, by(each), width=STATES, size=SMALL, role="muted", anchor="end")


def marks(each: StepStanding, number: int, stage: Stage) -> Iterator[Element]:
    """Yield when a step was due, and what came of it."""
    words, y = stage.words, stage.middle(number)
    if each.due_at is not None:
        title = f"{words.text('label.due')} · {words.instant(each.due_at)}"
        shape, role = DUE
        yield mark(shape, stage.scale.x(each.due_at), y, role=role, title=title)
    shape, role = MARKS[each.state]
    if each.state == "pending":
        x = stage.scale.right
    else:
        x = stage.scale.x(stage.now if each.done_at is None else each.done_at)
    title = f"{step_name(each, words)} · {state_name(each, words)}"
    if each.done_at is not None:
        title = f"{title} · {words.instant(each.done_at)}"
    yield mark(shape, x, y, role=role, title=title)


def entries(standings: tuple[StepStanding, ...], words: Catalogue) -> Iterator[tuple[Element, str]]:
    """Yield what the marks mean, of those that occur."""
    if any(each.due_at is not None for each in standings):
        yield mark(DUE[0], 6, 6, role=DUE[1], size=4.5), words.text("label.due")
    states = {each.state for each in standings}
    for state, (shape, role) in MARKS.items():
        if state in states:
            yield mark(shape, 6, 6, role=role, size=4.5), words.text(f"recovery.state.{state}")
