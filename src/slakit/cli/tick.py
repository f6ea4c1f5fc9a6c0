"""``slakit tick``: what has become of the clocks of a table since the last time, for cron."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from slakit.cli.evaluate import add_table, source_of, tell_rejects
from slakit.cli.options import add_at, instant_of, now_of
from slakit.cli.usage import UsageError
from slakit.errors import SlakitError, TableError
from slakit.instants import EPOCH, parse_instant

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from slakit.adapters import RejectedRow, TableSource
    from slakit.cli.answers import Rejects
    from slakit.evaluation import Transition
    from slakit.policies import PolicySet
    from slakit.tickets import Ticket

    Given = Mapping[str, Sequence[Transition]]

__all__ = ["register"]

TEXT = "tell what has become of the clocks of a table since the last time, for cron"
FORM = 1


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = subparsers.add_parser("tick", help=TEXT, description=TEXT, allow_abbrev=False)
    add_table(parser, "a table, .csv or .jsonl, also with .gz")
    parser.add_argument("--since", metavar="INSTANT", help="tell what came after this")
    parser.add_argument("--until", metavar="INSTANT", help="up to and with this (default: now)")
    add_at(parser)
    kept = parser.add_mutually_exclusive_group()
    kept.add_argument(
        "--state", metavar="FILE", help="keeps the last --until, which is the next --since"
    )
    kept.add_argument(
        "--given", metavar="FILE", help="lines that were told: they are not told again, but undone"
    )
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="answer in lines of JSON (the default)")
    form.add_argument(
        "--cloudevents", metavar="URI", help="answer in events of CloudEvents 1.0 of this source"
    )
    parser.add_argument("--rejects", metavar="FILE", help="CSV of the rows that were set aside")
    parser.set_defaults(run=run, parser=parser)


def run(options: argparse.Namespace) -> int:
    from slakit.policies import PolicySet

    source = source_of(options)
    check_files(options)
    since, until = window(options, source.zone)
    policies = PolicySet.from_file(options.policy)
    given = read_given(options.given) if options.given else {}
    rejects = tell_table(options, policies, source, since, until, given)
    if rejects.count and not options.rejects:
        # The next run looks at this time again, and by then the rows may have been mended.
        return 3
    if options.state:
        write_state(options.state, until)
    return 0


def check_files(options: argparse.Namespace) -> None:
    """Refuse to write over what is read, or one file over the other."""
    read = [options.policy, options.source, options.tickets, options.given]
    written = [name for name in (options.state, options.rejects) if name]
    paths = [os.path.realpath(name) for name in (*filter(None, read), *written)]
    if any(paths.count(os.path.realpath(name)) > 1 for name in written):
        raise UsageError("what is read, the state and the rejects have to be different files")


def window(options: argparse.Namespace, zone: ZoneInfo | None) -> tuple[datetime, datetime]:
    """Return the instants between which to tell, in the zone of the table."""
    until = (
        now_of(options, zone)
        if options.until is None
        else instant_of(options.until, "--until", zone)
    ).astimezone(zone or UTC)
    if options.state and os.path.exists(options.state):
        since = read_state(options.state)
    elif options.since is None:
        raise UsageError("say from when on: --since INSTANT; with --state only the first time")
    else:
        since = instant_of(options.since, "--since", zone)
    if until - EPOCH < since - EPOCH:
        raise UsageError(f"{until.isoformat()} is before {since.isoformat()}, where it begins")
    return since, until


def read_state(path: str) -> datetime:
    """Return the instant up to which everything was told."""
    with open(path, encoding="utf-8") as file:
        text = file.read()
    try:
        data = json.loads(text)
        if data["slakit"] == FORM:
            return parse_instant(data["until"], "until")
    except (ValueError, KeyError, TypeError):
        pass
    raise TableError(
        f"{path} is no state of slakit tick",
        parameter="--state",
        value=text[:80],
        remedy="remove it and say --since",
    )


def write_state(path: str, until: datetime) -> None:
    """Replace the state at once, so that whoever breaks off leaves the old one or the new one."""
    beside = f"{path}.new"
    with open(beside, "w", encoding="utf-8") as file:
        json.dump({"slakit": FORM, "until": until.isoformat()}, file)
        file.write("\n")
        # What was told is told before it counts as told.
        sys.stdout.flush()
        file.flush()
        os.fsync(file.fileno())
    os.replace(beside, path)


def read_given(path: str) -> Given:
    """Return by ticket the transitions of a file that this command has written."""
    from slakit.evaluation import Transition

    given: dict[str, list[Transition]] = defaultdict(list)
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            try:
                transition = Transition.from_data(json.loads(line))
            except ValueError:
                raise TableError(
                    f"{path}:{number}: {line.strip()[:80]!r} is no transition",
                    parameter="--given",
                    value=line,
                    remedy="give the lines that slakit tick wrote, without --cloudevents",
                ) from None
            given[transition.ticket].append(transition)
    return given


def tell_table(
    options: argparse.Namespace,
    policies: PolicySet,
    source: TableSource,
    since: datetime,
    until: datetime,
    given: Given,
) -> Rejects:
    """Print what became of the clocks of every ticket, and return the rows that were set aside."""
    from slakit.adapters import read_tickets
    from slakit.adapters.tables import table_format
    from slakit.cli.answers import Rejects
    from slakit.evaluation import transitions

    def become(ticket: Ticket) -> Sequence[Transition]:
        return transitions(policies, ticket, since, until, given=given.get(ticket.id, ()))

    with ExitStack() as files:
        rejected = options.rejects and files.enter_context(
            open(options.rejects, "w", encoding="utf-8", newline="")
        )
        rejects = Rejects(rejected or None)
        table = files.enter_context(open(options.tickets, "rb"))
        rows = read_tickets(
            table, source, format=table_format(options.tickets), fields=policies.fields
        )
        counts = tell(rows, become, rejects, rows.line_of, writer(options))
    said = ", ".join(f"{count:,} {kind}" for kind, count in counts.most_common())
    told = f"{counts.total():,} transitions" + (f": {said}" if said else "")
    print(f"{told}, up to {until.isoformat()}", file=sys.stderr)
    tell_rejects(rejects, options.rejects)
    return rejects


def writer(options: argparse.Namespace) -> Callable[[Transition], None]:
    """Return the function that prints a transition as a line."""

    def write(each: Transition) -> None:
        uri = options.cloudevents
        data = each.to_data() if uri is None else each.to_cloudevent(uri)
        sys.stdout.write(json.dumps(data, ensure_ascii=False) + "\n")

    return write


def tell(
    rows: Iterable[Ticket | RejectedRow],
    become: Callable[[Ticket], Sequence[Transition]],
    rejects: Rejects,
    line_of: Callable[[str], int],
    write: Callable[[Transition], None],
) -> Counter[str]:
    """Write what became of the clocks of each ticket, set the others aside, and count by kind."""
    from slakit.adapters import RejectedRow

    counts = Counter[str]()
    for row in rows:
        if isinstance(row, RejectedRow):
            rejects.add(row)
            continue
        try:
            found = become(row)
        except SlakitError as error:
            rejects.add(RejectedRow.of(error, line=line_of(row.id), id=row.id))
            continue
        for each in found:
            write(each)
        counts.update(each.kind for each in found)
    return counts
