"""The charts that tests of them share: figures of an imagined desk, and each chart drawn."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from slakit.reports.periods import Frequency, Period
from slakit.reports.pictures.burn_down import draw_burn_down
from slakit.reports.pictures.compliance import Point, draw_compliance
from slakit.reports.pictures.curve import Curve, draw_curve
from slakit.reports.pictures.heat_map import draw_heat_map
from slakit.reports.pictures.time_parts import TimeParts, draw_time_parts

__all__ = [
    "CHARTS",
    "LOCALES",
    "MADRID",
    "WIDTHS",
    "breaches",
    "burn",
    "curves",
    "gap",
    "groups",
    "may",
    "month_of_points",
    "point",
    "points",
]

LOCALES = ("en", "es", "pt-BR", "pt-PT")
WIDTHS = (320, 640, 1200)
MADRID = ZoneInfo("Europe/Madrid")
HOUR = timedelta(hours=1)


def point(start: date, met: int, decided: int, about: float = 0.04) -> Point:
    """Return a period with an interval of about that much to each side."""
    share = met / decided
    return Point(start, share, max(share - about, 0), min(share + about, 1), decided, met)


def gap(start: date) -> Point:
    """Return a period without data."""
    return Point(start, None, None, None, 0, 0)


def points(number: int, freq: Frequency, *, low: int = 85, seed: int = 1) -> list[Point]:
    """Return that many periods, of which every seventh or so has no data."""
    chance = Random(seed)
    period = Period(freq, date(2024, 1, 1))
    found = []
    for _ in range(number):
        decided = chance.randint(40, 160)
        if chance.random() < 0.12:
            found.append(gap(period.start))
        else:
            met = round(decided * chance.randint(low, 100) / 100)
            found.append(point(period.start, met, decided))
        period = period.next
    return found


def month_of_points() -> list[Point]:
    """Return six months: four of them well, one not, one without data."""
    counts = [(118, 120), (131, 140), (0, 0), (97, 98), (144, 150), (88, 90)]
    return [
        point(date(2024, month, 1), *each) if each[1] else gap(date(2024, month, 1))
        for month, each in enumerate(counts, 1)
    ]


def curve(name: str, pace: float, ceiling: float = 1.0, seed: int = 1) -> Curve:
    """Return a curve of forty steps that come the later the greater the pace."""
    chance = Random(seed)
    at, done = 0.0, 0.0
    steps = [(0.0, 0.0)]
    for _ in range(40):
        at += chance.random() * pace
        done += (ceiling - done) * 0.09
        steps.append((at, done))
    censored = [steps[i] for i in (9, 17, 30)]
    low = [max(y - 0.05, 0) for _, y in steps]
    return Curve(name, steps, censored, low, [min(y + 0.05, 1) for _, y in steps])


def curves(number: int) -> list[Curve]:
    """Return curves that end near each other, as those of a desk do."""
    names = ("urgent", "high", "normal", "low", "first response of the night", "<b>VIP</b>")
    return [curve(name, 0.03 + i * 0.02, seed=i) for i, name in enumerate(names[:number])]


def breaches(most: int = 14) -> dict[tuple[int, int], int]:
    """Return the breaches of a desk that is busy on weekdays and late after lunch."""
    chance = Random(3)
    return {
        (day, hour): chance.randint(0, most if 13 <= hour <= 17 else most // 3)
        for day in range(6 if most > 9 else 5)
        for hour in range(8, 19)
    }


def may(day: float) -> datetime:
    """Return an instant of May 2024, by its day and part of it."""
    return datetime(2024, 5, 1, tzinfo=MADRID) + timedelta(days=day - 1)


def burn(last: int, pace: float) -> list[tuple[datetime, float]]:
    """Return what is left of a budget every day until the last."""
    chance = Random(5)
    left, found = 1.0, []
    for day in range(1, last + 1):
        found.append((may(day), left))
        left -= chance.random() * pace
    return found


def groups() -> list[TimeParts]:
    """Return where the time of four priorities went, of one of them nowhere."""
    return [
        TimeParts("urgent", 31 * HOUR + timedelta(minutes=12), 8 * HOUR, 0.5 * HOUR),
        TimeParts("high", 102 * HOUR, 77 * HOUR, 230 * HOUR),
        TimeParts("normal, of customers in other time zones", 15 * HOUR, 400 * HOUR, 900 * HOUR),
        TimeParts("low", 0 * HOUR, 0 * HOUR, 0 * HOUR),
    ]


def drawn_burn(width: float, locale: str) -> str:
    return draw_burn_down(
        burn(17, 0.09),
        start=may(1),
        end=may(32),
        now=may(17.5),
        exhausted=may(24.3),
        alerts=[(may(9.4), "burn 6×, 6 h")],
        zone=MADRID,
        width=width,
        locale=locale,
        title="Error budget, May 2024",
    )


CHARTS: Mapping[str, Callable[[float, str], str]] = {
    "compliance": lambda width, locale: draw_compliance(
        points(26, "week"), objective=0.95, freq="week", width=width, locale=locale, title="Weeks"
    ),
    "curve": lambda width, locale: draw_curve(
        curves(3), width=width, locale=locale, title="Time to resolution by priority"
    ),
    "heat_map": lambda width, locale: draw_heat_map(
        breaches(), width=width, locale=locale, title="Breaches"
    ),
    "burn_down": drawn_burn,
    "time_parts": lambda width, locale: draw_time_parts(
        groups(), width=width, locale=locale, title="Time"
    ),
}
