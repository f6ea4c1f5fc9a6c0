"""The fixtures, in a run of pytest of their own."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

HOW_TO = Path(__file__).parents[2] / "docs" / "how-to" / "check-your-own-code.md"
PLUGIN = 'pytest_plugins = ["slakit.testing.fixtures"]\n'


def run(folder: Path, **files: str) -> subprocess.CompletedProcess[str]:
    """Run pytest over files in a folder, with every warning an error."""
    for name, text in files.items():
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "pytest", "-q", "-p", "no:cacheprovider", "."],
        cwd=folder,
        capture_output=True,
        text=True,
    )


def test_how_to(tmp_path: Path) -> None:
    """The test in the how-to passes."""
    (block,) = re.findall(
        r"^```python\n(# test_desk\.py\n.*?)^```$", HOW_TO.read_text("utf-8"), re.M | re.S
    )
    done = run(tmp_path, test_desk=block)
    assert 0 == done.returncode, done.stdout + done.stderr
    assert "1 passed" in done.stdout


TESTS = '''
from datetime import UTC, datetime, timedelta

import pytest

from slakit import SlakitError, evaluate


def test_office(office, at):
    """Madrid, with lunch, and Thursday is a holiday."""
    assert timedelta(hours=8) == office.elapsed(at("Mon 00:00"), at("Tue 00:00"))
    assert not office.is_open(at("Mon 12:30"))
    assert timedelta(0) == office.elapsed(at("Thu 00:00"), at("Fri 00:00"))


def test_at(at):
    assert datetime(2024, 5, 6, 7, tzinfo=UTC) == at("Mon 09:00")


def test_now(now, at):
    assert at("2024-05-08 12:00") == now


def test_clocks(spring_forward, fall_back):
    """Both are at 01:00 UTC on the last Sunday of March and October."""
    assert datetime(2024, 3, 31, 1, tzinfo=UTC) == spring_forward.astimezone(UTC)
    # Where an hour comes twice, Python finds no two instants of two zones equal.
    assert datetime(2024, 10, 27, 1, tzinfo=UTC) == fall_back.astimezone(UTC)


def test_ticket(make_ticket, at):
    ticket = make_ticket(
        "Mon 09:00",
        priority="urgent",
        changes={"Mon 10:00": {"status": "waiting"}},
        agent=["Mon 09:40"],
        customer=["Mon 10:30"],
        signals={"Mon 12:00": "handed_over"},
    )
    assert {"priority": "urgent"} == ticket.fields
    kinds = [(event.at, event.kind) for event in ticket.events]
    assert [
        (at("Mon 09:40"), "message"),
        (at("Mon 10:00"), "change"),
        (at("Mon 10:30"), "message"),
        (at("Mon 12:00"), "signal"),
    ] == kinds
    assert "customer" == ticket.opened_by
    assert make_ticket().id != ticket.id


@pytest.mark.parametrize(
    ("priority", "response", "resolution"),
    [("urgent", "Mon 09:30", "Mon 14:00"), ("low", "Mon 11:00", "Wed 09:00")],
)
def test_desk(desk, make_ticket, at, priority, response, resolution):
    ev = evaluate(desk, make_ticket("Mon 09:00", priority=priority), at=at("Mon 09:00"))
    assert at(response) == ev["first_response"].due_at
    assert at(resolution) == ev["resolution"].due_at


def test_statuses(desk):
    assert {"waiting": "paused", "solved": "resolved", "closed": "closed"} == desk.categories
'''


def test_all(tmp_path: Path) -> None:
    """Each fixture is what the reference says."""
    done = run(tmp_path, conftest=PLUGIN, test_fixtures=TESTS)
    assert 0 == done.returncode, done.stdout + done.stderr


OWN = """
import pytest
from slakit import BusinessCalendar


@pytest.fixture
def office():
    return BusinessCalendar(tz="Asia/Kathmandu", hours="Sun-Fri 10:00-17:00")
"""
OWN_TESTS = """
import pytest
from slakit import SlakitError


def test_at(at):
    assert "2024-05-06T10:00:00+05:45" == at("Mon 10:00").isoformat()


def test_desk(desk, office):
    assert office == desk.calendars["office"]


def test_no_change_of_clocks(request):
    with pytest.raises(SlakitError, match="do not change in 2024"):
        request.getfixturevalue("fall_back")
"""


def test_own_office(tmp_path: Path) -> None:
    """An office of one's own takes the place of theirs, and the others follow."""
    done = run(tmp_path, conftest=PLUGIN + OWN, test_own=OWN_TESTS)
    assert 0 == done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("module", "package"),
    [("fixtures", "pytest"), ("strategies", "hypothesis")],
)
def test_missing_extra(module: str, package: str) -> None:
    """Without the extra the error names the command that installs it."""
    program = f"import sys; sys.modules[{package!r}] = None\nimport slakit.testing.{module}"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    message = f'slakit.testing.{module} needs {package}; run: pip install "slakit[testing]"'
    assert message in done.stderr


def test_light() -> None:
    """Comparing needs neither of them."""
    program = "import sys, slakit.testing\nprint({'pytest', 'hypothesis'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert "set()\n" == done.stdout
