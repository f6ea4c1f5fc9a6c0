"""`slakit backtest` and `slakit suggest`."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from slakit.cli import main

POLICY = {
    "slakit": 1,
    "calendars": {"office": {"tz": "Europe/Madrid", "hours": "Mon-Fri 09:00-18:00"}},
    "policies": [{"name": "all", "calendar": "office", "targets": {"resolution": "8h"}}],
}
TABLE = """\
id,created_at,resolved_at,priority
T-1,2024-05-06 09:00,2024-05-06 12:00,high
T-2,2024-05-06 09:00,2024-05-06 16:00,high
T-3,2024-05-06 09:00,,low
"""
AT = ("--tz", "Europe/Madrid", "--at", "2024-05-06T16:30")
Run = Callable[..., int]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return the function that runs a command in a folder with two policies and a table."""
    monkeypatch.chdir(tmp_path)
    new = {**POLICY, "policies": [{**POLICY["policies"][0], "targets": {"resolution": "4h"}}]}  # type: ignore[index]
    Path("old.json").write_text(json.dumps(POLICY))
    Path("new.json").write_text(json.dumps(new))
    Path("tickets.csv").write_text(TABLE)
    return lambda *arguments: main([*arguments, *AT])


BACKTEST = ("backtest", "old.json", "new.json", "tickets.csv")
SUGGEST = ("suggest", "old.json", "tickets.csv")


