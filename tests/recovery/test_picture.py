"""The picture of a case."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from slakit import SlakitError
from slakit.recovery import RecoveryPlan
from slakit.wording import LOCALES
from tests.recovery.cases import PLAN_DATA, instant, opened, taken


def titles(svg: str) -> list[str]:
    """Return what a screen reader says of the parts of a picture."""
    root = ElementTree.fromstring(svg)
    return [each.text or "" for each in root.iter("{http://www.w3.org/2000/svg}title")]


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("width", [280, 340, 860, 1600])
@pytest.mark.parametrize("steps", range(6))
def test_drawn(steps: int, width: int, locale: str) -> None:
    """Whatever was taken, the picture is well-formed, and nothing stands outside of it."""
    svg = taken(steps).to_svg(width=width, locale=locale)
    root = ElementTree.fromstring(svg)
    height = float(root.get("height") or 0)
    for each in root.iter("{http://www.w3.org/2000/svg}text"):
        if each.get("transform") is None:
            assert 0 <= float(each.get("x") or 0) <= width
            assert 0 <= float(each.get("y") or 0) <= height


def test_told() -> None:
    """Each step is told with its state and when it was due and done."""
    found = titles(taken(2).to_svg(at=instant("07 13:00")))
    assert "due · Mon 6 May 2024, 17:30" in found
    assert "team alerted · done in time · Mon 6 May 2024, 17:15" in found
    assert "cause found · done late · Tue 7 May 2024, 11:15" in found
    assert "customer told · overdue" in found
    assert "acted upon · not begun" in found


def test_shapes() -> None:
    """Each state has a shape of its own, and none a colour alone."""
    from slakit.recovery.picture import DUE, MARKS

    assert 5 == len({*MARKS.values(), DUE}) - 1
    assert {"check", "cross", "triangle", "circle"} == {shape for shape, _ in MARKS.values()}


def test_late_is_hatched() -> None:
    """What is past its due time has another pattern, and what is in time has none."""
    assert "hatch-vermillion" in taken(2).to_svg()
    assert "hatch" not in taken(1).to_svg()


def test_screen_reader() -> None:
    """The whole is told in a line."""
    svg = opened().to_svg()
    label = re.search(r'aria-label="([^"]*)"', svg)
    assert label is not None
    assert label[1].startswith("T-1/all/resolution/1; team alerted: under way; cause found: not")


def test_as_of() -> None:
    """A picture as of an instant is the one that was drawn then."""
    at = instant("07 11:30")
    assert taken(2).to_svg(at=at) == taken(5).to_svg(at=at)


def test_without_targets() -> None:
    """Without targets there are no due times, and what was done is seen all the same."""
    plan = RecoveryPlan.model_validate({"calendar": PLAN_DATA["calendar"]})
    assert not [each for each in titles(opened(plan).to_svg()) if each.startswith("due")]


def test_weeks() -> None:
    """A case that took weeks leaves nights and weekends out, and says so."""
    case = taken(1).step("cause_found", at=instant("30 12:00"), by="bo", cause="tool")
    assert any(each.endswith("closed") for each in titles(case.to_svg()))


@pytest.mark.parametrize("width", [0, 279, "wide"])
def test_width(width: object) -> None:
    """A picture that cannot be drawn is refused."""
    with pytest.raises(SlakitError, match="is no width"):
        opened().to_svg(width=width)  # type: ignore[arg-type]
