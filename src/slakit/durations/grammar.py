"""What may be written for a length and for an amount, and why anything else is refused.

Both languages are data: an expression that accepts, and rules that recognise what people write
instead. A reader of the other files needs only `Grammar.match`, `Grammar.refuse` and `refusal`.
"""

from __future__ import annotations

import re
import reprlib
from dataclasses import dataclass

from slakit.errors import AmountError

# Of two rules that fit a text the first speaks. {1} and {2} are the groups of its expression.
Rule = tuple[str, str, str]

# JSON Schema shows the same expressions, so they keep to what every dialect of regular
# expressions knows: no look-around, and names of groups only because they can be dropped.
_NUMBER = r"[0-9]+(?:\.[0-9]+)?"
_HOURS, _MINUTES = rf"(?:{_NUMBER}h\s*)?", rf"(?:{_NUMBER}m\s*)?"
_SHORT = rf"{_HOURS}{_MINUTES}{_NUMBER}s|{_HOURS}{_NUMBER}m|{_NUMBER}h"
_ISO = _SHORT.replace(r"\s*", "").upper()
_LENGTH = rf"[+-]?(?:{_SHORT}|PT(?:{_ISO}))"
_TIME = r"(?:[01]?[0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]{1,6})?)?"
_NAME = r"[^()\s](?:[^()]*[^()\s])?"
_AMOUNT = (
    rf"(?P<length>{_LENGTH})(?P<wall>\s+wall)?"
    rf"|(?P<bd>[+-]?[0-9]+)bd(?:\s+(?P<eod>eod)|\s+(?P<time>{_TIME}))?"
    r"|(?P<cd>[+-]?[0-9]+)cd"
    rf"|at\(\s*(?P<at>{_NAME})\s*\)(?:\s+(?P<move>next_open|previous_close))?"
    rf"|field\(\s*(?P<field>{_NAME})\s*\)"
    r"|none"
)

# No honest amount is longer. The bound keeps the cache small, and int() away from the
# thousands of digits that it refuses with an error of its own.
_LONGEST = 200

_DAYS = r"([+-]?[0-9]+)\s*d(?:ays?)?(?:t|[^a-z]|$)"
_WEEKS = r"[0-9]\s*w(?:ee)?(?:ks?)?(?![a-z])"
_PLAIN: Rule = (r"([^\x00-\x7f])", "contains '{1}'", "write plain digits, letters and signs")
_IN_LENGTHS: tuple[Rule, ...] = (
    _PLAIN,
    (_DAYS, "counts in days", 'write hours, such as "24h"'),
    (_WEEKS, "counts in weeks", 'write hours, such as "168h"'),
)
_IN_AMOUNTS: tuple[Rule, ...] = (
    (r"^(at|field)\s*\(\s*\)", "names no field", 'write its name, as in "{1}(name)"'),
    (
        r"^at\s*\([^()]+\)\s*(.+)$",
        "ends in '{1}'",
        'write "next_open", "previous_close" or nothing after the parentheses',
    ),
    (
        r"^field\s*\([^()]+\)\s*(.+)$",
        "ends in '{1}'",
        "write nothing after the parentheses: the ticket carries the whole amount",
    ),
    (r"^(at|field)\b", "needs one field name in parentheses", 'write it as in "{1}(name)"'),
    _PLAIN,
    (
        r"[0-9]\.[0-9]+\s*(?:[bcw]?d|(?:\w+ )?days?)\b",
        "is no whole number of days",
        'write whole days, such as "1bd", or a length, such as "4h"',
    ),
    (
        _DAYS,
        "counts in days, and a day may be a working day, a date or 24 hours",
        'write "{1}bd" for business days, "{1}cd" for calendar days, or hours: "24h" of open'
        ' time, "24h wall" of real time',
    ),
    (
        _WEEKS,
        "counts in weeks, and a week may be its working days or seven dates",
        'write business days, such as "5bd", or calendar days, such as "7cd"',
    ),
    (r"^[+-]?([bc]d)\b", "has no number before '{1}'", 'write one, as in "1{1}"'),
    (
        r"[0-9]\s*[bc]d.*[0-9]\s*[hms]|[0-9]\s*[hms].*[0-9]\s*[bc]d",
        "mixes days with a length",
        'write one of the two, such as "2bd" or "4h"',
    ),
    (
        r"([0-9]+bd)\s+eod\s",
        "says more than the end of the day",
        'write "{1} eod" or a time, as in "{1} 16:00"',
    ),
    (
        r"([0-9]+bd)\s*(\S.*)$",
        "ends in '{2}'",
        'write "{1}", "{1} eod", or a time from 00:00 to 23:59, as in "{1} 16:00"',
    ),
    (r"([0-9]+cd)\s*(\S.*)$", "ends in '{2}'", 'write "{1}": calendar days keep the wall time'),
    (
        r"^(.*[0-9][hms])\s+([a-z].*)$",
        "ends in '{2}'",
        'write "{1}" for open time or "{1} wall" for real time',
    ),
)
_IN_BOTH: tuple[Rule, ...] = (
    (
        r"^([+-]?[0-9.]+)$",
        "has no unit (minutes, hours or seconds)",
        'write "{1}m", "{1}h" or "{1}s"',
    ),
    (
        r"[0-9]\s*(?:mo|mth|mon|month|y|yr|year)s?(?![a-z])|^[+-]?P[0-9.]+[MY]",
        "counts in months or years, which have no fixed length",
        "write a number of hours or of days",
    ),
    (r"^[+-]?P(?!T)", "has no T before its hours", 'write it as in "PT1H30M"'),
    (
        r"([hms])\s*(?:[0-9.]+[hms]\s*)*[0-9.]+\1",
        "gives '{1}' twice",
        'write each unit once, as in "1h30m15s"',
    ),
    (
        r"^[+-]?(?:[0-9.]+[hms]\s*)+$",
        "has its units out of order",
        'write hours, then minutes, then seconds, as in "1h30m15s"',
    ),
    (r"[hms]\s*([0-9.]+)$", "ends in '{1}', which has no unit", 'write "m" or "s" after it'),
    (r"^[+-]?(?:PT)?([hms])\b", "has no number before '{1}'", 'write one, as in "4h"'),
    (
        r"[0-9]\s*(?![hms](?![a-z]))([a-z]+)",
        "has the unknown unit '{1}'",
        'use h, m and s, as in "1h30m15s"',
    ),
)