def test_text(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    """It prints the groups before and after, and the flips counted."""
    assert 0 == run(*BACKTEST)
    told = capsys.readouterr()
    assert ("", True) == (
        told.err,
        "\n3 tickets compared. 2 verdicts change.\n" in told.out,
    )
    rows = [line.split("  ")[0] for line in told.out.splitlines()]
    assert ["metric", "resolution", "resolution"] == rows[4:7]


def test_explained(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    """As many flips as wanted are explained, in the language that is wanted."""
    assert 0 == run(*BACKTEST, "--explain", "1", "--lang", "es")
    told = capsys.readouterr().out
    assert told.count("resolución de T-") == 1
    assert "resolución de T-2: cumplido con las políticas anteriores" in told


def test_all_explained(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    """A number beyond all flips explains all of them."""
    assert 0 == run(*BACKTEST, "--explain", "9" * 30)
    assert 2 == capsys.readouterr().out.count("resolution of T-")


def test_json(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    """With --json it answers programs."""
    assert 0 == run(*BACKTEST, "--json", "--by", "")
    data = json.loads(capsys.readouterr().out)
    assert {"met->missed": 1, "open->breached": 1} == data["kinds"]
    assert [{}] == [group["values"] for group in data["groups"]]


def test_files(run: Run) -> None:
    """The page and the table of flips are written, each flip with its reason."""
    assert 0 == run(*BACKTEST, "--html", "page.html", "--flips", "flips.csv")
    assert Path("page.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    with open("flips.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [
        ("T-2", "met", "missed", "8h", "4h", "7h"),
        ("T-3", "open", "breached", "8h", "4h", "7h30m"),
    ] == [
        (row["ticket"], row["old_verdict"], row["new_verdict"], row["old_amount"],
         row["new_amount"], row["new_elapsed"]) for row in rows
    ]  # fmt: skip
    assert "the amount went from 8 h of business time" in rows[0]["why"]


def test_flips_without_clock(run: Run) -> None:
    """A clock that is there under one set only leaves the other's columns empty."""
    first = {**POLICY, "policies": [{**POLICY["policies"][0], "targets": {"first_response": "4h"}}]}  # type: ignore[index]
    Path("new.json").write_text(json.dumps(first))
    assert 0 == run(*BACKTEST, "--flips", "flips.csv")
    with open("flips.csv", encoding="utf-8", newline="") as file:
        row = next(csv.DictReader(file))
    assert ("met", "no_clock", "all", "", "8h", "") == (
        row["old_verdict"], row["new_verdict"], row["old_policy"], row["new_policy"],
        row["old_amount"], row["new_amount"],
    )  # fmt: skip


@pytest.mark.parametrize("command", [BACKTEST, SUGGEST])
def test_rejects(command: tuple[str, ...], run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    """Rows that cannot be read are told, and end with 3 unless they are written to a file."""
    Path("tickets.csv").write_text(f"{TABLE}T-4,soon,,low\n")
    assert 3 == run(*command)
    assert "1 row was set aside" in capsys.readouterr().err
    assert 0 == run(*command, "--rejects", "bad.csv")
    assert 2 == len(Path("bad.csv").read_text().splitlines())


def test_ticket_that_cannot_be_evaluated(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    """A ticket that carries what cannot be promised is set aside with its line."""
    new = {
        **POLICY,
        "policies": [{**POLICY["policies"][0], "targets": {"resolution": "field(priority)"}}],
    }  # type: ignore[index]
    Path("new.json").write_text(json.dumps(new))
    assert 3 == run(*BACKTEST)
    assert "line 2: T-1: priority" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        (*BACKTEST, "--explain", "-1"),
        (*BACKTEST, "--lang", "pt"),
        (*BACKTEST, "--by", "policy"),
        (*BACKTEST, "--by", "priority,,team"),
        (*BACKTEST, "--html", "old.json"),
        (*BACKTEST, "--html", "out", "--flips", "out"),
        (*SUGGEST, "--objective", "0"),
        (*SUGGEST, "--objective", "0.95"),
        (*SUGGEST, "--objective", "high"),
        (*SUGGEST, "--lang", "pt"),
        (*SUGGEST, "--rejects", "tickets.csv"),
    ],
)
def test_usage(arguments: tuple[str, ...], run: Run) -> None:
    """What cannot be meant is a wrong command, and nothing is written over."""
    assert 2 == run(*arguments)
    assert TABLE == Path("tickets.csv").read_text()


@pytest.mark.filterwarnings("always::slakit.SlakitWarning")
@pytest.mark.parametrize("command", [BACKTEST, SUGGEST])
def test_unseen_field(
    command: tuple[str, ...], run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    """A field that no ticket has is warned of, as by slakit report; one that some have is not."""
    assert 0 == run(*command, "--by", "tema,priority")
    told = capsys.readouterr().err
    assert "no ticket has the field 'tema'." in told
    assert "priority" not in told


@pytest.mark.filterwarnings("always::slakit.SlakitWarning")
@pytest.mark.parametrize("command", [BACKTEST, SUGGEST])
def test_unseen_condition(
    command: tuple[str, ...], run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    """A field for which policies ask too, old and new, is warned of once."""
    asking = {**POLICY, "pause": {"tema": "x"}}
    for name in ("old.json", "new.json"):
        Path(name).write_text(json.dumps(asking))
    assert 0 == run(*command, "--by", "field.tema")
    told = capsys.readouterr().err
    assert 1 == told.count("no ticket has the field 'tema', for which all asks")
    assert 1 == told.count("no ticket has the field")


def test_suggest(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    """It says for each group what would have been met, and if the agreement was realistic."""
    assert 0 == run(*SUGGEST, "--objective", "50")
    told = capsys.readouterr().out.splitlines()
    assert "Resolution, priority high: 3 h of business time is the tightest target" in told[0]
    assert "was realistic: met in 100.0%" in told[0]
    assert told[1] == (
        "Resolution, priority low: no clock was stopped, so no target can be suggested. 1 clock is"
        " still open."
    )


def test_suggest_json(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    """With --json it answers programs; a percent sign changes nothing."""
    assert 0 == run(*SUGGEST, "--objective", "100%", "--json", "--by", "")
    [data] = json.loads(capsys.readouterr().out)
    # T-3 has been open for 7.5 h, and is not late with a tick more.
    told = (data["amount"], data["met"], data["failed"], data["undecided"])
    assert ("7h45m", 2, 0, 1) == told
