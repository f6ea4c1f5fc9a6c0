"""How it went overall: from the outcomes of clocks to the figures that people decide by."""

from slakit.reports.attainment import Attainment
from slakit.reports.outcome import Outcome, outcomes
from slakit.reports.periods import Period
from slakit.reports.report import Report

__all__ = ["Attainment", "Outcome", "Period", "Report", "outcomes"]
