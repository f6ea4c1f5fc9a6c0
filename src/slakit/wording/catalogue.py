"""One language: its texts, and how it writes what stands in them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Any

from slakit.documents.suggest import did_you_mean
from slakit.durations import Amount
from slakit.errors import SlakitError, UnknownNameError
from slakit.wording.dates import Dates, DateStyle, ZoneStyle
from slakit.wording.lengths import Lengths, LengthStyle
from slakit.wording.lists import Lists
from slakit.wording.numbers import Number, Numbers
from slakit.wording.texts import COUNT, read_texts

__all__ = ["LOCALES", "Catalogue", "catalogue"]

LOCALES = ("en", "es", "pt-BR", "pt-PT")
"""The languages, as BCP 47 writes them."""


def catalogue(locale: str) -> Catalogue:
    """Return the catalogue of a language: "en", "es", "pt-BR" or "pt-PT".

    Nothing stands in for a language that isn't there, and nothing is guessed: "pt" could mean
    two, and "pt_BR" raises an `UnknownNameError` that gives the right spelling.

    >>> catalogue("pt-BR").text("span.holiday", name="Natal")
    'feriado “Natal”'
    """
    if locale in LOCALES:
        return _read(locale)
    raise UnknownNameError(
        f"no words for the locale {locale!r}",
        parameter="locale",
        value=locale,
        remedy=_remedy(str(locale)),
    )


def _remedy(locale: str) -> str:
    spelled = locale.strip().replace("_", "-").casefold()
    for known in LOCALES:
        if spelled == known.casefold():
            return f"write {known!r}"
    return did_you_mean(spelled, LOCALES)


@cache
def _read(locale: str) -> Catalogue:
    file = files("slakit.wording").joinpath("languages", f"{locale}.toml")
    return Catalogue(locale, tomllib.loads(file.read_text(encoding="utf-8")))


class Catalogue:
    """The texts of one language, and its dates, lengths, lists and numbers.

    It is immutable, and the same for every caller. Nothing depends on the machine's locale or
    zone: an instant is written in the zone that it carries.

    >>> words = catalogue("en")
    >>> words.text("verdict.due", due=datetime.fromisoformat("2024-05-06T09:00-03:00"))
    'due Mon 6 May 2024, 09:00'

    The trap: agents and customers have texts of their own. Only keys that begin with
    ``customer`` are written to be read outside the desk.
    """

    __slots__ = ("_dates", "_lengths", "_lists", "_numbers", "_texts", "locale")

    def __init__(self, locale: str, data: Mapping[str, Any]) -> None:
        numbers, dates, length = data["numbers"], data["dates"], data["length"]
        self.locale = locale
        self._numbers = Numbers(**numbers)
        self._dates = Dates(**dates, decimal=self._numbers.decimal)
        self._lists = Lists(**data["list"])
        self._lengths = Lengths(
            self._numbers, length["nouns"], Lists(**length["list"]), length["minus"]
        )
        self._texts = read_texts(data["text"])

    def __repr__(self) -> str:
        return f"catalogue({self.locale!r})"

    def __contains__(self, key: object) -> bool:
        return key in self._texts

    def __iter__(self) -> Iterator[str]:
        """The keys of all texts, in the order of the file; the same in every language."""
        return iter(self._texts)

    def parameters(self, key: str) -> frozenset[str]:
        """Return what a text needs. An unknown key raises `UnknownNameError`.

        >>> sorted(catalogue("en").parameters("verdict.elapsed"))
        ['elapsed', 'target']
        """
        if key not in self._texts:
            raise UnknownNameError(
                f"no text {key!r}",
                parameter="key",
                value=key,
                remedy=did_you_mean(str(key), self._texts),
            )
        return self._texts[key].parameters

    def text(self, key: str, /, **parameters: Any) -> str:
        """Return a text with its parameters filled in.

        A parameter is said by its type: text as it stands, a timedelta as a short length, an
        aware datetime and a date short, an `Amount` in words, a number with the marks of the
        language. ``count`` chooses the plural. Each parameter has to be given and none besides:
        an unknown one and an unknown key raise `UnknownNameError`, a missing one and a value that
        cannot be said `SlakitError`.

        >>> catalogue("es").text("verdict.reopened", count=2)
        'reabierto 2 veces'

        The trap: the text is plain. Whoever puts it into HTML or Markdown escapes it.
        """
        self.parameters(key)
        text = self._texts[key]
        text.check(parameters)
        said = {name: self._say(name, value) for name, value in parameters.items()}
        form = self._numbers.plural(parameters[COUNT]) if text.has_plurals else "other"
        return text.forms[form].format_map(said)

    def _say(self, name: str, value: Any) -> str:
        match value:
            case str():
                return value
            case timedelta():
                return self.length(value)
            case datetime():
                return self.instant(value)
            case date():
                return self.date(value)
            case Amount():
                return self.amount(value)
            case int() | float() | Decimal() if not isinstance(value, bool):
                return self.number(value)
        raise SlakitError(
            f"{value!r} cannot be said", parameter=name, value=value, remedy="give it as text"
        )

    def length(self, delta: timedelta, style: LengthStyle = "short") -> str:
        """Return a length exactly, in hours, minutes and seconds; a negative one says so.

        Hours never become days, because a day can be 24 hours or a working day. Zero is
        ``0 min``. Raises `AmountError` for what is no timedelta.

        >>> catalogue("en").length(timedelta(hours=27, minutes=10))
        '27 h 10 min'
        >>> catalogue("pt-PT").length(timedelta(hours=-1, seconds=-0.5), "long")
        'menos 1 hora e 0,5 segundos'
        """
        return self._lengths.write(delta, style)

    def instant(
        self, instant: datetime, style: DateStyle = "short", *, zone: ZoneStyle | None = None
    ) -> str:
        """Return an instant in its own zone, with seconds and their parts only where it has any.

        `zone` adds the abbreviation, such as CEST, or the offset, UTC+02:00; a zone without
        letters has its offset for both. Naive datetimes and NaT raise `InstantError`.

        >>> meeting = datetime.fromisoformat("2024-05-06T09:00:30+02:00")
        >>> catalogue("es").instant(meeting, "long", zone="offset")
        'lunes 6 de mayo de 2024, 09:00:30 UTC+02:00'

        The trap: when clocks are set back, two instants an hour apart read alike without `zone`.
        """
        return self._dates.write_instant(instant, style, zone)

    def period(self, start: datetime, end: datetime, *, zone: ZoneStyle | None = None) -> str:
        """Return two instants, each in its own zone, with the date once where it is the same.

        >>> opened = datetime.fromisoformat("2024-05-06T09:00-03:00")
        >>> catalogue("pt-BR").period(opened, opened + timedelta(hours=3))[-5:]
        '12:00'
        """
        return self._dates.write_period(start, end, zone)

    def date(self, day: date, style: DateStyle = "short") -> str:
        """Return a date with its weekday. A datetime is refused: take its date in the zone meant.

        >>> catalogue("pt-BR").date(date(2024, 5, 6))
        'seg., 6 de mai. de 2024'
        """
        return self._dates.write(day, style)

    def weekdays(self, style: DateStyle = "short") -> tuple[str, ...]:
        """Return the names of the days, Monday first, as they stand inside a sentence.

        >>> catalogue("es").weekdays()[:3]
        ('lun', 'mar', 'mié')
        """
        return tuple(self._dates.weekdays[style])

    def months(self, style: DateStyle = "short") -> tuple[str, ...]:
        """Return the names of the months, January first, as they stand inside a sentence.

        >>> catalogue("pt-PT").months("long")[4]
        'maio'
        """
        return tuple(self._dates.months[style])

    def many(self, items: Iterable[str]) -> str:
        """Return a list as one phrase; an empty one raises `SlakitError`.

        >>> catalogue("es").many(["España", "Francia", "Italia"])
        'España, Francia e Italia'
        """
        return self._lists.join(items)

    def number(self, value: Number) -> str:
        """Return a number with all its digits; NaN and the infinite raise `SlakitError`.

        >>> catalogue("pt-BR").number(Decimal("1234.50"))
        '1.234,50'
        """
        return self._numbers.write(value)

    def percent(self, share: Number | Fraction, decimals: int = 0) -> str:
        """Return a share of 1 as a percentage, rounded down to `decimals`.

        Down, so that 100 % is never read before all of it is used.

        >>> catalogue("en").percent(0.999), catalogue("pt-PT").percent(0.999, 1)
        ('99%', '99,9%')

        The trap: in Spanish a no-break space stands before the sign.
        """
        return self._numbers.write_percent(share, decimals)

    def amount(self, amount: Amount | timedelta | str) -> str:
        """Return what is promised as people say it, without the name of a field.

        Where exactness counts more than ease, ``str(amount)`` is the notation of the policy.
        Raises `AmountError` for what is no amount.

        >>> catalogue("en").amount("2bd 16:00"), catalogue("es").amount("4h")
        ('2 business days, by 16:00', '4 h en horario hábil')
        """
        amount = Amount.of(amount)
        key = f"amount.{amount.kind}"
        if amount.length is not None:
            return self.text(key, length=amount.length)
        if amount.days is None:
            return self.text(key)
        said: dict[str, Any] = {"count": abs(amount.days)}
        if amount.end_of_day:
            key += "_eod"
        elif amount.time_of_day is not None:
            key += "_at"
            said["time"] = self._dates.write_time(amount.time_of_day)
        text = self.text(key, **said)
        return self._lengths.minus.format(length=text) if amount.days < 0 else text
