"""The share that was met by period: what is joined, what is a gap, and where the axis begins."""

from __future__ import annotations

from datetime import date

import pytest

from slakit.errors import UnknownNameError
from slakit.reports.pictures.compliance import Point, draw_compliance
from tests.drawing.pictures import SVG, clipped, contents, overlapping, parse, titles
from tests.reports.pictures.drawn_charts import (
    WIDTHS,
    gap,
    month_of_points,
    point,
    points,
)


def paths(picture: str, kind: str) -> list[str]:
    """Return the paths of a class in a picture, but for those of its legend."""
    root = parse(picture)
    in_legend = {
        path.attrib["d"]
        for group in root.iter(f"{SVG}g")
        if "translate" in group.attrib.get("transform", "")
        for path in group.iter(f"{SVG}path")
    }
    return [
        each.attrib["d"]
        for each in root.iter(f"{SVG}path")
        if each.attrib.get("class") == kind and each.attrib["d"] not in in_legend
    ]


def test_titles() -> None:
    """Each period says its name, share, interval and counts; one without data says that."""
    found = titles(draw_compliance(month_of_points(), freq="month"))
    assert "Jan 2024 · 98.3% · 95% interval 94.3%–100.0% · 118 of 120 clocks met" in found
    assert "Mar 2024 · no data" in found


def test_one_clock() -> None:
    """One clock is said in the singular."""
    found = titles(draw_compliance([point(date(2024, 5, 1), 1, 1)], freq="month"))
    assert "May 2024 · 100.0% · 95% interval 96.0%–100.0% · 1 of 1 clock met" in found


def test_a_gap_is_not_bridged() -> None:
    """Points are joined over neighbours that have data: two of January and February, then three."""
    lines = paths(draw_compliance(month_of_points(), freq="month"), "line-blue")
    assert [2, 3] == [len(d.replace("L", "M").split("M")) - 1 for d in lines]


def test_a_period_left_out_is_a_gap() -> None:
    """A period that no point is of is one without data, and has its place."""
    given = [each for each in month_of_points() if each.share is not None]
    assert draw_compliance(month_of_points(), freq="month") == draw_compliance(given, freq="month")


def test_order() -> None:
    """The order of the points is no matter."""
    given = month_of_points()
    assert draw_compliance(given, freq="month") == draw_compliance(given[::-1], freq="month")


def test_shapes() -> None:
    """What is under the objective has a shape of its own, a share equal to it has not."""
    given = [point(date(2024, 1, 1), 19, 20), point(date(2024, 2, 1), 94, 100)]
    picture = draw_compliance(given, objective=0.95, freq="month", width=900)
    classes = [each.attrib.get("class", "") for each in parse(picture).iter()]
    # One in the plot, and one in the legend.
    assert 2 == classes.count("fill-vermillion line-ink")
    assert 2 == classes.count("fill-blue line-ink")
    assert {"objective reached", "under the objective"} <= set(contents(picture))


def test_no_objective() -> None:
    """Without an objective nothing is under it."""
    picture = draw_compliance(month_of_points(), freq="month")
    assert "objective" not in picture
    assert "vermillion" not in picture


@pytest.mark.parametrize(
    ("lowest", "begins"),
    [(0.3, ""), (0.5, ""), (0.55, "50%"), (0.85, "80%"), (0.97, "95%"), (0.996, "99%")],
)
def test_beginning(lowest: float, begins: str) -> None:
    """The axis begins above 0 only where all is higher, and then says so."""
    given = [Point(date(2024, 5, 1), 0.999, lowest, 1, 1000, 999)]
    written = contents(draw_compliance(given, freq="month"))
    said = [each for each in written if each.startswith("the axis begins at")]
    assert ([f"the axis begins at {begins}"] if begins else []) == said
    assert (begins or "0%") in written


def test_beginning_by_objective() -> None:
    """An objective below all points is on the chart."""
    given = [Point(date(2024, 5, 1), 0.999, 0.998, 1, 1000, 999)]
    picture = draw_compliance(given, freq="month", objective=0.75)
    assert "the axis begins at 70%" in contents(picture)


