"""Everything slakit raises or warns about.

The tree::

    SlakitError(ValueError)
    ├── DocumentError            a document has problems; all of them, each with path and line
    │   └── FormVersionError     the document is written for a newer slakit
    ├── AmountError              a text that is no amount of time
    ├── InstantError             a value that is no usable instant
    │   └── NaiveDatetimeError   a datetime without a time zone
    ├── CalendarError            a business calendar that cannot be built or asked
    │   ├── HoursError           opening hours that contradict themselves
    │   ├── UnknownZoneError     a time zone that does not exist
    │   ├── HolidayError         a holiday source that cannot be resolved
    │   ├── NeverOpenError       a calendar without a single open instant
    │   └── HorizonError         a search or a span that ran past its bound
    ├── TicketError              a history that contradicts itself
    ├── PolicyError              a policy that cannot be applied
    ├── StateError               a tracker's state that cannot be read
    │   └── StaleState           a state of other policies, calendars or zones
    ├── UnknownNameError         a name that is not there, or means several; lists what is
    ├── TableError               a table or a row that cannot be read
    └── MissingExtraError        an optional dependency is not installed

    SlakitWarning(UserWarning)
    ├── HoursWarning             opening hours that are legal and probably not meant
    ├── HolidayCoverageWarning   a year that the holiday data does not know
    ├── LocalMeanTimeWarning     a pytz zone attached without ``localize``
    └── PolicyWarning            a policy that is legal and probably not meant

Every error is a `SlakitError`, and so a `ValueError`. ``str(error)`` is a
sentence for people: what is wrong, the value, the remedy. The same facts are
attributes for programs: `parameter`, `value`, `remedy` and the stable `code`.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterable
from typing import Any, ClassVar

from slakit.problems import Path, Problem, path_text

__all__ = [
    "AmountError",
    "CalendarError",
    "DocumentError",
    "FormVersionError",
    "HolidayCoverageWarning",
    "HolidayError",
    "HorizonError",
    "HoursError",
    "HoursWarning",
    "InstantError",
    "LocalMeanTimeWarning",
    "MissingExtraError",
    "NaiveDatetimeError",
    "NeverOpenError",
    "Path",
    "PolicyError",
    "PolicyWarning",
    "Problem",
    "SlakitError",
    "SlakitWarning",
    "StaleState",
    "StateError",
    "TableError",
    "TicketError",
    "UnknownNameError",
    "UnknownZoneError",
    "path_text",
    "warn_caller",
]


class SlakitError(ValueError):
    """The root of every error of slakit.

    >>> try:
    ...     raise AmountError("'1d' is ambiguous", parameter="amount", remedy="write 1bd")
    ... except SlakitError as error:
    ...     print(error, "|", error.parameter, "|", error.code)
    amount: '1d' is ambiguous; write 1bd | amount | amount
    """

    code: ClassVar[str] = "slakit"

    def __init__(
        self, message: str = "", *, parameter: str = "", value: Any = None, remedy: str = ""
    ) -> None:
        super().__init__(message)
        self.message = message
        self.parameter = parameter
        self.value = value
        self.remedy = remedy

    def __str__(self) -> str:
        text = f"{self.parameter}: {self.message}" if self.parameter else self.message
        return f"{text}; {self.remedy}" if self.remedy else text

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong as a tuple of `Problem`; one for most errors."""
        return (Problem(self.message, value=self.value, remedy=self.remedy, code=self.code),)


class DocumentError(SlakitError):
    """A document has problems: all of them at once, in the order they stand.

    `source` is the file's name, or what the caller called the document.
    """

    code = "document"

    def __init__(self, problems: Iterable[Problem] = (), *, source: str = "") -> None:
        found = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in found))
        self._problems = found
        self.source = source
        if len(found) == 1:
            self.value, self.remedy = found[0].value, found[0].remedy
            self.parameter = path_text(found[0].path)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self._problems,), {"source": self.source}

    @property
    def problems(self) -> tuple[Problem, ...]:
        return self._problems

    def __str__(self) -> str:
        source = f"{self.source}: " if self.source else ""
        if len(self._problems) == 1:
            return f"{source}{self._problems[0]}"
        lines = "".join(f"\n  {problem}" for problem in self._problems)
        return f"{source}{len(self._problems)} problems{lines}"


class FormVersionError(DocumentError):
    """The document asks for a form that is newer than this slakit knows."""

    code = "form_version"


