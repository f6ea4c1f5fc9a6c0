"""``slakit evaluate POLICY - --json``: tickets as they come."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slakit.adapters import TableSource
from slakit.cli.serve import Server
from slakit.policies import PolicySet
from tests.cli.conftest import POLICY, Run

NOW = datetime(2024, 5, 6, 10, tzinfo=UTC)
TICKET = {"id": "7", "created_at": "2024-05-06T08:00:00Z", "tier": "silver", "promised": "2h"}
DATA = {key: value for key, value in POLICY.items() if key != "slakit"}


@pytest.fixture(scope="module")
def server() -> Server:
    return Server(PolicySet.model_validate(DATA), TableSource(), None, now=lambda: NOW)


def answer(server: Server, line: object) -> dict[str, Any]:
    return server.answer(line if isinstance(line, bytes) else json.dumps(line).encode())


def test_answer(server: Server) -> None:
    """The answer is the evaluation at the moment of asking."""
    found = answer(server, TICKET)
    assert ("7", "2024-05-06T10:00:00+00:00", "breached", "2024-05-06T10:00:00+00:00") == (
        found["ticket"],
        found["at"],
        found["status"],
        found["due_at"],
    )
    assert "2h" == found["clocks"][0]["elapsed"]


def test_asked_instant(server: Server) -> None:
    """A line may say for which instant it asks."""
    found = answer(server, {**TICKET, "at": "2024-05-06T11:00:00+02:00"})
    assert ("2024-05-06T09:00:00+00:00", "on_track") == (found["at"], found["status"])


def test_history(server: Server) -> None:
    """A ticket may come with its history."""
    ticket = {
        "id": "7",
        "created_at": "2024-05-06T08:00:00Z",
        "fields": {"tier": "gold"},
        "events": [{"kind": "message", "at": "2024-05-06T08:10:00Z", "author": "agent"}],
    }
    found = answer(server, ticket)
    assert {"first_response": "met", "resolution": "on_track"} == {
        clock["metric"]: clock["status"] for clock in found["clocks"]
    }


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            {**TICKET, "promised": "1d"},
            {"id": "7", "code": "ticket", "parameter": "fields.promised", "value": "1d"},
        ),
        (
            {**TICKET, "created_at": "soon"},
            {"id": "7", "code": "instant", "parameter": "created_at", "value": "soon"},
        ),
        (
            {**TICKET, "created_at": "2024-05-06T08:00"},
            {
                "id": "7",
                "code": "naive_datetime",
                "parameter": "created_at",
                "value": "2024-05-06T08:00",
            },
        ),
        (
            {**TICKET, "resolved_at": "2024-05-06T07:00Z"},
            {
                "id": "7",
                "code": "ticket",
                "parameter": "resolved_at",
                "value": "2024-05-06T07:00:00+00:00",
            },
        ),
        ({**TICKET, "at": 7}, {"id": "7", "code": "table", "parameter": "at", "value": 7}),
        ({**TICKET, "at": [7]}, {"id": "7", "code": "table", "parameter": "at", "value": "[7]"}),
        (
            {**TICKET, "at": "soon"},
            {"id": "7", "code": "instant", "parameter": "at", "value": "soon"},
        ),
        ({"id": 1.5}, {"id": "1.5", "code": "table", "parameter": "id", "value": 1.5}),
        ({}, {"id": None, "code": "table", "parameter": "id", "value": None}),
        (b"\n", {"id": None, "code": "table", "parameter": "", "value": r"'\n'"}),
        (b'{"id": 1e999}', {"id": "inf", "code": "table", "parameter": "id", "value": "inf"}),
        (b"caf\xe9", {"id": None, "code": "table", "parameter": "", "value": None}),
    ],
)
def test_error(server: Server, line: object, expected: dict[str, Any]) -> None:
    """An error is an answer: whose, its code, what it is about, and a remedy."""
    found = answer(server, line)
    error = found["error"]
    assert expected == {"id": found["id"], **{key: error[key] for key in list(expected)[1:]}}
    assert {"code", "message", "parameter", "value", "remedy"} == error.keys()
    assert error["message"]
    assert error["remedy"]


def test_zone() -> None:
    """Times without an offset are those of the zone, and so are the times of the answer."""
    source = TableSource(tz="Europe/Madrid")
    server = Server(PolicySet.model_validate(DATA), source, source.zone, now=lambda: NOW)
    found = answer(server, {**TICKET, "created_at": "2024-05-06 10:00", "at": "2024-05-06 11:00"})
    assert ("2024-05-06T11:00:00+02:00", "2024-05-06T12:00:00+02:00") == (
        found["at"],
        found["due_at"],
    )


LINES = [b'{"id": 1}\n', json.dumps(TICKET).encode() + b"\n", b"\n", b"[", b"\xff\n"]


@given(lines=st.lists(st.sampled_from(LINES) | st.binary(max_size=30), max_size=8))
def test_a_line_for_a_line(server: Server, lines: list[bytes]) -> None:
    """There are as many answers as lines, in their order, each of them JSON."""
    out = io.StringIO()
    server.run(lines, out)
    answers = out.getvalue().splitlines()
    assert len(lines) == len(answers)
    assert [server.answer(line) for line in lines] == [json.loads(each) for each in answers]


def test_process(folder: Path) -> None:
    """A process that is kept open answers each line before it is given the next."""
    arguments = ["evaluate", str(folder / "desk.json"), "-", "--json", "--at", "2024-05-06T09:00Z"]
    with subprocess.Popen(
        [sys.executable, "-m", "slakit", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for id in ("1", "2", "3"):
            process.stdin.write(json.dumps({**TICKET, "id": id}) + "\n")
            process.stdin.flush()
            found = json.loads(process.stdout.readline())
            assert (id, "on_track") == (found["ticket"], found["status"])
        process.stdin.close()
    assert 0 == process.returncode


def test_clock_is_read_for_each_line(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without --at every line is answered for the moment at which it is asked."""
    moments = iter([NOW.replace(hour=9), NOW.replace(hour=9), NOW])
    monkeypatch.setattr("slakit.cli.evaluate.now_of", lambda *_: next(moments))
    lines = (json.dumps(TICKET) + "\n") * 2
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(lines.encode())))
    outcome = run("evaluate", "desk.json", "-", "--json")
    assert ["on_track", "breached"] == [
        json.loads(line)["status"] for line in outcome.out.splitlines()
    ]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ([], "add --json"),
        (["--json", "-o", "x"], "no -o, --rejects and --fail-on"),
        (["--json", "--rejects", "x"], "no -o, --rejects and --fail-on"),
        (["--json", "--fail-on", "breach"], "no -o, --rejects and --fail-on"),
        (["--json", "--at", "soon"], "--at: 'soon' is no time"),
    ],
)
def test_usage(run: Run, folder: Path, options: list[str], message: str) -> None:
    """What makes no sense for a process that is kept open is 2."""
    outcome = run("evaluate", "desk.json", "-", *options)
    assert (2, "") == (outcome.code, outcome.out)
    assert message in outcome.err
