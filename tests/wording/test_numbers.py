"""Numbers, percentages and plurals of each language, as CLDR has them."""

from __future__ import annotations

from decimal import Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slakit import SlakitError
from slakit.wording import LOCALES, catalogue
from slakit.wording.numbers import Numbers

NO_BREAK = "\u00a0"
ENGLISH = Numbers(".", ",", 4, "{number}%", singular_below_two=False)
BRAZIL = Numbers(",", ".", 4, "{number}%", singular_below_two=True)


@pytest.mark.parametrize(
    ("locale", "four", "five", "fraction"),
    [
        ("en", "1,234", "12,345", "-1,234.5"),
        ("es", "1234", "12.345", "-1234,5"),
        ("pt-BR", "1.234", "12.345", "-1.234,5"),
        ("pt-PT", "1234", f"12{NO_BREAK}345", "-1234,5"),
    ],
)
def test_number(locale: str, four: str, five: str, fraction: str) -> None:
    """Thousands are set apart where the language does so, from four digits or from five."""
    words = catalogue(locale)
    assert four == words.number(1234)
    assert five == words.number(12345)
    assert fraction == words.number(-1234.5)
    assert fraction == words.number(Decimal("-1234.5"))


@pytest.mark.parametrize(
    ("expected", "value"),
    [
        ("0", 0),
        ("0", 0.0),
        ("0", -0.0),
        ("3", 3.0),
        ("0.1", 0.1),
        ("1.50", Decimal("1.50")),
        ("0.0000001", 1e-7),
        ("100,000,000,000,000,000,000", 1e20),
        ("1,000", Decimal("1E+3")),
        ("1" + ",000" * 103, 10**309),
    ],
)
def test_digits(expected: str, value: float | Decimal) -> None:
    """A number has all its digits, no exponent, and a float none that it doesn't mean."""
    assert expected == ENGLISH.write(value)


@pytest.mark.parametrize(
    "value", [float("nan"), float("inf"), Decimal("NaN"), Decimal("sNaN"), True, "3", None]
)
def test_no_number(value: object) -> None:
    """What is no finite number is refused by name."""
    for say in (catalogue("en").number, catalogue("en").percent):
        with pytest.raises(SlakitError, match="is no finite number; give an int"):
            say(value)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("locale", "expected"),
    [("en", "79%"), ("es", f"79{NO_BREAK}%"), ("pt-BR", "79%"), ("pt-PT", "79%")],
)
def test_percent(locale: str, expected: str) -> None:
    """Spanish sets the sign apart, by a space at which no line breaks."""
    assert expected == catalogue(locale).percent(0.79)


@pytest.mark.parametrize(
    ("expected", "share", "decimals"),
    [
        ("0%", 0, 0),
        ("29%", 0.29, 0),  # 0.29 * 100 is 28.999999999999996 as a float
        ("99%", 0.99999, 0),
        ("100%", 1, 0),
        ("100%", 1.009, 0),
        ("1,250%", 12.5, 0),
        ("99.9%", 0.99999, 1),
        ("80.00%", 0.8, 2),
        ("0.05%", Decimal("0.0005"), 2),
        ("-1%", -0.001, 0),
        ("-0.5%", -0.005, 1),
    ],
)
def test_percent_is_rounded_down(expected: str, share: float | Decimal, decimals: int) -> None:
    """Nothing reads as full before it is, and nothing overdrawn as zero."""
    assert expected == ENGLISH.write_percent(share, decimals)


def test_percent_heeds_no_decimal_context() -> None:
    """The caller's precision of decimals changes nothing."""
    with localcontext(prec=2):
        assert "12.34%" == ENGLISH.write_percent(Decimal("0.123456"), 2)


@pytest.mark.parametrize(
    ("value", "elsewhere", "brazil"),
    [
        (0, "other", "one"),
        (Decimal("0.5"), "other", "one"),
        (1, "one", "one"),
        (Decimal("1.5"), "other", "one"),
        (2, "other", "other"),
        (21, "other", "other"),
    ],
)
def test_plural(value: int | Decimal, elsewhere: str, brazil: str) -> None:
    """1 alone is singular; in Brazil everything below 2 is."""
    assert elsewhere == ENGLISH.plural(value)
    assert brazil == BRAZIL.plural(value)


@given(st.integers() | st.decimals(allow_nan=False, allow_infinity=False), st.sampled_from(LOCALES))
def test_digits_are_all_there(value: int | Decimal, locale: str) -> None:
    """Without the marks of the language a number reads as it was."""
    marks = {"en": ",", "es": ".", "pt-BR": ".", "pt-PT": NO_BREAK}
    text = catalogue(locale).number(value).replace(marks[locale], "")
    assert value == Decimal(text.replace(",", "."))
