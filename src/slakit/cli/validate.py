"""``slakit validate``: whether a document is valid, and all that is wrong with it."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from slakit.errors import DocumentError, Problem, path_text

if TYPE_CHECKING:
    from slakit.documents import Document, Source

__all__ = ["register"]


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    text = "check a policy set, an agreement, a calendar or a source; exit code 1: it is not valid"
    parser = subparsers.add_parser("validate", help=text, description=text, allow_abbrev=False)
    parser.add_argument("file", metavar="FILE", help="YAML, JSON or TOML")
    parser.add_argument(
        "--as",
        dest="kind",
        choices=[*NAMES],
        help="what it is (default: told by its keys)",
    )
    parser.add_argument(
        "--format",
        choices=["text", "github", "json"],
        default="text",
        help="how problems are told: for people, as annotations of GitHub, or in JSON",
    )
    parser.add_argument(
        "--json",
        dest="format",
        action="store_const",
        const="json",
        help="the same as --format json",
    )
    parser.set_defaults(run=run, parser=parser)


def run(options: argparse.Namespace) -> int:
    from slakit.documents import read_file

    # A file that is not there is neither valid nor invalid: this is an error.
    with open(options.file, "rb"):
        pass
    kind, problems = options.kind, tuple[Problem, ...]()
    try:
        source = read_file(options.file)
        kind = kind or kind_of(source)
        model_of(kind, source).from_source(source)
    except DocumentError as error:
        problems = error.problems
    print(ANSWERS[options.format](options.file, kind, problems))
    return 1 if problems else 0


NAMES = {
    "policy": "policy set",
    "agreement": "agreement",
    "calendar": "calendar",
    "source": "source",
}


def kind_of(source: Source) -> str:
    """Tell what a document is by the keys that only one kind has; misspelt ones may be among them.

    Raises `DocumentError` where that cannot be told.
    """
    keys = source.data.keys() if isinstance(source.data, dict) else set()
    known = {kind: len(keys & own_keys(kind)) for kind in NAMES}
    most = max(known.values())
    (kind, *others) = (kind for kind, count in known.items() if count == most)
    if others:
        message = "nothing tells what the document is"
        remedy = (
            "a policy set has `policies`, an agreement `parties`, a calendar `hours`, a source"
            " `map`; or say --as"
        )
        raise DocumentError([Problem(message, line=1, remedy=remedy)], source=source.name)
    return kind


def own_keys(kind: str) -> set[str]:
    from slakit.adapters import TableSource
    from slakit.agreements import Agreement
    from slakit.calendars import BusinessCalendar, CombinedCalendar
    from slakit.policies import PolicySet

    if kind == "policy":
        return {*PolicySet.model_fields}
    if kind == "agreement":
        # Those that others have too tell nothing.
        return {*Agreement.model_fields} - {*PolicySet.model_fields, "tz"}
    if kind == "source":
        return {*TableSource.model_fields} - {"tz"}
    return {*BusinessCalendar.model_fields, *CombinedCalendar.model_fields} - {"tz"}


def model_of(kind: str, source: Source) -> type[Document]:
    from slakit.adapters import TableSource
    from slakit.cli.calendar import calendar_model
    from slakit.policies import PolicySet

    if kind == "agreement":
        from slakit.agreements import Agreement

        return Agreement
    if kind == "calendar":
        return calendar_model(source)
    return PolicySet if kind == "policy" else TableSource


def as_text(file: str, kind: str | None, problems: Sequence[Problem]) -> str:
    """Return a line for each problem, or one that says that there is none."""
    told = "\n".join(f"{file}: {problem}" for problem in problems)
    return told or f"{file}: a valid {NAMES[str(kind)]}"


def as_annotations(file: str, kind: str | None, problems: Sequence[Problem]) -> str:
    """Return the commands that make GitHub show each problem at its line of a pull request."""
    told = []
    for problem in problems:
        # A problem of the whole file, or of a format that gives no lines, is shown at the first.
        properties = {"file": file, "line": str(problem.line or 1)}
        properties["title"] = f"no valid {NAMES.get(str(kind), 'document')}"
        pairs = ",".join(f"{name}={escaped(text, ':,')}" for name, text in properties.items())
        told.append(f"::error {pairs}::{escaped(str(replace(problem, line=None)))}")
    return "\n".join(told) or as_text(file, kind, problems)


def escaped(text: str, marks: str = "") -> str:
    """Write a text so that it can neither end a command nor, with `marks`, a property of one."""
    for mark in f"%\r\n{marks}":
        text = text.replace(mark, f"%{ord(mark):02X}")
    return text


def as_json(file: str, kind: str | None, problems: Sequence[Problem]) -> str:
    """Return the problems one by one, for programs."""
    data = {
        "file": file,
        "kind": kind,
        "valid": not problems,
        "problems": [
            {
                "path": path_text(problem.path),
                "line": problem.line,
                "message": problem.message,
                "remedy": problem.remedy,
                "code": problem.code,
            }
            for problem in problems
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=2)


ANSWERS = {"text": as_text, "github": as_annotations, "json": as_json}
