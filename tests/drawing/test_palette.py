"""Colours that can be told apart and read, on light and on dark pages."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest

from slakit.drawing.palette import HEAT, ROLES, stylesheet

SURFACES = ["paper", "shade", "tint-orange", "tint-blue"]
BRIGHT = {"orange", "sky", "yellow", "purple"}


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2.2."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of WCAG 2.2."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_by_hand() -> None:
    """Black on white is 21 to 1, and a colour on itself 1 to 1."""
    assert 21 == pytest.approx(contrast("#000000", "#ffffff"))
    assert 1 == contrast("#0072b2", "#0072b2")


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("text", ["ink", "muted"])
def test_text(text: str, surface: str, mode: str) -> None:
    """Text has the 4.5 to 1 of WCAG AA on every ground."""
    assert contrast(getattr(ROLES[text], mode), getattr(ROLES[surface], mode)) >= 4.5


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("role", ["blue", "vermillion", "green"])
def test_bars(role: str, mode: str) -> None:
    """What is drawn without an outline has the 3 to 1 of WCAG for graphics, open and closed."""
    for surface, least in (("paper", 3.0), ("shade", 2.9)):
        assert contrast(getattr(ROLES[role], mode), getattr(ROLES[surface], mode)) >= least


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_heat(mode: str) -> None:
    """Each step of the scale stands further from the page than the one before."""
    paper = getattr(ROLES["paper"], mode)
    ratios = [contrast(getattr(ROLES[role], mode), paper) for role in HEAT]
    assert sorted(ratios) == ratios
    assert all(b / a > 1.2 for a, b in pairwise(ratios))


def test_hues_differ() -> None:
    """No two colours of what is shown are the same, on light or on dark pages."""
    shown = ["blue", "vermillion", "green", *BRIGHT]
    for one, other in combinations(shown, 2):
        assert ROLES[one].light != ROLES[other].light
        assert ROLES[one].dark != ROLES[other].dark


def test_stylesheet() -> None:
    """Only what is used has a rule, bound to pictures of slakit; both modes are there."""
    rules = stylesheet(["fill-blue", "line-rule", "fill-blue", "unknown", "fill-unknown"])
    light, dark = rules.split("\n")
    expected = ".slakit .fill-blue{fill:#0072b2}.slakit .line-rule{stroke:#d3d8de}"
    assert expected == light
    assert dark.startswith("@media(prefers-color-scheme:dark){.slakit .fill-blue{fill:#56b4e9}")
