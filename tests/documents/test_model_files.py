"""Documents in files."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given

from slakit.documents import read_text
from slakit.errors import FormVersionError, UnknownZoneError
from tests.documents.desks import Desk, Office, lines, offices, refused


@given(offices)
def test_files_round_trip(tmp_path_factory: pytest.TempPathFactory, office: Office) -> None:
    """A document that is written to a file is read again from it."""
    for suffix in ("json", "yaml"):
        if suffix == "yaml":
            pytest.importorskip("yaml")
        path = tmp_path_factory.getbasetemp() / f"office.{suffix}"
        office.to_file(path)
        assert office == Office.from_file(path)


def test_to_file(tmp_path: Path) -> None:
    """A file begins with the version of the form."""
    desk = Desk(tz="UTC", hours={"mon": ["18:00"]})  # type: ignore[arg-type]
    desk.to_file(tmp_path / "desk.json")
    text = (tmp_path / "desk.json").read_text()
    expected = {"slakit": 1, "tz": "UTC", "hours": {"mon": ["18:00"]}}
    assert (expected, '{\n  "slakit": 1,') == (json.loads(text), text[:16])
    pytest.importorskip("yaml")
    desk.to_file(str(tmp_path / "desk.yml"))
    written = (tmp_path / "desk.yml").read_bytes()
    assert b"slakit: 1\ntz: UTC\nhours:\n  mon:\n  - '18:00'\n" == written


def test_to_file_refused(tmp_path: Path) -> None:
    """TOML, unknown suffixes and places that cannot be written are refused with the file's name."""
    desk = Desk(tz="UTC")
    path = tmp_path / "a.toml"
    expected = f"{path}: TOML is read and not written; use .yaml or .json"
    assert expected == str(refused(desk.to_file, path))
    assert "unknown suffix '.txt'" in str(refused(desk.to_file, "a.txt"))
    path = tmp_path / "none" / "a.json"
    expected = f"{path}: the file cannot be written: no such file or directory"
    assert expected == str(refused(desk.to_file, path))
    assert not os.listdir(tmp_path)


@pytest.mark.parametrize("text", ['{"slakit": 1, "tz": "UTC"}', '{"tz": "UTC"}'])
def test_from_file(tmp_path: Path, text: str) -> None:
    """A file may say its version."""
    path = tmp_path / "desk.json"
    path.write_text(text)
    assert Desk(tz="UTC") == Desk.from_file(path) == Desk.from_file(str(path))


def test_from_yaml_and_toml(tmp_path: Path) -> None:
    """All formats give the same document."""
    (tmp_path / "a.toml").write_text('slakit = 1\ntz = "UTC"\nhours.mon = ["18:00"]')
    (tmp_path / "a.yaml").write_text("slakit: 1\ntz: UTC\nhours: {mon: [18:00]}")
    expected = Desk(tz="UTC", hours={"mon": ["18:00"]})  # type: ignore[arg-type]
    assert expected == Desk.from_file(tmp_path / "a.toml")
    pytest.importorskip("yaml")
    assert expected == Desk.from_file(tmp_path / "a.yaml")


def test_problems_of_a_file(tmp_path: Path) -> None:
    """Problems from a file have its name and their lines, in the order of the lines."""
    pytest.importorskip("yaml")
    path = tmp_path / "office.yaml"
    path.write_text(
        "slakit: 0\nnmae: x\nqueue:\n  - tz: UTC\n  - seats: no\ndesks:\n  a:\n    tz: Mars\n"
    )
    error = refused(Office.from_file, path)
    assert str(path) == error.source
    assert [
        "line 1: slakit: 0 is no version of the form; write slakit: 1",
        "line 2: nmae: unknown key 'nmae'; did you mean 'name'?",
        "line 5: queue[1].tz: is required and missing",
        "line 5: queue[1].seats: must be a whole number, not 'no'",
        "line 8: desks.a.tz: unknown zone 'Mars'; use an IANA name",
    ] == lines(error)
    assert str(error).startswith(f"{path}: 5 problems\n  line 1: slakit: ")


def test_one_kind_of_problem_in_a_file() -> None:
    """An error from a file is of its special kind, too."""
    source = read_text('{"tz": "Mars"}', format="json", name="desk.json")
    error = refused(Desk.from_source, source)
    assert isinstance(error, UnknownZoneError)
    assert "desk.json: line 1: tz: unknown zone 'Mars'; use an IANA name" == str(error)


def test_newer_form() -> None:
    """A file for a newer slakit is refused as such, whatever else is in it."""
    source = read_text('{"slakit": 2, "new": 1}', format="json")
    assert isinstance(refused(Desk.from_source, source), FormVersionError)
