"""``slakit evaluate``: how the tickets of a table stand under a policy set."""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from datetime import UTC, datetime
from importlib.util import find_spec
from itertools import islice
from typing import TYPE_CHECKING, TextIO

from slakit.cli.options import add_at, add_json, now_of
from slakit.cli.progress import with_progress
from slakit.cli.usage import UsageError, arguments
from slakit.errors import SlakitError, SlakitWarning, warn_caller

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from slakit.adapters import RejectedRow, TableSource
    from slakit.cli.answers import Rejects, Write
    from slakit.evaluation import Evaluation
    from slakit.policies import PolicySet
    from slakit.tickets import Ticket

__all__ = [
    "add_source",
    "add_table",
    "add_tickets",
    "names_in",
    "register",
    "source_of",
    "tell_rejects",
]

TEXT = "evaluate a table of tickets, or JSON tickets as they come"


CHUNK = 64


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = subparsers.add_parser("evaluate", help=TEXT, description=TEXT, allow_abbrev=False)
    stream = "- reads JSON tickets, one a line (--json)"
    add_table(parser, f"a table, .csv or .jsonl, also with .gz, or .parquet; {stream}")
    parser.add_argument("-o", "--output", metavar="FILE", help="instead of standard output")
    add_at(parser)
    parser.add_argument(
        "--fields",
        metavar="NAME,...",
        action="append",
        default=[],
        help="fields of the tickets to write beside their clocks, for slakit report --by",
    )
    parser.add_argument("--rejects", metavar="FILE", help="CSV of the rows that were set aside")
    parser.add_argument(
        "--fail-on", choices=["breach"], help="exit code 1 when a clock is breached or missed"
    )
    add_json(parser)
    parser.set_defaults(run=run, parser=parser)


def add_table(parser: argparse.ArgumentParser, tickets: str) -> None:
    """Add the policy set, the table of `tickets`, and the ways to say what stands where in it."""
    parser.add_argument("policy", metavar="POLICY", help="the policy set: YAML, JSON or TOML")
    add_tickets(parser, tickets)


def add_tickets(parser: argparse.ArgumentParser, tickets: str) -> None:
    """Add the table of `tickets`, and the ways to say what stands where in it."""
    parser.add_argument("tickets", metavar="TICKETS", help=tickets)
    add_source(parser)


def add_source(parser: argparse.ArgumentParser) -> None:
    """Add the ways to say what stands where in a table."""
    table = parser.add_mutually_exclusive_group()
    table.add_argument("--source", metavar="FILE", help="the document that describes the table")
    table.add_argument(
        "--map",
        metavar="TARGET=COLUMN",
        action="append",
        default=[],
        help="where the table has what: created_at=opened, 'promised={n}{unit}'; repeatable",
    )
    parser.add_argument(
        "--tz", metavar="ZONE", help="of times without an offset, and of the times in the output"
    )


def run(options: argparse.Namespace) -> int:
    from slakit.policies import PolicySet

    source = source_of(options)
    zone = source.zone
    if options.tickets == "-":
        return serve(options, source, zone)
    check_files(options)
    at = now_of(options, zone).astimezone(zone or UTC)
    return run_table(options, PolicySet.from_file(options.policy), source, at)


def source_of(options: argparse.Namespace) -> TableSource:
    """Return the description of the table: a file, or its short form in the command."""
    from slakit.adapters import TableSource

    if options.source:
        source = TableSource.from_file(options.source)
        with arguments():
            return source.model_copy(update={"tz": options.tz}) if options.tz else source
    targets: dict[str, str] = {}
    for text in options.map:
        target, equals, column = text.partition("=")
        if not equals or target in targets:
            problem = f"{target} is given twice" if equals else "there is no ="
            raise UsageError(f"--map {text}: {problem}; write --map created_at=opened")
        targets[target] = column
    with arguments():
        return TableSource.model_validate({"tz": options.tz, "map": targets})


def check_files(options: argparse.Namespace) -> None:
    """Refuse to write over what is read, or one output over the other."""
    for name in (options.output, options.rejects):
        if name and name.endswith((".parquet", ".gz")):
            raise UsageError(f"{name}: what is written is plain text; name it .csv or .jsonl")
    read = {
        os.path.realpath(name) for name in (options.policy, options.source, options.tickets) if name
    }
    written = [os.path.realpath(name) for name in (options.output, options.rejects) if name]
    # A pipe, a terminal or /dev/null may serve twice.
    files = [name for name in written if os.path.isfile(name) or not os.path.exists(name)]
    if len(set(files)) < len(files) or read.intersection(files):
        raise UsageError("what is read, the output and the rejects have to be different files")


