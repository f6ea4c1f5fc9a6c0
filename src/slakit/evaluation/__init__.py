"""How a ticket stands: its clocks, their due times and verdicts, at any instant."""

from slakit.evaluation.evaluate import evaluate
from slakit.evaluation.explain import explain
from slakit.evaluation.explanation import Decision, Explanation, LedgerSpan
from slakit.evaluation.many import Batch, Rejected, evaluate_many
from slakit.evaluation.result import ClockReading, Evaluation, Exempted, Notice

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
    "evaluate",
    "evaluate_many",
    "explain",
]
