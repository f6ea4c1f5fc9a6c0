"""Dates and instants; names and abbreviations are those of CLDR."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from slakit import InstantError, NaiveDatetimeError
from slakit.wording import LOCALES, catalogue

MADRID = ZoneInfo("Europe/Madrid")
SAO_PAULO = ZoneInfo("America/Sao_Paulo")
MONDAY = datetime(2024, 5, 6, 9, 0, tzinfo=MADRID)


class NaT(datetime):
    """What pandas writes for no datetime: it is unequal to itself."""

    def __eq__(self, other: object) -> bool:
        return False

    def __ne__(self, other: object) -> bool:
        return True

    __hash__ = None  # type: ignore[assignment]


@pytest.mark.parametrize(
    ("locale", "short", "long"),
    [
        ("en", "Mon 6 May 2024", "Monday 6 May 2024"),
        ("es", "lun 6 may 2024", "lunes 6 de mayo de 2024"),
        ("pt-BR", "seg., 6 de mai. de 2024", "segunda-feira, 6 de maio de 2024"),
        ("pt-PT", "segunda, 06/05/2024", "segunda-feira, 6 de maio de 2024"),
    ],
)
def test_date(locale: str, short: str, long: str) -> None:
    """A date has its weekday, in the order of the language; an instant adds its time."""
    words = catalogue(locale)
    assert short == words.date(date(2024, 5, 6))
    assert long == words.date(date(2024, 5, 6), "long")
    assert f"{short}, 09:00" == words.instant(MONDAY)
    assert f"{long}, 09:00" == words.instant(MONDAY, "long")


@pytest.mark.parametrize(
    ("locale", "weekdays", "months"),
    [
        ("en", "Mon Tue Wed Thu Fri Sat Sun", "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"),
        ("es", "lun mar mié jue vie sáb dom", "ene feb mar abr may jun jul ago sept oct nov dic"),
        (
            "pt-BR",
            "seg. ter. qua. qui. sex. sáb. dom.",
            "jan. fev. mar. abr. mai. jun. jul. ago. set. out. nov. dez.",
        ),
        (
            "pt-PT",
            "segunda terça quarta quinta sexta sábado domingo",
            "jan. fev. mar. abr. mai. jun. jul. ago. set. out. nov. dez.",
        ),
    ],
)
def test_short_names(locale: str, weekdays: str, months: str) -> None:
    """Short names are the language's own, from Monday and from January."""
    words = catalogue(locale)
    assert tuple(weekdays.split()) == words.weekdays()
    assert tuple(months.split()) == words.months()


@pytest.mark.parametrize("locale", LOCALES)
def test_long_names(locale: str) -> None:
    """Long names are all different and begin as the short ones do; English alone capitalises."""
    words = catalogue(locale)
    for short, long, count in [
        (words.weekdays(), words.weekdays("long"), 7),
        (words.months(), words.months("long"), 12),
    ]:
        assert count == len(set(short)) == len(set(long))
        for abbreviation, name in zip(short, long, strict=True):
            assert name.startswith(abbreviation.rstrip("."))
            assert (locale == "en") == name[0].isupper()


@pytest.mark.parametrize(
    ("locale", "expected"),
    [("en", "09:00:05.25"), ("es", "09:00:05,25"), ("pt-BR", "09:00:05,25")],
)
def test_parts_of_a_second(locale: str, expected: str) -> None:
    """Parts of a second follow the language's decimal mark."""
    instant = MONDAY.replace(second=5, microsecond=250_000)
    assert catalogue(locale).instant(instant).endswith(f", {expected}")


@pytest.mark.parametrize(
    ("expected", "second", "microsecond"),
    [("09:00", 0, 0), ("09:00:07", 7, 0), ("09:00:10", 10, 0), ("09:00:00.000001", 0, 1)],
)
def test_as_exact_as_needed(expected: str, second: int, microsecond: int) -> None:
    """Seconds and their parts are said where there are any, and never rounded."""
    instant = MONDAY.replace(second=second, microsecond=microsecond)
    assert f"Mon 6 May 2024, {expected}" == catalogue("en").instant(instant)


@pytest.mark.parametrize(
    ("tz", "abbreviation", "offset"),
    [
        (MADRID, "CEST", "UTC+02:00"),
        (SAO_PAULO, "UTC-03:00", "UTC-03:00"),
        (UTC, "UTC", "UTC"),
        (ZoneInfo("Europe/London"), "BST", "UTC+01:00"),
        (ZoneInfo("Asia/Kolkata"), "IST", "UTC+05:30"),
        (timezone(timedelta(hours=-3)), "UTC-03:00", "UTC-03:00"),
        (timezone(-timedelta(hours=3, minutes=6, seconds=28)), "UTC-03:06:28", "UTC-03:06:28"),
    ],
)
def test_zone(tz: tzinfo, abbreviation: str, offset: str) -> None:
    """The zone is said when asked for; one whose name is a number has its offset."""
    words = catalogue("en")
    instant = MONDAY.replace(tzinfo=tz)
    assert f"Mon 6 May 2024, 09:00 {abbreviation}" == words.instant(instant, zone="abbreviation")
    assert f"Mon 6 May 2024, 09:00 {offset}" == words.instant(instant, zone="offset")


def test_hour_that_occurs_twice() -> None:
    """Two instants read alike when clocks are set back, unless their zone is said."""
    words = catalogue("es")
    first, second = (datetime(2024, 10, 27, 2, 30, tzinfo=MADRID, fold=fold) for fold in (0, 1))
    assert words.instant(first) == words.instant(second)
    assert "dom 27 oct 2024, 02:30 CEST" == words.instant(first, zone="abbreviation")
    assert "dom 27 oct 2024, 02:30 CET" == words.instant(second, zone="abbreviation")


def test_naive() -> None:
    """A naive datetime is refused by name."""
    with pytest.raises(NaiveDatetimeError, match="2024-05-06T09:00:00 has no time zone"):
        catalogue("en").instant(MONDAY.replace(tzinfo=None))


@pytest.mark.parametrize("value", [date(2024, 5, 6), "2024-05-06", None, NaT(1, 1, 1)])
def test_no_instant(value: object) -> None:
    """Whatever else is no instant is refused too."""
    with pytest.raises(InstantError):
        catalogue("en").instant(value)  # type: ignore[arg-type]


@pytest.mark.parametrize("value", [MONDAY, "2024-05-06", None, 6])
def test_no_date(value: object) -> None:
    """An instant is no date before somebody says in which zone, and nothing else is one."""
    with pytest.raises(InstantError, match=r"is no date; give a datetime\.date"):
        catalogue("en").date(value)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("expected", "end", "zone"),
    [
        ("lun 6 may 2024, 09:00 – 10:30", MONDAY.replace(hour=10, minute=30), None),
        ("lun 6 may 2024, 09:00 – mar 7 may 2024, 09:00", MONDAY.replace(day=7), None),
        ("lun 6 may 2024, 09:00 CEST – 09:30 CEST", MONDAY.replace(minute=30), "abbreviation"),
    ],
)
def test_period(expected: str, end: datetime, zone: Any) -> None:
    """A period has its date once where it is the same, and the zone twice where that is asked."""
    assert expected == catalogue("es").period(MONDAY, end, zone=zone)
