"""Service level agreements over business calendars: due times, breaches and the reasons.

Everything public is here and is loaded when it is first asked for, so importing slakit costs
next to nothing.
"""

from __future__ import annotations

from difflib import get_close_matches
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
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
        evaluate,
        evaluate_many,
        explain,
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
    "Amount",
    "AmountError",
    "Batch",
    "BusinessCalendar",
    "Calendar",
    "CalendarError",
    "Change",
    "ClockReading",
    "CombinedCalendar",
    "Decision",
    "Difference",
    "DocumentError",
    "DueSet",
    "Duration",
    "Edge",
    "Evaluation",
    "EventLike",
    "Exempted",
    "Exemption",
    "Explanation",
    "FormVersionError",
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
    "Merge",
    "Message",
    "Metric",
    "MissingExtraError",
    "NaiveDatetimeError",
    "NeverOpenError",
    "Notice",
    "OneOff",
    "Phase",
    "Policy",
    "PolicyError",
    "PolicySet",
    "PolicyWarning",
    "Problem",
    "Rejected",
    "Signal",
    "SlakitError",
    "SlakitWarning",
    "Statuses",
    "TableError",
    "Target",
    "Ticket",
    "TicketError",
    "TicketLike",
    "UnknownNameError",
    "UnknownZoneError",
    "__version__",
    "evaluate",
    "evaluate_many",
    "explain",
    "format_length",
    "load_profile",
    "parse_length",
    "profile_names",
    "succession",
]

# Where each public name lives.
_PUBLIC = {
    "Amount": "slakit.durations",
    "AmountError": "slakit.errors",
    "Batch": "slakit.evaluation",
    "BusinessCalendar": "slakit.calendars",
    "Calendar": "slakit.calendars",
    "CalendarError": "slakit.errors",
    "Change": "slakit.tickets",
    "ClockReading": "slakit.evaluation",
    "CombinedCalendar": "slakit.calendars",
    "Decision": "slakit.evaluation",
    "Difference": "slakit.policies",
    "DocumentError": "slakit.errors",
    "DueSet": "slakit.tickets",
    "Duration": "slakit.durations",
    "Edge": "slakit.policies",
    "Evaluation": "slakit.evaluation",
    "EventLike": "slakit.tickets",
    "Exempted": "slakit.evaluation",
    "Exemption": "slakit.tickets",
    "Explanation": "slakit.evaluation",
    "FormVersionError": "slakit.errors",
    "Holiday": "slakit.calendars",
    "HolidayCoverageWarning": "slakit.errors",
    "HolidayError": "slakit.errors",
    "HorizonError": "slakit.errors",
    "HoursError": "slakit.errors",
    "HoursWarning": "slakit.errors",
    "InstantError": "slakit.errors",
    "Interval": "slakit.calendars",
    "LedgerSpan": "slakit.evaluation",
    "Level": "slakit.policies",
    "LocalMeanTimeWarning": "slakit.errors",
    "Match": "slakit.policies",
    "Merge": "slakit.tickets",
    "Message": "slakit.tickets",
    "Metric": "slakit.policies",
    "MissingExtraError": "slakit.errors",
    "NaiveDatetimeError": "slakit.errors",
    "NeverOpenError": "slakit.errors",
    "Notice": "slakit.evaluation",
    "OneOff": "slakit.calendars",
    "Phase": "slakit.calendars",
    "Policy": "slakit.policies",
    "PolicyError": "slakit.errors",
    "PolicySet": "slakit.policies",
    "PolicyWarning": "slakit.errors",
    "Problem": "slakit.errors",
    "Rejected": "slakit.evaluation",
    "Signal": "slakit.tickets",
    "SlakitError": "slakit.errors",
    "SlakitWarning": "slakit.errors",
    "Statuses": "slakit.policies",
    "TableError": "slakit.errors",
    "Target": "slakit.policies",
    "Ticket": "slakit.tickets",
    "TicketError": "slakit.errors",
    "TicketLike": "slakit.tickets",
    "UnknownNameError": "slakit.errors",
    "UnknownZoneError": "slakit.errors",
    "evaluate": "slakit.evaluation",
    "evaluate_many": "slakit.evaluation",
    "explain": "slakit.evaluation",
    "format_length": "slakit.durations",
    "load_profile": "slakit.policies",
    "parse_length": "slakit.durations",
    "profile_names": "slakit.policies",
    "succession": "slakit.calendars",
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
