"""Many policy sets over the same tickets, in one pass."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from slakit.backtest.stage_one import Promised, Reading, readings_of
from slakit.backtest.verdict import Clocks, Verdict, verdict_of
from slakit.calendars.window import year_of
from slakit.errors import SlakitError
from slakit.evaluation.clock import run_clock
from slakit.evaluation.courses import courses_of, targeted_metrics
from slakit.evaluation.evaluate import evaluator, read_metric, refuse_other
from slakit.evaluation.history import History
from slakit.evaluation.many import collects, id_of
from slakit.evaluation.read import read_cycle, read_idle
from slakit.evaluation.selections import Selection, select_policies
from slakit.evaluation.steady import steady_terms
from slakit.instants import plain_datetime, since_epoch
from slakit.policies.policy_set import PolicySet
from slakit.policies.select import CompiledPolicy, Selector
from slakit.tickets import Ticket, TicketLike

__all__ = ["Replayed", "Verdict", "replay"]

new = tuple.__new__


class Replayed(NamedTuple):
    """One ticket under many policy sets.

    `verdicts` has, by the name of the set, those of every cycle of every clock, in the order of
    an `Evaluation`. `errors` has the sets under which the ticket cannot be evaluated, and why.

    >>> Replayed("T-1", {"now": ()}, {}).verdicts["now"]
    ()
    """

    ticket: str
    verdicts: Mapping[str, tuple[Verdict, ...]]
    errors: Mapping[str, SlakitError]


def replay(
    tickets: Iterable[Ticket | TicketLike | Mapping[str, Any]],
    policies: Mapping[str, PolicySet],
    *,
    at: datetime,
    on_error: str = "raise",
) -> Iterator[Replayed]:
    """Yield how each ticket would stand at an instant under many policy sets.

    The verdicts are those of `evaluate`. What does not depend on targets and calendars, the
    history of a ticket and when its clocks ran, is worked out once for all sets that read it
    alike: which have the same statuses, and versions that take effect at the same instants.

    With ``on_error="collect"`` a ticket that cannot be evaluated under a set has its error in
    `Replayed.errors`, and the others go on. Raises what `evaluate` raises.

    >>> from datetime import UTC
    >>> from slakit.backtest import vary
    >>> desk = PolicySet.model_validate({
    ...     "calendars": {"office": {"tz": "UTC", "hours": "Mon-Fri 09:00-18:00"}},
    ...     "policies": [{"name": "all", "calendar": "office", "targets": {"resolution": "4h"}}],
    ... })
    >>> desks = {each: vary(desk, targets={"resolution": each}) for each in ("2h", "4h", "8h")}
    >>> ticket = Ticket.from_timestamps(
    ...     id="T-1", created_at=datetime(2024, 5, 6, 9, tzinfo=UTC),
    ...     resolved_at=datetime(2024, 5, 6, 12, tzinfo=UTC),
    ... )
    >>> [one] = replay([ticket], desks, at=datetime(2024, 5, 7, tzinfo=UTC))
    >>> {name: clocks[0].status for name, clocks in one.verdicts.items()}
    {'2h': 'missed', '4h': 'met', '8h': 'met'}

    The trap: a due time that a calendar never reaches is an error of `evaluate`; a verdict does
    not need one. And nothing is worked out before the first ticket is asked for.
    """
    collect = collects(on_error)
    if not isinstance(policies, Mapping):
        raise SlakitError(
            f"{type(policies).__name__} is no mapping of policy sets by name",
            parameter="policies",
            value=policies,
            remedy='give each a name, as in {"now": policies}',
        )
    for each in policies.values():
        refuse_other(each)
    now = since_epoch(at, "at")
    year_of(now, "at")
    return replayed(tickets, policies, plain_datetime(at, "at"), now, collect)


def replayed(
    tickets: Iterable[Any],
    policies: Mapping[str, PolicySet],
    at: datetime,
    now: timedelta,
    collect: bool,
) -> Iterator[Replayed]:
    groups = readings_of(policies)
    evaluators = {name: evaluator(each, at, notices=False) for name, each in policies.items()}
    for given in tickets:
        verdicts: dict[str, tuple[Verdict, ...]] = {}
        errors: dict[str, SlakitError] = {}
        try:
            ticket = Ticket.of(given)
        except SlakitError as error:
            if not collect:
                raise
            yield Replayed(id_of(given), verdicts, dict.fromkeys(policies, error))
            continue
        for group in groups:
            try:
                verdicts |= read_alike(group, ticket, at, now)
            except SlakitError:
                # What one of them cannot read is no matter of the others.
                for name in group.selectors:
                    try:
                        verdicts[name] = tuple(map(verdict_of, evaluators[name](ticket)))
                    except SlakitError as error:
                        if not collect:
                            raise
                        errors[name] = error
        yield Replayed(ticket.id, verdicts, errors)


def read_alike(
    group: Reading, ticket: Ticket, at: datetime, now: timedelta
) -> dict[str, tuple[Verdict, ...]]:
    """Return the verdicts of a ticket under sets that read its history alike."""
    history = group.history(ticket, now)
    history.at = at
    history.notices = False
    runs: list[Clocks | None] = [None] * len(group.machines)
    by_hand = bool(history.due_sets or history.exemptions)
    # Most tickets stay with what they were first promised.
    simple = len(history.touched) == 1 and not by_hand
    in_turn: dict[Any, list[Verdict]] = {}
    found: dict[str, tuple[Verdict, ...]] = {}
    for name, selector in group.selectors.items():
        verdicts: list[Verdict] = []
        if simple and not selector.match_all:
            policy = selector.select(history.states[0], history.ats[0])
            if policy is not None:
                read_first(group, policy, history.states[0], history, runs, verdicts)
            found[name] = tuple(verdicts)
            continue
        for track in select_policies(selector, history):
            _, _, policy, fields = track[0]
            if by_hand or len(track) > 1 or policy is None:
                read_in_turn(group, selector, track, history, in_turn, verdicts)
            else:
                read_first(group, policy, fields, history, runs, verdicts)
        found[name] = tuple(verdicts)
    return found


def read_first(
    group: Reading,
    policy: CompiledPolicy,
    fields: Mapping[Any, Any],
    history: History,
    runs: list[Clocks | None],
    verdicts: list[Verdict],
) -> None:
    """Append the verdicts of clocks that stay under the policy that they had first."""
    for metric, line in group.lines[policy].items():
        number = line.run
        run = runs[number]
        if run is None:
            cycles = run_clock(group.machines[number], history.ats, history.facts)
            run = runs[number] = Clocks(cycles, history.now)
        promised = line.promise(fields)
        if promised is None:
            verdicts += read_alone(metric, policy, run, fields, history)
            continue
        told = run.told.get(promised)
        if told is None:
            told = told_of(metric, promised, run)
            if told is None:
                told = read_finer(metric, policy, run, fields, history)
            run.told[promised] = told
        verdicts += told


def read_in_turn(
    group: Reading,
    selector: Selector,
    track: list[Selection],
    history: History,
    in_turn: dict[Any, list[Verdict]],
    verdicts: list[Verdict],
) -> None:
    """Append the verdicts of clocks of policies that were in force in turn.

    Where those of another set promised the same in turn, its verdicts are these.
    """
    for metric in targeted_metrics(track):
        key = promised_in_turn(group, track, metric) if metric in selector.machines else None
        told = None if key is None else in_turn.get(key)
        if told is None:
            told = [*map(verdict_of, read_metric(selector, history, track, metric))]
            if key is not None:
                in_turn[key] = told
        verdicts += told


def promised_in_turn(group: Reading, track: list[Selection], metric: str) -> Any:
    """Return all on which the clocks of a metric depend; None where the ticket has a say in it."""
    promised: list[Any] = []
    for number, _, policy, fields in track:
        line = None if policy is None else group.lines[policy].get(metric)
        if line is None:
            promised.append((number, None))
            continue
        found = line.promise(fields)
        if found is None:
            return None
        promised.append((number, line.run, found))
    return metric, *promised


def told_of(metric: str, promised: Promised, run: Clocks) -> list[Verdict] | None:
    """Return the verdicts of all clocks of a metric; None where the rules are finer."""
    name, version, terms = promised.policy, promised.version, promised.terms
    amount, warned = terms[0].text, promised.warned
    verdicts: list[Verdict] = []
    for clock in run.clocks:
        stands = clock.stand(terms, warned)
        if stands is None:
            return None
        state, status, elapsed, paused = stands
        number = len(verdicts) + 1
        told = name, version, metric, number, state, status, amount, elapsed, paused
        # Past its constructor, which would cost as much again.
        verdicts.append(new(Verdict, told))
    # A clock that has not started is asked for apart.
    return verdicts or None


def read_alone(
    metric: str, policy: CompiledPolicy, run: Clocks, fields: Mapping[Any, Any], history: History
) -> list[Verdict]:
    """Return the verdicts of all clocks of a metric where the ticket has a say in the promise."""
    target = policy.targets[metric]
    terms = steady_terms(target, policy, fields, history.ticket)
    told = None if terms is None else told_of(metric, Promised(policy, target, terms), run)
    return read_finer(metric, policy, run, fields, history) if told is None else told


def read_finer(
    metric: str, policy: CompiledPolicy, run: Clocks, fields: Mapping[Any, Any], history: History
) -> list[Verdict]:
    """Return the verdicts of all clocks of a metric as `evaluate` reads them."""
    cycles = [clock.cycle for clock in run.clocks]
    if not cycles:
        return [verdict_of(read_idle(metric, policy, fields, history))]
    track: list[Selection] = [(0, history.ats[0], policy, fields)]
    machine = policy.targets[metric].machine
    courses = courses_of(machine, cycles, track, history, history.facts)
    return [verdict_of(read_cycle(metric, number, each, history)) for number, each in courses]
