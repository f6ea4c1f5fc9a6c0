"""``slakit suggest``: the tightest targets that the tickets of a table would have met."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import UTC

from slakit.cli.backtest import add_by, names_of
from slakit.cli.evaluate import add_table, source_of
from slakit.cli.options import add_at, add_json, now_of
from slakit.cli.rows import refuse_overwriting, take_tickets, warn_of_missing
from slakit.cli.usage import arguments

__all__ = ["register"]

TEXT = "suggest the tightest targets that history would have met, and say if those of now were"


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = subparsers.add_parser("suggest", help=TEXT, description=TEXT, allow_abbrev=False)
    add_table(parser, "a table, .csv or .jsonl, also with .gz")
    parser.add_argument(
        "--objective",
        metavar="PERCENT",
        default="95",
        help="how many of the clocks are to be met: 95 or 95%% (default: 95)",
    )
    add_at(parser)
    add_by(parser)
    parser.add_argument("--lang", default="en", help="en, es, pt-BR or pt-PT (default: en)")
    parser.add_argument("--rejects", metavar="FILE", help="CSV of the rows that were set aside")
    add_json(parser)
    parser.set_defaults(run=run, parser=parser)


def run(options: argparse.Namespace) -> int:
    from slakit.backtest.suggest import History
    from slakit.policies import PolicySet
    from slakit.wording import catalogue

    with arguments():
        catalogue(options.lang)
    refuse_overwriting((options.policy, options.tickets, options.source), (options.rejects,))
    source = source_of(options)
    at = now_of(options, source.zone).astimezone(source.zone or UTC)
    policies = PolicySet.from_file(options.policy)
    with arguments():
        history = History(policies, at, options.objective, names_of(options.by), 0.95)
    rejected = take_tickets(options, source, {*policies.fields, *history.fields}, history.add)
    found = history.suggestions()
    warn_of_missing(history.fields, [each.values for each in found], [history.unseen])
    if options.json:
        data = [each.to_data() for each in found]
        print(json.dumps(data, ensure_ascii=False, indent=2), file=sys.stdout)
    else:
        for each in found:
            print(each.sentence(locale=options.lang), file=sys.stdout)
    return 3 if rejected and not options.rejects else 0
