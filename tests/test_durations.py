"""Amounts of time: what is read, what is written, and what is refused with which advice."""

from __future__ import annotations

import copy
import pickle
import re
import subprocess
import sys
import timeit
from datetime import UTC, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, ValidationError

from slakit.durations import (
    Amount,
    Duration,
    format_iso,
    format_length,
    format_time_of_day,
    microseconds,
    parse_length,
    parse_time_of_day,
)
from slakit.errors import AmountError

MINUTE = 60_000_000
HOUR = 60 * MINUTE

settings.register_profile("durations", deadline=None, max_examples=100)
law = settings(settings.get_profile("durations"))

lengths = st.timedeltas() | st.timedeltas(timedelta(days=-9), timedelta(days=9))
names = st.text(st.characters(exclude_characters="()", exclude_categories=["Cs"]), max_size=40)
fields = names.map(str.strip).filter(bool)
times = st.times().map(lambda at: at.isoformat())
days = st.integers(-999_999_999, 999_999_999)
amounts = st.one_of(
    lengths.map(format_length),
    lengths.map(format_iso).map("{} wall".format),
    st.builds("{}bd{}".format, days, st.just("") | st.just(" eod") | times.map(" {}".format)),
    days.map("{}cd".format),
    st.builds("at({}){}".format, fields, st.sampled_from(["", " next_open", " previous_close"])),
    fields.map("field({})".format),
    st.just("none"),
).map(Amount.parse)


class Nanoseconds(timedelta):
    """A length as pandas has it: a timedelta that knows of nanoseconds."""

    nanoseconds = 0


class Amounts(BaseModel):
    """A model with both kinds of field."""

    model_config = ConfigDict(frozen=True)

    amount: Amount | None = None
    length: Duration = timedelta(0)
    targets: dict[str, Amount] = {}


# Times of day


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (0, "00:00"),
        (9 * HOUR, "09:00"),
        (9 * HOUR, " 9:00 "),
        (63_015_000_000, "17:30:15"),
        (63_015_250_000, "17:30:15.250000"),
        (63_015_250_000, "17:30:15.25"),
        (86_399_999_999, "23:59:59.999999"),
        (63_015_250_000, time(17, 30, 15, 250_000)),
    ],
)
def test_time_of_day_is_microseconds_since_midnight(expected: int, text: str | time) -> None:
    """A time of day is its exact distance from midnight."""
    assert expected == parse_time_of_day(text)


@pytest.mark.parametrize("text", ["24:00", "24:00:00", "24:00:00.000000"])
def test_end_of_day_on_request_only(text: str) -> None:
    """24:00 is the end of a day where ends are read, and refused elsewhere."""
    assert 24 * HOUR == parse_time_of_day(text, allow_24=True)
    with pytest.raises(AmountError, match='write "00:00" of the next day'):
        parse_time_of_day(text)


@pytest.mark.parametrize(
    ("remedy", "value"),
    [
        ('write "09:00"', "9"),
        ('write "09:00"', "9am"),
        ('write "21:30"', "9:30 p.m."),
        ('write "00:00"', "12 AM"),
        ('write "12:00"', "12pm"),
        ('write "09:00"', "0900"),
        ('write "09:30"', "930"),
        ('write "09:30"', "9h30"),
        ('write "18:00"', 18),
        ('write hours and minutes, such as "09:00"', 1080),
        ('write hours and minutes, such as "09:00"', "noon"),
        ('write hours and minutes, such as "09:00"', None),
        ('write hours and minutes, such as "09:00"', "٠٩:٠٠"),
        ("write them from 00 to 59", "09:60"),
        ("write them from 00 to 59", "09:00:60"),
        ('write a time up to "23:59"', "25:00"),
        ("pass it without: the calendar has its own", time(9, tzinfo=UTC)),
    ],
)
def test_no_time_of_day(remedy: str, value: object) -> None:
    """What is no time of day is refused with the time that was probably meant."""
    with pytest.raises(AmountError) as caught:
        parse_time_of_day(value)  # type: ignore[arg-type]
    assert (remedy, "time_of_day") == (caught.value.remedy, caught.value.parameter)
    assert repr(value) == repr(caught.value.value)
    assert repr(value) in str(caught.value)


def test_past_the_end_of_the_day() -> None:
    """Where 24:00 is allowed, 24:01 is not, and the remedy says so."""
    with pytest.raises(AmountError, match='write a time up to "24:00"'):
        parse_time_of_day("24:01", allow_24=True)


