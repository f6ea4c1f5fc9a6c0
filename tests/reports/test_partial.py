"""A report as plain JSON data."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slakit.errors import DocumentError, SlakitError
from slakit.reports.attainment import Attainment
from slakit.reports.outcome import Outcome
from slakit.reports.partial import read_report, report_data
from slakit.reports.report import Report
from tests.reports.desks import clock, clocks, hours, made, report_on


def data() -> dict[str, Any]:
    """Return what is stored of one clock that was 1 h late in June."""
    return report_data(report_on([clock("missed", 5, fields={"team": "net"}, paused=hours(1))]))


def test_form() -> None:
    """Lengths are exact texts, dates ISO 8601, and counts stand at the end of each row."""
    assert {
        "layout": {
            "by": ["team", "policy"],
            "frequency": "month",
            "tz": "Europe/Madrid",
            "dated": "decided",
        },
        "unclocked": 0,
        "rejected": 0,
        "cells": [
            {
                "key": ["resolution", "net", "all", "2024-05-01"],
                "kinds": [["stopped", "missed", False, "5h", "-1h", 1]],
                "elapsed": "5h",
                "paused": "1h",
                "closed": "0s",
                "untold": 0,
                "days": [["2024-05-06", False, 1]],
                # Noon in UTC is 14:00 in Madrid.
                "hours": [[0, 14, 1]],
                "late": [["T-1", 1]],
                "worst": [["1h", "T-1", "all", "resolution", 1]],
            }
        ],
    } == data()


@given(st.lists(clocks(), max_size=20))
def test_round_trip(found: list[Outcome]) -> None:
    """What is read is equal to what was written, through JSON, and is written so again."""
    report = report_on(found)
    text = json.dumps(report.to_data())
    again = Report.from_data(json.loads(text))
    assert report == again
    assert text == json.dumps(again.to_data())
    assert report.to_rows() == again.to_rows()


@pytest.mark.parametrize("dated", ["decided", "started", "due"])
def test_every_layout(dated: Any) -> None:
    """The layout is kept, and with no zone there is none."""
    report = Report.of(made(40), by="customer", frequency="quarter", dated=dated)
    again = Report.from_data(report.to_data())
    assert report.layout == again.layout
    assert report == again


def test_counts() -> None:
    """So is how many tickets had no clock, and were rejected."""
    report = Report()
    report.unclocked, report.rejected = 3, 4
    again = Report.from_data(report.to_data())
    assert (3, 4) == (again.unclocked, again.rejected)
    assert report == again


def test_more_than_is_needed() -> None:
    """What else stands in the data is not needed."""
    assert report_on([]) == Report.from_data({**report_on([]).to_data(), "version": 9})


Change = Callable[[dict[str, Any]], object]


@pytest.mark.parametrize(
    ("change", "path", "message"),
    [
        (lambda d: d.pop("cells"), "cells", "is not in this report"),
        (lambda d: d.update(rejected=-1), "rejected", "-1 is no whole number"),
        (lambda d: d.update(rejected=True), "rejected", "True is no whole number"),
        (lambda d: d.update(cells={}), "cells", "{} is no list"),
        (lambda d: d["layout"].pop("by"), "layout.by", "is not in this layout"),
        (lambda d: d["layout"].update(by="team"), "layout.by", "'team' is no list"),
        (lambda d: d["layout"].update(by=["a", "a"]), "layout", "'a' is given twice"),
        (lambda d: d["layout"].update(frequency="hour"), "layout", "no periods of 'hour'"),
        (lambda d: d["layout"].update(tz="Mars/Base"), "layout", "unknown time zone"),
        (lambda d: d["layout"].update(tz=1), "layout.tz", "1 is no text"),
        (lambda d: d["layout"].update(dated="then"), "layout", "no date 'then'"),
        (lambda d: d["cells"].append(5), "cells[1]", "5 is no cell"),
        (lambda d: d["cells"].append(d["cells"][0]), "cells[1].key", "stands twice"),
        (lambda d: d["cells"][0]["key"].pop(1), "cells[0].key", "has 3 parts, not 4"),
        (lambda d: d["cells"][0].update(key=["a"]), "cells[0].key", "is no key of a cell"),
        (lambda d: d["cells"][0].update(elapsed="1d"), "cells[0].elapsed", "'1d' is no length"),
        (lambda d: d["cells"][0].update(days=[["May", True, 1]]), "cells[0].days[0]", "no date"),
        (lambda d: d["cells"][0].update(hours=[[7, 0, 1]]), "cells[0].hours[0]", "7 is no"),
        (lambda d: d["cells"][0].update(hours=[[0, 24, 1]]), "cells[0].hours[0]", "24 is no"),
        (lambda d: d["cells"][0].update(late=[["T-1"]]), "cells[0].late[0]", "no list of 2"),
        (lambda d: d["cells"][0].update(late=[["T-1", 0]]), "cells[0].late[0]", "0 is no"),
        (lambda d: d["cells"][0]["kinds"][0].pop(), "cells[0].kinds[0]", "no list of 6"),
        (lambda d: d["cells"][0]["kinds"][0].__setitem__(0, "on"), "cells[0].kinds[0]", "'on'"),
        (lambda d: d["cells"][0]["kinds"][0].__setitem__(1, []), "cells[0].kinds[0]", "[] is no"),
        (lambda d: d["cells"][0]["kinds"][0].__setitem__(5, 0.5), "cells[0].kinds[0]", "0.5 is"),
        (
            lambda d: d["cells"][0]["key"].__setitem__(3, "2024-05-02"),
            "cells[0].key",
            "no month begins on 2024-05-02",
        ),
    ],
)
def test_bad_data(change: Change, path: str, message: str) -> None:
    """What no `to_data` has written is refused, with where it stands."""
    given = data()
    change(given)
    with pytest.raises(DocumentError) as caught:
        Report.from_data(given)
    assert message in str(caught.value)
    assert path in str(caught.value)


@pytest.mark.parametrize("junk", [None, 5, [], "report", {}])
def test_no_report(junk: Any) -> None:
    """What is no report at all is refused."""
    with pytest.raises(DocumentError):
        Report.from_data(junk)


def test_all_problems_at_once() -> None:
    """All that is wrong is told at once."""
    given = data()
    given["rejected"] = "many"
    given["layout"]["tz"] = 5
    given["cells"][0].update(elapsed="1d", hours=[[0, 0, 1], [9, 9, 9]])
    with pytest.raises(DocumentError) as caught:
        read_report(given)
    assert 4 == len(caught.value.problems)


def test_nothing_is_lost() -> None:
    """A kind, a day or a ticket that stands twice counts as often as it says."""
    given = data()
    cell = given["cells"][0]
    for name in ("kinds", "days", "hours", "late", "worst"):
        cell[name] = [*cell[name], *deepcopy(cell[name])]
    [found] = Report.from_data(given).cells.values()
    assert (2, 2, {"T-1": 2}, 2) == (found.clocks, found.failed, found.repeats, len(found.worst))


def test_unsorted_worst() -> None:
    """The worst come first, in whatever order they were stored."""
    late = [clock("missed", 5 + each, ticket=f"{each}") for each in range(12)]
    given = report_data(Report.of(late))
    given["cells"][0]["worst"].reverse()
    again = Report.from_data(given)
    later = clock("missed", 9.5, ticket="later")
    again.add(later)
    whole = Attainment()
    for each in (*late, later):
        whole.add(each)
    assert whole.worst == again.total.worst


def test_errors_are_slakit_errors() -> None:
    """So that one `except` is enough."""
    with pytest.raises(SlakitError):
        Report.from_data({"layout": {}})
