"""Evidence from tables, and the rows that are set aside."""

from __future__ import annotations

import io
import json
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from slakit import Exclusion, Exemption, Outage, PolicySet, Ticket, evaluate
from slakit.adapters import RejectedRow
from slakit.agreements.assessing.tables import (
    read_counts,
    read_exclusions,
    read_outages,
    read_outcomes,
    read_scores,
)
from slakit.cli.answers import csv_writer
from slakit.errors import TableError
from slakit.reports.outcome import outcomes
from tests.agreements.contracts import october

UTC = ZoneInfo("UTC")
DESK = PolicySet.model_validate(
    {
        "calendars": {"office": {"tz": "UTC", "hours": "Mon-Fri 09:00-17:00"}},
        "policies": [
            {
                "name": "all",
                "calendar": "office",
                "targets": {"first_response": "1h", "resolution": "4h"},
            }
        ],
    }
)
TICKETS = [
    Ticket.from_timestamps(
        id="T-1",
        created_at=october(5, 10),
        first_responded_at=october(5, 10.5),
        resolved_at=october(6, 10),
        fields={"priority": "high"},
    ),
    Ticket(
        id="T-2",
        created_at=october(5, 10),
        fields={"priority": "low"},
        events=[
            Exemption(at=october(6), metric="resolution", reason="their network", author="ana")
        ],
    ),
]
EVALUATED = [evaluate(DESK, ticket, at=october(20)) for ticket in TICKETS]


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_results_as_csv(tmp_path: Path) -> None:
    """A table of results gives the clocks that the evaluations had, with fields as text."""
    file = io.StringIO()
    csv_writer(file, ["priority"])(EVALUATED)
    found = list(read_outcomes(written(tmp_path / "results.csv", file.getvalue())))
    expected = [
        each._replace(fields={"priority": each.fields["priority"]})
        for evaluation in EVALUATED
        for each in outcomes(evaluation)
    ]
    assert [(each, None) for each in expected] == found


def test_results_as_json(tmp_path: Path) -> None:
    """Lines of JSON have the reasons of exemptions, too."""
    lines = [
        json.dumps({**each.to_data(), "fields": {"priority": "high"}}) + "\n" for each in EVALUATED
    ]
    found = list(read_outcomes(written(tmp_path / "results.jsonl", "".join([*lines, "\n", "{\n"]))))
    *told, last = found
    assert isinstance(last, RejectedRow)
    assert (4, "the line is no JSON") == (last.line, last.reason.split(":")[0])
    clocks = [each for each in told if not isinstance(each, RejectedRow)]
    assert 4 == len(clocks)
    assert ["T-2"] == [clock.ticket for clock, why in clocks if why is not None]
    assert {"high"} == {clock.fields["priority"] for clock, _ in clocks}


def test_wrong_results(tmp_path: Path) -> None:
    """Rows with a cell that says nothing are set aside one by one; without columns it is all."""
    file = io.StringIO()
    csv_writer(file)(EVALUATED[:1])
    head, row, *_ = file.getvalue().splitlines()
    rows = [
        row,
        row.replace(",met,", ",fine,"),
        row.replace(",30m,", ",soon,", 1),
        row.replace(",1,", ",0,", 1),
        row.replace(",false,", ",no,"),
        row.replace("2026-10-05T10:00:00+00:00", "2026-10-05T10:00:00"),
    ]
    path = written(tmp_path / "results.csv", "\n".join([head, *rows]) + "\n")
    found = list(read_outcomes(path))
    assert [False, True, True, True, True, True] == [isinstance(e, RejectedRow) for e in found]
    assert ["status", "elapsed", "cycle", "breached", "started_at"] == [
        each.field for each in found if isinstance(each, RejectedRow)
    ]
    with pytest.raises(TableError, match="has no column 'policy'"):
        list(read_outcomes(written(tmp_path / "other.csv", "id,name\n7,x\n")))


def test_outages(tmp_path: Path) -> None:
    """Outages with their services; a wrong service and an end before the start are set aside."""
    text = """service,start,end,reason,maintenance
shop,2026-10-03T10:00,2026-10-03T11:00,disk,
shop,2026-10-04T10:00Z,,,false
shop,2026-10-05T10:00,2026-10-05T11:00,patches,true
shop,2026-10-05T10:00,,patches,true
shp,2026-10-05T10:00,,,
shop,2026-10-05T10:00,2026-10-05T09:00,,
shop,,2026-10-05T09:00,,
shop,2026-10-05T10:00,,,perhaps
"""
    found = list(read_outages(written(tmp_path / "outages.csv", text), UTC, ["shop", "mail"]))
    hour = timedelta(hours=1)
    assert [
        ("shop", Outage(october(3, 10), october(3, 10) + hour, "disk")),
        ("shop", Outage(october(4, 10))),
        ("shop", Outage(october(5, 10), october(5, 11), "patches", maintenance=True)),
    ] == found[:3]
    rejected = [each for each in found[3:] if isinstance(each, RejectedRow)]
    assert [5, 6, 7, 8, 9] == [each.line for each in rejected]
    assert "did you mean 'shop'" in rejected[1].reason


def test_outages_of_all(tmp_path: Path) -> None:
    """Without a column for it an outage is that of every service."""
    path = written(tmp_path / "outages.csv", "start,end\n2026-10-03T10:00,2026-10-03T11:00\n")
    assert [("", Outage(october(3, 10), october(3, 11)))] == list(read_outages(path, UTC))


def test_counts_and_scores(tmp_path: Path) -> None:
    """Numbers are read exactly; what is none is set aside."""
    text = (
        "at,{0},of\n2026-10-03T10:00,0.1,nps\n2026-10-03T10:00,much,nps\n"
        "2026-10-03T10:00,NaN,nps\n,1,nps\n"
    )
    for column, read in (("amount", read_counts), ("value", read_scores)):
        path = written(tmp_path / "numbers.csv", text.format(column))
        one, *others = read(path, UTC)
        assert "0.1" == str(getattr(one, column))
        assert [3, 4, 5] == [each.line for each in others if isinstance(each, RejectedRow)]


def test_exclusions(tmp_path: Path) -> None:
    """An exclusion without a reason excuses nobody."""
    text = """start,end,kind,reason,author,at
2026-10-03T10:00,2026-10-03T11:00,other,a storm,ana,2026-10-04T09:00
2026-10-03T10:00,2026-10-03T11:00,other,,ana,2026-10-04T09:00
2026-10-03T10:00,2026-10-03T11:00,storm,a storm,ana,2026-10-04T09:00
"""
    one, *others = read_exclusions(written(tmp_path / "exclusions.csv", text), UTC)
    assert isinstance(one, Exclusion)
    assert (october(3, 10), "a storm") == (one.start, one.reason)
    assert ["reason", "kind"] == [each.field for each in others if isinstance(each, RejectedRow)]
