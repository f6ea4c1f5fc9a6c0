"""Questions of calendars in a session of Spark: what is asked there is what a batch answers."""

from __future__ import annotations

from datetime import datetime, timedelta
from importlib import import_module
from typing import Any

import pytest

from slakit import AmountError, BusinessCalendar, DocumentError, UnknownZoneError
from slakit.instants import EPOCH, MICROSECOND

pytest.importorskip("pyspark", reason="needs pyspark, which the extra spark brings")
spark = import_module("slakit.frames.spark")

OFFICE = BusinessCalendar(tz="Europe/Madrid", hours="Mon-Fri 09:00-12:00,13:00-18:00")
ALWAYS = BusinessCalendar.always("UTC")
HOUR = timedelta(hours=1)
ROWS = """
    select id, calendar, opened, closed, opened::timestamp_ntz as local from values
    (1, 'office', timestamp'2024-05-03 15:00:00Z', timestamp'2024-05-06 08:00:00.000001Z'),
    (2, 'always', timestamp'2024-05-03 15:00:00Z', timestamp'2024-05-06 08:00:00Z'),
    (3, 'office', timestamp'2024-05-06 10:00:00Z', null),
    (4, null, null, timestamp'2024-05-06 08:00:00Z')
    as tickets(id, calendar, opened, closed)
"""


@pytest.fixture(scope="module")
def tickets(session: Any) -> Any:
    return session.sql(ROWS)


def micros(*texts: str | None) -> list[int | None]:
    return [
        None if text is None else (datetime.fromisoformat(text) - EPOCH) // MICROSECOND
        for text in texts
    ]


def test_answers(tickets: Any) -> None:
    """Each question has its type, is null of null, and exact whatever the session's zone."""
    functions = {
        "spent": spark.elapsed(OFFICE)("opened", "closed"),
        "due": spark.add(OFFICE, "2h")("opened"),
        "reply": spark.add_business_days(OFFICE, 1, at="12:00")("opened"),
        "at_work": spark.is_open(OFFICE)("opened"),
        "opening": spark.next_open(OFFICE)("opened"),
    }
    answers = tickets.select(*(column.alias(name) for name, column in functions.items()))
    assert [
        ("spent", "interval day to second"),
        ("due", "timestamp"),
        ("reply", "timestamp"),
        ("at_work", "boolean"),
        ("opening", "timestamp"),
    ] == answers.dtypes
    rows = answers.selectExpr(
        "spent", "unix_micros(due)", "unix_micros(reply)", "at_work", "unix_micros(opening)"
    )
    spent, due, reply, at_work, opening = zip(*rows.collect(), strict=True)
    assert (2 * HOUR + MICROSECOND, 2 * HOUR, None, None) == spent
    monday = "2024-05-06T08:00:00Z"
    assert micros(monday, monday, "2024-05-06T13:00:00Z", None) == list(due)
    noon = "2024-05-06T10:00:00Z"
    assert micros(noon, noon, "2024-05-07T10:00:00Z", None) == list(reply)
    # Friday 17:00 is open, noon of Monday is lunch.
    assert (True, True, False, None) == at_work
    seven = "2024-05-06T07:00:00Z"
    assert micros(seven, seven, "2024-05-06T11:00:00Z", None) == list(opening)


def test_names(tickets: Any) -> None:
    """A column is called after its question and those that it is asked of."""
    assert ["elapsed(opened, closed)"] == tickets.select(
        spark.elapsed(OFFICE)("opened", "closed")
    ).columns


def test_calendar_of_each_row(tickets: Any) -> None:
    """With several calendars a column names that of each row."""
    spent = spark.elapsed({"office": OFFICE, "always": ALWAYS})
    rows = tickets.select(spent("calendar", "opened", "closed")).collect()
    assert [2 * HOUR + MICROSECOND, 65 * HOUR, None, None] == [row[0] for row in rows]


def test_amounts_of_rows(session: Any) -> None:
    """Amounts may be a column of intervals."""
    rows = session.sql(
        "select timestamp'2024-05-03 15:00:00Z' as opened, make_dt_interval(0, hours) as amount"
        " from values (1), (2), (null) as t(hours)"
    )
    due = rows.select(spark.add(OFFICE)("opened", "amount").alias("due"))
    expected = micros("2024-05-03T16:00:00Z", "2024-05-06T08:00:00Z", None)
    assert expected == [row[0] for row in due.selectExpr("unix_micros(due)").collect()]


def test_in_sql(session: Any, tickets: Any) -> None:
    """A function that is registered is one of SQL."""
    session.udf.register("spent", spark.elapsed(OFFICE))
    tickets.createOrReplaceTempView("tickets")
    row = session.sql("select spent(opened, closed) from tickets where id = 2").first()
    assert 2 * HOUR == row[0]


def test_wall_time(tickets: Any) -> None:
    """A timestamp_ntz, here the wall time of the session's zone, is of the zone that is told."""
    due = spark.add(OFFICE, "2h", tz="America/New_York")
    rows = tickets.select(due("local").alias("due")).selectExpr("unix_micros(due)").collect()
    monday = "2024-05-06T08:00:00Z"
    assert micros(monday, monday, "2024-05-06T13:00:00Z", None) == [row[0] for row in rows]


def test_wall_time_without_zone(tickets: Any) -> None:
    """Without a zone it is refused, with the remedy in the error of the job."""
    errors = import_module("pyspark.errors")
    with pytest.raises(
        errors.PythonException, match=r"starts: these times have no time zone; .* tz="
    ):
        tickets.select(spark.add(OFFICE, "2h")("local")).collect()


def test_refused_at_once() -> None:
    """What is wrong whatever the rows is refused before there are any."""
    with pytest.raises(AmountError, match=r"'2bd' is no open time"):
        spark.add(OFFICE, "2bd")
    with pytest.raises(AmountError, match=r"^cutoff: "):
        spark.add_business_days(OFFICE, 2, cutoff="25:00")
    with pytest.raises(UnknownZoneError, match=r"^tz: unknown time zone 'Madrid'"):
        spark.elapsed(OFFICE, tz="Madrid")
    with pytest.raises(DocumentError, match=r"calendars\.office: "):
        spark.elapsed({"office": "Mon-Fri 09:00-17:00"})
