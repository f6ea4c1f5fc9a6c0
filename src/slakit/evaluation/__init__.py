"""How a ticket stands: its clocks, their due times and verdicts, at any instant."""

from slakit.evaluation.changes import Transition
from slakit.evaluation.evaluate import evaluate
from slakit.evaluation.explaining.explain import explain
from slakit.evaluation.explaining.explanation import Decision, Explanation, LedgerSpan
from slakit.evaluation.many import Batch, Rejected, evaluate_many
from slakit.evaluation.result import ClockReading, Evaluation, Exempted, Notice
from slakit.evaluation.saved import TrackerState
from slakit.evaluation.tracker import Step, Tracker
from slakit.evaluation.transitions import transitions

__all__ = [
    "Batch",
    "ClockReading",
    "Decision",
    "Evaluation",
    "Exempted",
    "Explanation",
    "LedgerSpan",
    "Notice",
    "Rejected",
    "Step",
    "Tracker",
    "TrackerState",
    "Transition",
    "evaluate",
    "evaluate_many",
    "explain",
    "transitions",
]