class AmountError(SlakitError):
    """A text that is no amount of time, or one that could mean two things."""

    code = "amount"


class InstantError(SlakitError):
    """A value that is no usable instant: not a datetime, NaT, too precise, out of range."""

    code = "instant"


class NaiveDatetimeError(InstantError):
    """A datetime without a time zone: nobody can know which instant it is."""

    code = "naive_datetime"


class CalendarError(SlakitError):
    """A business calendar that cannot be built, or a question it cannot answer."""

    code = "calendar"


class HoursError(CalendarError):
    """Opening hours that cannot be read or that contradict themselves."""

    code = "hours"


class UnknownZoneError(CalendarError):
    """A time zone that this machine's zone data does not have."""

    code = "unknown_zone"


class HolidayError(CalendarError):
    """A holiday source that cannot be resolved: country, subdivision, language, category, rule."""

    code = "holiday"


class NeverOpenError(CalendarError):
    """A calendar without a single open instant."""

    code = "never_open"


class HorizonError(CalendarError):
    """A search that found nothing within its horizon, or a span longer than it.

    `horizon` is in years; `last` is the last instant that was looked at.
    """

    code = "horizon"

    def __init__(
        self,
        message: str = "",
        *,
        horizon: int = 100,
        last: Any = None,
        parameter: str = "",
        value: Any = None,
        remedy: str = "",
    ) -> None:
        super().__init__(message, parameter=parameter, value=value, remedy=remedy)
        self.horizon = horizon
        self.last = last


class TicketError(SlakitError):
    """A ticket's history that contradicts itself."""

    code = "ticket"


class PolicyError(SlakitError):
    """A policy that cannot be applied to a ticket."""

    code = "policy"


class StateError(SlakitError):
    """What was given as the state of a tracker is none, or one of a newer form."""

    code = "state"


class StaleState(StateError):  # noqa: N818 - a state that is stale is how people call it
    """The state of a tracker was kept under other policies, calendars or zone data."""

    code = "stale_state"


class UnknownNameError(SlakitError, KeyError):
    """A name that is not there, or that could mean several; the message lists what there is."""

    code = "unknown_name"

    # KeyError would print the repr of the message.
    __str__ = SlakitError.__str__


class TableError(SlakitError):
    """A table, or one row of it, that cannot be read."""

    code = "table"


class MissingExtraError(SlakitError, ImportError):
    """An optional dependency is not installed; the remedy is the exact command.

    >>> str(MissingExtraError.of("yaml", "reading YAML", "PyYAML"))
    'reading YAML needs PyYAML; run: pip install "slakit[yaml]"'
    """

    code = "missing_extra"

    @classmethod
    def of(cls, extra: str, doing: str, package: str) -> MissingExtraError:
        """Say that `doing` something needs `package`, which the `extra` brings."""
        return cls(
            f"{doing} needs {package}",
            value=package,
            remedy=f'run: pip install "slakit[{extra}]"',
        )


class SlakitWarning(UserWarning):
    """The root of every warning of slakit; silence one by its class."""


class HoursWarning(SlakitWarning):
    """Opening hours that are legal and probably not meant.

    An end of 23:59 loses a minute each night; the tail of a night that meets
    the next day's hours becomes one stretch of work with them.
    """


class HolidayCoverageWarning(SlakitWarning):
    """A year outside those that the holiday data knows: its holidays count as working days."""


class LocalMeanTimeWarning(SlakitWarning):
    """A pytz zone was attached with ``tzinfo=``: that gives the local mean time of old."""


class PolicyWarning(SlakitWarning):
    """A policy that is legal and probably not meant.

    An agreement that supports an SLA promises more time than that allows, or a condition asks
    for a field that no ticket of a run has.
    """


def warn_caller(message: str, category: type[SlakitWarning]) -> None:
    """Warn at the line of whoever called slakit, however deep the cause lies.

    A calendar compiles when it is first asked, so a fixed number of frames
    would point into slakit, where nobody can mend anything.
    """
    level, frame = 2, sys._getframe(1)
    while frame.f_back and frame.f_globals.get("__name__", "").startswith(("slakit.", "pydantic.")):
        level, frame = level + 1, frame.f_back
    silence = f"To silence: warnings.simplefilter('ignore', {category.__name__})"
    warnings.warn(f"{message} {silence}", category, stacklevel=level)