def run_table(
    options: argparse.Namespace, policies: PolicySet, source: TableSource, at: datetime
) -> int:
    """Evaluate the tickets of a file and return the exit code."""
    from slakit.adapters import read_tickets
    from slakit.adapters.tables import table_format
    from slakit.cli.answers import Rejects, csv_writer, json_writer

    with ExitStack() as files:

        def to_write(path: str) -> TextIO:
            return files.enter_context(open(path, "w", encoding="utf-8", newline=""))

        table = files.enter_context(open(options.tickets, "rb"))
        fields = [name.removeprefix("field.") for name in names_in(options.fields, "--fields")]
        format = table_format(options.tickets)
        in_columns = None
        # When to look again, which JSON tells, is another question where versions take effect.
        if find_spec("numpy") and not (options.json and policies._selector.effects):
            from slakit.frames.evaluating.files import FileEvaluator

            in_columns = FileEvaluator(
                policies, at, table, source, format, fields, notices=options.json
            )
        else:
            needed = {*policies.fields, *fields}
            tickets = read_tickets(table, source, format=format, fields=needed)
        output = to_write(options.output) if options.output else sys.stdout
        rejects = Rejects(to_write(options.rejects) if options.rejects else None)
        if in_columns is not None:
            from slakit.cli.in_columns import evaluate_file

            counts, unseen = evaluate_file(in_columns, table, fields, output, rejects)
        else:
            write = (json_writer if options.json else csv_writer)(output, fields)
            unseen = set(fields)
            counts = evaluate_tickets(
                policies,
                with_progress(tickets, table, output),
                at,
                striking_out(unseen, write) if unseen else write,
                rejects,
                line_of=tickets.line_of,
                notices=options.json,
            )
    for name in sorted(unseen) if counts else ():
        warn_caller(f"no ticket has the field {name!r}.", SlakitWarning)
    tell(counts, rejects, options.rejects)
    if rejects.count and not options.rejects:
        return 3
    return 1 if options.fail_on and counts.keys() & {"breached", "missed"} else 0


def striking_out(names: set[str], write: Write) -> Write:
    """Return the function that writes evaluations, and strikes out the fields that they have."""

    def strike_out(evaluations: Iterable[Evaluation]) -> None:
        evaluations = list(evaluations)
        for each in evaluations if names else ():
            names.difference_update(name for name, value in each.fields.items() if value != "")
        write(evaluations)

    return strike_out


def evaluate_tickets(
    policies: PolicySet,
    rows: Iterable[Ticket | RejectedRow],
    at: datetime,
    write: Write,
    rejects: Rejects,
    line_of: Callable[[str], int],
    notices: bool,
) -> Counter[str]:
    """Write how each ticket stands, set the others aside, and count by status."""
    from slakit.adapters import RejectedRow
    from slakit.evaluation.evaluate import evaluator
    from slakit.evaluation.unseen import UnseenFields

    evaluate = evaluator(policies, at, notices=notices)
    unseen = UnseenFields(policies)
    counts = Counter[str]()
    # Some rows at a time: reading, evaluating and writing in turn for each row costs a sixth
    # more, because each would push the others out of the processor's caches.
    rows = iter(rows)
    while some := list(islice(rows, CHUNK)):
        evaluations: list[Evaluation] = []
        for row in some:
            if isinstance(row, RejectedRow):
                rejects.add(row)
                continue
            if unseen.names:
                unseen.look(row)
            try:
                evaluations.append(evaluate(row))
            except SlakitError as error:
                rejects.add(RejectedRow.of(error, line=line_of(row.id), id=row.id))
        write(evaluations)
        counts.update(evaluation.status for evaluation in evaluations)
    if counts:
        unseen.warn()
    return counts


def names_in(given: Iterable[str], option: str) -> list[str]:
    """Return the names in an option that may be repeated and hold several, each of them once."""
    names = [name.strip() for text in given for name in text.split(",")]
    if "" in names:
        raise UsageError(f"{option} {','.join(given)}: a name is empty; write {option} one,two")
    return list(dict.fromkeys(names))


def tell(counts: Counter[str], rejects: Rejects, file: str | None) -> None:
    """Say on standard error what became of the rows."""
    said = ", ".join(f"{count:,} {status}" for status, count in counts.most_common())
    print(f"{counts.total():,} tickets" + (f": {said}" if said else ""), file=sys.stderr)
    tell_rejects(rejects, file)


def tell_rejects(rejects: Rejects, file: str | None) -> None:
    """Say on standard error which rows were set aside; `file` has them all."""
    if not rejects.count:
        return
    rows = "row was" if rejects.count == 1 else "rows were"
    where = f", see {file}" if file else ""
    print(f"{rejects.count:,} {rows} set aside{where}", file=sys.stderr)
    for row in rejects.first:
        told = [f"  line {row.line}", row.id, row.field, row.reason]
        print(": ".join(part for part in told if part), file=sys.stderr)
    if more := rejects.count - len(rejects.first) if rejects.first else 0:
        print(f"  and {more:,} more; --rejects FILE has them all", file=sys.stderr)


def serve(options: argparse.Namespace, source: TableSource, zone: ZoneInfo | None) -> int:
    """Answer JSON tickets on standard input, line by line, until it ends."""
    from slakit.cli.serve import Server
    from slakit.policies import PolicySet

    if not options.json:
        raise UsageError("- reads JSON tickets and answers in JSON: add --json")
    if options.output or options.rejects or options.fail_on:
        raise UsageError("- answers on standard output alone: no -o, --rejects and --fail-on")
    policies = PolicySet.from_file(options.policy)
    now_of(options, zone)  # a wrong --at is an error of the command, not of every ticket
    server = Server(policies, source, zone, now=lambda: now_of(options, zone))
    server.run(sys.stdin.buffer, sys.stdout)
    return 0