@pytest.mark.parametrize(
    ("expected", "us"),
    [
        ("00:00", 0),
        ("09:00", 9 * HOUR),
        ("17:30:15", 63_015_000_000),
        ("17:30:00.000001", 63_000_000_001),
        ("24:00", 24 * HOUR),
    ],
)
def test_written_time_of_day(expected: str, us: int) -> None:
    """Seconds are written where there are some, and nothing is rounded."""
    assert expected == format_time_of_day(us)


@pytest.mark.parametrize("us", [-1, 24 * HOUR + 1])
def test_outside_the_day(us: int) -> None:
    """Microseconds outside the day are no time of day."""
    with pytest.raises(AmountError, match="outside the day"):
        format_time_of_day(us)


@law
@given(st.integers(0, 24 * HOUR))
def test_time_of_day_round_trip(us: int) -> None:
    """A time of day that is written can be read back."""
    assert us == parse_time_of_day(format_time_of_day(us), allow_24=True)


# Lengths


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (timedelta(hours=4), "4h"),
        (timedelta(minutes=30), "30m"),
        (timedelta(minutes=90), "1h30m"),
        (timedelta(minutes=90), "  1h   30m "),
        (timedelta(hours=2, minutes=30), "1h90m"),
        (timedelta(seconds=90), "90s"),
        (timedelta(milliseconds=500), "0.5s"),
        (timedelta(minutes=90), "1.5h"),
        (timedelta(hours=1, seconds=1), "1h1s"),
        (timedelta(microseconds=1), "0.000001s"),
        (timedelta(microseconds=9), "0.0000000025h"),
        (timedelta(hours=4), "PT4H"),
        (timedelta(hours=1, minutes=30, microseconds=15_500_000), "PT1H30M15.5S"),
        (timedelta(minutes=-90), "-1h30m"),
        (timedelta(hours=-4), "-PT4H"),
        (timedelta(hours=2), "+2h"),
        (timedelta(0), "0s"),
        (timedelta(0), "-0m"),
        (timedelta.max, "23999999999h59m59.999999s"),
        (timedelta.min, "-23999999976h"),
    ],
)
def test_length(expected: timedelta, text: str) -> None:
    """A length is exactly the sum of its parts."""
    assert expected == parse_length(text)


SPELLINGS = [
    ('write "4h"', "4 hours"),
    ('write "4h"', "4hours"),
    ('write "4h"', "4hrs"),
    ('write "4h"', "4 h"),
    ('write "4h"', "4H"),
    ('write "4h"', "pt4h"),
    ('write "30m"', "30min"),
    ('write "1h 30m"', "1 Hour 30 minutes"),
    ('write "1.5h"', "1,5h"),
]
NO_LENGTHS = [
    *SPELLINGS,
    ('write "90m", "90h" or "90s"', "90"),
    ('write "90m", "90h" or "90s"', 90),
    ('write "1.5m", "1.5h" or "1.5s"', 1.5),
    ('write one, as in "4h"', "h"),
    ('write one, as in "4h"', "PTH"),
    ('write "m" or "s" after it', "1h30"),
    ('write each unit once, as in "1h30m15s"', "1h1h"),
    ('write each unit once, as in "1h30m15s"', "1h5m1h"),
    ('write hours, then minutes, then seconds, as in "1h30m15s"', "30m1h"),
    ('use h, m and s, as in "1h30m15s"', "3 fortnights"),
    ('use h, m and s, as in "1h30m15s"', "1h 2x"),
    ('write it as in "PT1H30M"', "P4H"),
    ("write plain digits, letters and signs", "٤h"),
    ("write plain digits, letters and signs", "\N{MINUS SIGN}4h"),
    ("write at most six decimals of a second", "0.0000001s"),
    ("write less than 24,000,000,000h", "24000000000h"),
    ("write less than 24,000,000,000h", f"{'9' * 190}h"),
    ("shorten it", f"{'9' * 5_000}h"),
    ("write a number of hours or of days", "1mo"),
    ("write a number of hours or of days", "1 month"),
    ("write a number of hours or of days", "P1Y"),
]


