"""The ten worst breaches of a public log of incidents, from the breach to the post-mortem.

The log is public and not part of the project; without it these tests are skipped.
"""

from __future__ import annotations

import gzip
import io
import json
from datetime import date, datetime, timedelta
from itertools import islice
from pathlib import Path

import pytest

from slakit import Batch, PolicySet, Report, Ticket, evaluate_many, outcomes
from slakit.adapters import TableSource, read_tickets
from slakit.recovery import BreachCase, RecoveryPlan, recurring
from slakit.recovery.pages import overview, to_html

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "docs" / "examples"
LOG = ROOT.parent / "shared" / "data" / "incident_log.csv.gz"
# So many rows, from the first on, are some two thousand incidents.
ROWS = 15_000
END = "2017-03-01T09:00-03:00"
CAUSES = ["tool/outage", "supplier/carrier", "people/handover", "tool/outage", "process/routing"]
HOUR = timedelta(hours=1)

pytestmark = pytest.mark.skipif(not LOG.exists(), reason=f"{LOG.name} is not here")


@pytest.fixture(scope="module")
def tickets() -> dict[str, Ticket]:
    """Return the first incidents of the log by their ids."""
    pytest.importorskip("yaml", reason="needs PyYAML, which the extra yaml brings")
    with gzip.open(LOG, "rb") as file:
        table = io.BytesIO(b"".join(islice(file, ROWS)))
    source = TableSource.from_file(EXAMPLES / "incidents.source.yaml")
    fields = {"status", "priority", "assignment_group"}
    rows = read_tickets(table, source, format="csv", fields=fields)
    return {row.id: row for row in rows if isinstance(row, Ticket)}


@pytest.fixture(scope="module")
def batch(tickets: dict[str, Ticket]) -> Batch:
    """Return how they all stood."""
    desk = PolicySet.from_file(EXAMPLES / "incidents.yaml")
    return evaluate_many(desk, tickets.values(), at=datetime.fromisoformat(END))


@pytest.fixture(scope="module")
def cases(batch: Batch, tickets: dict[str, Ticket]) -> list[BreachCase]:
    """Return the cases of the ten worst breaches, each taken through all five steps."""
    plan = RecoveryPlan.from_file(EXAMPLES / "recovery.yaml")
    by_id = {each.ticket: each for each in batch.evaluations}
    at = datetime.fromisoformat(END)
    found = []
    for number, late in enumerate(Report.of(batch).total.worst):
        why = by_id[late.ticket].explain(f"{late.policy}/{late.metric}", cycle=late.cycle)
        ticket = tickets[late.ticket]
        case = BreachCase.open(why, ticket, plan=plan, at=at, opened_by="quality")
        case = case.step(
            "team_alerted", at=at + HOUR / 4, by="quality", responsible=case.team or "nobody's"
        )
        cause = CAUSES[number % len(CAUSES)]
        case = case.step("cause_found", at=at + (1 + number) * HOUR, by="bo", cause=cause)
        told = case.message("apology", locale="pt-BR", happened="falha em um equipamento")
        case = case.step("customer_told", at=at + (2 + number) * HOUR, by="ana", message=told.body)
        case = case.step("acted", at=at + (9 + number) * HOUR, by="bo")
        told = case.message("restored", locale="pt-BR")
        case = case.step(
            "restoration_told", at=at + (9.5 + number) * HOUR, by="ana", message=told.body
        )
        found.append(case.prevent("watch it", owner="bo", due=date(2017, 4, 1)))
    return found


def test_ten(cases: list[BreachCase]) -> None:
    """There are ten cases, each of another clock, and each is restored."""
    assert 10 == len({case.id for case in cases})
    assert all(case.restored for case in cases)


def test_due_times(cases: list[BreachCase]) -> None:
    """The first step is due within what the plan gives the priority of the incident."""
    within = {"1": 10, "2": 15}
    for case in cases:
        minutes = within.get(str(case.fields["priority"]), 30)
        due = case.evaluate(at=case.opened_at)["team_alerted"].due_at
        assert case.opened_at + timedelta(minutes=minutes) == due


def test_post_mortems(cases: list[BreachCase]) -> None:
    """Each has a post-mortem in Portuguese and one in Spanish, and can be kept."""
    for case in cases:
        text = case.to_markdown("pt-BR")
        assert case.ticket in text
        assert "falha em um equipamento" in text
        assert 'lang="es">' in case.to_html("es")
        assert case == BreachCase.from_data(json.loads(json.dumps(case.to_data())))


def test_realism(cases: list[BreachCase], batch: Batch) -> None:
    """How realistic the target was is the share of the log that was decided before the breach."""
    history = [each for evaluation in batch.evaluations for each in outcomes(evaluation)]
    case = cases[0]
    assert case.reading.breached_at is not None
    until = case.reading.breached_at
    decided = [
        each.met
        for each in history
        if (each.policy, each.metric) == (case.reading.policy, case.reading.metric)
        and each.decided_at is not None
        and each.status in ("met", "missed", "breached")
        and until - timedelta(days=90) <= each.decided_at < until
    ]
    found = case.realism(history)
    assert (sum(decided), len(decided)) == (found.met, found.decided)


def test_overview(cases: list[BreachCase]) -> None:
    """The causes come back two by two, the outage four times."""
    assert [("tool/outage", 4), ("people/handover", 2)] == [
        (each.cause, each.count) for each in recurring(cases)[:2]
    ]
    post = overview(cases, at=datetime.fromisoformat("2017-05-01T09:00-03:00"), locale="pt-BR")
    assert 10 == to_html(post).count("watch it")
