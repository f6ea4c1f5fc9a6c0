"""``slakit agreement show``, ``lint`` and ``diff``."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.agreements.written import DESK, agreement, commitment
from tests.cli.conftest import Run

pytest.importorskip("yaml")

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
CSV = "id,created_at,priority,resolved_at\nT-1,2026-02-02 09:00,high,2026-02-02 10:00\n"


@pytest.fixture
def files(folder: Path) -> Path:
    """Return a folder with an agreement, a later one, and a table of tickets."""
    signed = [{"party": each, "on": "2025-12-01"} for each in ("us", "them")]
    one = agreement(signatures=signed)
    one.to_file(folder / "a.json")
    one.model_copy(update={"title": "Care"}).to_file(folder / "b.json")
    (folder / "tickets.csv").write_text(CSV)
    for name in ("web_shop_agreement.yaml", "web_shop_desk.yaml"):
        shutil.copy(EXAMPLES / name, folder)
    return folder


def test_show(run: Run, files: Path) -> None:
    """The document is Markdown, in the language of the agreement or in one that is asked for."""
    outcome = run("agreement", "show", "web_shop_agreement.yaml")
    assert (0, "# Soporte de la tienda web") == (outcome.code, outcome.out.splitlines()[0])
    assert "## 4. Compromisos" in outcome.out
    assert (
        "## 4. Commitments"
        in run("agreement", "show", "web_shop_agreement.yaml", "--lang", "en").out
    )


def test_show_files(run: Run, files: Path) -> None:
    """Documents that are written to files are not printed."""
    outcome = run("agreement", "show", "a.json", "--html", "a.html", "--markdown", "a.md")
    assert (0, "") == (outcome.code, outcome.out)
    assert "<h1>Support</h1>" in (files / "a.html").read_text()
    assert (files / "a.md").read_text().startswith("# Support\n")


def test_show_on(run: Run, files: Path) -> None:
    """The version that is in force on a date, also as data."""
    shown = run("agreement", "show", "web_shop_agreement.yaml", "--on", "2027-01-01", "--json").data
    assert (2, "97%") == (shown["version"], shown["commitments"][0]["objective"]["attain"])
    assert 2 == run("agreement", "show", "a.json", "--on", "soon").code
    assert 2 == run("agreement", "show", "a.json", "--lang", "pt").code


def test_show_keeps_the_agreement(run: Run, files: Path) -> None:
    """A document is not written over the agreement itself."""
    assert 2 == run("agreement", "show", "a.json", "--markdown", "a.json").code


def test_lint(run: Run, files: Path) -> None:
    """Nothing is found, or what is found with exit code 1 where it is an error."""
    outcome = run("agreement", "lint", "a.json", "--at", "2026-03-01T00:00Z")
    assert (0, "nothing was found\n") == (outcome.code, outcome.out)
    outcome = run("agreement", "lint", "a.json", "--at", "2027-03-01T00:00Z", "--json")
    assert 1 == outcome.code
    assert ["expired"] == [each["code"] for each in outcome.data["findings"]]


def test_lint_history(run: Run, files: Path) -> None:
    """Promises are held against the tickets of the time before."""
    late = CSV + "T-2,2026-02-02 09:00,high,2026-02-20 10:00\nT-3,nonsense,high,\n"
    (files / "tickets.csv").write_text(late)
    options = ("--at", "2026-03-01T00:00Z", "--history", "tickets.csv", "--tz", "Europe/Madrid")
    outcome = run("agreement", "lint", "a.json", *options, "--json", "--rejects", "bad.csv")
    codes = [each["code"] for each in outcome.data["findings"]]
    # Nobody answered: the first responses are breached. One of two resolutions took 3 days.
    assert ["target_never_met", "promise_never_met", "promise_above_history"] == codes
    assert (1, "1 row") == (outcome.code, outcome.err[:5] if outcome.err else "1 row")
    assert "T-3" in (files / "bad.csv").read_text()
    assert 3 == run("agreement", "lint", "a.json", *options).code


def test_lint_usage(run: Run, files: Path) -> None:
    """How to read a table is said of a table."""
    assert 2 == run("agreement", "lint", "a.json", "--tz", "UTC").code
    agreement(policies=None).to_file(files / "bare.json")
    assert 2 == run("agreement", "lint", "bare.json", "--history", "tickets.csv").code


def test_lint_others(run: Run, files: Path) -> None:
    """What an agreement supports is given beside it."""
    [gold] = DESK["policies"]
    slow = {**DESK, "policies": [{**gold, "targets": {**gold["targets"], "resolution": "4bd"}}]}
    supporting = agreement(id="OLA", kind="ola", supports=["A-1"], policies=slow)
    supporting.to_file(files / "ola.json")
    options = ("--at", "2025-12-01T00:00Z", "--others", "a.json")
    outcome = run("agreement", "lint", "ola.json", *options)
    assert 1 == outcome.code
    assert outcome.out.startswith("error: policies.policies[0].targets.resolution: resolution in")


def test_diff(run: Run, files: Path) -> None:
    """Two agreements that differ are told apart in words, or as values; the exit code says so."""
    outcome = run("agreement", "diff", "a.json", "b.json")
    assert (1, "title: Support → Care\n") == (outcome.code, outcome.out)
    assert [{"path": "title", "before": "Support", "after": "Care"}] == run(
        "agreement", "diff", "a.json", "b.json", "--json"
    ).data
    same = run("agreement", "diff", "a.json", "a.json")
    assert (0, "") == (same.code, same.out)


def test_validate(run: Run, files: Path) -> None:
    """An agreement is known by its keys, and its problems are told with their lines."""
    outcome = run("validate", "web_shop_agreement.yaml")
    assert "web_shop_agreement.yaml: a valid agreement\n" == outcome.out
    bad = {**agreement().to_data(), "commitments": [commitment(owed_by="uss")]}
    (files / "bad.json").write_text(json.dumps(bad))
    told = run("validate", "bad.json")
    assert 1 == told.code
    assert "commitments[0].owed_by: unknown party 'uss'; did you mean 'us'?" in told.out


def test_schema(run: Run) -> None:
    """The schema of the form can be printed for editors."""
    schema = run("schema", "agreement").data
    assert {"slakit", "parties", "commitments"} <= set(schema["properties"])
