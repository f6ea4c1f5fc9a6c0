"""``slakit agreement assess``: what was kept of an agreement in a period, and what is owed."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from zoneinfo import ZoneInfo

from slakit.cli.evaluate import add_source, source_of, tell_rejects
from slakit.cli.options import add_at, add_json, instant_of, now_of
from slakit.cli.rows import refuse_overwriting
from slakit.cli.usage import UsageError, arguments

if TYPE_CHECKING:
    from slakit.adapters import RejectedRow
    from slakit.agreements import Agreement, Assessment, Evidence
    from slakit.cli.answers import Rejects
    from slakit.evaluation import Evaluation
    from slakit.reports import Outcome

__all__ = ["register"]

TEXT = "assess an agreement: what was kept of it in a period, and who owes whom how much"
T = TypeVar("T")
DATE = re.compile(r"\d{4}-\d\d-\d\d")


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = subparsers.add_parser("assess", help=TEXT, description=TEXT, allow_abbrev=False)
    parser.add_argument("agreement", metavar="AGREEMENT", help="YAML, JSON or TOML")
    parser.add_argument(
        "--period", metavar="PERIOD", required=True, help="2026-10, 2026-Q4, 2026, or a date"
    )
    clocks = parser.add_mutually_exclusive_group()
    clocks.add_argument("--results", metavar="FILE", help="what slakit evaluate wrote")
    clocks.add_argument(
        "--tickets", metavar="FILE", help="a table, for the policies of the agreement"
    )
    add_source(parser)
    for name, columns in (
        ("outages", "start, end; reason, maintenance, service"),
        ("counts", "at, amount, of"),
        ("scores", "at, value, of"),
        ("exclusions", "start, end, kind, reason, author, at"),
    ):
        parser.add_argument(f"--{name}", metavar="FILE", help=f"CSV with the columns {columns}")
    parser.add_argument(
        "--earlier",
        metavar="FILE",
        action="append",
        default=[],
        help="an earlier assessment in JSON, for caps over several periods; repeatable",
    )
    for name in ("since", "until"):
        parser.add_argument(
            f"--{name}",
            metavar="INSTANT",
            help=f"what the files tell is whole {name} then: an instant or a date"
            + (" (default: the end of the period)" if name == "until" else ""),
        )
    add_at(parser)
    parser.add_argument("--lang", help="en, es, pt-BR or pt-PT (default: that of the agreement)")
    parser.add_argument("--html", metavar="FILE", help="write the document as a page")
    parser.add_argument("--markdown", metavar="FILE", help="write the document as Markdown")
    parser.add_argument("--rejects", metavar="FILE", help="CSV of the rows that were set aside")
    add_json(parser)
    parser.set_defaults(run=run, parser=parser)


def run(options: argparse.Namespace) -> int:
    from slakit.agreements import Agreement, assess
    from slakit.agreements.assessing.assess import ends_of
    from slakit.agreements.assessing.period import period_named
    from slakit.agreements.assessing.windows import moment
    from slakit.cli.answers import Rejects
    from slakit.wording import catalogue

    given = (options.results, options.tickets, options.outages, options.counts, options.scores)
    read = [options.agreement, options.source, options.exclusions, *given, *options.earlier]
    refuse_overwriting(read, [options.html, options.markdown, options.rejects])
    if not options.tickets and (options.source or options.map or options.tz):
        raise UsageError("--source, --map and --tz are for --tickets")
    agreement = Agreement.from_file(options.agreement)
    with arguments():
        period = period_named(options.period)
        catalogue(locale := options.lang or agreement.language)
    zone = ZoneInfo(agreement.tz)
    now = now_of(options, zone)
    since = bound_of(options, "since", zone)
    until = bound_of(options, "until", zone)
    if until is None and (options.outages or options.counts or options.scores):
        # They say nothing of the time after the period that somebody wrote them for.
        end = max(ends_of(agreement.on(period.start), period), key=moment)
        until = min(now, end, key=moment)
    with ExitStack() as files:
        file = None
        if options.rejects:
            file = files.enter_context(open(options.rejects, "w", encoding="utf-8", newline=""))
        rejects = Rejects(file)
        bounds = {"since": since, "until": until}
        evidence = evidence_of(options, agreement, now, rejects, bounds)
    earlier = [assessment_of(name) for name in options.earlier]
    found = assess(agreement, period, evidence, at=now, earlier=earlier)
    write(options, found, locale)
    tell_rejects(rejects, options.rejects)
    return 3 if rejects.count and not options.rejects else 0


def bound_of(options: argparse.Namespace, name: str, zone: ZoneInfo) -> datetime | None:
    """Return a bound of what the files tell; a date is the day's first instant."""
    text = getattr(options, name)
    if text is None:
        return None
    whole = f"{text}T00:00" if DATE.fullmatch(text) else text
    return instant_of(whole, f"--{name}", zone)


