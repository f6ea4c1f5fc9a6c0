"""``slakit validate``: whether a document is valid, and all that is wrong with it."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from slakit.cli.options import add_json, show
from slakit.errors import DocumentError, Problem, path_text

if TYPE_CHECKING:
    from slakit.documents import Document, Source

__all__ = ["register"]


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    text = "check a policy set, a calendar or a source; exit code 1: it is not valid"
    parser = subparsers.add_parser("validate", help=text, description=text, allow_abbrev=False)
    parser.add_argument("file", metavar="FILE", help="YAML, JSON or TOML")
    parser.add_argument(
        "--as",
        dest="kind",
        choices=["policy", "calendar", "source"],
        help="what it is (default: told by its keys)",
    )
    add_json(parser)
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
    data = {
        "file": options.file,
        "kind": kind,
        "valid": not problems,
        "problems": [data_of(problem) for problem in problems],
    }
    text = "\n".join(f"{options.file}: {problem}" for problem in problems)
    show(options, data, text or f"{options.file}: a valid {NAMES[kind]}")
    return 1 if problems else 0


NAMES = {"policy": "policy set", "calendar": "calendar", "source": "source"}


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
        remedy = "a policy set has `policies`, a calendar `hours`, a source `map`; or say --as"
        raise DocumentError([Problem(message, line=1, remedy=remedy)], source=source.name)
    return kind


def own_keys(kind: str) -> set[str]:
    from slakit.adapters import TableSource
    from slakit.calendars import BusinessCalendar, CombinedCalendar
    from slakit.policies import PolicySet

    if kind == "policy":
        return {*PolicySet.model_fields}
    if kind == "source":
        return {*TableSource.model_fields} - {"tz"}
    return {*BusinessCalendar.model_fields, *CombinedCalendar.model_fields} - {"tz"}


def model_of(kind: str, source: Source) -> type[Document]:
    from slakit.adapters import TableSource
    from slakit.cli.calendar import calendar_model
    from slakit.policies import PolicySet

    if kind == "calendar":
        return calendar_model(source)
    return PolicySet if kind == "policy" else TableSource


def data_of(problem: Problem) -> dict[str, Any]:
    return {
        "path": path_text(problem.path),
        "line": problem.line,
        "message": problem.message,
        "remedy": problem.remedy,
        "code": problem.code,
    }
