"""What other policies would have done with the same tickets."""

from slakit.backtest.comparison import Backtest, GroupChange, backtest
from slakit.backtest.flips import Flip
from slakit.backtest.replay import Replayed, replay
from slakit.backtest.suggest import Suggestion, suggest_targets
from slakit.backtest.thresholds import Standing
from slakit.backtest.vary import vary
from slakit.backtest.verdict import Verdict
from slakit.backtest.why import ClockChange, FlipExplanation, Stretch

__all__ = [
    "Backtest",
    "ClockChange",
    "Flip",
    "FlipExplanation",
    "GroupChange",
    "Replayed",
    "Standing",
    "Stretch",
    "Suggestion",
    "Verdict",
    "backtest",
    "replay",
    "suggest_targets",
    "vary",
]
