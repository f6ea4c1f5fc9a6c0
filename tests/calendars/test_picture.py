"""The picture of a week."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import partial
from math import nan
from pathlib import Path
from typing import Any

import pytest

from slakit import (
    BusinessCalendar,
    Calendar,
    CalendarError,
    InstantError,
    SlakitError,
    UnknownNameError,
)
from tests.drawing.pictures import SVG, clipped, contents, golden, overlapping, parse, titles

GOLDEN = Path(__file__).parent / "golden"
LOCALES = ["en", "es", "pt-BR", "pt-PT"]

OFFICE = BusinessCalendar(
    tz="America/Sao_Paulo",
    hours="Mon-Fri 09:00-12:00,13:00-18:00",
    holidays=[
        {"date": "2024-02-12", "name": 'Carnaval <script>alert("x")</script>'},
        {"date": "2024-02-13", "name": "Carnaval"},
    ],
    special={"2024-02-14": "13:00-18:00"},
)
NIGHT = BusinessCalendar(tz="Europe/Madrid", hours="Mon-Sun 22:00-06:00")
ALWAYS = BusinessCalendar.always("Europe/Madrid")


def blocks(picture: str) -> list[tuple[str, float, float]]:
    """Return the open blocks of a picture: title, width and height."""
    return [
        (title.text or "", float(each.attrib["width"]), float(each.attrib["height"]))
        for each in parse(picture).iter(f"{SVG}rect")
        if each.attrib.get("class") == "fill-paper line-rule"
        and (title := each.find(f"{SVG}title")) is not None
    ]


def test_recurring_week() -> None:
    """Five days have two blocks each, a column for each weekday and its sum below."""
    picture = OFFICE.to_svg()
    assert 10 == len(blocks(picture))
    assert [5, 5, 5, 2] == [
        contents(picture).count(text) for text in ("09:00–12:00", "13:00–18:00", "8h", "–")
    ]
    assert {"Mon", "Sun", "America/Sao_Paulo", "open hours", "closed hours"} <= set(
        contents(picture)
    )


def test_hours_are_to_scale() -> None:
    """An afternoon of five hours is five thirds as high as a morning of three."""
    heights = {title: height for title, _, height in blocks(OFFICE.to_svg())}
    expected = heights["Mon · 09:00–12:00"] * 5 / 3
    assert expected == pytest.approx(heights["Mon · 13:00–18:00"])


def test_week_of_a_date() -> None:
    """The week is that of the date, from Monday on, with its holidays and special hours."""
    picture = OFFICE.to_svg(date(2024, 2, 18))
    assert "Mon 12 Feb 2024 – Sun 18 Feb 2024" == contents(picture)[0]
    assert 5 == len(blocks(picture))
    assert [0, 2] == [contents(picture).count(text) for text in ("special", "special hours")]
    assert "5h" in contents(picture)


def test_hostile_name() -> None:
    """A name of a holiday is text whatever it says; what does not fit is in the title."""
    picture = OFFICE.to_svg(date(2024, 2, 12))
    assert 'Carnaval <script>alert("x")</script>' in titles(picture)
    assert "<script" not in picture


def test_night() -> None:
    """A night is cut at midnight; its sum stays with the day on which it begins."""
    found = [title for title, *_ in blocks(NIGHT.to_svg())]
    assert ["Mon · 00:00–06:00", "Mon · 22:00–24:00"] == found[:2]
    assert 7 == contents(NIGHT.to_svg()).count("8h")


def test_hour_that_is_skipped() -> None:
    """On 31 March 2024 the hours from 02:00 to 03:00 are hatched, and the day has 23 h."""
    picture = ALWAYS.to_svg(date(2024, 3, 31))
    assert ["Sun 31 · 00:00–02:00 CET", "Sun 31 · 03:00–24:00 CEST"] == [
        title for title, *_ in blocks(picture)
    ][6:]
    assert "02:00–03:00" in titles(picture)
    assert "23h" in contents(picture)


def test_hour_that_comes_twice() -> None:
    """On 27 October 2024 the hour from 02:00 on stands twice, in two halves."""
    found = blocks(ALWAYS.to_svg(date(2024, 10, 27)))[6:]
    whole, first, second, last = found
    assert "Sun 27 · 00:00–03:00 CEST" == whole[0] == first[0]
    assert "Sun 27 · 02:00–24:00 CET" == second[0] == last[0]
    assert first[1] == second[1] == pytest.approx(whole[1] / 2, abs=2)
    assert [2, 1, 1, 21] == [round(height / first[2]) for _, _, height in found]


def test_midnight_that_is_skipped() -> None:
    """São Paulo skipped the first hour of 4 November 2018."""
    always = BusinessCalendar.always("America/Sao_Paulo")
    picture = always.to_svg(date(2018, 11, 4))
    assert "Sun 4 · 01:00–24:00" == blocks(picture)[-1][0]
    assert "00:00–01:00" in titles(picture)


def test_date_that_never_was() -> None:
    """Apia had no 30 December 2011: the whole day is hatched."""
    picture = BusinessCalendar.always("Pacific/Apia").to_svg(date(2011, 12, 30))
    assert 6 == len(blocks(picture))
    assert "00:00–24:00" in titles(picture)


def test_one_off_changes() -> None:
    """Extra openings and closures have their names over the day."""
    calendar = BusinessCalendar(
        tz="UTC",
        hours="Mon-Fri 09:00-17:00",
        openings=[
            {"start": "2024-05-11T10:00Z", "end": "2024-05-11T12:00Z", "name": "Fair"},
        ],
        closures=[{"start": "2024-05-07T12:00Z", "end": "2024-05-07T15:00Z"}],
    )
    picture = calendar.to_svg(date(2024, 5, 6))
    assert {"Fair", "one-off closure"} <= set(titles(picture))
    assert ["Tue 7 · 09:00–12:00", "Tue 7 · 15:00–17:00"] == [
        title for title, *_ in blocks(picture) if title.startswith("Tue")
    ]


def test_combined() -> None:
    """A combined calendar has a picture of a date, and none of hours that recur."""
    both: Calendar = OFFICE | NIGHT
    assert "Mon 12 Feb 2024 – Sun 18 Feb 2024" == contents(both.to_svg(date(2024, 2, 12)))[0]
    with pytest.raises(CalendarError, match="give a date of the week"):
        both.to_svg()
    assert both._repr_html_() is None


def test_notebook() -> None:
    """A notebook shows the hours that recur."""
    assert OFFICE.to_svg() == OFFICE._repr_html_()


def test_unknown_locale() -> None:
    """A language that is not there is refused."""
    with pytest.raises(UnknownNameError, match="'pt'"):
        OFFICE.to_svg(locale="pt")


@pytest.mark.parametrize("of", ["2024-05-06", datetime(2024, 5, 6, tzinfo=UTC)])
def test_what_is_no_date(of: Any) -> None:
    """A text and an instant are no dates: which date is meant depends on the zone."""
    with pytest.raises(InstantError, match="is no date"):
        OFFICE.to_svg(of)


@pytest.mark.parametrize("width", [0, 100, -400, nan, 1e9, "720"])
def test_width(width: Any) -> None:
    """A width in which nothing can be drawn is refused."""
    for draw in (OFFICE.to_svg, partial(OFFICE.year_svg, 2024)):
        with pytest.raises(SlakitError, match="is no width for this picture"):
            draw(width=width)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("width", [400, 720, 1200])
def test_room(width: int, locale: str) -> None:
    """On any width and in any language no text touches another or stands out."""
    for picture in (
        OFFICE.to_svg(width=width, locale=locale),
        OFFICE.to_svg(date(2024, 2, 14), width=width, locale=locale),
        NIGHT.to_svg(date(2024, 10, 27), width=width, locale=locale),
    ):
        assert [] == overlapping(picture)
        assert [] == clipped(picture)
        assert "prefers-color-scheme:dark" in picture


def test_golden_week() -> None:
    """The week of Carnival is the one that was looked at."""
    picture = OFFICE.to_svg(date(2024, 2, 14), locale="pt-BR")
    assert golden(GOLDEN / "week.svg", picture) == picture


def test_an_hour_that_is_skipped_at_night() -> None:
    """Where the clocks change outside the hours that are drawn, there is nothing to hatch."""
    office = BusinessCalendar(tz="Europe/Madrid", hours="Mon-Sun 09:00-17:00")
    assert "02:00" not in office.to_svg(date(2024, 3, 31))
