"""``slakit backtest``: what other policies would have done with the tickets of a table."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING

from slakit.cli.evaluate import add_tickets, source_of
from slakit.cli.options import add_at, add_json, now_of
from slakit.cli.rows import refuse_overwriting, take_tickets, warn_of_missing
from slakit.cli.usage import UsageError, arguments
from slakit.durations import format_length

if TYPE_CHECKING:
    from slakit.backtest import Backtest, Flip

__all__ = ["add_by", "names_of", "register"]

TEXT = "compare two policy sets on the same tickets: who changes from met to missed, and why"
FLIP_COLUMNS = (
    "ticket",
    "metric",
    "cycle",
    "old_verdict",
    "new_verdict",
    "old_policy",
    "new_policy",
    "old_amount",
    "new_amount",
    "old_elapsed",
    "new_elapsed",
    "why",
)


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = subparsers.add_parser("backtest", help=TEXT, description=TEXT, allow_abbrev=False)
    parser.add_argument("old", metavar="OLD", help="the policy set in force: YAML, JSON or TOML")
    parser.add_argument("new", metavar="NEW", help="the policy set that is to be tried")
    add_tickets(parser, "a table, .csv or .jsonl, also with .gz")
    add_at(parser)
    add_by(parser)
    parser.add_argument("--lang", default="en", help="en, es, pt-BR or pt-PT (default: en)")
    parser.add_argument(
        "--explain", metavar="N", type=int, default=0, help="explain the first N changed verdicts"
    )
    parser.add_argument("--html", metavar="FILE", help="write one self-contained page, too")
    parser.add_argument("--flips", metavar="FILE", help="CSV of the changed verdicts, with reasons")
    parser.add_argument("--rejects", metavar="FILE", help="CSV of the rows that were set aside")
    add_json(parser)
    parser.set_defaults(run=run, parser=parser)


def add_by(parser: argparse.ArgumentParser) -> None:
    """Add the fields of the tickets by which clocks are grouped."""
    parser.add_argument(
        "--by",
        metavar="NAME,...",
        default="priority",
        help='fields of the tickets that make groups (default: priority; "" for none)',
    )


def run(options: argparse.Namespace) -> int:
    from slakit.backtest.comparison import Comparison
    from slakit.policies import PolicySet
    from slakit.wording import catalogue

    if options.explain < 0:
        raise UsageError("--explain takes how many changed verdicts to explain, from 0 on")
    with arguments():
        catalogue(options.lang)
    written = (options.html, options.flips, options.rejects)
    refuse_overwriting((options.old, options.new, options.tickets, options.source), written)
    source = source_of(options)
    at = now_of(options, source.zone).astimezone(source.zone or UTC)
    old, new = PolicySet.from_file(options.old), PolicySet.from_file(options.new)
    with arguments():
        comparison = Comparison(old, new, at, names_of(options.by))
    fields = {*old.fields, *new.fields, *comparison.fields}
    rejected = take_tickets(options, source, fields, comparison.add)
    found = comparison.result()
    groups = [group.values for group in found.groups]
    warn_of_missing(comparison.fields, groups, comparison.unseen)
    write(options, found)
    return 3 if rejected and not options.rejects else 0


def names_of(by: str) -> tuple[str, ...]:
    """Return the fields of an option that holds several."""
    return tuple(name.strip() for name in by.split(",")) if by else ()


def write(options: argparse.Namespace, found: Backtest) -> None:
    """Print the backtest, and write the page and the table that are asked for."""
    if options.json:
        print(json.dumps(found.to_data(), ensure_ascii=False, indent=2), file=sys.stdout)
    else:
        print(found.to_text(locale=options.lang), file=sys.stdout)
        for flip in found.flips[: options.explain]:
            print(f"\n{flip.explain().sentence(locale=options.lang)}", file=sys.stdout)
    if options.html:
        Path(options.html).write_text(found.to_html(locale=options.lang), encoding="utf-8")
    if options.flips:
        import csv

        with open(options.flips, "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(FLIP_COLUMNS)
            writer.writerows(flip_row(flip, options.lang) for flip in found.flips)


def flip_row(flip: Flip, locale: str) -> list[object]:
    """Return a changed verdict as a row, with its reason in words."""
    both = (flip.old, flip.new)
    policies = ("" if each is None else each.policy for each in both)
    amounts = ("" if each is None else each.amount or "" for each in both)
    elapsed = ("" if each is None else format_length(each.elapsed) for each in both)
    why = flip.explain().sentence(locale=locale)
    return [
        flip.ticket, flip.metric, flip.cycle, *flip.verdicts, *policies, *amounts, *elapsed, why
    ]  # fmt: skip
