"""Service level agreements over business calendars: due times, breaches and the reasons.

Everything public is here and is loaded when it is first asked for, so importing slakit costs
next to nothing.
"""

from __future__ import annotations

from difflib import get_close_matches
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from slakit.agreements import (
        Agreement,
        Assessment,
        ClaimWindow,
        Commitment,
        Consequence,
        Evidence,
        Exclusion,
        Money,
        ServiceCredit,
        assess,
    )
    from slakit.agreements.lint import lint
    from slakit.backtest import (
        Backtest,
        ClockChange,
        Flip,
        FlipExplanation,
        GroupChange,
        Replayed,
        Standing,
        Stretch,
        Suggestion,
        Verdict,
        replay,
        suggest_targets,
        vary,
    )
    from slakit.calendars import (
        BusinessCalendar,
        Calendar,
        CombinedCalendar,
        Holiday,
        Interval,
        OneOff,
        Phase,
        succession,
    )
    from slakit.durations import Amount, Duration, format_length, parse_length
    from slakit.errors import (
        AmountError,
        CalendarError,
        DocumentError,
        FormVersionError,
        HolidayCoverageWarning,
        HolidayError,
        HorizonError,
        HoursError,
        HoursWarning,
        InstantError,
        LocalMeanTimeWarning,
        MissingExtraError,
        NaiveDatetimeError,
        NeverOpenError,
        PolicyError,
        PolicyWarning,
        Problem,
        SlakitError,
        SlakitWarning,
        StaleState,
        StateError,
        TableError,
        TicketError,
        UnknownNameError,
        UnknownZoneError,
    )
    from slakit.evaluation import (
        Batch,
        ClockReading,
        Decision,
        Evaluation,
        Exempted,
        Explanation,
        LedgerSpan,
        Notice,
        Rejected,
        Step,
        Tracker,
        TrackerState,
        Transition,
        evaluate,
        evaluate_many,
        explain,
        transitions,
    )
    from slakit.policies import (
        Difference,
        Edge,
        Level,
        Match,
        Metric,
        Policy,
        PolicySet,
        Statuses,
        Target,
        load_profile,
        profile_names,
    )
    from slakit.recovery import BreachCase, RecoveryPlan, recurring
    from slakit.reports import Attainment, Outcome, Report, outcomes
    from slakit.reports.objectives import (
        WORKBOOK,
        WORKBOOK_DAY,
        BurnAlert,
        BurnDownPoint,
        BurnRow,
        Count,
        ErrorBudget,
        Measure,
        Objective,
        Outage,
        Score,
        burn_alerts,
        burn_down,
        burn_rate,
        exhausted_at,
        measure,
        measures,
    )
    from slakit.tickets import (
        Change,
        DueSet,
        EventLike,
        Exemption,
        Merge,
        Message,
        Signal,
        Ticket,
        TicketLike,
    )

__version__ = "0.1.0"

