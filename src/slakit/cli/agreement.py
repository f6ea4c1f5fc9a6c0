"""``slakit agreement``: the document for people, what is wrong with its promises, what changed."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from contextlib import ExitStack
from datetime import UTC, date
from pathlib import Path
from typing import TYPE_CHECKING

from slakit.cli import agreement_assess
from slakit.cli.evaluate import add_source, source_of, tell_rejects
from slakit.cli.options import add_at, add_json, now_of
from slakit.cli.rows import refuse_overwriting
from slakit.cli.usage import UsageError, arguments

if TYPE_CHECKING:
    from datetime import datetime

    from slakit.agreements import Agreement
    from slakit.cli.answers import Rejects
    from slakit.evaluation import Evaluation
    from slakit.reports import Outcome

__all__ = ["register"]

TEXT = "agreements: the document for people, its promises, its versions, and its assessment"
LANGUAGES = "en, es, pt-BR or pt-PT (default: that of the agreement)"


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command with its own commands."""
    parser = subparsers.add_parser("agreement", help=TEXT, description=TEXT, allow_abbrev=False)
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    add_show(commands)
    add_lint(commands)
    add_diff(commands)
    agreement_assess.register(commands)


def add_show(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    text = "write the document for people: Markdown, or a page that prints on A4"
    parser = commands.add_parser("show", help=text, description=text, allow_abbrev=False)
    parser.add_argument("agreement", metavar="AGREEMENT", help="YAML, JSON or TOML")
    parser.add_argument("--on", metavar="DATE", help="the version in force on it; else the first")
    parser.add_argument("--lang", help=LANGUAGES)
    parser.add_argument("--markdown", metavar="FILE", help="write it there, and print nothing")
    parser.add_argument("--html", metavar="FILE", help="write a page there, and print nothing")
    add_json(parser)
    parser.set_defaults(run=run_show, parser=parser)


def add_lint(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    text = "find promises that cannot be kept or say nothing; exit code 1: there are errors"
    parser = commands.add_parser("lint", help=text, description=text, allow_abbrev=False)
    parser.add_argument("agreement", metavar="AGREEMENT", help="YAML, JSON or TOML")
    parser.add_argument(
        "--history", metavar="TICKETS", help="a table of the time before, to hold promises against"
    )
    add_source(parser)
    parser.add_argument(
        "--others",
        metavar="FILE",
        action="append",
        default=[],
        help="an agreement that this one supports; repeatable",
    )
    parser.add_argument("--rejects", metavar="FILE", help="CSV of the rows that were set aside")
    add_at(parser)
    add_json(parser)
    parser.set_defaults(run=run_lint, parser=parser)


def add_diff(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    text = "say what one agreement promises otherwise than another; exit code 1: they differ"
    parser = commands.add_parser("diff", help=text, description=text, allow_abbrev=False)
    parser.add_argument("old", metavar="OLD", help="YAML, JSON or TOML")
    parser.add_argument("new", metavar="NEW", help="YAML, JSON or TOML")
    parser.add_argument("--lang", help=LANGUAGES)
    add_json(parser)
    parser.set_defaults(run=run_diff, parser=parser)


def read(file: str) -> Agreement:
    from slakit.agreements import Agreement

    return Agreement.from_file(file)


def language_of(options: argparse.Namespace) -> str | None:
    """Return the language that is asked for, refusing one that there is none of."""
    if options.lang is None:
        return None
    from slakit.wording import catalogue

    with arguments():
        return catalogue(options.lang).locale


def run_show(options: argparse.Namespace) -> int:
    locale = language_of(options)
    refuse_overwriting([options.agreement], [options.markdown, options.html])
    agreement, on = read(options.agreement), date_of(options.on)
    if options.markdown:
        text = agreement.to_markdown(locale=locale, on=on)
        Path(options.markdown).write_text(text, encoding="utf-8")
    if options.html:
        Path(options.html).write_text(agreement.to_html(locale=locale, on=on), encoding="utf-8")
    if options.json:
        version = agreement if on is None else agreement.on(on)
        print(json.dumps(version.to_data(), ensure_ascii=False, indent=2), file=sys.stdout)
    elif not options.markdown and not options.html:
        print(agreement.to_markdown(locale=locale, on=on), end="", file=sys.stdout)
    return 0


def date_of(text: str | None) -> date | None:
    """Read a date of the command."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"--on {text}: this is no date; write one such as 2026-10-01") from None


def run_lint(options: argparse.Namespace) -> int:
    from slakit.agreements.lint import lint
    from slakit.calendars.zones import zone
    from slakit.cli.answers import Rejects

    if not options.history and (options.source or options.map or options.tz):
        raise UsageError("--source, --map and --tz say how to read --history TICKETS")
    files = [options.agreement, options.history, options.source, *options.others]
    refuse_overwriting(files, [options.rejects])
    agreement = read(options.agreement)
    local = zone(agreement.tz)
    at = now_of(options, local).astimezone(local)
    others = [read(file) for file in options.others]
    with ExitStack() as opened:
        file = None
        if options.rejects:
            file = opened.enter_context(open(options.rejects, "w", encoding="utf-8", newline=""))
        rejects = Rejects(file)
        history = history_of(options, agreement, at, rejects) if options.history else None
    found = lint(agreement, history=history, at=at, others=others)
    tell_rejects(rejects, options.rejects)
    if options.json:
        data = {"agreement": agreement.id, "findings": [each.to_data() for each in found]}
        print(json.dumps(data, ensure_ascii=False, indent=2), file=sys.stdout)
    else:
        print("\n".join(map(str, found)) or "nothing was found", file=sys.stdout)
    if rejects.count and not options.rejects:
        return 3
    return 1 if any(each.severity == "error" for each in found) else 0


def history_of(
    options: argparse.Namespace, agreement: Agreement, at: datetime, rejects: Rejects
) -> list[Outcome]:
    """Return the clocks of a table of tickets, by the policies of the version in force."""
    from slakit.adapters import read_tickets
    from slakit.adapters.tables import table_format
    from slakit.cli.evaluate import evaluate_tickets
    from slakit.reports import outcomes

    policies = agreement.on(at.date()).policies
    if policies is None:
        raise UsageError("the agreement has no policies, so tickets cannot be evaluated")
    source = source_of(options)
    fields = {
        *policies.fields,
        *(
            field
            for each in agreement.commitments
            if each.objective is not None
            for field in each.objective.when.fields
        ),
    }
    found: list[Outcome] = []
    with open(options.history, "rb") as table:
        tickets = read_tickets(table, source, format=table_format(options.history), fields=fields)

        def keep(evaluations: Iterable[Evaluation]) -> None:
            for each in evaluations:
                found.extend(outcomes(each))

        evaluate_tickets(
            policies,
            tickets,
            at.astimezone(source.zone or UTC),
            keep,
            rejects,
            line_of=tickets.line_of,
            notices=False,
        )
    return found


def run_diff(options: argparse.Namespace) -> int:
    locale = language_of(options)
    old, new = read(options.old), read(options.new)
    found = old.diff(new)
    if options.json:
        data = [
            {"path": ".".join(each.path), "before": each.before, "after": each.after}
            for each in found
        ]
        print(json.dumps(data, ensure_ascii=False, indent=2), file=sys.stdout)
    elif found:
        print(old.diff_text(new, locale=locale), file=sys.stdout)
    return 1 if found else 0