def test_objective_has_its_decimals() -> None:
    """An objective of 99.5 % is not said to be one of 99 %."""
    given = [point(date(2024, 5, 1), 999, 1000)]
    wide = contents(draw_compliance(given, freq="month", objective=0.995))
    narrow = contents(draw_compliance(given, freq="month", objective=0.995, width=320))
    assert {"objective", "99.5%"} <= set(wide)
    assert "objective 99.5%" in narrow


def test_counts() -> None:
    """The number of clocks stands below each period, or below none."""
    wide = contents(draw_compliance(points(26, "week"), freq="week", width=1200))
    narrow = contents(draw_compliance(points(26, "week"), freq="week", width=320))
    assert "clocks decided" in wide
    assert "n" in wide
    assert "clocks decided" not in narrow


@pytest.mark.parametrize(
    ("freq", "expected"),
    [
        ("day", ["1", "2", "3", "Jan 2024"]),
        ("week", ["1", "8", "15", "Jan 2024"]),
        ("month", ["Jan", "Feb", "Mar", "2024"]),
        ("quarter", ["Jan–Mar", "Apr–Jun", "Jul–Sep", "2024"]),
        ("year", ["2024", "2025", "2026"]),
    ],
)
def test_names_of_periods(freq: str, expected: list[str]) -> None:
    """Periods are named by what a reader of the calendar calls them."""
    written = contents(draw_compliance(points(3, freq), freq=freq))  # type: ignore[arg-type]
    first = written.index(expected[0])
    assert expected == written[first : first + len(expected)]


def test_weeks_in_titles() -> None:
    """A week is said by its first day."""
    found = titles(draw_compliance(points(3, "week"), freq="week"))
    assert "week from Mon 8 Jan 2024" in " ".join(found)


def test_unknown_frequency() -> None:
    """Periods that are none are refused."""
    with pytest.raises(UnknownNameError, match="no periods of 'fortnight'"):
        draw_compliance([], freq="fortnight")  # type: ignore[arg-type]


@pytest.mark.parametrize("number", [1, 2, 11, 60, 200])
@pytest.mark.parametrize("freq", ["day", "week", "month", "quarter", "year"])
def test_any_number_of_periods(freq: str, number: int) -> None:
    """However many periods there are, no label touches another."""
    given = points(number, freq)  # type: ignore[arg-type]
    for width, locale in ((320, "pt-PT"), (640, "es")):
        picture = draw_compliance(
            given,
            freq=freq,  # type: ignore[arg-type]
            objective=0.95,
            width=width,
            locale=locale,
        )
        assert [] == overlapping(picture)
        assert [] == clipped(picture)


def test_huge_counts() -> None:
    """A billion clocks have room, or are in the title alone."""
    given = [point(date(2024, month, 1), 999_999_999, 10**9) for month in range(1, 13)]
    for width in WIDTHS:
        picture = draw_compliance(given, freq="month", objective=0.95, width=width)
        assert [] == overlapping(picture)
        assert "999,999,999 of 1,000,000,000 clocks met" in picture


def test_gaps_between_single_periods() -> None:
    """A period between gaps has its mark and its interval all the same."""
    given = [point(date(2024, 1, 1), 9, 10), gap(date(2024, 2, 1)), point(date(2024, 3, 1), 9, 10)]
    picture = draw_compliance(given, freq="month")
    assert [] == paths(picture, "line-blue")
    assert 2 == len(paths(picture, "fill-tint-blue"))


def test_no_interval() -> None:
    """Points without an interval have none drawn, nor in the legend."""
    given = [Point(date(2024, 5, 1), 0.9, None, None, 10, 9)]
    picture = draw_compliance(given, freq="month")
    assert "interval" not in picture
    assert "May 2024 · 90.0% · 9 of 10 clocks met" in titles(picture)
