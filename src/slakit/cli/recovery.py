"""``slakit recovery``: the way back from a breach, one case a file."""

from __future__ import annotations

import argparse
import json
import os
import sys
from datetime import UTC, date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from slakit.cli.evaluate import add_table, source_of
from slakit.cli.options import add_at, add_json, instant_of, now_of
from slakit.cli.rows import refuse_overwriting
from slakit.cli.usage import UsageError, arguments
from slakit.errors import TableError, UnknownNameError

if TYPE_CHECKING:
    from slakit.adapters import TableSource
    from slakit.policies import PolicySet
    from slakit.recovery import BreachCase, RecoveryPlan
    from slakit.tickets import Ticket

__all__ = ["register"]

TEXT = "recover from a breach: the five steps, the review, and what prevents the next one"
AROUND_THE_CLOCK = "Mon-Sun 00:00-24:00"


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command with its own commands."""
    parser = subparsers.add_parser("recovery", help=TEXT, description=TEXT, allow_abbrev=False)
    commands = parser.add_subparsers(metavar="COMMAND", required=True)

    def command(name: str, run: Any, text: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=text, description=text, allow_abbrev=False)
        added.set_defaults(run=run, parser=added)
        return added

    opening = command("open", run_open, "open a case for a clock that is breached or missed")
    add_table(opening, "the table with the ticket, .csv or .jsonl, also with .gz")
    opening.add_argument("--id", metavar="TICKET", required=True, help="which ticket")
    opening.add_argument("--metric", metavar="NAME", required=True, help="its breached clock")
    opening.add_argument("--cycle", metavar="N", type=int, help="one cycle of it, from 1")
    opening.add_argument("--plan", metavar="FILE", help="without one no step has a due time")
    opening.add_argument("--by", metavar="NAME", required=True, help="who opens it")
    opening.add_argument("-o", "--output", metavar="FILE", required=True, help="the case, as JSON")
    add_at(opening)

    step = command("step", run_step, "record that a step was taken, or correct it")
    add_change(step)
    step.add_argument(
        "step", metavar="STEP", help="team_alerted, cause_found, customer_told, acted, ..."
    )
    step.add_argument("--note", help="for the team")
    step.add_argument("--cause", metavar="KIND/CAUSE", help="why it was breached: people/absence")
    step.add_argument("--responsible", metavar="NAME", help="who restores it")
    step.add_argument("--expected", metavar="INSTANT", help="by when it will be restored")
    step.add_argument("--message", metavar="FILE", help="what was sent with this step")
    why = step.add_mutually_exclusive_group()
    why.add_argument("--override", metavar="REASON", help="take it before what it needs")
    why.add_argument("--correct", metavar="REASON", help="correct the step that was taken")

    review = command("review", run_review, "answer a question of the review")
    add_change(review)
    review.add_argument(
        "question", metavar="QUESTION", help="realistic, configured, team_effect, ..."
    )
    review.add_argument("verdict", metavar="VERDICT", nargs="?", help="yes, no, partly or unknown")
    review.add_argument("--note", default="", help="the answer in words")
    review.add_argument("--score", help="what the customer gave in the survey")

    measure = command("measure", run_measure, "add a preventive measure, or say that it is done")
    measure.add_argument("case", metavar="CASE", help="the case, which is replaced")
    measure.add_argument("--what", help="what is to be done")
    measure.add_argument("--owner", metavar="NAME", help="who sees to it")
    measure.add_argument("--due", metavar="DATE", type=day, help="the last day for it")
    measure.add_argument("--done", metavar="N", type=int, help="the number of a measure, from 1")
    measure.add_argument("--on", metavar="DATE", type=day, help="the day on which it was done")
    measure.add_argument("--by", metavar="NAME", help="who did it")

    show = command("show", run_show, "print the post-mortem of a case")
    show.add_argument("case", metavar="CASE")
    show.add_argument("--lang", default="en", help="en, es, pt-BR or pt-PT (default: en)")
    show.add_argument("--svg", metavar="FILE", help="write the picture of the steps, too")
    show.add_argument("--html", metavar="FILE", help="write it as a page, too")
    show.add_argument(
        "--message", choices=["alert", "apology", "restored"], help="print this draft instead"
    )
    show.add_argument("--happened", default="", help="what happened, for the customer's message")
    add_at(show)
    add_json(show)

    report = command("report", run_report, "report on cases: causes, open measures, late steps")
    report.add_argument("cases", metavar="CASE", nargs="+")
    report.add_argument("--least", metavar="N", type=int, default=2, help="cases of a cause (2)")
    report.add_argument("--lang", default="en", help="en, es, pt-BR or pt-PT (default: en)")
    report.add_argument("--html", metavar="FILE", help="write it as a page, too")
    add_at(report)


def add_change(parser: argparse.ArgumentParser) -> None:
    """Add the case that is changed, by whom, and when."""
    parser.add_argument("case", metavar="CASE", help="the case, which is replaced")
    parser.add_argument("--by", metavar="NAME", required=True, help="who did it")
    add_at(parser)


def day(text: str) -> date:
    """Read a date of the command."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no date like 2026-03-31") from None


def read(path: str) -> BreachCase:
    from slakit.recovery import BreachCase

    return BreachCase.from_file(path)


