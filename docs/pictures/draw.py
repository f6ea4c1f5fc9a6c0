"""Draw the pictures of README and docs: ``python docs/pictures/draw.py``, after any change."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from zoneinfo import ZoneInfo

from slakit import BusinessCalendar, PolicySet, Report, Ticket, evaluate
from slakit.cli.demo import evaluate_demo
from slakit.reports.pages import charts
from slakit.reports.pages.naming import Naming
from slakit.reports.pages.views import Views
from slakit.wording import catalogue

FOLDER = Path(__file__).parent
ZONE = ZoneInfo("America/Sao_Paulo")
OFFICE = {
    "tz": "America/Sao_Paulo",
    "hours": "Mon-Fri 09:00-12:00,13:00-18:00",
    "holidays": [{"date": "2024-05-30", "name": "Corpus Christi"}],
}
DESK = {
    "calendars": {"office": OFFICE},
    "policies": [
        {
            "name": "default",
            "calendar": "office",
            "targets": {
                "first_response": {"by": "priority", "urgent": "30m", "else": "2h"},
                "resolution": {"by": "priority", "urgent": "24h wall", "else": "2bd"},
            },
        }
    ],
}
CONTRACT = {
    "calendars": {"office": OFFICE},
    "policies": [
        {
            "name": "gold",
            "when": {"tier": ["gold", "silver"]},
            "calendar": "office",
            "targets": {
                "first_response": {"by": "priority", "urgent": "30m", "high": "2h", "else": "1bd"},
                "next_response": "4h",
                "resolution": {
                    "by": "priority",
                    "urgent": "24h wall",
                    "high": "1bd",
                    "else": "3bd",
                },
            },
        },
        {"name": "default", "calendar": "office", "targets": {"resolution": "5bd"}},
    ],
}


def on(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2024, month, day, hour, minute, tzinfo=ZONE)


def timeline() -> str:
    """Return the ticket that the README tells of."""
    ticket = Ticket.from_timestamps(
        id="4712",
        created_at=on(5, 29, 17, 30),
        first_responded_at=on(5, 31, 9, 40),
        paused=[(on(6, 3, 10), on(6, 3, 11, 30))],
    )
    return evaluate(PolicySet.model_validate(DESK), ticket, at=on(6, 4, 12)).to_svg(width=736)


def week() -> str:
    """Return the week of the holiday."""
    return BusinessCalendar.model_validate(OFFICE).to_svg(date(2024, 5, 30))


def matrix() -> str:
    """Return the targets of a contract."""
    return PolicySet.model_validate(CONTRACT).to_svg()


def report() -> Views:
    """Return the report on the tickets of ``slakit demo``."""
    return Views(Report.of(evaluate_demo()[1], frequency="week"))


def compliance() -> str:
    """Return how the resolution of the demo's tickets went, week by week."""
    return next(
        chart.draw(width=736)
        for chart in charts.compliance(report(), Fraction(9, 10), Naming(catalogue("en"), "week"))
        if chart.title.startswith("resolution")
    )


def curve() -> str:
    """Return how soon the clocks of the demo's tickets were done."""
    [chart] = charts.curves(report(), Naming(catalogue("en"), "week"))
    return chart.draw(width=736)


PICTURES = {
    "timeline.svg": timeline,
    "week.svg": week,
    "matrix.svg": matrix,
    "compliance.svg": compliance,
    "curve.svg": curve,
}


def main() -> None:
    for name, draw in PICTURES.items():
        (FOLDER / name).write_text(draw(), encoding="utf-8")


if __name__ == "__main__":
    main()