@pytest.mark.parametrize(
    ("remedy", "value"),
    [
        *NO_LENGTHS,
        ('write hours, such as "24h"', "1d"),
        ('write hours, such as "24h"', "1 day"),
        ('write hours, such as "24h"', "P1D"),
        ('write hours, such as "24h"', "P1DT2H"),
        ('write hours, such as "168h"', "1w"),
        ('write hours, such as "168h"', "2 weeks"),
        ('write hours, minutes and seconds, such as "1h30m"', ""),
        ('write hours, minutes and seconds, such as "1h30m"', "NaN"),
        ('write hours, minutes and seconds, such as "1h30m"', "PT"),
        ('write hours, minutes and seconds, such as "1h30m"', float("nan")),
        ('write hours, minutes and seconds, such as "1h30m"', True),
        ('write hours, minutes and seconds, such as "1h30m"', None),
        ('use h, m and s, as in "1h30m15s"', "2bd"),
    ],
)
def test_no_length(remedy: str, value: object) -> None:
    """What is no length is refused with what to write instead."""
    with pytest.raises(AmountError) as caught:
        parse_length(value)  # type: ignore[arg-type]
    assert (remedy, "amount") == (caught.value.remedy, caught.value.parameter)
    assert repr(value) == repr(caught.value.value)


@pytest.mark.parametrize(
    ("expected", "iso", "delta"),
    [
        ("9h45m", "PT9H45M", timedelta(hours=9, minutes=45)),
        ("1m30s", "PT1M30S", timedelta(seconds=90)),
        ("36h", "PT36H", timedelta(days=1.5)),
        ("24h", "PT24H", timedelta(days=1)),
        ("1.5s", "PT1.5S", timedelta(seconds=1.5)),
        ("0s", "PT0S", timedelta(0)),
        ("-1h30m", "-PT1H30M", timedelta(minutes=-90)),
        ("0.000001s", "PT0.000001S", timedelta(microseconds=1)),
        ("-0.000001s", "-PT0.000001S", timedelta(microseconds=-1)),
        ("1h10s", "PT1H10S", timedelta(hours=1, seconds=10)),
        ("23999999999h59m59.999999s", "PT23999999999H59M59.999999S", timedelta.max),
    ],
)
def test_written_length(expected: str, iso: str, delta: timedelta) -> None:
    """A length is written exactly and never in days, for people and as ISO 8601."""
    assert (expected, iso) == (format_length(delta), format_iso(delta))


@law
@given(lengths)
def test_length_round_trip(delta: timedelta) -> None:
    """What is written, either way, is read back to the microsecond."""
    assert delta == parse_length(format_length(delta)) == parse_length(format_iso(delta))


@law
@given(lengths)
def test_microseconds_are_exact(delta: timedelta) -> None:
    """Microseconds and lengths are the same numbers."""
    assert delta == timedelta(microseconds=microseconds(delta))


def test_microseconds_of_a_subclass() -> None:
    """A subclass of timedelta counts as its length, and as nothing with nanoseconds."""
    length = Nanoseconds(minutes=1)
    assert MINUTE == microseconds(length)
    length.nanoseconds = 1
    with pytest.raises(AmountError, match="nanoseconds; round it to microseconds"):
        microseconds(length)


# Amounts

NOTHING = {
    "length": None,
    "days": None,
    "end_of_day": False,
    "time_of_day": None,
    "field": None,
    "move": None,
}


@pytest.mark.parametrize(
    ("normal", "text", "kind", "attributes"),
    [
        ("4h", "4h", "open", {"length": timedelta(hours=4)}),
        ("1h30m", " 90m ", "open", {"length": timedelta(minutes=90)}),
        ("24h", "PT24H", "open", {"length": timedelta(days=1)}),
        ("-30m", "-30m", "open", {"length": timedelta(minutes=-30)}),
        ("24h wall", "24h   wall", "wall", {"length": timedelta(days=1)}),
        ("2bd", "2bd", "business_days", {"days": 2}),
        ("-2bd", "-2bd", "business_days", {"days": -2}),
        ("0bd", "-0bd", "business_days", {"days": 0}),
        ("2bd eod", "+2bd  eod", "business_days", {"days": 2, "end_of_day": True}),
        ("2bd 16:00", "2bd 16:00", "business_days", {"days": 2, "time_of_day": 16 * HOUR}),
        ("2bd 09:00", "02bd 9:00:00", "business_days", {"days": 2, "time_of_day": 9 * HOUR}),
        ("0bd 00:00", "0bd 00:00", "business_days", {"days": 0, "time_of_day": 0}),
        ("3cd", "3cd", "calendar_days", {"days": 3}),
        ("at(due_date)", "at( due_date )", "at", {"field": "due_date"}),
        ("at(d) next_open", "at(d)  next_open", "at", {"field": "d", "move": "next_open"}),
        (
            "at(d) previous_close",
            "at(d) previous_close",
            "at",
            {"field": "d", "move": "previous_close"},
        ),
        ("at(Fällig  am)", "at(Fällig  am)", "at", {"field": "Fällig  am"}),
        ("field(sla.promised)", "field(sla.promised)", "field", {"field": "sla.promised"}),
        ("none", "none", "none", {}),
    ],
)
def test_amount(normal: str, text: str, kind: str, attributes: dict[str, object]) -> None:
    """A text becomes a value with exactly the attributes that apply, and a normal form."""
    amount = Amount.parse(text)
    found = {name: getattr(amount, name) for name in NOTHING}
    assert (kind, {**NOTHING, **attributes}) == (amount.kind, found)
    assert (normal, f"Amount('{normal}')") == (str(amount), repr(amount))


