"""The standard metrics, in the words of the language."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from slakit.policies.metrics import STANDARD_METRICS


def test_first_response() -> None:
    """From the creation to an agent's reply, whatever is paused, and once."""
    metric = STANDARD_METRICS["first_response"]
    assert ("created", "agent_reply", False, "ignore") == (
        metric.start,
        metric.stop,
        metric.pauses,
        metric.again,
    )


def test_resolution() -> None:
    """From the creation until it is resolved or closed, less pauses and the gaps of reopenings."""
    metric = STANDARD_METRICS["resolution"]
    assert ("created", {"resolved", "closed"}, True, "credit") == (
        metric.start,
        metric.stop,
        metric.pauses,
        metric.again,
    )


def test_names() -> None:
    """Each metric stands under its name, and does not change."""
    assert ["first_response", "resolution"] == [each.name for each in STANDARD_METRICS.values()]
    for name, metric in STANDARD_METRICS.items():
        assert name == metric.name
        with pytest.raises(FrozenInstanceError):
            metric.name = "other"  # type: ignore[misc]
