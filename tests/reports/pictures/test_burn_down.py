"""What is left of an error budget: lines, marks, the ground below zero."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from slakit.errors import NaiveDatetimeError, SlakitError
from slakit.reports.pictures.burn_down import draw_burn_down
from tests.drawing.pictures import SVG, clipped, contents, overlapping, parse, titles
from tests.reports.pictures.drawn_charts import LOCALES, MADRID, WIDTHS, burn, may

START, END = may(1), may(32)


def draw(points: list[tuple[datetime, float]], **options: object) -> str:
    return draw_burn_down(points, start=START, end=END, zone=MADRID, **options)  # type: ignore[arg-type]


def places(picture: str, said: str) -> list[tuple[float, float]]:
    """Return the points of the line with a title."""
    for path in parse(picture).iter(f"{SVG}path"):
        title = path.find(f"{SVG}title")
        if title is not None and (title.text or "").startswith(said):
            points = path.attrib["d"].replace("M", "L").split("L")[1:]
            return [tuple(map(float, each.split())) for each in points]  # type: ignore[misc]
    return []


def test_budget() -> None:
    """A budget of which half is left is drawn half way up, in the middle of its window."""
    picture = draw([(START, 1.0), (START + (END - START) / 2, 0.5)])
    (left, top), (x, y) = places(picture, "budget left")
    (first, _), (right, bottom) = places(picture, "even burn")
    assert (left, (left + right) / 2) == pytest.approx((first, x), abs=0.01)
    assert (top + bottom) / 2 == pytest.approx(y, abs=0.01)


def test_forecast() -> None:
    """The forecast leads from the last point to where the budget is gone, and names the instant."""
    points = [(START, 1.0), (may(10), 0.4)]
    picture = draw(points, exhausted=may(16.5))
    (a, b), (_, zero) = places(picture, "forecast")
    assert (a, b) == places(picture, "budget left")[-1]
    assert zero == places(picture, "even burn")[-1][1]
    assert "exhausted · Thu 16 May 2024, 12:00" in contents(picture)
    assert "exhausted · Thu 16 May 2024, 12:00" in titles(picture)


def test_forecast_beyond_the_window() -> None:
    """Of a forecast beyond the window the part inside is drawn: half used, a quarter at the end."""
    points = [(START, 1.0), (may(11), 0.5)]
    picture = draw(points, exhausted=may(53))
    (_, top), (right, bottom) = places(picture, "even burn")
    (_, _), (x, y) = places(picture, "forecast")
    assert right == x
    assert bottom - (bottom - top) / 4 == pytest.approx(y, abs=0.01)
    assert "exhausted · Sat 22 Jun 2024, 00:00" in contents(picture)


def test_no_forecast() -> None:
    """Without an exhaustion there is no forecast."""
    assert "forecast" not in draw(burn(5, 0.02))


def test_exhausted_already() -> None:
    """A budget that is gone has no forecast, but the instant at which it was."""
    picture = draw([(START, 1.0), (may(10), 0.0), (may(12), -0.2)], exhausted=may(10))
    assert "forecast" not in contents(picture)
    assert "overspent" in contents(picture)
    assert "-25%" in contents(picture)


def test_not_overspent() -> None:
    """A budget of which something is left has no ground below zero."""
    assert "overspent" not in draw(burn(5, 0.02))


def test_now() -> None:
    """The instant of the question is named, near an edge as well, and left out where it is not."""
    for day in (1, 1.2, 16, 31.9, 32):
        picture = draw(burn(5, 0.02), now=may(day), width=320)
        assert "now" in contents(picture)
        assert [] == clipped(picture)
        assert [] == overlapping(picture)
    assert "now" not in contents(draw(burn(5, 0.02), now=may(40)))


def test_alerts() -> None:
    """An alert stands on the line, says what it is, and has one entry in the legend."""
    points = [(START, 1.0), (may(11), 0.0)]
    picture = draw(points, alerts=[(may(6), "<b>fast</b>"), (may(8), "<b>fast</b>")])
    assert "<b>fast</b> · Mon 6 May 2024, 00:00" in titles(picture)
    assert 1 == contents(picture).count("<b>fast</b>")


def test_points_outside() -> None:
    """What lies outside of the window is not drawn."""
    inside = [(START, 1.0), (may(10), 0.4)]
    outside = [(START - timedelta(days=3), 0.2), *inside, (END + timedelta(days=1), 0.1)]
    assert draw(inside) == draw(outside)


def test_zone() -> None:
    """Instants are said in the zone that was asked for."""
    assert "Fri 10 May 2024, 00:00 · 40.0%" in titles(draw([(START, 1.0), (may(10), 0.4)]))


@pytest.mark.parametrize("lowest", [-0.01, -0.5, -3.0, -120.0])
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("locale", LOCALES)
def test_room(lowest: float, width: int, locale: str) -> None:
    """However much is overspent, no label touches another."""
    points = [(START, 1.0), (may(20), lowest)]
    picture = draw(points, exhausted=may(9), now=may(20), width=width, locale=locale)
    assert [] == overlapping(picture)
    assert [] == clipped(picture)


def test_one_point() -> None:
    """One point is a mark."""
    assert "Wed 1 May 2024, 00:00 · 100.0%" in titles(draw([(START, 1.0)]))


def test_naive() -> None:
    """A datetime without a zone is refused by the name of its parameter."""
    with pytest.raises(NaiveDatetimeError) as caught:
        draw([(datetime(2024, 5, 1), 1.0)])  # noqa: DTZ001
    assert "points" == caught.value.parameter


def test_end_before_start() -> None:
    """A window that ends before it begins is refused, with points and without."""
    for points in ([], [(may(10), 0.5)]):
        with pytest.raises(SlakitError, match="cannot end at"):
            draw_burn_down(points, start=END, end=START, zone=MADRID)
