"""The timeline that ``slakit explain`` draws."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.drawing.pictures import contents

TICKETS = """\
id,created_at,first_responded_at,resolved_at,tier
1,2024-04-30 16:00,2024-04-30 16:30,2024-05-06 10:00,gold
"""


@pytest.fixture
def command(folder: Path) -> tuple[str, ...]:
    (folder / "tickets.csv").write_text(TICKETS)
    asked = "--tz", "Europe/Madrid", "--at", "2024-05-07T10:00:00Z"
    return "explain", "desk.json", "tickets.csv", "--id", "1", *asked


def test_lanes(run: Run, command: tuple[str, ...]) -> None:
    """The answer begins with the lanes, 80 columns wide where it is no terminal."""
    lines = run(*command).out.splitlines()
    assert lines[:2] == ["1 · missed", "Europe/Madrid · Tue 30 Apr 2024 – Mon 6 May 2024"]
    assert "█" in lines[6]
    assert max(map(len, lines[:8])) <= 80


def test_ascii(run: Run, command: tuple[str, ...]) -> None:
    """With --ascii the lanes have no blocks."""
    lines = run(*command, "--ascii").out.splitlines()
    assert lines[6].startswith("##")
    assert "".join(lines[:8]).isascii()


def test_terminal(run: Run, command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal they are as wide as it."""
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "120")
    lines = run(*command).out.splitlines()
    assert 120 == max(map(len, lines[:8]))


@pytest.mark.parametrize(
    "how", [["--audience", "customer"], ["--style", "markdown"], ["--style", "html"], ["--json"]]
)
def test_without_lanes(run: Run, command: tuple[str, ...], how: list[str]) -> None:
    """Lanes name policies, which are no matter of a customer, and are no page or data."""
    assert "█" not in run(*command, *how).out


def test_svg(run: Run, command: tuple[str, ...], folder: Path) -> None:
    """With --svg the picture is written to a file, in the language."""
    assert 0 == run(*command, "--svg", "out.svg", "--lang", "es").code
    assert "primera respuesta" in contents((folder / "out.svg").read_text(encoding="utf-8"))


def test_svg_nowhere(run: Run, command: tuple[str, ...]) -> None:
    """A file that cannot be written is an error with its name."""
    outcome = run(*command, "--svg", "missing/out.svg")
    assert 3 == outcome.code
    assert "missing/out.svg" in outcome.err


def test_no_svg_of_an_error(run: Run, command: tuple[str, ...], folder: Path) -> None:
    """Where there is nothing to explain no picture is written."""
    assert 3 == run(*command, "--metric", "nope", "--svg", "out.svg").code
    assert not (folder / "out.svg").exists()


def test_no_svg_for_customers(run: Run, command: tuple[str, ...], folder: Path) -> None:
    """The picture names policies and statuses, which are no matter of a customer."""
    outcome = run(*command, "--audience", "customer", "--svg", "out.svg")
    assert (2, "") == (outcome.code, outcome.out)
    assert "leave out --audience customer" in outcome.err
    assert not (folder / "out.svg").exists()


def test_no_data_for_customers(run: Run, command: tuple[str, ...]) -> None:
    """So do the data, of which there is no version for them."""
    outcome = run(*command, "--audience", "customer", "--json")
    assert (2, "") == (outcome.code, outcome.out)
    assert "--json has what only the desk may see" in outcome.err
