"""The heat map of a year."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from slakit import BusinessCalendar, CalendarError
from tests.drawing.pictures import SVG, clipped, contents, golden, overlapping, parse, titles

GOLDEN = Path(__file__).parent / "golden"
OFFICE = BusinessCalendar(
    tz="America/Sao_Paulo",
    hours="Mon-Fri 09:00-12:00,13:00-18:00",
    holidays=[{"date": "2024-12-25", "name": "Natal <b>"}, {"date": "2024-01-01"}],
    special={"2024-12-24": "09:00-12:00"},
)


def fillings(picture: str) -> Counter[str]:
    """Return how many days have which colour; those of the legend are no days."""
    return Counter(
        rect.attrib["class"].removeprefix("fill-")
        for group in parse(picture).iter(f"{SVG}g")
        if group.find(f"{SVG}title") is not None
        for rect in group.findall(f"{SVG}rect")
    )


def test_days() -> None:
    """2024 has 366 days: 104 of weekends, two holidays, a short day and 259 full ones."""
    assert {"shade": 104, "tint-orange": 2, "heat-1": 1, "heat-3": 259} == fillings(
        OFFICE.year_svg(2024)
    )


def test_titles() -> None:
    """Each day says its date, how long it is open and what is special about it."""
    found = titles(OFFICE.year_svg(2024))
    assert 366 == len(found)
    assert "Mon 1 Jan 2024 · closed hours · holiday" == found[0]
    assert "Tue 2 Jan 2024 · 8 h" == found[1]
    assert "Tue 24 Dec 2024 · 3 h · special hours" in found
    assert "Wed 25 Dec 2024 · closed hours · Natal <b>" in found


def test_legend() -> None:
    """The legend has the colours of the year with the open times that they stand for."""
    assert ["closed hours", "3h", "8h", "holiday", "special hours"] == contents(
        OFFICE.year_svg(2024)
    )[-5:]


def test_changes_of_the_clock() -> None:
    """Of a calendar that never closes one day is shorter and one longer."""
    picture = BusinessCalendar.always("Europe/Madrid").year_svg(2024)
    assert {"heat-2": 1, "heat-3": 364, "heat-4": 1} == fillings(picture)
    assert {"Sun 31 Mar 2024 · 23 h", "Sun 27 Oct 2024 · 25 h"} <= set(titles(picture))


def test_combined() -> None:
    """A combined calendar has a year as well."""
    either = OFFICE | BusinessCalendar(tz="America/Sao_Paulo", hours="Sat 10:00-12:00")
    assert 52 == fillings(either.year_svg(2024))["heat-1"] - 1


def test_a_year_that_is_none() -> None:
    """What is no year is refused as it is for `year`."""
    with pytest.raises(CalendarError, match="'2024' is no year"):
        OFFICE.year_svg("2024")  # type: ignore[arg-type]


@pytest.mark.parametrize("year", [2021, 2023, 2024, 2028])
@pytest.mark.parametrize("width", [400, 640, 960, 1200])
def test_room(width: int, year: int) -> None:
    """On any width, in years that begin on any day, no text touches another or stands out."""
    for locale in ("en", "es", "pt-BR", "pt-PT"):
        picture = OFFICE.year_svg(year, width=width, locale=locale)
        assert [] == overlapping(picture)
        assert [] == clipped(picture)


def test_golden_year() -> None:
    """The year is the one that was looked at."""
    picture = OFFICE.year_svg(2024, locale="pt-BR")
    assert golden(GOLDEN / "year.svg", picture) == picture
