"""Colours by role, for light and for dark pages.

The hues are those of Okabe and Ito (2008), https://jfly.uni-koeln.de/color/, which people with
any kind of colour vision tell apart. A picture still never says a thing by colour alone: a
pattern, a shape or a label goes with each.

A shape names its role as a class: ``fill-blue``, ``line-rule``. `stylesheet` writes the rules of
the classes that a picture uses; the same class means the same in every picture, so several can
stand in one page.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

__all__ = ["HEAT", "ON_HEAT", "ROLES", "Shade", "stylesheet"]


class Shade(NamedTuple):
    """A colour on light pages, and on dark ones."""

    light: str
    dark: str


ROLES = {
    # What is written, and what it stands on.
    "ink": Shade("#1f2328", "#e7eaee"),
    "muted": Shade("#57606a", "#a3adb8"),
    "paper": Shade("#ffffff", "#14181d"),
    "shade": Shade("#eceff2", "#272d35"),
    "rule": Shade("#d3d8de", "#3b434d"),
    "tint-orange": Shade("#fbe9c6", "#43351a"),
    "tint-blue": Shade("#dceefb", "#17374d"),
    # What is shown.
    "blue": Shade("#0072b2", "#56b4e9"),
    "vermillion": Shade("#d55e00", "#f0803c"),
    "green": Shade("#009e73", "#2cc295"),
    "orange": Shade("#e69f00", "#e69f00"),
    "sky": Shade("#56b4e9", "#8fd0f5"),
    "purple": Shade("#cc79a7", "#d78fb6"),
    "yellow": Shade("#f0e442", "#f0e442"),
    # A scale from little to much.
    "heat-1": Shade("#d3e6f5", "#18384f"),
    "heat-2": Shade("#a3cbe8", "#1f5276"),
    "heat-3": Shade("#65a6d6", "#2b74a3"),
    "heat-4": Shade("#2c80bd", "#4299cf"),
    "heat-5": Shade("#0b5a92", "#7cc8f4"),
    # What is written on the middle of it, where neither ink nor paper can be read in both modes.
    "on-heat-3": Shade("#1f2328", "#ffffff"),
    "on-heat-4": Shade("#000000", "#14181d"),
}
HEAT = ("heat-1", "heat-2", "heat-3", "heat-4", "heat-5")
ON_HEAT = dict(zip(HEAT, ("ink", "ink", "on-heat-3", "on-heat-4", "paper"), strict=True))

PROPERTIES = {
    "fill": "fill",
    "line": "stroke",
    "ground": "background",
    "text": "color",
    "edge": "border-color",
}


def stylesheet(classes: Iterable[str]) -> str:
    """Return the rules of the classes that a picture uses, light and dark.

    Every rule is bound to elements inside ``.slakit``, because a style in an inline picture holds
    for the whole page. Classes that are no role are left alone.

    >>> print(stylesheet(["fill-ink"]))
    .slakit .fill-ink{fill:#1f2328}
    @media(prefers-color-scheme:dark){.slakit .fill-ink{fill:#e7eaee}}
    """
    light, dark = "", ""
    for name in sorted(set(classes)):
        kind, _, role = name.partition("-")
        if kind in PROPERTIES and role in ROLES:
            shade = ROLES[role]
            light += f".slakit .{name}{{{PROPERTIES[kind]}:{shade.light}}}"
            dark += f".slakit .{name}{{{PROPERTIES[kind]}:{shade.dark}}}"
    return f"{light}\n@media(prefers-color-scheme:dark){{{dark}}}"
