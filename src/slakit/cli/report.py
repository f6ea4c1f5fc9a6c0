"""``slakit report``: how all the tickets of a table went."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from contextlib import ExitStack
from datetime import UTC
from decimal import Decimal
from fractions import Fraction
from math import floor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from slakit.cli.evaluate import add_source, names_in, source_of, tell_rejects
from slakit.cli.options import add_at, add_json, now_of
from slakit.cli.rows import refuse_overwriting
from slakit.cli.usage import UsageError, arguments
from slakit.errors import SlakitError, SlakitWarning, warn_caller

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from slakit.cli.answers import Rejects
    from slakit.evaluation import Evaluation
    from slakit.reports import Report

__all__ = ["register"]

TEXT = "report on a table: shares met in time, by group and period, with what stands behind them"


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = subparsers.add_parser("report", help=TEXT, description=TEXT, allow_abbrev=False)
    parser.add_argument(
        "files",
        metavar="RESULTS | POLICY TICKETS",
        nargs="+",
        help="what slakit evaluate wrote (.csv or .jsonl), or a policy set and a table of tickets",
    )
    add_source(parser)
    parser.add_argument(
        "--by", metavar="NAME,...", action="append", default=[], help="fields to group by; policy"
    )
    parser.add_argument("--freq", metavar="FREQ", default="W", help="D, W, M, Q or Y (default: W)")
    parser.add_argument(
        "--dated",
        choices=["decided", "started", "due"],
        default="decided",
        help="by which date a clock is in a period (default: decided)",
    )
    parser.add_argument(
        "--metric", metavar="NAME,...", action="append", default=[], help="only these metrics"
    )
    parser.add_argument("--objective", metavar="PERCENT", type=percent, help="what ought to be met")
    parser.add_argument(
        "--fail-under",
        metavar="PERCENT",
        type=percent,
        help="exit code 1 when a metric has a lower share, or none has any data",
    )
    add_at(parser)
    parser.add_argument("--lang", default="en", help="en, es, pt-BR or pt-PT (default: en)")
    parser.add_argument("--title", default="", help="of the page")
    parser.add_argument("--html", metavar="FILE", help="write a page with pictures")
    parser.add_argument("--markdown", metavar="FILE", help="write the tables as Markdown")
    parser.add_argument("--rejects", metavar="FILE", help="CSV of the rows that were set aside")
    add_json(parser)
    parser.set_defaults(run=run, parser=parser)


def percent(text: str) -> Fraction:
    """Read a percentage of the command as a share."""
    from slakit.reports.layout import objective_of

    try:
        return objective_of(text)
    except SlakitError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def run(options: argparse.Namespace) -> int:
    from slakit.cli.answers import Rejects
    from slakit.wording import catalogue

    if len(options.files) > 2:
        raise UsageError("give one file of results, or a policy set and a table of tickets")
    if len(options.files) == 1 and (options.source or options.map or options.at):
        raise UsageError("--source, --map and --at are for POLICY TICKETS, not for results")
    with arguments():
        catalogue(options.lang)
    written = [options.html, options.markdown, options.rejects]
    refuse_overwriting([*options.files, options.source], written)
    with ExitStack() as files:
        file = None
        if options.rejects:
            file = files.enter_context(open(options.rejects, "w", encoding="utf-8", newline=""))
        rejects = Rejects(file)
        report = (read_results if len(options.files) == 1 else evaluate)(options, rejects)
    for name in report.layout.by:
        if report.total.clocks and set(report.table(name)) == {(None,)}:
            warn_caller(f"no ticket has the field {name!r}.", SlakitWarning)
    if options.metric:
        report = report.only(*names_in(options.metric, "--metric"))
    write(options, report)
    tell_rejects(rejects, options.rejects)
    under = options.fail_under is not None and is_under(report, options.fail_under)
    if rejects.count and not options.rejects:
        return 3
    return 1 if under else 0


def read_results(options: argparse.Namespace, rejects: Rejects) -> Report:
    """Return the report on what ``slakit evaluate`` wrote."""
    from slakit.reports import Report

    with arguments():
        Report(**layout(options, options.tz))
    return Report.from_file(options.files[0], on_reject=rejects.add, **layout(options, options.tz))


def evaluate(options: argparse.Namespace, rejects: Rejects) -> Report:
    """Return the report on the tickets of a table."""
    from slakit.adapters import read_tickets
    from slakit.adapters.tables import table_format
    from slakit.cli.evaluate import evaluate_tickets
    from slakit.cli.progress import with_progress
    from slakit.policies import PolicySet
    from slakit.reports import Report

    source = source_of(options)
    at = now_of(options, source.zone).astimezone(source.zone or UTC)
    with arguments():
        report = Report(**layout(options, source.zone))
    policies = PolicySet.from_file(options.files[0])
    fields = {*policies.fields, *(name for name in report.layout.fields if name is not None)}

    def write(evaluations: Iterable[Evaluation]) -> None:
        for each in evaluations:
            report.add(each)

    with open(options.files[1], "rb") as table:
        format = table_format(options.files[1])
        tickets = read_tickets(table, source, format=format, fields=fields)
        evaluate_tickets(
            policies,
            with_progress(tickets, table, sys.stdout),
            at,
            write,
            rejects,
            line_of=tickets.line_of,
            notices=False,
        )
    report.rejected += rejects.count
    return report


def layout(options: argparse.Namespace, tz: str | ZoneInfo | None) -> dict[str, Any]:
    """Return what the report goes by."""
    by = names_in(options.by, "--by")
    return {"by": by, "frequency": options.freq, "tz": tz, "dated": options.dated}


def write(options: argparse.Namespace, report: Report) -> None:
    """Write the report: to the files that are asked for, and to standard output."""
    from slakit.reports.figures import summary_of
    from slakit.reports.pages.content import content
    from slakit.reports.pages.html import to_html
    from slakit.reports.pages.markdown import to_markdown
    from slakit.reports.pages.text import to_text

    objective: Fraction | None = options.objective
    # What is told is the same in every form, and worked out once.
    told = content(report, locale=options.lang, title=options.title, objective=objective)
    if options.html:
        Path(options.html).write_text(to_html(told), encoding="utf-8")
    if options.markdown:
        Path(options.markdown).write_text(to_markdown(told), encoding="utf-8")
    if options.json:
        data = summary_of(report, objective)
        print(json.dumps(data, ensure_ascii=False, indent=2), file=sys.stdout)
    else:
        print(to_text(told), file=sys.stdout)


def is_under(report: Report, least: Fraction) -> bool:
    """Return whether a metric falls short, and say so; no data is no proof either."""
    from slakit.reports.objectives.percent import Percent

    promised = {
        metric: found for (metric,), found in report.table("metric").items() if found.targeted
    }
    if not promised:
        print("no data: nothing was promised and decided", file=sys.stderr)
        return True
    wanted, short = Percent(least), False
    scale = 10 ** (wanted.decimals + 1)
    for metric, found in promised.items():
        if found.share is None:
            print(f"{metric}: no data: nothing was decided", file=sys.stderr)
        elif found.share < least:
            # Rounded down, so that what is under never reads as if it were not.
            share = Decimal(floor(found.share * 100 * scale)) / scale
            print(f"{metric}: {share}% is under {wanted}", file=sys.stderr)
        else:
            continue
        short = True
    return short