IN_DAYS = 'write "{0}bd" for business days, "{0}cd" for calendar days, or hours: '
IN_DAYS += '"24h" of open time, "24h wall" of real time'
ANY = 'write one such as "4h" or "2bd", or "none" where nothing is promised'
AFTER_BD = 'write "2bd", "2bd eod", or a time from 00:00 to 23:59, as in "2bd 16:00"'
NO_AMOUNTS = [
    *NO_LENGTHS,
    (ANY, ""),
    (ANY, "nan"),
    (ANY, "soon"),
    (ANY, float("inf")),
    (ANY, True),
    (ANY, ["4h"]),
    ('write "none"', None),
    ('write "none"', "None"),
    (ANY, Decimal("NaN")),
    (IN_DAYS.format(1), "1d"),
    (IN_DAYS.format(2), "2d"),
    (IN_DAYS.format(2), "2 days"),
    (IN_DAYS.format(-2), "-2d"),
    (IN_DAYS.format(1), "P1DT2H"),
    ('write business days, such as "5bd", or calendar days, such as "7cd"', "1w"),
    ('write "2bd"', "2wd"),
    ('write "2bd"', "2 business days"),
    ('write "2bd eod"', "2 BD EOD"),
    ('write "3cd"', "3 calendar days"),
    ('write one, as in "1bd"', "bd"),
    ('write one of the two, such as "2bd" or "4h"', "1bd 4h"),
    ('write one of the two, such as "2bd" or "4h"', "4h 1bd"),
    ('write "2bd eod" or a time, as in "2bd 16:00"', "2bd eod 16:00"),
    (AFTER_BD, "2bd 24:00"),
    (AFTER_BD, "2bd 4pm"),
    ('write whole days, such as "1bd", or a length, such as "4h"', "1.5bd"),
    ('write whole days, such as "1bd", or a length, such as "4h"', "1.5 days"),
    ('write "3cd": calendar days keep the wall time', "3cd eod"),
    ('write "3cd": calendar days keep the wall time', "3cd 16:00"),
    ('write "24h wall"', "24h real"),
    ('write "24h wall"', "24 hours real time"),
    ('write "24h" for open time or "24h wall" for real time', "24h tomorrow"),
    ('write its name, as in "at(name)"', "at()"),
    ('write its name, as in "field(name)"', "field(  )"),
    ('write it as in "at(name)"', "at due_date"),
    ('write it as in "at(name)"', "at(a(b))"),
    ('write "at(Due Date)"', "AT(Due Date)"),
    ('write "next_open", "previous_close" or nothing after the parentheses', "at(x) tomorrow"),
    (
        "write nothing after the parentheses: the ticket carries the whole amount",
        "field(x) next_open",
    ),
    ("write plain digits, letters and signs", "\N{MINUS SIGN}2bd 16:00"),
    ("write at most 999,999,999 days", "1000000000bd"),
    ("write at most 999,999,999 days", "-1000000000cd"),
]


@pytest.mark.parametrize(("remedy", "value"), NO_AMOUNTS)
def test_no_amount(remedy: str, value: object) -> None:
    """What is no amount is refused with what to write instead."""
    with pytest.raises(AmountError) as caught:
        Amount.of(value)  # type: ignore[arg-type]
    assert (remedy, "amount") == (caught.value.remedy, caught.value.parameter)
    assert repr(value) == repr(caught.value.value)


def test_only_text_is_parsed() -> None:
    """`parse` is for text, also where the value could not be looked up in a cache."""
    with pytest.raises(AmountError, match="is no amount"):
        Amount.parse(["4h"])  # type: ignore[arg-type]
    with pytest.raises(AmountError, match="is no amount"):
        Amount.parse(timedelta(hours=4))  # type: ignore[arg-type]


