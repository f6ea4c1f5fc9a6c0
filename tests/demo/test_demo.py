"""The demo: what it ships is what the generator makes, and what it prints is right."""

from __future__ import annotations

import argparse
from importlib import resources

from slakit.cli.demo import AS_OF, evaluate_demo, run
from tests.demo import make_tickets


def test_shipped_tickets_are_those_that_the_generator_makes() -> None:
    """Whoever runs the generator gets the very file that is shipped."""
    shipped = resources.files("slakit.cli").joinpath("demo_data/tickets.jsonl").read_text()
    assert "".join(make_tickets.make_tickets()) == shipped
    assert make_tickets.AS_OF.isoformat() == AS_OF


def test_every_ticket_is_counted_once_for_each_metric(capsys) -> None:
    """The table of the demo adds up to its 200 tickets."""
    assert run(argparse.Namespace(json=False)) == 0
    lines = capsys.readouterr().out.splitlines()
    for metric in ("first response", "resolution"):
        row = next(line for line in lines if line.startswith(metric))
        assert 200 == sum(int(cell) for cell in row.removeprefix(metric).split()[:-1])


def test_a_ticket_worked_out_by_hand() -> None:
    """D-005 is due when lunch, a holiday and a pause over the night say so."""
    _, evaluations = evaluate_demo()
    (ticket,) = (each for each in evaluations if each.ticket == "D-005")
    # 2h from Monday 10:20:07: 1h39m53s until lunch, 20m07s after it.
    assert "2026-04-20T13:20:07-03:00" == ticket["first_response"].due_at.isoformat()
    # 2bd from Monday 10:20:07 over Tiradentes on Tuesday is Thursday 10:20:07. Waiting for the
    # customer took 1h31m10s before lunch and 5h after it, given back on Thursday: 1h39m53s until
    # lunch and the other 4h51m17s after it.
    assert "2026-04-23T17:51:17-03:00" == ticket["resolution"].due_at.isoformat()
    assert ("met", "met") == tuple(clock.status for clock in ticket)
