"""`main`: from the arguments to the exit code."""

from __future__ import annotations

import argparse
import io
import os
import sys
import warnings
from collections.abc import Sequence
from typing import TextIO

from slakit import __version__
from slakit.cli import (
    agreement,
    backtest,
    calendar,
    demo,
    evaluate,
    explain,
    questions,
    recovery,
    report,
    schema,
    suggest,
    tick,
    validate,
)
from slakit.cli.usage import UsageError
from slakit.errors import MissingExtraError, SlakitError

__all__ = ["main"]

COMMANDS = (
    demo,
    evaluate,
    report,
    backtest,
    suggest,
    explain,
    tick,
    recovery,
    validate,
    questions,
    agreement,
    calendar,
    schema,
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; `argv` is that of the process by default.

    No `SlakitError` leaves this function: it is told on standard error.

    >>> main(["due", "2024-05-03 17:00", "2h", "--tz", "UTC", "--hours", "Mon-Fri 09:00-18:00"])
    2024-05-06T10:00:00+00:00
    0
    """
    try:
        options = parser_of_all().parse_args(argv)
        with warnings.catch_warnings():
            warnings.showwarning = show_warning
            return run(options)
    except SystemExit as end:
        # argparse ends the process itself after --help, --version and a wrong command.
        return int(end.code or 0)


def parser_of_all() -> argparse.ArgumentParser:
    """Return the parser with all commands."""
    parser = argparse.ArgumentParser(
        prog="slakit",
        description="Service level agreements over business calendars.",
        epilog="exit codes: 0 ok, 1 the answer is no, 2 usage, 3 bad data, 4 missing extra",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"slakit {__version__}")
    parser.set_defaults(parser=parser)
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for module in COMMANDS:
        module.register(commands)
    return parser


def run(options: argparse.Namespace) -> int:
    """Run the command and tell errors as exit codes."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        # What is written is data, and must not depend on the locale.
        sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    try:
        code: int = options.run(options)
        sys.stdout.flush()
    except UsageError as error:
        options.parser.error(str(error))
    except MissingExtraError as error:
        return told(error, 4)
    except SlakitError as error:
        return told(error, 3)
    except BrokenPipeError:
        # Python would fail once more when it flushes standard output at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except OSError as error:
        return told(f"{error.filename or 'a file'}: {(error.strerror or str(error)).lower()}", 3)
    except KeyboardInterrupt:
        return 130
    return code


def told(error: Exception | str, code: int) -> int:
    print(f"slakit: error: {error}", file=sys.stderr)
    return code


def show_warning(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    """Tell a warning without the line of code that caused it, which is none of the user's."""
    print(f"slakit: warning: {message}", file=sys.stderr)
