"""The functions of DuckDB answer as calendars do."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slakit import BusinessCalendar, MissingExtraError, SlakitError

np = pytest.importorskip("numpy", reason="numpy is not installed")
duckdb = pytest.importorskip("duckdb", reason="duckdb is not installed")
pa = pytest.importorskip("pyarrow", reason="pyarrow is not installed")
functions = pytest.importorskip("slakit.frames.duckdb")

MADRID = ZoneInfo("Europe/Madrid")
HOUR = timedelta(hours=1)
CALENDARS = {
    "office": BusinessCalendar(tz="Europe/Madrid", hours="Mon-Fri 09:00-12:00,13:00-18:00"),
    "always": BusinessCalendar(tz="UTC", hours="Mon-Sun 00:00-24:00"),
}
# A Friday before lunch till Monday, in Madrid.
OPENED, CLOSED = (
    "timestamptz '2024-05-03 11:00:00+02:00'",
    "timestamptz '2024-05-06 10:00:00+02:00'",
)


@pytest.fixture
def con() -> Iterator[Any]:
    """Return a connection whose session is in another zone than anything else."""
    with duckdb.connect() as con:
        con.execute("set TimeZone = 'America/New_York'")
        functions.register(con, calendars=CALENDARS)
        yield con


def ask(con: Any, question: str, table: str = "") -> list[Any]:
    """Return the column of answers, instants in UTC."""
    (answers,) = pa.table(con.sql(f"select {question} {table}")).columns
    if pa.types.is_timestamp(answers.type):
        answers = answers.cast(pa.timestamp("us", "UTC"))
    if pa.types.is_interval(answers.type):
        return [
            each and timedelta(days=each.days, microseconds=each.nanoseconds // 1000)
            for each in answers.to_pylist()
        ]
    return answers.to_pylist()


class TestAnswers:
    def test_elapsed(self, con: Any) -> None:
        """Open time over lunch and a weekend; by another calendar it is all of it."""
        assert [7 * HOUR] == ask(con, f"sla_elapsed('office', {OPENED}, {CLOSED})")
        assert [71 * HOUR] == ask(con, f"sla_elapsed('always', {OPENED}, {CLOSED})")
        assert [-7 * HOUR] == ask(con, f"sla_elapsed('office', {CLOSED}, {OPENED})")

    @pytest.mark.parametrize(
        ("amount", "expected"),
        [
            ("'2h'", datetime(2024, 5, 3, 14, tzinfo=MADRID)),
            ("interval 2 hours", datetime(2024, 5, 3, 14, tzinfo=MADRID)),
            ("interval 1 microsecond", datetime(2024, 5, 3, 11, 0, 0, 1, MADRID)),
            ("'2bd'", datetime(2024, 5, 7, 11, tzinfo=MADRID)),
            ("'1bd eod'", datetime(2024, 5, 6, 18, tzinfo=MADRID)),
            ("'24h wall'", datetime(2024, 5, 4, 11, tzinfo=MADRID)),
            ("'3cd'", datetime(2024, 5, 6, 11, tzinfo=MADRID)),
        ],
    )
    def test_add(self, con: Any, amount: str, expected: datetime) -> None:
        """An amount is what a calendar takes for one, or an interval of hours."""
        assert [expected] == ask(con, f"sla_add('office', {OPENED}, {amount})")

    def test_is_open(self, con: Any) -> None:
        """An opening is open, a closing is not."""
        lunch = "timestamptz '2024-05-03 12:00:00+02:00'"
        assert [True] == ask(con, f"sla_is_open('office', {OPENED})")
        assert [False] == ask(con, f"sla_is_open('office', {lunch})")
        assert [True] == ask(con, f"sla_is_open('always', {lunch})")

    def test_null(self, con: Any) -> None:
        """NULL in is NULL out, whichever argument it is, of whatever type."""
        none = "null::timestamptz"
        for question in (
            f"sla_elapsed('office', {none}, {CLOSED})",
            f"sla_elapsed('office', {OPENED}, null)",
            f"sla_elapsed(null, {OPENED}, {CLOSED})",
            f"sla_add('office', {OPENED}, null)",
            f"sla_add('office', {OPENED}, null::interval)",
            f"sla_add('office', {none}, '2bd')",
            f"sla_is_open('office', {none})",
            f"sla_is_open(null::varchar, {OPENED})",
        ):
            assert [None] == ask(con, question), question

    def test_rows(self, con: Any) -> None:
        """Every row has its calendar, its instants and its amount, over many vectors of them."""
        con.execute(
            f"""create table tickets as select
                case i % 3 when 0 then 'office' when 1 then 'always' end as desk,
                {OPENED} + to_microseconds(i) as opened, {CLOSED} as closed,
                case i % 2 when 0 then '2h' else '1bd' end as promised
            from range(5000) each(i) order by i"""
        )
        spent = ask(con, "sla_elapsed(desk, opened, closed)", "from tickets")
        whole = [7 * HOUR, 71 * HOUR]
        assert [
            None if i % 3 == 2 else whole[i % 3] - timedelta(microseconds=i) for i in range(5000)
        ] == spent
        due = ask(con, "sla_add(desk, opened, promised)", "from tickets where desk = 'office'")
        after = [datetime(2024, 5, 3, 14, tzinfo=MADRID), datetime(2024, 5, 6, 11, tzinfo=MADRID)]
        assert [after[i % 2] + timedelta(microseconds=i) for i in range(0, 5000, 3)] == due
        # The sum that the documentation says is exact.
        total = ask(con, "sum(epoch_us(sla_elapsed(desk, opened, closed)))::bigint", "from tickets")
        assert [
            sum((each for each in spent if each), timedelta()) // timedelta(microseconds=1)
        ] == total


class TestZones:
    def test_naive_timestamp(self, con: Any) -> None:
        """A TIMESTAMP is not taken for one of the session, nor of the calendar."""
        with pytest.raises(duckdb.Error, match=r"start: these times have no time zone; say which"):
            ask(con, "sla_elapsed('office', timestamp '2024-05-03 11:00', now())")

    def test_zone_of_timestamps(self, con: Any) -> None:
        """With a zone they are its wall time; TIMESTAMPTZ stays what it is."""
        functions.register(con, calendars=CALENDARS, prefix="local", tz="Europe/Madrid")
        naive = "timestamp '2024-05-03 11:00'"
        assert [7 * HOUR] == ask(con, f"local_elapsed('office', {naive}, {CLOSED})")
        assert [datetime(2024, 5, 3, 14, tzinfo=MADRID)] == ask(
            con, f"local_add('office', {naive}, '2h')"
        )

    def test_session_in_any_zone(self, con: Any) -> None:
        """The zone of the session has no part in an answer."""
        con.execute("set TimeZone = 'Asia/Kathmandu'")
        assert [7 * HOUR] == ask(con, f"sla_elapsed('office', {OPENED}, {CLOSED})")


class TestErrors:
    @pytest.mark.parametrize(
        ("question", "message"),
        [
            (
                f"sla_is_open('ofice', {OPENED})",
                "calendar: there is no calendar 'ofice'; did you mean 'office'",
            ),
            (f"sla_is_open(5, {OPENED})", "no calendar 5; known: office, always"),
            (
                "sla_is_open('office', date '2024-05-03')",
                "at: a column of date32.day. has no instants",
            ),
            (
                "sla_is_open('office', '2024-05-03T11:00Z')",
                "at: a column of string has no instants",
            ),
            (
                "sla_is_open('office', timestamptz '9999-12-31 00:00:00+00:00')",
                "at: 9999-12-31T00:00:00.00:00 is outside the years 3 to 9997; look for a",
            ),
            (f"sla_add('office', {OPENED}, '1d')", "1d"),
            (f"sla_add('office', {OPENED}, 4)", "amount: 4 is no amount; give a text such as '4h'"),
            (f"sla_add('office', {OPENED}, interval 1 day)", "an INTERVAL of days or months is no"),
        ],
    )
    def test_refused(self, con: Any, question: str, message: str) -> None:
        """What cannot be answered is an error of the query with what is wrong."""
        with pytest.raises(duckdb.Error, match=message):
            ask(con, question)

    def test_number_of_arguments(self, con: Any) -> None:
        """A function takes as many arguments as it has."""
        with pytest.raises(duckdb.Error, match="sla_is_open has 2 arguments, not 1; begin with"):
            ask(con, f"sla_is_open({OPENED})")


@pytest.mark.parametrize(
    ("calendars", "message"),
    [
        ([CALENDARS["office"]], r"^calendars: .* is no mapping of names to calendars; name each"),
        ({"office": "office"}, r"^calendar\[0\]: 'office' is no calendar"),
    ],
)
def test_no_calendars(con: Any, calendars: Any, message: str) -> None:
    """Who gives no calendar, or no name for one, is told so at once."""
    with pytest.raises(SlakitError, match=message):
        functions.register(con, calendars=calendars)


def test_registered_again(con: Any) -> None:
    """To register again is to replace."""
    functions.register(con, calendars={"office": CALENDARS["always"]})
    assert [71 * HOUR] == ask(con, f"sla_elapsed('office', {OPENED}, {CLOSED})")


def test_without_duckdb(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without duckdb the error says what to install."""
    monkeypatch.delitem(sys.modules, "slakit.frames.duckdb")
    monkeypatch.setitem(sys.modules, "duckdb", None)
    with pytest.raises(MissingExtraError, match=r'duckdb; run: pip install "slakit\[duckdb\]"$'):
        import_module("slakit.frames.duckdb")