def run_open(options: argparse.Namespace) -> int:
    from slakit.evaluation import evaluate
    from slakit.policies import PolicySet
    from slakit.recovery import BreachCase, RecoveryPlan

    source = source_of(options)
    read_files = [options.policy, options.tickets, options.source, options.plan]
    refuse_overwriting(read_files, [options.output])
    if os.path.exists(options.output):
        raise UsageError(f"{options.output} is there already; a case is opened once")
    at = now_of(options, source.zone).astimezone(source.zone or UTC)
    policies = PolicySet.from_file(options.policy)
    plan = None if options.plan is None else RecoveryPlan.from_file(options.plan)
    ticket = find_ticket(options, policies, plan, source)
    found = evaluate(policies, ticket, at=at).explain(options.metric, cycle=options.cycle)
    if plan is None:
        hours = {"tz": str(found.reading.zone or "UTC"), "hours": AROUND_THE_CLOCK}
        plan = RecoveryPlan.model_validate({"calendar": hours})
    case = BreachCase.open(found, ticket, plan=plan, at=at, opened_by=options.by)
    case.save(options.output)
    print(case.id, file=sys.stdout)
    return 0


def find_ticket(
    options: argparse.Namespace,
    policies: PolicySet,
    plan: RecoveryPlan | None,
    source: TableSource,
) -> Ticket:
    """Return the ticket of the table that has the id, with what the policies and the plan need."""
    from slakit.adapters import RejectedRow, read_tickets

    fields = policies.fields
    if plan is not None:
        fields |= plan.to_policy_set().fields
        fields |= {plan.team_field} if plan.team_field else set()
    for row in read_tickets(options.tickets, source, fields=fields):
        if row.id != options.id:
            continue
        if isinstance(row, RejectedRow):
            told = f"line {row.line}: {row.field} {row.reason}"
            raise TableError(told, parameter="tickets", value=row.value)
        return row
    raise UnknownNameError(
        f"{options.tickets} has no ticket {options.id!r}",
        parameter="--id",
        value=options.id,
        remedy="give an id as the table has it",
    )


def run_step(options: argparse.Namespace) -> int:
    case = read(options.case)
    said: dict[str, Any] = {
        "note": options.note,
        "cause": options.cause,
        "responsible": options.responsible,
        "message": None,
    }
    if options.message is not None:
        said["message"] = Path(options.message).read_text(encoding="utf-8").strip()
    if options.expected is not None:
        said["expected_at"] = instant_of(options.expected, "--expected", case.zone)
    said = {name: value for name, value in said.items() if value is not None}
    if options.correct is not None:
        if options.at is not None:
            said["at"] = now_of(options, case.zone)
        changed = case.correct(options.step, by=options.by, reason=options.correct, **said)
    else:
        override = options.override or ""
        at = now_of(options, case.zone)
        changed = case.step(options.step, at=at, by=options.by, override=override, **said)
    return saved(changed, options.case)


def run_review(options: argparse.Namespace) -> int:
    case = read(options.case)
    changed = case.answer(
        options.question,
        options.verdict,
        by=options.by,
        at=now_of(options, case.zone),
        note=options.note,
        score=options.score,
    )
    return saved(changed, options.case)


def run_measure(options: argparse.Namespace) -> int:
    new, done = (
        [getattr(options, name) for name in names]
        for names in (("what", "owner", "due"), ("done", "on", "by"))
    )
    case = read(options.case)
    if all(new) and not any(done):
        what, owner, due = new
        return saved(case.prevent(what, owner=owner, due=due), options.case)
    if all(each is not None for each in done) and not any(new):
        number, on, by = done
        return saved(case.prevented(number, on=on, by=by), options.case)
    raise UsageError("give --what, --owner and --due, or --done, --on and --by")


def saved(case: BreachCase, path: str) -> int:
    """Replace the case, and say how its steps stand."""
    case.save(path)
    for each in case.standings():
        due = "" if each.due_at is None else f", due {each.due_at.isoformat()}"
        print(f"{each.step}: {each.state.replace('_', ' ')}{due}", file=sys.stdout)
    return 0


def run_show(options: argparse.Namespace) -> int:
    from slakit.recovery.known import known_at
    from slakit.wording import catalogue

    with arguments():
        catalogue(options.lang)
    refuse_overwriting([options.case], [options.svg, options.html])
    case = read(options.case)
    # A draft and the data are as of then, too.
    case, at = known_at(case, now_of(options, case.zone))
    if options.svg is not None:
        Path(options.svg).write_text(case.to_svg(locale=options.lang, at=at), encoding="utf-8")
    if options.html is not None:
        Path(options.html).write_text(case.to_html(options.lang, at=at), encoding="utf-8")
    if options.message is not None:
        draft = case.message(options.message, locale=options.lang, happened=options.happened)
        text = f"{draft.subject}\n\n{draft.body}"
    elif options.json:
        text = json.dumps(case.to_data(), ensure_ascii=False, indent=2)
    else:
        text = case.to_markdown(options.lang, at=at).rstrip()
    print(text, file=sys.stdout)
    return 0


def run_report(options: argparse.Namespace) -> int:
    from slakit.recovery.pages import overview, to_html, to_markdown
    from slakit.wording import catalogue

    with arguments():
        catalogue(options.lang)
    refuse_overwriting(options.cases, [options.html])
    cases = [read(path) for path in options.cases]
    at = now_of(options, cases[0].zone)
    post = overview(cases, at=at, locale=options.lang, least=options.least)
    if options.html is not None:
        Path(options.html).write_text(to_html(post), encoding="utf-8")
    print(to_markdown(post).rstrip(), file=sys.stdout)
    return 0
