"""What holds for every chart: room for its texts, valid XML, escaping, dark mode, languages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from slakit.errors import SlakitError, UnknownNameError
from slakit.reports.pictures.burn_down import draw_burn_down
from slakit.reports.pictures.compliance import draw_compliance
from slakit.reports.pictures.curve import Curve, draw_curve
from slakit.reports.pictures.heat_map import draw_heat_map
from slakit.reports.pictures.time_parts import TimeParts, draw_time_parts
from slakit.wording.catalogue import catalogue
from tests.drawing.pictures import SVG, clipped, contents, golden, overlapping, parse
from tests.reports.pictures.drawn_charts import (
    CHARTS,
    HOUR,
    LOCALES,
    MADRID,
    WIDTHS,
    gap,
    may,
)

GOLDEN = Path(__file__).parent / "golden"
HOSTILE = "<script>alert('1')</script> & \"quotes\" \x00 " + "very long " * 40

Draw = Callable[[float, str, str], str]

EMPTY: Mapping[str, Draw] = {
    "compliance": lambda width, locale, title: draw_compliance(
        [], freq="week", objective=0.95, width=width, locale=locale, title=title
    ),
    "compliance of gaps": lambda width, locale, title: draw_compliance(
        [gap(date(2024, 5, 6)), gap(date(2024, 5, 13))],
        freq="week",
        width=width,
        locale=locale,
        title=title,
    ),
    "curve": lambda width, locale, title: draw_curve([], width=width, locale=locale, title=title),
    "curve without steps": lambda width, locale, title: draw_curve(
        [Curve("urgent", [(0, 0)])], width=width, locale=locale, title=title
    ),
    "curve of nothing at all": lambda width, locale, title: draw_curve(
        [Curve("urgent", [])], width=width, locale=locale, title=title
    ),
    "heat map": lambda width, locale, title: draw_heat_map(
        {}, width=width, locale=locale, title=title
    ),
    "heat map of zeros": lambda width, locale, title: draw_heat_map(
        {(0, 9): 0}, width=width, locale=locale, title=title
    ),
    "burn down": lambda width, locale, title: draw_burn_down(
        [], start=may(1), end=may(32), zone=MADRID, width=width, locale=locale, title=title
    ),
    "time parts": lambda width, locale, title: draw_time_parts(
        [], width=width, locale=locale, title=title
    ),
    "time parts without time": lambda width, locale, title: draw_time_parts(
        [TimeParts("urgent", 0 * HOUR, 0 * HOUR, 0 * HOUR)],
        width=width,
        locale=locale,
        title=title,
    ),
}


def sizes(picture: str) -> set[float]:
    return {float(text.attrib["font-size"]) for text in parse(picture).iter(f"{SVG}text")}


@pytest.mark.parametrize("chart", CHARTS)
@pytest.mark.parametrize("width", [240, *WIDTHS])
@pytest.mark.parametrize("locale", LOCALES)
def test_room(chart: str, width: int, locale: str) -> None:
    """On any width and in any language no text touches another, stands out or is too small."""
    picture = CHARTS[chart](width, locale)
    assert [] == overlapping(picture)
    assert [] == clipped(picture)
    assert min(sizes(picture)) >= 10.5


@pytest.mark.parametrize("chart", CHARTS)
def test_dark(chart: str) -> None:
    """Every chart has the rules of both modes, and takes the same shapes for both."""
    picture = CHARTS[chart](960, "en")
    assert 1 == picture.count("@media(prefers-color-scheme:dark){.slakit")


@pytest.mark.parametrize("chart", CHARTS)
def test_language(chart: str) -> None:
    """Each language has words of its own; those of Portugal and Brazil may agree."""
    written = [contents(CHARTS[chart](960, locale)) for locale in LOCALES]
    assert len({tuple(each) for each in written}) >= 3


@pytest.mark.parametrize("chart", CHARTS)
def test_same_twice(chart: str) -> None:
    """Equal figures give equal pictures."""
    assert CHARTS[chart](640, "es") == CHARTS[chart](640, "es")


@pytest.mark.parametrize("chart", CHARTS)
def test_golden(chart: str) -> None:
    """The chart is the one that was looked at."""
    picture = CHARTS[chart](900, "pt-BR")
    assert golden(GOLDEN / f"{chart}.svg", picture) == picture


@pytest.mark.parametrize("chart", CHARTS)
def test_too_narrow(chart: str) -> None:
    """A width in which nothing can be read is refused."""
    with pytest.raises(SlakitError, match="200 is no width"):
        CHARTS[chart](200, "en")


@pytest.mark.parametrize("chart", CHARTS)
def test_unknown_language(chart: str) -> None:
    """A language that is not there is refused, and nothing stands in for it."""
    with pytest.raises(UnknownNameError, match="pt_BR"):
        CHARTS[chart](900, "pt_BR")


@pytest.mark.parametrize("chart", EMPTY)
@pytest.mark.parametrize("locale", LOCALES)
def test_no_data(chart: str, locale: str) -> None:
    """Without data a chart says so in its language, and shows neither 0 % nor 100 %."""
    picture = EMPTY[chart](320, locale, "")
    assert [catalogue(locale).text("chart.no_data")] == contents(picture)
    assert float(parse(picture).attrib["height"]) < 100


@pytest.mark.parametrize("chart", EMPTY)
def test_title(chart: str) -> None:
    """A title is written and read out as it is, cut where it is too long."""
    picture = EMPTY[chart](320, "en", HOSTILE)
    written, said = contents(picture)
    assert written.startswith("<script>alert")
    assert written.endswith("…")
    assert "no data" == said
    assert HOSTILE.replace("\x00", "\ufffd") == parse(picture).attrib["aria-label"]
    assert [] == clipped(picture)


@pytest.mark.parametrize("chart", EMPTY)
def test_without_title(chart: str) -> None:
    """A chart without a title is read out by what it is."""
    assert parse(EMPTY[chart](320, "en", "")).attrib["aria-label"]
