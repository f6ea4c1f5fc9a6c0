"""Curves of time to target: what is seen of them, and that they are told apart."""

from __future__ import annotations

import pytest

from slakit.errors import SlakitError
from slakit.reports.pictures.curve import Curve, draw_curve
from tests.drawing.pictures import SVG, clipped, contents, overlapping, parse, titles
from tests.reports.pictures.drawn_charts import LOCALES, WIDTHS, curves

# Half of the clocks are done at half of the target, three quarters a little before its end.
HALVES = [(0.0, 0.0), (0.5, 0.5), (0.9, 0.75)]


def lines(picture: str, role: str) -> list[str]:
    """Return the paths in the colour of a role."""
    found = parse(picture).iter(f"{SVG}path")
    return [each.attrib["d"] for each in found if each.attrib.get("class") == f"line-{role}"]


def places(d: str) -> list[tuple[float, float]]:
    """Return the points of a path."""
    return [tuple(map(float, each.split())) for each in d.replace("M", "L").split("L")[1:]]  # type: ignore[misc]


def test_steps() -> None:
    """A curve is level until its next step and ends with what is known: 0 %, 50 %, 75 %."""
    picture = draw_curve([Curve("urgent", HALVES)], width=500)
    (curve, *_) = [places(d) for d in lines(picture, "blue")]
    xs, ys = [x for x, _ in curve], [y for _, y in curve]
    bottom, top = ys[0], ys[0] - 230
    assert [bottom, bottom, bottom - 115, bottom - 115, bottom - 172.5] == ys[:5]
    assert bottom - 172.5 > top
    # The axis ends at 125 % of the target.
    grid = [float(each.attrib["x1"]) for each in parse(picture).iter(f"{SVG}line")]
    left, right = xs[0], max(grid)
    assert left + (right - left) * 0.5 / 1.25 == pytest.approx(xs[1], abs=0.01)
    assert left + (right - left) * 0.9 / 1.25 == pytest.approx(xs[-1], abs=0.01)


def test_within() -> None:
    """The share done within the target is that of the last step before it."""
    steps = [*HALVES, (1.0, 0.8), (1.1, 0.9)]
    assert "urgent · 80% within target" in titles(draw_curve([Curve("urgent", steps)]))


def test_within_is_not_guessed() -> None:
    """Of a curve that ends before the target nothing is said about it, unless all are done."""
    assert "within target" not in draw_curve([Curve("urgent", HALVES)])
    assert "100% within target" in draw_curve([Curve("urgent", [*HALVES, (0.95, 1.0)])])


def test_open_clocks_carry_a_curve_on() -> None:
    """A clock that is still open beyond the last step says that nothing happened until there."""
    picture = draw_curve([Curve("urgent", HALVES, [(1.2, 0.75)])])
    assert "75% within target" in picture
    assert "urgent · still open or cancelled" in titles(picture)
    assert "still open or cancelled" in contents(picture)


def test_nothing_censored() -> None:
    """Without open or cancelled clocks the legend has none."""
    assert "still open" not in draw_curve([Curve("urgent", HALVES)])


def test_very_long() -> None:
    """The axis ends at three times the target, and says what that leaves out."""
    picture = draw_curve([Curve("urgent", [*HALVES, (40, 0.9)])])
    assert "the axis ends at 300%" in contents(picture)
    assert "300%" in contents(picture)
    assert [] == clipped(picture)
    assert "the axis ends" not in draw_curve([Curve("urgent", [*HALVES, (3.0, 0.9)])])


def test_all_beyond() -> None:
    """Curves that happen beyond the axis alone are flat as far as it goes."""
    assert [] == clipped(draw_curve([Curve("urgent", [(0, 0), (7, 0.5)])]))


@pytest.mark.parametrize("width", WIDTHS)
def test_told_apart(width: int) -> None:
    """Six curves have six patterns, in the plot and beside their names."""
    paths = [
        each
        for each in parse(draw_curve(curves(6), width=width)).iter(f"{SVG}path")
        if each.attrib.get("stroke-width") == "2"
    ]
    patterns = [each.attrib.get("stroke-dasharray", "") for each in paths]
    assert 12 == len(patterns)
    assert 6 == len(set(patterns))


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("number", [1, 2, 4, 6])
def test_names(number: int, locale: str, width: int) -> None:
    """Names stand apart however close the curves end, and none is lost."""
    picture = draw_curve(curves(number), width=width, locale=locale)
    assert [] == overlapping(picture)
    assert [] == clipped(picture)
    written = " ".join(contents(picture))
    assert all(curve.name in written for curve in curves(number))


def test_target_is_named() -> None:
    """The target has its line and 100 % on the axis, at any width."""
    for width in (240, *WIDTHS):
        for locale in LOCALES:
            written = contents(draw_curve(curves(3), width=width, locale=locale))
            assert {"100%", "100\u00a0%"} & set(written[5:]), (width, locale)


def test_too_many() -> None:
    """More curves than can be told apart are refused."""
    with pytest.raises(SlakitError, match="7 curves cannot be told apart"):
        draw_curve([Curve(str(i), HALVES) for i in range(7)])


def test_bounds() -> None:
    """Bounds that are not one a step are refused."""
    with pytest.raises(SlakitError, match=r"'urgent' has 3 steps and bounds of \(3, 0\)"):
        draw_curve([Curve("urgent", HALVES, (), [0, 0.4, 0.6])])


def test_a_group_without_data() -> None:
    """A group of which nothing is known is named with the others, without a curve."""
    written = contents(draw_curve([Curve("urgent", HALVES), Curve("low", [(0, 0)])]))
    assert "low · no data" in written
