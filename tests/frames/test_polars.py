"""``sla`` on the columns, the expressions and the tables of polars."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from slakit import BusinessCalendar, MissingExtraError, PolicySet

pl = pytest.importorskip("polars", reason="polars is not installed")
pytest.importorskip("narwhals", reason="narwhals is not installed")
pytest.importorskip("slakit.frames.polars")

MADRID = ZoneInfo("Europe/Madrid")
OFFICE = BusinessCalendar(tz="Europe/Madrid", hours="Mon-Fri 09:00-12:00,13:00-18:00")
ALWAYS = BusinessCalendar(tz="UTC", hours="Mon-Sun 00:00-24:00")
HOUR = timedelta(hours=1)

# A Friday before lunch, and the one before the clocks go forward, till Monday.
TICKETS = pl.DataFrame(
    {
        "opened": ["2024-05-03T11:00", "2024-03-29T17:00", None],
        "closed": ["2024-05-06T10:00", "2024-04-01T10:00", "2024-04-01T10:00"],
        "days": [1, 1, 1],
        "desk": [0, 1, 0],
    }
).with_columns(pl.col("opened", "closed").str.to_datetime("%Y-%m-%dT%H:%M"))
LOCAL = TICKETS.with_columns(pl.col("opened", "closed").dt.replace_time_zone("Europe/Madrid"))

SPENT = [7 * HOUR, 2 * HOUR, None]
DUE = [datetime(2024, 5, 3, 14, tzinfo=MADRID), datetime(2024, 4, 1, 10, tzinfo=MADRID), None]
MONDAY = [datetime(2024, 5, 6, 11, tzinfo=MADRID), datetime(2024, 4, 1, 17, tzinfo=MADRID), None]
OPENS = [datetime(2024, 5, 3, 13, tzinfo=MADRID), datetime(2024, 4, 1, 9, tzinfo=MADRID), None]


def test_series() -> None:
    """A column asks the questions of its own instants."""
    opened, closed = LOCAL["opened"], LOCAL["closed"]
    assert SPENT == opened.sla.elapsed(OFFICE, closed).to_list()
    assert DUE == opened.sla.add(OFFICE, "2h").to_list()
    assert MONDAY == opened.sla.add_business_days(OFFICE, 1).to_list()
    assert [True, True, None] == opened.sla.is_open(OFFICE).to_list()
    assert OPENS == opened.sla.next_open(OFFICE).to_list()


@pytest.mark.parametrize("lazy", [False, True])
def test_tables(lazy: bool) -> None:
    """A table asks the same of its columns by their names; a lazy one answers lazily."""
    tickets = TICKETS.lazy() if lazy else TICKETS

    def told(answers: Any) -> list[Any]:
        assert isinstance(answers, pl.LazyFrame if lazy else pl.Series)
        found: list[Any] = (answers.collect().to_series() if lazy else answers).to_list()
        return found

    zone = {"tz": MADRID}
    assert SPENT == told(tickets.sla.elapsed(OFFICE, "opened", "closed", **zone))
    assert DUE == told(tickets.sla.add(OFFICE, "opened", "2h", **zone))
    assert MONDAY == told(tickets.sla.add_business_days(OFFICE, "opened", "days", **zone))
    assert [True, True, None] == told(tickets.sla.is_open(OFFICE, "opened", **zone))
    assert OPENS == told(tickets.sla.next_open(OFFICE, "opened", **zone))


def test_expressions() -> None:
    """An expression is asked when its columns are there, and its type is known before."""
    opened = pl.col("opened").sla
    query = LOCAL.lazy().select(
        spent=opened.elapsed(OFFICE, pl.col("closed")),
        until=opened.elapsed(OFFICE, LOCAL["closed"][0]),
        due=opened.add(OFFICE, "2h"),
        monday=opened.add_business_days(OFFICE, pl.col("days")),
        is_open=opened.is_open(OFFICE),
        opens=opened.next_open(OFFICE),
        desks=opened.elapsed([OFFICE, ALWAYS], pl.col("closed"), which=pl.col("desk")),
    )
    moment, length = pl.Datetime("us", "Europe/Madrid"), pl.Duration("us")
    types = [length, length, moment, moment, pl.Boolean, moment, length]
    assert types == list(query.collect_schema().values())
    found = query.collect()
    assert types == found.dtypes
    assert SPENT == found["spent"].to_list()
    assert 7 * HOUR == found["until"][0]
    assert (DUE, MONDAY) == (found["due"].to_list(), found["monday"].to_list())
    assert [True, True, None] == found["is_open"].to_list()
    assert OPENS == found["opens"].to_list()
    assert [7 * HOUR, 64 * HOUR, None] == found["desks"].to_list()


def test_expression_that_is_one_row() -> None:
    """A literal and an aggregate stand for all rows, as they do in other expressions."""
    now = pl.lit(datetime(2024, 5, 6, 10, tzinfo=MADRID))
    last = pl.col("closed").max()
    opened = pl.col("opened").sla
    found = (
        LOCAL.head(1)
        .vstack(LOCAL.head(1))
        .select(until=opened.elapsed(OFFICE, now), last=opened.elapsed(OFFICE, last))
    )
    assert [SPENT[0]] * 2 == found["until"].to_list() == found["last"].to_list()


def test_expression_over_groups() -> None:
    """An expression keeps to its rows in a filter, in groups and beside others."""
    spent = pl.col("opened").sla.elapsed(OFFICE, pl.col("closed"))
    assert 1 == LOCAL.filter(spent > 5 * HOUR).height
    found = LOCAL.group_by("desk", maintain_order=True).agg(spent.sum().alias("spent"))
    assert [(0, 7 * HOUR), (1, 2 * HOUR)] == found.rows()
    assert ["opened"] == LOCAL.select(spent).columns


@pytest.mark.parametrize("lazy", [False, True])
def test_evaluate(lazy: bool) -> None:
    """A table of tickets is evaluated, and its clocks come as a table of the same kind."""
    named = LOCAL.rename({"opened": "created_at", "closed": "resolved_at"})
    named = named.with_columns(id=pl.Series(["A", "B", "C"]))
    desk = PolicySet.model_validate(
        {
            "calendars": {"office": OFFICE.model_dump()},
            "policies": [{"name": "all", "calendar": "office", "targets": {"resolution": "4h"}}],
        }
    )
    tickets = named.lazy() if lazy else named
    found = tickets.sla.evaluate(desk, at=datetime(2024, 5, 7, tzinfo=MADRID))
    clocks, rejects = found.clocks.lazy().collect(), found.rejects.lazy().collect()
    assert isinstance(found.clocks, pl.LazyFrame if lazy else pl.DataFrame)
    assert (["A", "B"], ["C"]) == (clocks["ticket"].to_list(), rejects["ticket"].to_list())
    assert SPENT[:2] == clocks["elapsed"].to_list()
    assert ["missed", "met"] == clocks["status"].to_list()


def test_naive_expression() -> None:
    """A naive column without a zone is an error of the query that says what to do."""
    with pytest.raises(Exception, match="have no time zone; say which one they are in, as in tz="):
        TICKETS.select(pl.col("opened").sla.is_open(OFFICE))


def test_registered_by_its_import_alone() -> None:
    """The frames of slakit leave polars alone, and a second import changes nothing."""
    program = """
import polars, slakit.frames
classes = polars.Series, polars.Expr, polars.DataFrame, polars.LazyFrame
assert not any(hasattr(each, "sla") for each in classes)
import slakit.frames.polars
first = polars.Series.sla
import slakit.frames.polars
assert first is polars.Series.sla and all(hasattr(each, "sla") for each in classes)
"""
    subprocess.run([sys.executable, "-W", "error", "-c", program], check=True)


def test_without_polars(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without polars the error says what to install."""
    monkeypatch.delitem(sys.modules, "slakit.frames.polars")
    monkeypatch.setitem(sys.modules, "polars", None)
    with pytest.raises(MissingExtraError, match=r'run: pip install "slakit\[polars\]"$'):
        import_module("slakit.frames.polars")
