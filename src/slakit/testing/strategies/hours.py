"""Opening hours: days and weeks that are legal, and at their most inconvenient."""

from __future__ import annotations

from hypothesis import strategies as st

from slakit.calendars.hours import WEEKDAYS

__all__ = ["DAYS", "OFFICE", "day_hours", "random_hours", "weekly_hours"]

OFFICE = {day: ["09:00-17:00"] for day in WEEKDAYS[:5]}

# The lengths are distinct on purpose: a swapped day shows.
DAYS: tuple[list[str], ...] = (
    ["09:00-17:00"],
    ["09:00-12:00", "13:00-18:00"],
    ["00:00-24:00"],
    ["00:00-03:00"],
    ["00:30-02:30"],
    ["01:30-02:15", "02:45-04:00"],
    ["02:10-02:20"],
    # Pairs that a gap makes overlap, or puts in another order: at 02:00, at midnight, and
    # where it is half an hour.
    ["02:00-02:50", "03:00-03:30"],
    ["02:45-02:50", "03:00-03:45"],
    ["00:45-00:50", "01:00-01:45"],
    ["02:20-02:25", "02:30-02:45"],
    ["20:00-24:00"],
    ["22:00-06:00"],
    ["23:30-00:30"],
    ["08:00-11:00", "21:00-01:45"],
    # Twenty-four hours, of which six fall on the next day's.
    ["00:00-16:00", "22:00-06:00"],
    [],
)


@st.composite
def random_hours(draw: st.DrawFn) -> list[str]:
    """Draw a day of one or two intervals on any minute, the last possibly overnight."""
    marks = draw(st.lists(st.integers(0, 1439), min_size=2, max_size=4, unique=True))
    marks = sorted(marks[: len(marks) // 2 * 2])
    if len(marks) == 2 and draw(st.booleans()):
        marks.reverse()
    texts = [f"{m // 60:02d}:{m % 60:02d}" for m in marks]
    return [f"{start}-{end}" for start, end in zip(texts[::2], texts[1::2], strict=True)]


day_hours = st.one_of(st.sampled_from(DAYS), random_hours())
weekly_hours = st.one_of(
    st.just(OFFICE),
    st.just({day: ["00:00-24:00"] for day in WEEKDAYS}),
    day_hours.filter(bool).map(lambda hours: dict.fromkeys(WEEKDAYS, hours)),
    st.dictionaries(st.sampled_from(WEEKDAYS), day_hours, min_size=3).filter(
        lambda hours: any(hours.values())
    ),
)
