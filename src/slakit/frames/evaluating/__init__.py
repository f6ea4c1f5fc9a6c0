"""Whole policies on tables: the answers of `slakit.evaluate`, a row for each clock and cycle.

Histories are walked together along a tree of shapes (`walk`, `shapes`); what a shape means to its
clocks is read once, by the code that reads single tickets (`outlines`); the time is added up in
columns (`sums`, `promises`, `readings`).
"""

from slakit.frames.evaluating.frame import FrameResult, evaluate_frame

__all__ = ["FrameResult", "evaluate_frame"]
