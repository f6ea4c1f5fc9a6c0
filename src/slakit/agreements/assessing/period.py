"""The period of an assessment, as people write it."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from slakit.errors import SlakitError
from slakit.reports.periods import Period, period_of

__all__ = ["period_named"]

FORMS = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?|-Q(?P<quarter>[1-4])|-W(?P<week>\d\d))?"
)


def period_named(value: Any) -> Period:
    """Return a period by its label: ``2026-01``, ``2026-Q1``, ``2026``, ``2026-W05``, a date.

    A `Period` is returned as it is; `SlakitError` for what is none.

    >>> period_named("2026-Q2")
    Period(frequency='quarter', start=datetime.date(2026, 4, 1))
    """
    if isinstance(value, Period):
        return value
    match = FORMS.fullmatch(value.strip()) if isinstance(value, str) else None
    try:
        if match:
            year = int(match["year"])
            if match["day"]:
                return period_of(date(year, int(match["month"]), int(match["day"])), "day")
            if match["month"]:
                return period_of(date(year, int(match["month"]), 1), "month")
            if match["quarter"]:
                return period_of(date(year, int(match["quarter"]) * 3, 1), "quarter")
            if match["week"]:
                return period_of(date.fromisocalendar(year, int(match["week"]), 1), "week")
            return period_of(date(year, 1, 1), "year")
    except ValueError:
        pass
    raise SlakitError(
        f"{value!r} is no period",
        parameter="period",
        value=value,
        remedy='write a month as "2026-01"; or "2026-Q1", "2026", "2026-W05", "2026-01-31"',
    )