def test_messages_stay_short() -> None:
    """A long text is quoted in part, with both its ends."""
    with pytest.raises(AmountError) as caught:
        Amount.parse("x" * 100_000)
    assert 120 > len(str(caught.value))
    assert "100,000 characters" in str(caught.value)


def test_message_quotes_value_piece_and_remedy() -> None:
    """The message reads as a sentence: the text, the piece that is wrong, the remedy."""
    with pytest.raises(AmountError) as caught:
        Amount.parse("at(x) tomorrow")
    assert (
        "amount: 'at(x) tomorrow' ends in 'tomorrow'; "
        'write "next_open", "previous_close" or nothing after the parentheses'
    ) == str(caught.value)


def test_amount_of() -> None:
    """A timedelta is open time, a text is read, an amount is itself."""
    amount = Amount.of("4h")
    assert amount is Amount.of(amount)
    assert amount == Amount.of(timedelta(hours=4)) == Amount("4h") == Amount.parse("240m")


def test_amount_of_a_subclass_is_a_plain_timedelta() -> None:
    """Subclasses of timedelta are read by their length and refused when something would be lost."""
    length = Nanoseconds(hours=1)
    assert timedelta is type(Amount.of(length).length)
    length.nanoseconds = 500
    with pytest.raises(AmountError, match="nanoseconds"):
        Amount.of(length)


def test_amount_of_pandas() -> None:
    """pandas.Timedelta is a length of time, its nanoseconds and NaT are refused by name."""
    pandas = pytest.importorskip("pandas")
    assert Amount("1h30m") == Amount.of(pandas.Timedelta(minutes=90))
    assert timedelta is type(Amount.of(pandas.Timedelta(minutes=91)).length)
    with pytest.raises(AmountError, match="nanoseconds"):
        Amount.of(pandas.Timedelta(nanoseconds=1))
    with pytest.raises(AmountError, match="NaT is no amount"):
        Amount.of(pandas.NaT)


@pytest.mark.parametrize(
    ("is_length", "is_rule", "sign", "text"),
    [
        (True, False, 1, "4h"),
        (True, False, 0, "0s"),
        (True, False, -1, "-0.000001s wall"),
        (False, True, 1, "2bd eod"),
        (False, True, 0, "0bd 16:00"),
        (False, True, -1, "-3cd"),
        (False, True, 0, "at(x)"),
        (False, False, 0, "field(x)"),
        (False, False, 0, "none"),
    ],
)
def test_lengths_and_rules(is_length: bool, is_rule: bool, sign: int, text: str) -> None:
    """Open and real time are lengths; days and instants are rules; the rest is neither."""
    amount = Amount(text)
    assert (is_length, is_rule, sign) == (amount.is_length, amount.is_rule, amount.sign)


@law
@given(amounts)
def test_amount_round_trip(amount: Amount) -> None:
    """The normal form is read back as the same amount, and so is the repr."""
    assert amount == Amount.parse(str(amount)) == eval(repr(amount))
    assert str(amount) == str(Amount.parse(str(amount)))


@law
@given(amounts)
def test_schema_pattern_accepts_every_amount(amount: Amount) -> None:
    """The pattern of the JSON Schema lets every normal form pass."""
    pattern = Amount.__get_pydantic_json_schema__(None, None)["pattern"]
    assert re.search(pattern, str(amount))


@law
@given(st.text(max_size=30) | st.text("0123456789.hmsPTbcdeo +-:()at", max_size=12))
def test_any_text_is_an_amount_or_an_amount_error(text: str) -> None:
    """Whatever is written is read or refused with a remedy, and never fails otherwise."""
    try:
        amount, remedy = Amount.parse(text), "none needed"
    except AmountError as error:
        amount, remedy = Amount("none"), error.remedy
    assert amount == Amount(str(amount))
    assert remedy


@law
@given(amounts)
def test_copies_are_equal(amount: Amount) -> None:
    """A pickle and a deep copy are the same amount, with the same hash."""
    for twin in (pickle.loads(pickle.dumps(amount)), copy.deepcopy(amount), copy.copy(amount)):
        assert (amount, hash(amount)) == (twin, hash(twin))


