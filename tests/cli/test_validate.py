"""``slakit validate``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

SOURCE = {"tz": "UTC", "map": {"id": "case", "created_at": "opened"}}


@pytest.mark.parametrize(
    ("expected", "name"),
    [("policy set", "desk.json"), ("calendar", "office.json"), ("source", "source.json")],
)
def test_valid(run: Run, folder: Path, expected: str, name: str) -> None:
    """What a document is, is told by its keys."""
    (folder / "source.json").write_text(json.dumps(SOURCE))
    outcome = run("validate", name)
    assert (0, f"{name}: a valid {expected}\n", "") == (outcome.code, outcome.out, outcome.err)


def test_combined_calendar(run: Run, folder: Path) -> None:
    """A combined calendar is a calendar."""
    calendar = json.loads((folder / "office.json").read_text())
    (folder / "both.json").write_text(json.dumps({"union": [calendar, calendar]}))
    assert "both.json: a valid calendar\n" == run("validate", "both.json").out


def test_problems(run: Run, folder: Path) -> None:
    """Every problem is told with its file, line and path; the answer no is 1."""
    (folder / "bad.json").write_text(
        '{"tz": "Mars/Base",\n "hours": "Mon 9:00-10:00",\n "holydays": []}'
    )
    outcome = run("validate", "bad.json")
    assert 1 == outcome.code
    first, second = outcome.out.splitlines()
    assert first.startswith("bad.json: line 1: tz: unknown time zone 'Mars/Base'")
    assert "bad.json: line 3: holydays: unknown key 'holydays'; did you mean 'holidays'?" == second


def test_json(run: Run, folder: Path) -> None:
    """JSON has the problems one by one."""
    (folder / "bad.json").write_text('{"tz": "UTC",\n "hours": "Mon 9:00-10:00",\n "holydays": []}')
    outcome = run("validate", "bad.json", "--json")
    problem = {
        "path": "holydays",
        "line": 3,
        "message": "unknown key 'holydays'",
        "remedy": "did you mean 'holidays'?",
        "code": "document",
    }
    expected = {"file": "bad.json", "kind": "calendar", "valid": False, "problems": [problem]}
    assert (1, expected) == (outcome.code, outcome.data)


def test_valid_in_json(run: Run, folder: Path) -> None:
    """A valid document has no problems."""
    expected = {"file": "desk.json", "kind": "policy", "valid": True, "problems": []}
    assert expected == run("validate", "desk.json", "--json").data


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('{"tz": "UTC",}', "line 1: "),
        ("", "the document is empty"),
        ("[1]", "line 1: nothing tells what the document is"),
        ('{"tz": "UTC"}', "line 1: nothing tells what the document is"),
        ('{"polices": []}', "line 1: nothing tells what the document is"),
    ],
)
def test_no_document(run: Run, folder: Path, content: str, message: str) -> None:
    """A file that cannot be read as a document is not valid."""
    (folder / "bad.json").write_text(content)
    outcome = run("validate", "bad.json")
    assert 1 == outcome.code
    assert f"bad.json: {message}" in outcome.out


def test_as(run: Run, folder: Path) -> None:
    """What it is may be said, where the keys do not tell."""
    (folder / "bad.json").write_text('{"polices": []}')
    outcome = run("validate", "bad.json", "--as", "policy")
    assert 1 == outcome.code
    assert "unknown key 'polices'; did you mean 'policies'?" in outcome.out


def test_misspelt_key(run: Run, folder: Path) -> None:
    """One misspelt key does not hide what a document is."""
    policy = json.loads((folder / "desk.json").read_text())
    policy["polices"] = policy.pop("policies")
    (folder / "desk.json").write_text(json.dumps(policy))
    assert "policy" == run("validate", "desk.json", "--json").data["kind"]


def test_format_json(run: Run, folder: Path) -> None:
    """JSON is one of the formats, and has an option of its own."""
    expected = run("validate", "office.json", "--json").out
    assert expected == run("validate", "office.json", "--format", "json").out
    assert run("validate", "office.json").out == run("validate", "office.json", "--format=text").out


class TestGitHub:
    def test_annotations(self, run: Run, folder: Path) -> None:
        """Every problem is a command that shows it at its line."""
        (folder / "bad.json").write_text(
            '{"tz": "UTC",\n "hours": "Mon 9:00-10:00",\n\n "holydays": [],\n "spezial": {}}'
        )
        outcome = run("validate", "bad.json", "--format", "github")
        expected = (
            "::error file=bad.json,line=4,title=no valid calendar::"
            "holydays: unknown key 'holydays'; did you mean 'holidays'?\n"
            "::error file=bad.json,line=5,title=no valid calendar::"
            "spezial: unknown key 'spezial'; did you mean 'special'?\n"
        )
        assert (1, expected, "") == (outcome.code, outcome.out, outcome.err)

    def test_without_lines(self, run: Run, folder: Path) -> None:
        """TOML gives no lines, so a problem is shown at the first."""
        (folder / "bad.toml").write_text('tz = "UTC"\nhours = "Mon 9:00-10:00"\nholydays = []\n')
        assert run("validate", "bad.toml", "--format", "github").out.startswith(
            "::error file=bad.toml,line=1,title=no valid calendar::holydays: "
        )

    def test_no_kind(self, run: Run, folder: Path) -> None:
        """A file that is nothing known is no valid document."""
        (folder / "bad.json").write_text("[1]")
        outcome = run("validate", "bad.json", "--format", "github")
        assert 1 == outcome.code
        assert outcome.out.startswith("::error file=bad.json,line=1,title=no valid document::")

    def test_escaping(self, run: Run, folder: Path) -> None:
        """What stands in the file or in its name neither ends a command nor begins another."""
        name = "50%,a:b.json"
        (folder / name).write_text(
            json.dumps({"tz": "UTC", "hours": "Mon 9:00-10:00", "x%\r\n::error::,:": 1})
        )
        (told,) = run("validate", name, "--format", "github").out.splitlines()
        nothing, properties, message = told.split("::", 2)
        assert "" == nothing
        assert "error file=50%25%2Ca%3Ab.json,line=1,title=no valid calendar" == properties
        assert message.startswith("x%25%0D%0A::error::,:: unknown key ")

    def test_valid(self, run: Run, folder: Path) -> None:
        """A valid document has no annotation, and says so."""
        outcome = run("validate", "office.json", "--format", "github")
        assert (0, "office.json: a valid calendar\n") == (outcome.code, outcome.out)


def test_unknown_format(run: Run, folder: Path) -> None:
    """A format that is not there is a wrong command."""
    outcome = run("validate", "office.json", "--format", "xml")
    assert 2 == outcome.code
    assert "github" in outcome.err
