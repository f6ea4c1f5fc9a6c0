"""A desk in a folder, and the command line to ask it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from slakit.cli import main

CALENDAR = {
    "tz": "Europe/Madrid",
    "hours": "Mon-Fri 09:00-17:00",
    "holidays": [{"date": "2024-05-01", "name": "Labour Day"}],
    "special": {"2024-12-24": "09:00-12:00"},
}
POLICY = {
    "slakit": 1,
    "calendars": {"office": CALENDAR, "night": {"tz": "UTC", "hours": "Mon-Fri 22:00-06:00"}},
    "policies": [
        {
            "name": "gold",
            "when": {"tier": "gold"},
            "calendar": "office",
            "targets": {"first_response": "1h", "resolution": "8h"},
        },
        {
            "name": "silver",
            "when": {"tier": "silver"},
            "calendar": "office",
            "targets": {"resolution": "field(promised)"},
        },
    ],
}


@dataclass(frozen=True)
class Outcome:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Outcome]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Return the function that runs a command in this process."""

    def command(*arguments: object) -> Outcome:
        code = main([str(each) for each in arguments])
        return Outcome(code, *capsys.readouterr())

    return command


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the current folder, with a calendar and a policy set in it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "office.json").write_text(json.dumps(CALENDAR))
    (tmp_path / "desk.json").write_text(json.dumps(POLICY))
    return tmp_path
