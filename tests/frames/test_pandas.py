"""``sla`` on the columns and the tables of pandas."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from importlib import import_module
from typing import Any

import pytest

from slakit import BusinessCalendar, MissingExtraError, NaiveDatetimeError, PolicySet

pd = pytest.importorskip("pandas", reason="pandas is not installed")
pytest.importorskip("narwhals", reason="narwhals is not installed")
pytest.importorskip("slakit.frames.pandas")

OFFICE = BusinessCalendar(tz="Europe/Madrid", hours="Mon-Fri 09:00-12:00,13:00-18:00")
ALWAYS = BusinessCalendar(tz="UTC", hours="Mon-Sun 00:00-24:00")
MADRID = "Europe/Madrid"
DESK = PolicySet.model_validate(
    {
        "calendars": {"office": OFFICE.model_dump()},
        "policies": [{"name": "all", "calendar": "office", "targets": {"resolution": "4h"}}],
    }
)


@pytest.fixture
def tickets() -> Any:
    """Return a Friday before lunch, and the one before the clocks go forward, till Monday."""
    opened = pd.to_datetime(["2024-05-03T11:00", "2024-03-29T17:00", None])
    closed = pd.to_datetime(["2024-05-06T10:00", "2024-04-01T10:00", "2024-04-01T10:00"])
    return pd.DataFrame({"opened": opened, "closed": closed, "days": 1, "desk": [0, 1, 0]})


def texts(column: Any) -> list[str]:
    return [str(each) for each in column]


SPENT = ["0 days 07:00:00", "0 days 02:00:00", "NaT"]
DUE = ["2024-05-03 14:00:00+02:00", "2024-04-01 10:00:00+02:00", "NaT"]
MONDAY = ["2024-05-06 11:00:00+02:00", "2024-04-01 17:00:00+02:00", "NaT"]
OPENS = ["2024-05-03 13:00:00+02:00", "2024-04-01 09:00:00+02:00", "NaT"]


def test_series(tickets: Any) -> None:
    """A column asks the questions of its own instants."""
    opened = tickets["opened"].dt.tz_localize(MADRID)
    closed = tickets["closed"].dt.tz_localize(MADRID)
    assert SPENT == texts(opened.sla.elapsed(OFFICE, closed))
    assert DUE == texts(opened.sla.add(OFFICE, "2h"))
    assert MONDAY == texts(opened.sla.add_business_days(OFFICE, 1))
    assert [True, True, False] == opened.sla.is_open(OFFICE).tolist()
    assert OPENS == texts(opened.sla.next_open(OFFICE))


def test_data_frame(tickets: Any) -> None:
    """A table asks the same of its columns by their names, and of naive ones in a zone."""
    assert SPENT == texts(tickets.sla.elapsed(OFFICE, "opened", "closed", tz=MADRID))
    assert DUE == texts(tickets.sla.add(OFFICE, "opened", "2h", tz=MADRID))
    assert MONDAY == texts(tickets.sla.add_business_days(OFFICE, "opened", "days", tz=MADRID))
    assert [True, True, False] == tickets.sla.is_open(OFFICE, "opened", tz=MADRID).tolist()
    assert OPENS == texts(tickets.sla.next_open(OFFICE, "opened", tz=MADRID))


def test_options(tickets: Any) -> None:
    """What else the questions take is handed on."""
    desks = [OFFICE, ALWAYS]
    found = tickets.sla.elapsed(desks, "opened", "closed", tz=MADRID, which=tickets["desk"])
    assert ["0 days 07:00:00", "2 days 16:00:00", "NaT"] == texts(found)
    found = tickets.sla.add_business_days(OFFICE, "opened", 1, tz=MADRID, end_of_day=True)
    assert "2024-05-06 18:00:00+02:00" == str(found[0])


def test_evaluate(tickets: Any) -> None:
    """A table of tickets is evaluated, and its clocks come as a table."""
    named = tickets.rename(columns={"opened": "created_at", "closed": "resolved_at"})
    found = named.assign(id=["A", "B", "C"]).sla.evaluate(
        DESK, at=datetime(2024, 5, 7, tzinfo=UTC), tz=MADRID
    )
    assert isinstance(found.clocks, pd.DataFrame)
    assert ["A", "B"] == found.clocks["ticket"].tolist()
    assert SPENT[:2] == texts(found.clocks["elapsed"])
    assert ["missed", "met"] == found.clocks["status"].tolist()
    assert ["C"] == found.rejects["ticket"].tolist()


def test_naive_column(tickets: Any) -> None:
    """Nothing is taken for the zone of the calendar, or for UTC."""
    with pytest.raises(NaiveDatetimeError, match=r"^starts: .* have no time zone; say which"):
        tickets.sla.elapsed(OFFICE, "opened", "closed")


def test_registered_by_its_import_alone() -> None:
    """The frames of slakit leave pandas alone, and a second import changes nothing."""
    program = """
import pandas, slakit.frames
assert not hasattr(pandas.Series, "sla") and not hasattr(pandas.DataFrame, "sla")
import slakit.frames.pandas
first = pandas.Series.sla
import slakit.frames.pandas
assert first is pandas.Series.sla
"""
    subprocess.run([sys.executable, "-W", "error", "-c", program], check=True)


def test_without_pandas(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without pandas the error says what to install."""
    monkeypatch.delitem(sys.modules, "slakit.frames.pandas")
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(MissingExtraError, match=r'run: pip install "slakit\[pandas\]"$'):
        import_module("slakit.frames.pandas")