__all__ = [
    "WORKBOOK",
    "WORKBOOK_DAY",
    "Agreement",
    "Amount",
    "AmountError",
    "Assessment",
    "Attainment",
    "Backtest",
    "Batch",
    "BreachCase",
    "BurnAlert",
    "BurnDownPoint",
    "BurnRow",
    "BusinessCalendar",
    "Calendar",
    "CalendarError",
    "Change",
    "ClaimWindow",
    "ClockChange",
    "ClockReading",
    "CombinedCalendar",
    "Commitment",
    "Consequence",
    "Count",
    "Decision",
    "Difference",
    "DocumentError",
    "DueSet",
    "Duration",
    "Edge",
    "ErrorBudget",
    "Evaluation",
    "EventLike",
    "Evidence",
    "Exclusion",
    "Exempted",
    "Exemption",
    "Explanation",
    "Flip",
    "FlipExplanation",
    "FormVersionError",
    "GroupChange",
    "Holiday",
    "HolidayCoverageWarning",
    "HolidayError",
    "HorizonError",
    "HoursError",
    "HoursWarning",
    "InstantError",
    "Interval",
    "LedgerSpan",
    "Level",
    "LocalMeanTimeWarning",
    "Match",
    "Measure",
    "Merge",
    "Message",
    "Metric",
    "MissingExtraError",
    "Money",
    "NaiveDatetimeError",
    "NeverOpenError",
    "Notice",
    "Objective",
    "OneOff",
    "Outage",
    "Outcome",
    "Phase",
    "Policy",
    "PolicyError",
    "PolicySet",
    "PolicyWarning",
    "Problem",
    "RecoveryPlan",
    "Rejected",
    "Replayed",
    "Report",
    "Score",
    "ServiceCredit",
    "Signal",
    "SlakitError",
    "SlakitWarning",
    "StaleState",
    "Standing",
    "StateError",
    "Statuses",
    "Step",
    "Stretch",
    "Suggestion",
    "TableError",
    "Target",
    "Ticket",
    "TicketError",
    "TicketLike",
    "Tracker",
    "TrackerState",
    "Transition",
    "UnknownNameError",
    "UnknownZoneError",
    "Verdict",
    "__version__",
    "assess",
    "burn_alerts",
    "burn_down",
    "burn_rate",
    "evaluate",
    "evaluate_many",
    "exhausted_at",
    "explain",
    "format_length",
    "lint",
    "load_profile",
    "measure",
    "measures",
    "outcomes",
    "parse_length",
    "profile_names",
    "recurring",
    "replay",
    "succession",
    "suggest_targets",
    "transitions",
    "vary",
]

# Where each public name lives.
_PUBLIC = {
    name: module
    for module, names in {
        "slakit.agreements": """
            Agreement Assessment ClaimWindow Commitment Consequence Evidence Exclusion Money
            ServiceCredit assess
        """,
        "slakit.agreements.lint": "lint",
        "slakit.backtest": """
            Backtest ClockChange Flip FlipExplanation GroupChange Replayed Standing Stretch
            Suggestion Verdict replay suggest_targets vary
        """,
        "slakit.calendars": """
            BusinessCalendar Calendar CombinedCalendar Holiday Interval OneOff Phase
            succession
        """,
        "slakit.durations": "Amount Duration format_length parse_length",
        "slakit.errors": """
            AmountError CalendarError DocumentError FormVersionError HolidayCoverageWarning
            HolidayError HorizonError HoursError HoursWarning InstantError
            LocalMeanTimeWarning MissingExtraError NaiveDatetimeError NeverOpenError
            PolicyError PolicyWarning Problem SlakitError SlakitWarning StaleState
            StateError TableError TicketError UnknownNameError UnknownZoneError
        """,
        "slakit.evaluation": """
            Batch ClockReading Decision Evaluation Exempted Explanation LedgerSpan Notice
            Rejected Step Tracker TrackerState Transition evaluate evaluate_many explain
            transitions
        """,
        "slakit.policies": """
            Difference Edge Level Match Metric Policy PolicySet Statuses Target load_profile
            profile_names
        """,
        "slakit.recovery": "BreachCase RecoveryPlan recurring",
        "slakit.reports": "Attainment Outcome Report outcomes",
        "slakit.reports.objectives": """
            BurnAlert BurnDownPoint BurnRow Count ErrorBudget Measure Objective Outage Score
            WORKBOOK WORKBOOK_DAY burn_alerts burn_down burn_rate exhausted_at measure
            measures
        """,
        "slakit.tickets": """
            Change DueSet EventLike Exemption Merge Message Signal Ticket TicketLike
        """,
    }.items()
    for name in names.split()
}


def __dir__() -> list[str]:
    return __all__


# Hidden from type checkers: they know the names from the imports above, and would take a
# module with a `__getattr__` to have every other name too.
if not TYPE_CHECKING:

    def __getattr__(name):
        if name not in _PUBLIC:
            near = get_close_matches(name, _PUBLIC, 1)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            raise AttributeError(f"module 'slakit' has no attribute {name!r}{hint}")
        value = getattr(import_module(_PUBLIC[name]), name)
        globals()[name] = value  # so that it is asked for once
        return value
