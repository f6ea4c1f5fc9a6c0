"""Objectives (SLOs): what has to be attained over a window, and how much may go wrong."""

from slakit.reports.objectives.budget import ErrorBudget
from slakit.reports.objectives.burn import (
    WORKBOOK,
    WORKBOOK_DAY,
    BurnAlert,
    BurnRow,
    burn_alerts,
    burn_rate,
)
from slakit.reports.objectives.course import BurnDownPoint, burn_down, exhausted_at
from slakit.reports.objectives.measuring import measure, measures
from slakit.reports.objectives.objective import Objective
from slakit.reports.objectives.records import Count, Outage, Score
from slakit.reports.objectives.result import Measure

__all__ = [
    "WORKBOOK",
    "WORKBOOK_DAY",
    "BurnAlert",
    "BurnDownPoint",
    "BurnRow",
    "Count",
    "ErrorBudget",
    "Measure",
    "Objective",
    "Outage",
    "Score",
    "burn_alerts",
    "burn_down",
    "burn_rate",
    "exhausted_at",
    "measure",
    "measures",
]
