"""Claim windows: until which date what is owed can be claimed."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal, Self, get_args

from slakit.documents.parsed import Parsed
from slakit.errors import SlakitError
from slakit.reports.periods import Period

__all__ = ["ClaimWindow"]

Unit = Literal["days", "months", "cycles"]
After = Literal["period_end", "incident"]
MOST = 1_000
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth")
LENGTH = re.compile(
    r"([0-9]{1,4}|one|two|three|four|five|six) (day|month)s? after"
    r" (?:the )?(period end|month end|end of the (?:period|month)|incident)"
)
CYCLE = re.compile(
    rf"(?:by )?(?:the )?end of (?:the )?({'|'.join(ORDINALS)}) billing cycle"
    r"(?: after (?:the )?incident)?"
)
NUMBERS = ("one", "two", "three", "four", "five", "six")
REMEDY = (
    'write "30 days after period end", "2 months after the incident" or'
    ' "end of the second billing cycle after the incident"'
)


@dataclass(frozen=True, slots=True, repr=False)
class ClaimWindow(Parsed):
    """Until when what is owed can be claimed.

    ``30 days after period end``, ``2 months after the incident``, ``end of the second billing
    cycle after the incident``, or the mapping ``{days: 30, after: period_end}``. Billing cycles
    are calendar months. Raises `SlakitError`.

    >>> january = Period("month", date(2026, 1, 1))
    >>> str(ClaimWindow.parse("30 days after period end").claimable_until(january))
    '2026-03-02'
    """

    number: int
    unit: Unit
    after: After

    @classmethod
    def parse(cls, value: Any) -> Self:
        """Read a text or a mapping, or return a window that is read already."""
        if isinstance(value, cls):
            return value
        if isinstance(value, str):
            number, unit, after = said(value)
        elif isinstance(value, Mapping) and len(value) == 2 and "after" in value:
            [unit] = value.keys() - {"after"}
            number, after = value[unit], value["after"]
        else:
            raise SlakitError(f"{value!r} is no claim window", value=value, remedy=REMEDY)
        whole = isinstance(number, int) and not isinstance(number, bool)
        if unit not in get_args(Unit) or after not in get_args(After) or not whole:
            raise SlakitError(f"{value!r} is no claim window", value=value, remedy=REMEDY)
        if not 1 <= number <= MOST:
            remedy = f"write a number from 1 to {MOST}"
            message = f"{number} is no length of a claim window"
            raise SlakitError(message, value=value, remedy=remedy)
        return cls(number, unit, after)

    def claimable_until(self, period: Period, incident: date | None = None) -> date:
        """Return the last date on which what is owed for a period can be claimed.

        Days and months count from the last date of the period, or from the date of the incident;
        a month ends on the last day that it has. The nth billing cycle is counted from the month
        after that one. Where a window counts from the incident and there is none (a volume that
        was not reached happens at no instant), the last date of the period stands for it. Raises
        `SlakitError` for a window that ends beyond the year 9999.

        >>> two = ClaimWindow.parse("end of the second billing cycle after the incident")
        >>> str(two.claimable_until(Period("month", date(2026, 1, 1)), date(2026, 1, 15)))
        '2026-03-31'
        """
        last = period.end - timedelta(days=1)
        start = last if self.after == "period_end" or incident is None else incident
        try:
            return self.last_from(start)
        except (ValueError, OverflowError):
            raise SlakitError(
                f"{self!r} of {period.label} ends beyond the year 9999",
                parameter="claim_within",
                value=self.to_data(),
                remedy="agree on fewer days or months",
            ) from None

    def last_from(self, start: date) -> date:
        """Return the last date of the window that counts from a date."""
        if self.unit == "days":
            return start + timedelta(days=self.number)
        months = start.year * 12 + start.month - 1 + self.number
        year, month = months // 12, months % 12 + 1
        last = monthrange(year, month)[1]
        return date(year, month, last if self.unit == "cycles" else min(start.day, last))

    def to_data(self) -> dict[str, Any]:
        """Return the mapping that a file holds."""
        return {self.unit: self.number, "after": self.after}

    def __repr__(self) -> str:
        return f"ClaimWindow.parse({self.to_data()!r})"

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        after = {"enum": list(get_args(After)), "description": "from when it counts"}
        number = {
            "type": "integer",
            "minimum": 1,
            "maximum": MOST,
            "description": "how many; cycles are billing cycles, which are calendar months",
        }
        return {
            "description": "until when what is owed can be claimed",
            "anyOf": [
                *(
                    {
                        "type": "object",
                        "properties": {unit: number, "after": after},
                        "required": [unit, "after"],
                        "additionalProperties": False,
                    }
                    for unit in get_args(Unit)
                ),
                {"type": "string"},
            ],
            "examples": ["30 days after period end", {"cycles": 2, "after": "incident"}],
        }


def said(text: str) -> tuple[int, Unit, After]:
    """Return what the text of a window says."""
    plain = " ".join(text.lower().split())
    if match := LENGTH.fullmatch(plain):
        number = int(match[1]) if match[1].isdigit() else NUMBERS.index(match[1]) + 1
        unit: Unit = "days" if match[2] == "day" else "months"
        return number, unit, "incident" if match[3] == "incident" else "period_end"
    if match := CYCLE.fullmatch(plain):
        return ORDINALS.index(match[1]) + 1, "cycles", "incident"
    raise SlakitError(f"{text!r} is no claim window", value=text, remedy=REMEDY)