def test_amounts_are_frozen_and_small() -> None:
    """An amount cannot be changed and travels as its text."""
    amount = Amount("2bd 16:00")
    with pytest.raises(AttributeError):
        amount.days = 3  # type: ignore[misc]
    assert not hasattr(amount, "__dict__")
    assert 100 > len(pickle.dumps(amount))


def test_different_amounts_differ() -> None:
    """Open and real time, business and calendar days never compare equal."""
    texts = ["24h", "24h wall", "1bd", "1cd", "1bd eod", "1bd 00:00", "at(x)", "field(x)", "none"]
    assert len(texts) == len({Amount(text) for text in texts})


def test_repeated_parse_is_a_look_up() -> None:
    """A repeated text costs a look-up: a small part of reading it anew."""
    texts = [f"{hours}h {minutes}m" for hours in range(40, 70) for minutes in range(50)]
    fresh = timeit.timeit(lambda: [Amount.parse(text) for text in texts], number=1) / len(texts)
    Amount.parse("4h")
    again = min(timeit.repeat(lambda: Amount.parse("4h"), number=1_000)) / 1_000
    assert fresh / 5 > again


# pydantic


@pytest.mark.parametrize("value", ["90m", timedelta(minutes=90), Amount("1h30m")])
def test_amount_as_a_field(value: object) -> None:
    """An amount is validated from text, timedelta or amount, and written as its text."""
    model = Amounts.model_validate({"amount": value, "targets": {"resolution": value}})
    expected = {"amount": "1h30m", "length": "PT0S", "targets": {"resolution": "1h30m"}}
    assert expected == model.model_dump(mode="json")
    assert "1h30m" == model.model_dump()["amount"]
    assert model == Amounts.model_validate_json(model.model_dump_json())


@pytest.mark.parametrize("value", ["24h", "PT24H", timedelta(days=1), Nanoseconds(days=1)])
def test_duration_as_a_field(value: object) -> None:
    """A duration is a timedelta in Python and PT24H, never P1D, in JSON."""
    model = Amounts.model_validate({"length": value})
    assert (timedelta(days=1), timedelta) == (model.length, type(model.length))
    assert "PT24H" == model.model_dump(mode="json")["length"]
    assert timedelta(days=1) == model.model_dump()["length"]
    assert model == Amounts.model_validate_json(model.model_dump_json())


@pytest.mark.parametrize(("field", "value"), [("amount", "1d"), ("length", "1d"), ("length", 90)])
def test_error_survives_pydantic(field: str, value: object) -> None:
    """The error with its remedy is found in the context of pydantic's own."""
    with pytest.raises(ValidationError) as caught:
        Amounts.model_validate({field: value})
    error = caught.value.errors()[0]
    assert ((field,), "value_error") == (error["loc"], error["type"])
    assert isinstance(error["ctx"]["error"], AmountError)
    assert value == error["ctx"]["error"].value


@pytest.mark.parametrize("mode", ["validation", "serialization"])
def test_json_schema(mode: str) -> None:
    """Both types are described texts with examples that their pattern lets pass."""
    properties = Amounts.model_json_schema(mode=mode)["properties"]  # type: ignore[arg-type]
    for schema, refused in (
        (properties["amount"]["anyOf"][0], ["1d", "", "h", "2bd 24:00", "4h x", "field()"]),
        (properties["length"], ["P1D", "1d", "2bd", "90", ""]),
    ):
        assert "string" == schema["type"]
        assert schema["description"]
        assert [] == [e for e in schema["examples"] if not re.search(schema["pattern"], e)]
        assert [] == [text for text in refused if re.search(schema["pattern"], text)]
        assert "?P<" not in schema["pattern"]
        assert "(?=" not in schema["pattern"]


def test_import_needs_no_pydantic() -> None:
    """Reading amounts loads no pydantic."""
    code = (
        "import sys; from slakit.durations import Amount; Amount('2bd');"
        " print([name for name in sys.modules if name.startswith(('pydantic', 'numpy'))])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "[]" == done.stdout.strip()


def test_a_negative_length_to_the_second() -> None:
    """What is overdue by 90 seconds is written like any other length."""
    assert ("-1m30s", "-1s") == (
        format_length(timedelta(seconds=-90)),
        format_length(timedelta(seconds=-1)),
    )


def test_a_length_of_a_subclass() -> None:
    """What a host derived from timedelta is written as a timedelta is."""

    class Length(timedelta):
        pass

    assert ["1h30m", "5s", "0s"] == [
        format_length(Length(seconds=seconds)) for seconds in (5400, 5, 0)
    ]
