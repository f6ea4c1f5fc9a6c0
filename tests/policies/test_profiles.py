"""The profiles: what they have to say, how they are loaded, and what no vector asks of them."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from slakit import Change, Evaluation, Message, PolicySet, Ticket, UnknownNameError, evaluate
from slakit.policies.profiles import CROSS_CUTTING_RULES, load_profile, profile_names

NAMES = (
    "chatwoot",
    "dynamics365",
    "erpnext",
    "frappe_helpdesk",
    "glpi",
    "intercom",
    "jira_service_management",
    "matrix42",
    "osticket",
    "otrs",
    "plain",
    "request_tracker",
    "salesforce",
    "servicenow",
    "zammad",
    "zammad_legacy",
    "zendesk",
)
KEYS = {"title", "sources", "notes", "rules", "statuses", "metrics", "conventions"}
WORDS = {"start", "stop", "pause", "cancel", "restart", "again"}
OWN_METRICS = {
    "otrs": {"update"},
    "plain": {"first_resolution", "total_resolution"},
    "request_tracker": {"next_response", "update"},
    "salesforce": {"update"},
    "zammad": {"update"},
    "zammad_legacy": {"update"},
    "zendesk": {
        "agent_work",
        "next_response",
        "on_hold",
        "pausable_update",
        "pending",
        "periodic_update",
        "requester_wait",
    },
}
GENERAL_KNOWLEDGE = {"glpi", "intercom", "jira_service_management", "salesforce", "zendesk"}
DOCS = Path(__file__).parents[2] / "docs" / "reference" / "profiles.md"


def test_names() -> None:
    """There are seventeen profiles."""
    assert NAMES == profile_names()


@pytest.mark.parametrize("name", NAMES)
def test_rules(name: str) -> None:
    """A profile says for each cross-cutting rule what the product does, or that it's not known."""
    rules = load_profile(name)["rules"]
    assert set(CROSS_CUTTING_RULES) == rules.keys()
    assert [] == [key for key, rule in rules.items() if rule != "not known" and rule[-1] != "."]


def test_cross_cutting_rules() -> None:
    """The rules on which products disagree are twelve."""
    assert 12 == len(set(CROSS_CUTTING_RULES)) == len(CROSS_CUTTING_RULES)


@pytest.mark.parametrize("name", NAMES)
def test_form(name: str) -> None:
    """A profile describes its product and names what was read; it has no key of its own."""
    profile = load_profile(name)
    assert KEYS == profile.keys()
    assert all(profile[key].strip() for key in ("title", "notes"))
    assert profile["sources"]
    assert all(isinstance(source, str) and source for source in profile["sources"])
    for metric in profile["metrics"].values():
        assert metric.keys() <= WORDS


@pytest.mark.parametrize("name", NAMES)
def test_own_metrics(name: str) -> None:
    """A metric bears the name under which the product's vectors know it."""
    assert OWN_METRICS.get(name, set()) <= load_profile(name)["metrics"].keys()


@pytest.mark.parametrize("name", NAMES)
def test_plain_words(name: str) -> None:
    """Status words have their plain meaning, unless the product's differs."""
    statuses = load_profile(name)["statuses"]
    assert {"solved", "resolved", "done"} <= set(statuses["resolved"])
    assert "closed" in statuses["closed"]
    # A pending conversation of Chatwoot waits for its bot, and the clocks run on.
    assert ("pending" in statuses["paused"]) == (name != "chatwoot")


@pytest.mark.parametrize("name", NAMES)
def test_general_knowledge(name: str) -> None:
    """A profile that rests on what is generally known, and not on a source, says so."""
    said = "general knowledge" in load_profile(name)["notes"].casefold()
    assert (name in GENERAL_KNOWLEDGE) == said


def test_unknown() -> None:
    """An unknown profile is refused with the nearest names."""
    with pytest.raises(UnknownNameError, match="profile: unknown profile 'zendes'; did you mean"):
        load_profile("zendes")