MOMENTS = st.datetimes(
    *[datetime.fromisoformat(f"{year}-01-01") for year in (2020, 2026)], timezones=st.just(UTC)
)


@settings(max_examples=20)
@given(
    rows=st.lists(
        st.tuples(st.sampled_from(sorted(CALENDARS)), MOMENTS, MOMENTS), min_size=1, max_size=20
    )
)
def test_as_calendars(rows: list[tuple[str, datetime, datetime]]) -> None:
    """Every row is answered as its calendar answers."""
    names, starts, ends = zip(*rows, strict=True)
    table = pa.table({"name": names, "starts": starts, "ends": ends})
    with duckdb.connect() as con:
        functions.register(con, calendars=CALENDARS)
        con.register("tickets", table)
        spent = ask(con, "epoch_us(sla_elapsed(name, starts, ends))", "from tickets")
        due = ask(con, "sla_add(name, starts, '4h')", "from tickets")
        flags = ask(con, "sla_is_open(name, ends)", "from tickets")
    assert [CALENDARS[n].elapsed(a, b) for n, a, b in rows] == [
        timedelta(microseconds=each) for each in spent
    ]
    assert [CALENDARS[n].add(a, "4h") for n, a, _ in rows] == due
    assert [CALENDARS[n].is_open(b) for n, _, b in rows] == flags
