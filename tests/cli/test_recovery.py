"""``slakit recovery``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import CALENDAR, Run

PLAN = {
    "slakit": 1,
    "calendar": CALENDAR,
    "steps": {"team_alerted": {"target": "30m"}, "cause_found": {"target": "2h"}},
    "team_field": "team",
}
# Opened on Thursday the 2nd at ten, with eight hours of office: due on Friday at ten.
TABLE = "id,created_at,tier,team\n7,2024-05-02T10:00+02:00,gold,net\n8,today,gold,net\n"
NOW = ["--at", "2024-05-03T12:00+02:00"]
STEPS: list[list[str]] = [
    ["team_alerted", "--at", "2024-05-03T12:10", "--responsible", "bo", "--by", "ana"],
    ["cause_found", "--at", "2024-05-03T16:00", "--cause", "tool/outage", "--by", "bo"],
    ["customer_told", "--at", "2024-05-03T16:10", "--message", "sent.txt", "--by", "ana"],
    ["acted", "--at", "2024-05-03T16:30", "--by", "bo", "--note", "new disk"],
    ["restoration_told", "--at", "2024-05-03T16:40", "--by", "ana"],
]


@pytest.fixture
def opened(run: Run, folder: Path) -> Path:
    """Return the file of a case that was just opened."""
    (folder / "tickets.csv").write_text(TABLE)
    (folder / "plan.json").write_text(json.dumps(PLAN))
    (folder / "sent.txt").write_text("Dear customer,\n\nwe are sorry.\n")
    outcome = run(*opening())
    assert (0, "7/gold/resolution/1\n", "") == (outcome.code, outcome.out, outcome.err)
    return folder / "case.json"


def opening(*more: str, id: str = "7", plan: tuple[str, ...] = ("--plan", "plan.json")) -> Any:
    """Return the command that opens a case."""
    named = ["desk.json", "tickets.csv", "--id", id, "--metric", "resolution"]
    return ["recovery", "open", *named, *plan, "--by", "ana", "-o", "case.json", *NOW, *more]


def test_all_steps(run: Run, opened: Path) -> None:
    """A case goes from the breach to a post-mortem, in one file."""
    for step in STEPS:
        outcome = run("recovery", "step", opened, *step)
        assert (0, "") == (outcome.code, outcome.err)
    assert [
        "team_alerted: done, due 2024-05-03T12:30:00+02:00",
        # Two hours of open time after ten past twelve.
        "cause_found: done late, due 2024-05-03T14:10:00+02:00",
        "customer_told: done",
        "acted: done",
        "restoration_told: done",
    ] == outcome.out.splitlines()
    shown = run("recovery", "show", opened, "--at", "2024-05-03T17:00")
    assert (0, "") == (shown.code, shown.err)
    lines = shown.out.splitlines()
    for line in (
        "# Post-mortem of 7: resolution",
        "- Team: net",
        "- Cause: tool: outage",
        "> we are sorry.",
    ):
        assert line in lines
    assert [] == [path.name for path in opened.parent.iterdir() if path.name[0] == "."]


def test_as_of(run: Run, opened: Path) -> None:
    """As of an instant nothing is shown that was recorded after it, in no form."""
    for step in STEPS[:2]:
        run("recovery", "step", opened, *step)
    early = "recovery", "show", opened, "--at", "2024-05-03T12:20"
    assert "- Cause: not known yet" in run(*early).out
    assert ["team_alerted"] == [each["step"] for each in run(*early, "--json").data["records"]]
    refused = run(*early, "--message", "restored")
    assert (3, "") == (refused.code, refused.out)
    before = run("recovery", "show", opened, "--svg", "x.svg", "--at", "2024-05-03T11:59")
    assert (3, False) == (before.code, (opened.parent / "x.svg").exists())
    assert "is before the case was opened" in before.err


def test_review_and_measures(run: Run, opened: Path) -> None:
    """Questions are answered, and measures are added and done."""
    at = ["--by", "eva", "--at", "2024-05-06T10:00"]
    assert 0 == run("recovery", "review", opened, "realistic", "no", *at).code
    assert 0 == run("recovery", "review", opened, "survey_sent", "yes", "--score", "4.5", *at).code
    assert 0 == run("recovery", "review", opened, "team_effect", "--note", "tired", *at).code
    new = ["--what", "a second disk", "--owner", "bo", "--due", "2024-05-31"]
    assert 0 == run("recovery", "measure", opened, *new).code
    done = ["--done", "1", "--on", "2024-05-20", "--by", "bo"]
    assert 0 == run("recovery", "measure", opened, *done).code
    text = run("recovery", "show", opened, "--at", "2024-05-21T10:00", "--lang", "es").out
    assert "| ¿Era realista el plazo? | No | eva |" in text
    assert "| a second disk | bo | vie 31 may 2024 | hecha el lun 20 may 2024 |" in text


def test_shown(run: Run, opened: Path) -> None:
    """It is shown as data, as a page, as a picture, and as a message to be sent."""
    files = ["--html", "case.html", "--svg", "case.svg"]
    outcome = run("recovery", "show", opened, "--json", *files, *NOW)
    assert json.loads(opened.read_text()) == outcome.data
    assert '<html lang="en">' in (opened.parent / "case.html").read_text()
    assert (opened.parent / "case.svg").read_text().startswith("<svg")
    told = ["--message", "apology", "--lang", "pt-BR", "--happened", "uma falha"]
    assert "O que aconteceu: uma falha." in run("recovery", "show", opened, *told).out


def test_report(run: Run, opened: Path) -> None:
    """Several cases give one report."""
    for step in STEPS[:2]:
        run("recovery", "step", opened, *step)
    outcome = run(
        "recovery", "report", opened, "--least", "1", "--html", "all.html", *NOW[:1],
        "2024-05-06T10:00",
    )  # fmt: skip
    assert "| Tool: outage | 1 | 7 | Fri 3 May 2024 | Fri 3 May 2024 | net (1) |" in outcome.out
    assert "| 7/gold/resolution/1 | Cause found | done late |" in outcome.out
    assert '<html lang="en">' in (opened.parent / "all.html").read_text()


def test_without_a_plan(run: Run, opened: Path) -> None:
    """Without a plan the steps are measured, and none has a due time."""
    opened.unlink()
    assert 0 == run(*opening(plan=())).code
    outcome = run("recovery", "step", opened, *STEPS[0])
    assert ["team_alerted: done", "cause_found: open"] == outcome.out.splitlines()[:2]


def test_correct(run: Run, opened: Path) -> None:
    """A step that was taken is corrected with a reason."""
    run("recovery", "step", opened, *STEPS[0])
    again = ["team_alerted", "--by", "eva", "--responsible", "max"]
    refused = run("recovery", "step", opened, *again, "--at", "2024-05-03T12:20")
    assert 3 == refused.code
    assert "was taken at 2024-05-03T12:10:00+02:00 already; correct it" in refused.err
    assert 0 == run("recovery", "step", opened, *again, "--correct", "he is ill").code
    shown = run("recovery", "show", opened, "--at", "2024-05-03T12:10").out
    assert "- Who restores it: max" in shown


def test_order(run: Run, opened: Path) -> None:
    """A step out of order is refused, and the file stays as it was; a reason overrides it."""
    before = opened.read_bytes()
    early = ["customer_told", "--by", "ana", "--at", "2024-05-03T12:20"]
    refused = run("recovery", "step", opened, *early)
    assert (3, before) == (refused.code, opened.read_bytes())
    assert "comes after 'team_alerted' and 'cause_found'" in refused.err
    assert 0 == run("recovery", "step", opened, *early, "--override", "she called").code


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (opening(), 2, "case.json is there already; a case is opened once"),
        (opening("-o", "desk.json"), 2, "have to be different files"),
        (opening("-o", "new.json", id="9"), 3, "tickets.csv has no ticket '9'"),
        (opening("-o", "new.json", id="8"), 3, "line 3"),
        (opening("-o", "new.json", "--at", "2024-05-03T09:00+02:00"), 3, "nothing to recover"),
        (["recovery", "step", "case.json", "told", "--by", "ana", *NOW], 3, "unknown step 'told'"),
        (["recovery", "review", "case.json", "why", "--by", "ana", *NOW], 3, "question"),
        (["recovery", "measure", "case.json", "--what", "x"], 2, "give --what, --owner and --due"),
        (["recovery", "measure", "case.json", "--due", "soon"], 2, "'soon' is no date"),
        (["recovery", "show", "case.json", "--lang", "pt"], 2, "no words for the locale 'pt'"),
        (["recovery", "show", "case.json", "--html", "case.json"], 2, "different files"),
        (["recovery", "show", "nothing.json"], 3, "nothing.json"),
        (["recovery", "show", "desk.json"], 3, "unknown key"),
        (["recovery"], 2, "COMMAND"),
    ],
)
def test_refused(run: Run, opened: Path, arguments: list[str], code: int, message: str) -> None:
    """What cannot be is refused, and nothing is written."""
    before = opened.read_bytes()
    outcome = run(*arguments)
    assert code == outcome.code, outcome.err
    assert message in outcome.err
    assert before == opened.read_bytes()
    assert not (opened.parent / "new.json").exists()