@pytest.mark.parametrize("name", ["", "zammad.toml", "../profiles/zammad", "Zammad"])
def test_no_file_name(name: str) -> None:
    """The name of a profile is none of a file."""
    with pytest.raises(UnknownNameError, match="unknown profile"):
        load_profile(name)


def test_copy() -> None:
    """Who changes a profile that was loaded changes nobody else's."""
    load_profile("zammad")["metrics"].clear()
    assert load_profile("zammad")["metrics"]


DEFAULTS = {
    "counts_from": "start",
    "earlier_pauses": "credit",
    "on_calendar_change": "slice",
    "at_close": "stay",
    "due_shown": "always",
    "sticky": True,
    "match": "first",
    "rematch": "change",
    "versions": "follow",
    "pause": {"category": "paused"},
}


@pytest.mark.parametrize("name", NAMES)
def test_conventions(name: str) -> None:
    """A profile states a convention only where its product has another one than the default."""
    conventions = load_profile(name)["conventions"]
    assert conventions.keys() <= DEFAULTS.keys()
    assert [] == [key for key, value in conventions.items() if value == DEFAULTS[key]]


@pytest.mark.parametrize("name", NAMES)
def test_reference(name: str) -> None:
    """The reference lists every profile with its title, its metrics and its conventions."""
    profile = load_profile(name)
    metrics = ", ".join(f"`{metric}`" for metric in profile["metrics"]) or "the standard ones"
    rows = [f"| `{name}` | {profile['title']} | {metrics} |"]
    if conventions := profile["conventions"]:
        said = [
            f"`{key}: {value if isinstance(value, str) else json.dumps(value)}`"
            for key, value in conventions.items()
        ]
        rows.append(f"| `{name}` | {', '.join(said)} |")
    lines = DOCS.read_text(encoding="utf-8").splitlines()
    assert rows == [line for line in lines if line.startswith(f"| `{name}` |")]


def desk(profile: str, **targets: str) -> PolicySet:
    return PolicySet.model_validate(
        {
            "profile": profile,
            "calendars": {"always": {"tz": "UTC", "hours": "Mon-Sun 00:00-24:00"}},
            "policies": [{"name": "all", "calendar": "always", "targets": targets}],
        }
    )


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2024, 5, 6, hour, minute, tzinfo=UTC)


def said(author: Any, hour: int) -> Message:
    return Message(at=at(hour), author=author)


def status(word: str, hour: int) -> Change:
    return Change(at=at(hour), fields={"status": word})


def history(*events: Message | Change, opened_by: Any = None, **fields: str) -> Ticket:
    """Write a ticket that was created at eight."""
    return Ticket(id="T", created_at=at(8), fields=fields, events=events, opened_by=opened_by)


def ask(policies: PolicySet, ticket: Ticket, hour: int = 20) -> Evaluation:
    return evaluate(policies, ticket, at=at(hour))


@pytest.mark.parametrize("name", NAMES)
def test_policy_set(name: str) -> None:
    """Every metric of a profile can be promised."""
    metrics = {"first_response", "resolution", *load_profile(name)["metrics"]}
    ev = ask(desk(name, **dict.fromkeys(sorted(metrics), "4h")), history(status="open"), 9)
    assert metrics == {clock.metric for clock in ev.clocks}
    assert at(12) == ev["resolution"].due_at


def test_chatwoot_next_response() -> None:
    """The opening message is no next response; one after the first reply is."""
    policies = desk("chatwoot", next_response="2h")
    opening = history(said("customer", 9), opened_by="customer")
    assert "idle" == ask(policies, opening)["next_response"].state
    later = history(said("agent", 10), said("customer", 11), said("customer", 12))
    assert at(13) == ask(policies, later)["next_response"].due_at


def test_otrs_update() -> None:
    """An update is due after the agent's message, or after the oldest unanswered one."""
    policies = desk("otrs", update="4h")
    assert at(13) == ask(policies, history(said("agent", 9)), 10)["update"].due_at
    waiting = history(said("agent", 9), said("customer", 10), said("customer", 11))
    assert at(14) == ask(policies, waiting, 12)["update"].due_at
    answered = history(*waiting.events, said("agent", 12))
    assert at(16) == ask(policies, answered, 13)["update"].due_at
    assert timedelta(hours=2) == ask(policies, answered, 13).cycles("update")[0].elapsed
    closed = history(*answered.events, status("closed", 13))
    assert "cancelled" == ask(policies, closed)["update"].state