# Other spellings of a unit, after its number.
_SPELLINGS = {
    r"h(?:ou)?r?s?": "h",
    r"m(?:in(?:ute)?s?)?": "m",
    r"s(?:ec(?:ond)?s?)?": "s",
    r"(?:bds?|wd|(?:business|working) ?days?)": "bd",
    r"(?:cds?|calendar ?days?)": "cd",
}


def _respelled(text: str) -> str:
    """Write "4 Hours", "1,5h" or "2 working days" as they would have to be written."""
    head, parenthesis, rest = text.partition("(")  # the case of a field's name is its own
    head = re.sub(r"(?<=[0-9]),(?=[0-9])", ".", " ".join(head.lower().split()))
    head = re.sub(r"^([+-]?)pt", r"\1", head)
    for spelling, unit in _SPELLINGS.items():
        head = re.sub(rf"(?<=[0-9]) ?{spelling}(?![a-z])", unit, head)
    head = re.sub(r"(?<=[hms]) (?:real|wall|clock)(?:[- ]?(?:time|clock))?$", " wall", head)
    return head + parenthesis + rest


_SHOWN = reprlib.Repr()
_SHOWN.maxstring = _SHOWN.maxother = 60


def refusal(value: object, message: str, remedy: str, parameter: str = "amount") -> AmountError:
    """Build the error: the value, cut short, what is wrong with it, what to write instead."""
    shown = _SHOWN.repr(value)
    return AmountError(f"{shown} {message}", parameter=parameter, value=value, remedy=remedy)


@dataclass(frozen=True, slots=True)
class Grammar:
    """One little language: what it accepts, what it is called, how it refuses.

    `remedy` answers where no rule knows better.
    """

    accepts: str
    noun: str
    remedy: str
    rules: tuple[Rule, ...]

    @property
    def schema_pattern(self) -> str:
        """The same language as a regular expression of JSON Schema."""
        return rf"^\s*(?:{re.sub(r'[?]P<[a-z]+>', '?:', self.accepts)})\s*$"

    def match(self, text: str) -> re.Match[str]:
        """Match the text, blanks around it set aside, or raise `AmountError`."""
        if not isinstance(text, str):
            raise self.refuse(text)
        if len(text) > _LONGEST:
            raise refusal(text, f"has {len(text):,} characters", "shorten it")
        match = re.fullmatch(self.accepts, text.strip())
        if match is None:
            raise self.refuse(text)
        return match

    def refuse(self, value: object) -> AmountError:
        """Say what is wrong with a value that the grammar does not accept."""
        # Numbers and None stand for a text that somebody forgot to write or a file left out.
        plain = isinstance(value, str | int | float) or value is None
        text = str(value).strip() if plain else ""
        meant = _respelled(text)
        if re.fullmatch(self.accepts, meant):
            return refusal(value, f"is no {self.noun}", f'write "{meant}"')
        for pattern, message, remedy in self.rules:
            if found := re.search(pattern, text, re.IGNORECASE):
                groups = ("", *found.groups(""))
                return refusal(value, message.format(*groups), remedy.format(*groups))
        return refusal(value, f"is no {self.noun}", self.remedy)


LENGTH = Grammar(
    accepts=_LENGTH,
    noun="length of time",
    remedy='write hours, minutes and seconds, such as "1h30m"',
    rules=(*_IN_LENGTHS, *_IN_BOTH),
)
AMOUNT = Grammar(
    accepts=_AMOUNT,
    noun="amount",
    remedy='write one such as "4h" or "2bd", or "none" where nothing is promised',
    rules=(*_IN_AMOUNTS, *_IN_BOTH),
)
