"""The five steps back from a breach, in order, and what each of them needs before it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

__all__ = ["FIRM", "NEEDS", "STEPS", "StepName"]

StepName = Literal["team_alerted", "cause_found", "customer_told", "acted", "restoration_told"]

STEPS: tuple[StepName, ...] = get_args(StepName)
"""The steps in the order in which they are taken."""

# What a customer is told before somebody answers for it, or before the cause is known, has to be
# taken back later.
NEEDS: Mapping[StepName, tuple[StepName, ...]] = {
    step: STEPS[:place] for place, step in enumerate(STEPS)
}

# That it is restored cannot be told before anything was done, whatever the reason.
FIRM: Mapping[StepName, frozenset[StepName]] = {"restoration_told": frozenset(("acted",))}