def assessment_of(name: str) -> Assessment:
    """Read an assessment that was written as JSON."""
    from slakit.agreements import Assessment
    from slakit.documents.reader import read_text

    # It has every clock of its period, so that only its depth is bounded, not its size.
    text = Path(name).read_bytes()
    return Assessment.from_data(read_text(text, format="json", name=name).data)


def evidence_of(
    options: argparse.Namespace,
    agreement: Agreement,
    now: datetime,
    rejects: Rejects,
    bounds: Mapping[str, datetime | None],
) -> Evidence:
    """Return what the files of the command tell; what was not given is None."""
    from slakit.agreements import Evidence
    from slakit.agreements.assessing import tables

    def kept(rows: Iterable[T | RejectedRow]) -> Iterator[T]:
        from slakit.adapters import RejectedRow

        for row in rows:
            if isinstance(row, RejectedRow):
                rejects.add(row)
            else:
                yield row

    zone = ZoneInfo(agreement.tz)
    others: dict[str, Any] = {**bounds}
    if options.outages:
        services = [each.name for each in agreement.services]
        down = list(kept(tables.read_outages(options.outages, zone, services)))
        others["outages"] = [outage for _, outage in down]
        if tables.has_column(options.outages, "service"):
            # A service that nobody names may have been down: of that there is no evidence.
            others["outages"] = {
                name: [outage for service, outage in down if service == name]
                for name in dict.fromkeys(service for service, _ in down)
            }
    for name, read in (
        ("counts", tables.read_counts),
        ("scores", tables.read_scores),
        ("exclusions", tables.read_exclusions),
    ):
        if file := getattr(options, name):
            others[name] = list(kept(read(file, zone)))
    if others.get("counts") == [] and options.until is None:
        # Only who says up to when all was counted says that an empty table is a count of 0.
        del others["counts"]
    if options.tickets:
        found = evaluations(options, agreement, now, rejects)
        return Evidence.of(found, rejected=rejects.count, **others)
    if options.results:
        told = list(kept(tables.read_outcomes(options.results)))
        check_fields(agreement, [clock for clock, _ in told])
        others["clocks"] = [clock for clock, _ in told]
        others["exemptions"] = {clock[:4]: why for clock, why in told if why is not None}
    return Evidence(rejected=rejects.count, **others)


def check_fields(agreement: Agreement, clocks: Sequence[Outcome]) -> None:
    """Refuse results without a field that an objective asks for: no clock would be of it."""
    from slakit.errors import TableError

    asked = (each.objective for each in agreement.commitments)
    known = {name for clock in clocks for name in clock.fields}
    missing = {name for each in asked if each for name in each.when.fields} - known
    if clocks and missing:
        names = ", ".join(sorted(missing))
        message = f"the results do not tell the fields that the agreement asks for: {names}"
        remedy = f"evaluate with --fields {names.replace(' ', '')}"
        raise TableError(message, parameter="results", value=names, remedy=remedy)


def evaluations(
    options: argparse.Namespace, agreement: Agreement, now: datetime, rejects: Rejects
) -> list[Evaluation]:
    """Return how the tickets of a table stand under the policies of the agreement."""
    from slakit.adapters import read_tickets
    from slakit.adapters.tables import table_format
    from slakit.cli.evaluate import evaluate_tickets

    policies = agreement.policies
    if policies is None:
        raise UsageError("the agreement has no policies: give --results instead of --tickets")
    source = source_of(options)
    asked = (each.objective for each in agreement.commitments)
    fields = {*policies.fields, *(name for each in asked if each for name in each.when.fields)}
    found: list[Evaluation] = []
    with open(options.tickets, "rb") as table:
        rows = read_tickets(table, source, format=table_format(options.tickets), fields=fields)
        evaluate_tickets(
            policies,
            rows,
            now.astimezone(source.zone or UTC),
            found.extend,
            rejects,
            line_of=rows.line_of,
            notices=False,
        )
    return found


def write(options: argparse.Namespace, found: Assessment, locale: str) -> None:
    """Write the assessment: to the files that are asked for, and to standard output."""
    if options.html:
        Path(options.html).write_text(found.to_html(locale), encoding="utf-8")
    if options.markdown:
        Path(options.markdown).write_text(found.to_markdown(locale), encoding="utf-8")
    if options.json:
        print(json.dumps(found.to_data(), ensure_ascii=False, indent=2), file=sys.stdout)
    else:
        print(found.to_text(locale), file=sys.stdout)
