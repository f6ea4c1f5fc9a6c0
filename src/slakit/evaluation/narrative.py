"""An explanation -> words."""

from __future__ import annotations

from slakit.evaluation.explanation import Audience, Explanation, Style

__all__ = ["narrate"]


def narrate(explanation: Explanation, locale: str, audience: Audience, style: Style) -> str:
    """Return an explanation in words."""
    raise NotImplementedError