def test_request_tracker_update() -> None:
    """Staff who spoke last keep the customer informed; once the customer speaks, they answer."""
    policies = desk("request_tracker", next_response="2h", update="4h")
    staff = history(said("agent", 9), said("agent", 10), opened_by="agent")
    assert at(14) == ask(policies, staff, 11)["update"].due_at
    waiting = ask(policies, history(*staff.events, said("customer", 11)), 12)
    assert ("cancelled", None) == (waiting["update"].state, waiting["update"].due_at)
    assert at(13) == waiting["next_response"].due_at


def test_zammad_legacy_update() -> None:
    """Every message of either side starts the update anew."""
    policies = desk("zammad_legacy", update="3h")
    assert at(11) == ask(policies, history(), 9)["update"].due_at
    assert at(12) == ask(policies, history(said("customer", 9)), 10)["update"].due_at
    both = history(said("customer", 9), said("agent", 10))
    assert at(13) == ask(policies, both, 11)["update"].due_at


def test_frappe_first_response() -> None:
    """The first response is a message, a pausing status or a resolution, whichever is first."""
    policies = desk("frappe_helpdesk", first_response="1h")
    for event in (said("agent", 9), status("Replied", 9), status("Resolved", 9)):
        ticket = history(event, said("agent", 10), status="Open")
        assert at(9) == ask(policies, ticket)["first_response"].stopped_at


def test_erpnext_first_response() -> None:
    """Leaving the status Open is a first response."""
    ticket = history(status("Hold", 9), said("agent", 10), status="Open")
    ev = ask(desk("erpnext", first_response="1h"), ticket)
    assert at(9) == ev["first_response"].stopped_at


def test_glpi_time_to_own() -> None:
    """Being assigned is taking the ticket into account."""
    ticket = history(Change(at=at(9), fields={"assigned": True}), said("agent", 10))
    assert at(9) == ask(desk("glpi", first_response="1h"), ticket)["first_response"].stopped_at


def test_salesforce_stopped_case() -> None:
    """A stopped case pauses its milestones."""
    events = [
        Change(at=at(9), fields={"IsStopped": True}),
        Change(at=at(11), fields={"IsStopped": False}),
    ]
    ev = ask(desk("salesforce", first_response="4h"), history(*events), 11)
    assert at(14) == ev["first_response"].due_at


# The hours at which a cycle started and is due, and its state.
AGAIN = {
    "ignore": [(8, 13, "stopped")],
    "ignore, due hidden": [(8, None, "stopped")],
    "count": [(8, 13, "running")],
    "credit": [(8, 16, "running")],
    "restart": [(13, 18, "running")],
    "new_cycle": [(8, 13, "stopped"), (13, 18, "running")],
}


@pytest.mark.parametrize(
    ("name", "again"),
    [
        ("chatwoot", "ignore"),
        ("dynamics365", "ignore"),
        ("erpnext", "count"),
        ("frappe_helpdesk", "credit"),
        ("glpi", "credit"),
        ("jira_service_management", "new_cycle"),
        ("osticket", "restart"),
        ("otrs", "ignore, due hidden"),
        ("request_tracker", "count"),
        ("servicenow", "new_cycle"),
        ("zammad", "ignore, due hidden"),
        ("zendesk", "count"),
    ],
)
def test_reopened(name: str, again: str) -> None:
    """A ticket closed after two of its five hours and reopened three hours later goes its way."""
    ticket = history(status("closed", 10), status("open", 13), status="open")
    cycles = ask(desk(name, resolution="5h"), ticket, 14).cycles("resolution")
    assert AGAIN[again] == [
        (cycle.started_at.hour, cycle.due_at and cycle.due_at.hour, cycle.state) for cycle in cycles
    ]
