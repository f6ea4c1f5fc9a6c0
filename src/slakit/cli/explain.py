"""``slakit explain``: why the clocks of one ticket stand as they do."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING

from slakit.cli.evaluate import add_table, source_of
from slakit.cli.options import add_at, add_json, now_of
from slakit.cli.usage import UsageError, arguments
from slakit.errors import TableError, UnknownNameError

if TYPE_CHECKING:
    from slakit.adapters import TableSource
    from slakit.evaluation import Evaluation, Explanation
    from slakit.policies import PolicySet
    from slakit.tickets import Ticket

__all__ = ["register"]

TEXT = "explain how one ticket of a table stands: every stretch of time and every decision"


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = subparsers.add_parser("explain", help=TEXT, description=TEXT, allow_abbrev=False)
    add_table(parser, "a table, .csv or .jsonl, also with .gz")
    parser.add_argument("--id", metavar="TICKET", required=True, help="which ticket")
    parser.add_argument("--metric", metavar="NAME", help="one clock: resolution, gold/resolution")
    parser.add_argument("--cycle", metavar="N", type=int, help="one cycle of it, counted from 1")
    add_at(parser)
    parser.add_argument("--lang", default="en", help="en, es, pt-BR or pt-PT (default: en)")
    parser.add_argument("--audience", choices=["agent", "customer"], default="agent")
    parser.add_argument("--style", choices=["text", "markdown", "html"], default="text")
    parser.add_argument("--svg", metavar="FILE", help="write the timeline of the ticket, too")
    parser.add_argument("--ascii", action="store_true", help="draw the lanes without blocks")
    add_json(parser)
    parser.set_defaults(run=run, parser=parser)


def run(options: argparse.Namespace) -> int:
    from slakit.evaluation import evaluate
    from slakit.policies import PolicySet
    from slakit.wording import catalogue

    if not options.id:
        raise UsageError("--id is empty: give an id as the table has it")
    if options.json and options.audience == "customer":
        raise UsageError("--json has what only the desk may see: leave out --audience customer")
    if options.svg is not None and options.audience == "customer":
        # The names of policies and statuses are in the picture.
        raise UsageError("--svg draws what only the desk may see: leave out --audience customer")
    if options.cycle is not None and options.metric is None:
        raise UsageError("--cycle is one of a metric: add --metric")
    source = source_of(options)
    with arguments():
        catalogue(options.lang)
    at = now_of(options, source.zone).astimezone(source.zone or UTC)
    policies = PolicySet.from_file(options.policy)
    ticket = find_ticket(options, policies, source)
    evaluation = evaluate(policies, ticket, at=at)
    explanations = explanations_of(options, evaluation)
    if options.svg is not None:
        Path(options.svg).write_text(evaluation.to_svg(locale=options.lang), encoding="utf-8")
    print_explanations(options, evaluation, explanations)
    return 0


def find_ticket(options: argparse.Namespace, policies: PolicySet, source: TableSource) -> Ticket:
    """Return the ticket of the table that has the id; a row that cannot be read is an error."""
    from slakit.adapters import RejectedRow, read_tickets
    from slakit.adapters.tables import table_format

    unread = 0
    with open(options.tickets, "rb") as table:
        format = table_format(options.tickets)
        for row in read_tickets(table, source, format=format, fields=policies.fields):
            if row.id != options.id:
                unread += isinstance(row, RejectedRow)
                continue
            if isinstance(row, RejectedRow):
                told = " ".join(
                    part for part in (f"line {row.line}:", row.field, row.reason) if part
                )
                raise TableError(told, parameter="tickets", value=row.value)
            return row
    rows = "1 row" if unread == 1 else f"{unread} rows"
    raise UnknownNameError(
        f"{options.tickets} has no ticket {options.id!r}"
        + (f", and {rows} could not be read" if unread else ""),
        parameter="--id",
        value=options.id,
        remedy="give an id as the table has it",
    )


def explanations_of(options: argparse.Namespace, ev: Evaluation) -> list[Explanation]:
    """Return the explanation of one clock, or of all of the ticket."""
    found: list[Explanation] = []
    if options.metric is not None:
        found.append(ev.explain(options.metric, cycle=options.cycle))
    else:
        found += (ev.explain(f"{each.policy}/{each.metric}", cycle=each.cycle) for each in ev)
    if not found:
        why = "no policy promises it anything" if ev.status != "idle" else "it is not created yet"
        raise UnknownNameError(
            f"ticket {ev.ticket!r} has no clock",
            parameter="--id",
            value=ev.ticket,
            remedy=f"{why} at {ev.at.isoformat()}",
        )
    return found


def print_explanations(
    options: argparse.Namespace, ev: Evaluation, found: list[Explanation]
) -> None:
    """Print explanations as data, as pages, or as text below the lanes of the ticket."""
    if options.json:
        data = [each.to_data() for each in found]
        print(json.dumps(data, ensure_ascii=False, indent=2), file=sys.stdout)
        return
    if options.style == "text" and options.audience == "agent":
        # The names of policies are in it, which are no matter of a customer.
        print(lanes(options, ev), end="\n\n", file=sys.stdout)
    said = {"locale": options.lang, "audience": options.audience, "style": options.style}
    print("\n\n".join(each.render(**said) for each in found), file=sys.stdout)


def lanes(options: argparse.Namespace, ev: Evaluation) -> str:
    """Return the timeline in characters, as wide as the terminal; in a file 80 columns wide."""
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else 80
    return ev.to_text(width=min(max(width, 40), 160), locale=options.lang, ascii=options.ascii)
