"""Money: exact, of one currency, and rounded by a rule that is said."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slakit.agreements.money import Money, Rounding
from slakit.errors import SlakitError, UnknownNameError

cents = st.integers(-(10**9), 10**9).map(lambda n: Money(Decimal(n).scaleb(-2), "EUR"))
amounts = st.fractions(min_value=-(10**6), max_value=10**6, max_denominator=10**6)
rules = st.builds(Rounding, how=st.sampled_from(["half_up", "half_even", "down", "up"]))


def test_parse() -> None:
    """An amount and a code, with a space or without, in either case."""
    expected = Money(Decimal("1250.5"), "EUR")
    assert expected == Money.parse("1250.50 EUR") == Money.parse(" 1250.5eur ")
    assert "1250.50 EUR" == str(expected)
    assert ("100 JPY", "1.500 KWD") == (str(Money.parse("100 JPY")), str(Money.parse("1.5 KWD")))


@pytest.mark.parametrize("value", ["500", "EUR", "1,000 EUR", "nan EUR", 500, None, True, ""])
def test_no_money(value: object) -> None:
    """What has no currency, or marks between the thousands, is refused with the remedy."""
    with pytest.raises(SlakitError, match='as in "500 EUR"'):
        Money.parse(value)


def test_unknown_currency() -> None:
    """A code that is none is refused, with what is near."""
    with pytest.raises(UnknownNameError, match="or 'EUR'"):
        Money.parse("5 EUX")
    with pytest.raises(SlakitError, match="is no amount"):
        Money(Decimal("NaN"), "EUR")


def test_two_currencies() -> None:
    """They can be neither added nor compared."""
    one, other = Money.parse("1 EUR"), Money.parse("1 USD")
    for refused in (lambda: one + other, lambda: one - other, lambda: one < other):
        with pytest.raises(SlakitError, match="EUR and USD cannot be put together"):
            refused()
    assert one != other


def test_to_text() -> None:
    """Each language has its marks; a no-break space stands before the code."""
    money = Money.parse("12345.6 EUR")
    assert ["12,345.60\xa0EUR", "12.345,60\xa0EUR", "12.345,60\xa0EUR"] == [
        money.to_text(locale) for locale in ("en", "es", "pt-BR")
    ]


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        ("half_up", ["0.13", "0.12", "0.14", "0.10"]),
        ("half_even", ["0.12", "0.12", "0.14", "0.10"]),
        ("down", ["0.12", "0.12", "0.13", "0.10"]),
        ("up", ["0.13", "0.13", "0.14", "0.10"]),
    ],
)
def test_rounding(how: str, expected: list[str]) -> None:
    """An eighth is a half between two cents, a tenth none; 0.1233.. and 0.1366.. are neither."""
    exact = [Fraction(1, 8), Fraction(37, 300), Fraction(41, 300), Fraction(1, 10)]
    rule = Rounding.model_validate({"how": how})
    assert [f"{each} EUR" for each in expected] == [str(rule.apply(e, "EUR")) for e in exact]


def test_steps() -> None:
    """Without steps it is the smallest unit of the currency; steps may be five cents."""
    assert "3 JPY" == str(Rounding().apply(Fraction(5, 2), "JPY"))
    assert "2.35 CHF" == str(Rounding(to=Decimal("0.05")).apply(Fraction("2.34"), "CHF"))
    assert "-0.13 EUR" == str(Rounding(how="down").apply(Fraction(-1, 8), "EUR"))


@given(st.lists(cents), st.randoms())
def test_sums(parts: list[Money], random: object) -> None:
    """A sum is the same in any order, and exact."""
    total = Money.sum(parts, "EUR")
    shuffled = list(parts)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert total == Money.sum(shuffled, "EUR")
    assert sum((each.exact for each in parts), Fraction(0)) == total.exact


@given(amounts, rules)
def test_rounds_by_less_than_a_step(exact: Fraction, rule: Rounding) -> None:
    """What is rounded is whole cents, less than one away; halves no more than half of one."""
    found = rule.apply(exact, "EUR")
    difference = found.exact - exact
    assert 0 == found.exact * 100 % 1
    if rule.how == "down":
        assert -Fraction(1, 100) < difference <= 0
    elif rule.how == "up":
        assert 0 <= difference < Fraction(1, 100)
    else:
        assert abs(difference) <= Fraction(1, 200)


@given(cents)
def test_round_trip(money: Money) -> None:
    """The text of an amount is read as the same amount."""
    assert money == Money.parse(str(money))
    assert money == Money.parse(money.to_data())


def test_huge_amounts() -> None:
    """What comes out of a calculation can be read again to the last digit, or is refused."""
    for text in ("999999999999999999 EUR", "1.123456789 EUR"):
        more = Rounding().apply(Money.parse(text).exact * 10**6, "EUR")
        assert more == Money.parse(str(more))
        assert str(more.amount).split(".")[0] in more.to_text("en").replace(",", "")
    finest = Rounding(to=Decimal("1e-12")).apply(Fraction(1, 3), "EUR")
    assert finest == Money.parse(str(finest)) == Money.parse("0.333333333333 EUR")
    with pytest.raises(SlakitError, match="more than 30 digits"):
        Rounding().apply(Fraction(10**30), "EUR")
    with pytest.raises(SlakitError, match="more than 30 digits"):
        Rounding(to=Decimal("1e-31")).apply(Fraction(1, 3), "EUR")
