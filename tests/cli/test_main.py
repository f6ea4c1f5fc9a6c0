"""The frame around the commands: exit codes, streams, errors."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import warnings
from pathlib import Path

import pytest

import slakit
from slakit import HoursWarning, SlakitError
from slakit.cli import main
from slakit.cli.main import show_warning
from tests.cli.conftest import Run

HOURS = ("--tz", "UTC", "--hours", "Mon-Fri 09:00-17:00")
COMMANDS = ["due", "elapsed", "open", "calendar", "validate", "schema", "evaluate", "demo"]


def process(*arguments: str, **options: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "slakit", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **options,  # type: ignore[call-overload]
    )


def test_version(run: Run) -> None:
    """The version is that of the package."""
    outcome = run("--version")
    assert (0, f"slakit {slakit.__version__}\n", "") == (outcome.code, outcome.out, outcome.err)


def test_help(run: Run) -> None:
    """Help lists the commands and the exit codes, on standard output."""
    outcome = run("--help")
    assert 0 == outcome.code
    assert "exit codes: 0 ok, 1 the answer is no" in outcome.out
    assert [] == [name for name in COMMANDS if f"    {name} " not in outcome.out]


@pytest.mark.parametrize("name", COMMANDS)
def test_help_of_command(run: Run, name: str) -> None:
    """Every command has a help."""
    outcome = run(name, "--help")
    assert (0, "") == (outcome.code, outcome.err)
    assert outcome.out.startswith(f"usage: slakit {name}")


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["frobnicate"],
        ["due"],
        ["due", "now", "1h", "--tz"],
        ["due", "now", "1h", "--calender", "office.json"],
        ["schema", "tickets"],
        ["calendar"],
    ],
)
def test_usage(run: Run, arguments: list[str]) -> None:
    """A wrong command is 2, with the usage on standard error and nothing on standard output."""
    outcome = run(*arguments)
    assert (2, "") == (outcome.code, outcome.out)
    assert outcome.err.startswith("usage: slakit")


def test_no_abbreviations(run: Run) -> None:
    """An option is written out, so that a new one never changes what a script does."""
    assert 2 == run("due", "2024-05-06 09:00", "1h", "--tz", "UTC", "--hour", "Mon 09-10").code


def test_bad_data(run: Run, folder: Path) -> None:
    """Bad data is 3; the error is one message without a traceback."""
    (folder / "bad.json").write_text('{"tz": "Mars/Base", "hours": "Mon 9:00-10:00"}')
    outcome = run("open", "now", "--calendar", "bad.json")
    assert (3, "") == (outcome.code, outcome.out)
    assert outcome.err.startswith("slakit: error: bad.json: line 1: tz: unknown time zone")


@pytest.mark.parametrize(
    "arguments",
    [
        ["validate", "none.json"],
        ["evaluate", "desk.json", "none.csv"],
        ["evaluate", "none.json", "tickets.csv"],
        ["open", "now", "--calendar", "none.json"],
    ],
)
def test_no_such_file(run: Run, folder: Path, arguments: list[str]) -> None:
    """A file that is not there is 3 and is named."""
    outcome = run(*arguments)
    assert (3, "") == (outcome.code, outcome.out)
    assert "none." in outcome.err
    assert "no such file or directory" in outcome.err


def test_missing_extra(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing extra is 4, with the command that installs it."""
    monkeypatch.setitem(sys.modules, "yaml", None)
    (folder / "desk.yaml").write_text("slakit: 1\n")
    outcome = run("evaluate", "desk.yaml", "tickets.csv")
    assert (4, "") == (outcome.code, outcome.out)
    assert 'pip install "slakit[yaml]"' in outcome.err


def test_interrupt(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C is 130 and leaves no traceback."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("slakit.cli.schema.schema_of", interrupt)
    outcome = run("schema")
    assert (130, "", "") == (outcome.code, outcome.out, outcome.err)


def test_warnings(run: Run, folder: Path) -> None:
    """A warning is told in one line, without the code that caused it."""
    with warnings.catch_warnings():
        warnings.simplefilter("default")
        outcome = run("open", "2024-05-06 09:00", "--tz", "UTC", "--hours", "Mon 09:00-23:59")
    assert 0 == outcome.code
    assert outcome.err.startswith("slakit: warning: ")
    assert 1 == outcome.err.count("\n")


def test_show_warning(capsys: pytest.CaptureFixture[str]) -> None:
    """A warning goes to standard error."""
    show_warning(HoursWarning("ends at 23:59"), HoursWarning, "hours.py", 7)
    assert ("", "slakit: warning: ends at 23:59\n") == tuple(capsys.readouterr())


def test_bug_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is no error of slakit's is a bug, and shows as one."""

    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("slakit.cli.schema.schema_of", fail)
    with pytest.raises(ZeroDivisionError):
        main(["schema"])


def test_error_beside_output(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Any error of slakit's is 3 unless it has a code of its own."""

    def fail(*_: object) -> None:
        raise SlakitError("no", parameter="x", remedy="say yes")

    monkeypatch.setattr("slakit.cli.schema.schema_of", fail)
    outcome = run("schema")
    assert (3, "slakit: error: x: no; say yes\n") == (outcome.code, outcome.err)


def test_module() -> None:
    """``python -m slakit`` is the same command."""
    with process("elapsed", "2024-05-06 09:00", "2024-05-06 10:30", *HOURS) as running:
        out, err = running.communicate()
    assert (0, "1h30m\n", "") == (running.returncode, out, err)


def test_reader_goes_away() -> None:
    """When the reader of the output goes away the command ends quietly with 141."""
    with process("schema") as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        err = running.stderr.read()
    assert (141, "") == (running.returncode, err)


def test_output_is_utf8(tmp_path: Path) -> None:
    """Output is UTF-8 whatever the locale."""
    calendar = {
        "tz": "UTC",
        "hours": "Mon 09:00-10:00",
        "holidays": [{"date": "2024-01-01", "name": "Año Nuevo"}],
    }
    file = tmp_path / "calendar.json"
    file.write_text(json.dumps(calendar))
    done = subprocess.run(
        [sys.executable, "-m", "slakit", "calendar", "show", str(file), "--year", "2024"],
        env={**os.environ, "PYTHONIOENCODING": "ascii", "LC_ALL": "C"},
        capture_output=True,
        check=True,
    )
    assert "Año Nuevo" in done.stdout.decode()


def test_help_is_quick() -> None:
    """Help loads nothing that a command would need."""
    heavy = ["pydantic", "holidays", "dateutil", "rich", "yaml", "slakit.evaluation", "csv"]
    program = (
        "import sys; from slakit.cli import main; main(['--help']);"
        f" print(set({heavy}) & set(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert "set()\n" == done.stderr
