"""Each library that counts business time, brought to one shape: prepare the input, ask.

Every contender gets its best case: what it needs only once is built beforehand, and its
input is prepared outside the measurement unless the row is about that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from importlib import import_module, metadata
from itertools import pairwise
from types import ModuleType
from typing import Any

from tests.benchmarks.cases import HOLIDAYS, HOURS, LOCAL, YEARS, ZONE, calendar, naive


@dataclass(frozen=True)
class Contender:
    """One way to ask one calendar.

    `elapsed` and `add` take prepared instants; `duration` and `instant` bring an answer back
    to a timedelta and to an instant in UTC, to compare. `spans` limits it to short ones.
    """

    name: str
    elapsed: Callable[[Any, Any], Any] | None = None
    add: Callable[[Any, timedelta], Any] | None = None
    prepare: Callable[[datetime], Any] = naive
    duration: Callable[[Any], timedelta | None] = lambda answer: answer
    instant: Callable[[Any], datetime] = lambda answer: answer.replace(tzinfo=LOCAL).astimezone(UTC)
    spans: tuple[str, ...] = ("0-2 days", "0-30 days", "0-2 years")


def slakit_utc(hours: str) -> Contender:
    """What everything is compared with: aware instants in UTC."""
    cal = calendar(hours)
    return Contender(
        "slakit, UTC", cal.elapsed, cal.add, prepare=lambda at: at, instant=lambda a: a
    )


def slakit_zone(hours: str) -> Contender:
    """The calendar's own ZoneInfo instead of UTC."""
    cal = calendar(hours)
    return Contender(
        "slakit, own ZoneInfo",
        cal.elapsed,
        cal.add,
        prepare=lambda at: at.astimezone(LOCAL),
        instant=lambda answer: answer.astimezone(UTC),
    )


def opening_hours(hours: str) -> list[tuple[time, time]]:
    return [
        (time.fromisoformat(start), time.fromisoformat(end))
        for start, end in (text.split("-") for text in HOURS[hours])
    ]


def day_loop(hours: str) -> Contender:
    """The loop over days that people write, in naive local time."""
    opening = opening_hours(hours)
    closed = frozenset(HOLIDAYS)

    def elapsed(a: datetime, b: datetime) -> timedelta:
        a, b = (at.astimezone(LOCAL).replace(tzinfo=None) for at in (a, b))
        total, day = timedelta(), a.date()
        while day <= b.date():
            if day.weekday() < 5 and day not in closed:
                for start, end in opening:
                    first = max(a, datetime.combine(day, start))
                    last = min(b, datetime.combine(day, end))
                    if first < last:
                        total += last - first
            day += timedelta(days=1)
        return total

    return Contender("day loop by hand", elapsed, prepare=lambda at: at)


def timegrid(hours: str, module: ModuleType) -> Iterator[Contender]:
    opening = opening_hours(hours)
    cal = module.TimeGridCalendar.weekdays(opening[0][0], opening[-1][1])
    for (_, end), (start, _) in pairwise(opening):
        cal = cal.break_weekdays(end, start)
    for day in HOLIDAYS:
        cal = cal.close(day)
    first, last = datetime(YEARS[0], 1, 1), datetime(YEARS[-1] + 1, 1, 1)  # noqa: DTZ001
    timeline = cal.compile(first, last)
    yield Contender("timegrid", timeline.get_working_duration, cal.add_work_duration)

    def elapsed(a: datetime, b: datetime) -> timedelta:
        return timeline.get_working_duration(
            a.astimezone(LOCAL).replace(tzinfo=None), b.astimezone(LOCAL).replace(tzinfo=None)
        )

    def add(a: datetime, amount: timedelta) -> datetime:
        local = cal.add_work_duration(a.astimezone(LOCAL).replace(tzinfo=None), amount)
        return local.replace(tzinfo=LOCAL).astimezone(UTC)

    yield Contender(
        "timegrid + conversion", elapsed, add, prepare=lambda at: at, instant=lambda a: a
    )


def businesstimedelta(hours: str, module: ModuleType) -> Iterator[Contender]:
    zone = import_module("pytz").timezone(ZONE)
    opening = opening_hours(hours)
    rules = module.Rules(
        [
            module.WorkDayRule(opening[0][0], opening[-1][1], [0, 1, 2, 3, 4], tz=zone),
            *(
                module.LunchTimeRule(end, start, [0, 1, 2, 3, 4], tz=zone)
                for (_, end), (start, _) in pairwise(opening)
            ),
            module.HolidayRule(list(HOLIDAYS), tz=zone),
        ]
    )

    def add(a: datetime, amount: timedelta) -> Any:
        return a + module.BusinessTimeDelta(rules, timedelta=amount)

    yield Contender(
        "businesstimedelta",
        rules.difference,
        add,
        prepare=lambda at: at,
        duration=lambda answer: answer.timedelta,
        instant=lambda answer: answer.astimezone(UTC),
    )


def business_duration(hours: str, module: ModuleType) -> Iterator[Contender]:
    opening = opening_hours(hours)
    closed = frozenset(HOLIDAYS)

    def elapsed(a: datetime, b: datetime) -> float:
        return sum(
            module.businessDuration(
                a, b, starttime=start, endtime=end, holidaylist=closed, unit="sec"
            )
            for start, end in opening
        )

    yield Contender("business-duration", elapsed, duration=lambda answer: timedelta(seconds=answer))


def pandas(hours: str, module: ModuleType) -> Iterator[Contender]:
    opening = opening_hours(hours)
    offset = module.offsets.CustomBusinessHour(
        start=[start for start, _ in opening],
        end=[end for _, end in opening],
        holidays=list(HOLIDAYS),
    )

    def elapsed(a: Any, b: Any) -> int:
        return len(module.date_range(a, b, freq=offset, inclusive="left"))

    def add(a: Any, amount: timedelta) -> Any:
        return a + offset * (amount // timedelta(hours=1))

    yield Contender(
        "pandas CustomBusinessHour (hours)",
        elapsed,
        add,
        prepare=lambda at: module.Timestamp(naive(at)),
        duration=lambda answer: timedelta(hours=answer),
        instant=lambda answer: answer.to_pydatetime().replace(tzinfo=LOCAL).astimezone(UTC),
        spans=("0-2 days", "0-30 days"),
    )


def numpy(hours: str, module: ModuleType) -> Iterator[Contender]:
    days = module.busdaycalendar(holidays=list(HOLIDAYS))

    def elapsed(a: datetime, b: datetime) -> int:
        return module.busday_count(a.date(), b.date(), busdaycal=days)

    yield Contender("numpy busday_count (whole days)", elapsed, duration=lambda answer: None)


# The name on the package index, the module, and how to bring it to the shape above.
PEERS: dict[str, tuple[str, Callable[[str, ModuleType], Iterator[Contender]]]] = {
    "timegrid": ("timegrid", timegrid),
    "businesstimedelta": ("businesstimedelta", businesstimedelta),
    "business-duration": ("business_duration", business_duration),
    "pandas": ("pandas", pandas),
    "numpy": ("numpy", numpy),
}


def installed() -> dict[str, str]:
    """Return the peers that are installed, with their versions."""
    found = {}
    for name in PEERS:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found


def contenders(hours: str) -> list[Contender]:
    """Return everything that is to be compared with `slakit_utc` on these hours."""
    found = [slakit_zone(hours), day_loop(hours)]
    for name in installed():
        module, adapt = PEERS[name]
        found += adapt(hours, import_module(module))
    return found
