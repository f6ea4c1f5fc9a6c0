"""Explanations in words: golden files of one incident, and what holds of every one.

After a change of words that is meant, ``GOLDEN=write python -m pytest tests -k golden`` writes the
files anew; read them before they are committed.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slakit import Decision, Exemption, Explanation, LedgerSpan, Ticket, UnknownNameError, explain
from slakit.evaluation.explaining.explanation import Reason
from slakit.wording import LOCALES, catalogue
from tests.drawing.pictures import golden, parse
from tests.evaluation.desks import desk, on, promising, ticket
from tests.evaluation.explaining.incident import explained

GOLDEN = Path(__file__).parent / "golden"
AUDIENCES: tuple[Any, ...] = ("agent", "customer")
STYLES: tuple[Any, ...] = ("text", "markdown", "html")
# What no customer may read, whatever it is the name or the value of.
SECRET = "Zz9secret"


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("locale", LOCALES)
def test_golden_text(locale: str, audience: Any) -> None:
    """The same breach reads well in every language, to those at the desk and to the customer."""
    said = explained().render(locale=locale, audience=audience) + "\n"
    assert golden(GOLDEN / f"incident.{locale}.{audience}.txt", said) == said


@pytest.mark.parametrize(("style", "suffix"), [("markdown", "md"), ("html", "html")])
def test_golden_style(style: Any, suffix: str) -> None:
    """So it does in Markdown and HTML."""
    said = explained().render(style=style) + "\n"
    assert golden(GOLDEN / f"incident.en.agent.{suffix}", said) == said


def test_figures() -> None:
    """What is said of the incident is what was worked out by hand, in `incident`."""
    said = explained().render()
    for fact in (
        "due Mon 3 Jun 2024, 10:45; stopped Mon 3 Jun 2024, 17:45; 14 h of 8 h; 6 h overdue.",
        "Made of 14 h of agent time, 7 h 25 min of waiting for the customer, 3 h 40 min paused",
        "Stopping by Mon 3 Jun 2024, 10:45 would have met it.",
        "Reopened once.",
        "Times in America/Sao_Paulo.",
        "40 h of closed hours (holiday “Corpus Christi”)",
        "priority changed to “high”: the target is now 8 h of business time",
        "internal note: ignored, an internal note is no reply",
        "total · 14 h counted, 11 h 5 min paused, 120 h of closed hours",
    ):
        assert fact in said


def test_unknown() -> None:
    """A language, an audience or a style that is not there is an error that says which are."""
    found = explained()
    with pytest.raises(UnknownNameError, match="no words for the locale 'pt'"):
        found.render(locale="pt")
    with pytest.raises(UnknownNameError, match="no audience 'boss'; known: agent, customer"):
        found.render(audience="boss")  # type: ignore[arg-type]
    for audience in AUDIENCES:
        with pytest.raises(UnknownNameError, match="no style 'xml'; known: text, markdown, html"):
            found.render(style="xml", audience=audience)  # type: ignore[arg-type]


def first_lines(found: Explanation, audience: Any = "agent") -> list[str]:
    return found.render(audience=audience).split("\n\n")[0:2]


def test_on_track() -> None:
    """A clock that runs says what is left."""
    found = explain(promising(), ticket(), "resolution", at=on("Mon 10:00"))
    headline, _ = first_lines(found)
    assert (
        "Resolution of T-1: on track; due Mon 6 May 2024, 14:00; 1 h of 4 h; 3 h left." == headline
    )
    _, paragraph = first_lines(found, "customer")
    assert (
        "Time promised (solution): 4 h of business time.\n"
        "You can expect it by Mon 6 May 2024, 14:00.\n"
        "We have 3 h of business time left.\n"
        "The time since your request is made up of 1 h of work on our side." == paragraph
    )


def test_paused() -> None:
    """A paused clock says when it would be due, to both."""
    subject = ticket(("Mon 10:00", "waiting"))
    found = explain(promising(), subject, "resolution", at=on("Mon 11:00"))
    headline, _ = first_lines(found)
    assert "paused; due Mon 6 May 2024, 15:00 if resumed now; 1 h of 4 h; 3 h left." in headline
    assert "you could expect it by Mon 6 May 2024, 15:00." in first_lines(found, "customer")[1]


def test_breached() -> None:
    """A clock that is late and still runs says so politely."""
    found = explain(promising(), ticket(), "resolution", at=on("Mon 15:00"))
    assert "breached; due Mon 6 May 2024, 14:00; 5 h of 4 h; 1 h overdue." in first_lines(found)[0]
    assert (
        "It was due by Mon 6 May 2024, 14:00 and is not done yet. Delay so far: 1 h of business"
        " time. We are sorry for the wait." in first_lines(found, "customer")[1]
    )


def test_met() -> None:
    """A clock that was met says when."""
    subject = ticket(("Mon 10:00", "solved"))
    found = explain(promising(), subject, "resolution", at=on("Mon 15:00"))
    assert "done on Mon 6 May 2024, 10:00, within the time" in first_lines(found, "customer")[1]


def test_breached_by_an_earlier_promise() -> None:
    """Where a later, longer target leaves a breach, no due time of today is given as its reason."""
    policies = promising(resolution={"by": "priority", "high": "1h", "else": "8h"})
    subject = ticket(("Mon 11:00", {"priority": "low"}), fields={"priority": "high"})
    found = explain(policies, subject, "resolution", at=on("Mon 12:00"))
    assert "breached since Mon 6 May 2024, 10:00" in first_lines(found)[0]
    assert "It is later than we promised and is not done yet." in first_lines(found, "customer")[1]


def test_late_without_a_second_of_delay() -> None:
    """Where all time was spent and the clock is late all the same, the delay is told in real time:
    closed at 17:00, four hours from 12:00 on are spent, and it stopped at 18:00."""
    subject = ticket(("Mon 18:00", "solved"), created="Mon 12:00")
    found = explain(promising(), subject, "resolution", at=on("Tue 09:00"))
    assert "missed" == found.reading.status
    assert "Delay: 1 h. We are sorry" in first_lines(found, "customer")[1]


def test_due_hidden() -> None:
    """A due time that is not shown after the stop is not told either."""
    policies = desk(
        {
            "name": "all",
            "calendar": "office",
            "due_shown": "while_open",
            "targets": {"resolution": "1h"},
        }
    )
    subject = ticket(("Mon 11:00", "solved"))
    found = explain(policies, subject, "resolution", at=on("Mon 12:00"))
    assert (
        "It was done on Mon 6 May 2024, 11:00, later than we promised."
        in first_lines(found, "customer")[1]
    )


@pytest.mark.parametrize(
    ("metric", "target", "happenings", "agent", "customer"),
    [
        ("resolution", "none", [], "no target; 1 h measured.", "No time promised."),
        ("next_response", "4h", [], "Next response of T-1: idle.", "Not started yet."),
        (
            "periodic_update",
            "4h",
            [("Mon 09:10", "agent"), ("Mon 09:30", "solved")],
            "cancelled; 20 min of 4 h.",
            "No longer applies.",
        ),
    ],
)
def test_without_a_verdict(
    metric: str, target: str, happenings: list[Any], agent: str, customer: str
) -> None:
    """A clock without a target, a start or an end says so."""
    found = explain(promising(**{metric: target}), ticket(*happenings), metric, at=on("Mon 10:00"))
    assert agent in first_lines(found)[0]
    assert customer in first_lines(found, "customer")[1]


def test_exempted() -> None:
    """A breach that does not count is said with its reason to agents, without it to customers."""
    why = Exemption(at=on("Mon 15:00"), reason="our network", author="bo")
    found = explain(promising(), ticket(more=[why]), "resolution", at=on("Mon 16:00"))
    assert "Breach exempted by bo: our network." in first_lines(found)[1]
    assert "This delay is not counted." in found.render(audience="customer")
    assert "network" not in found.render(audience="customer")


def test_later_cycle() -> None:
    """A later cycle says its number to agents."""
    subject = ticket(("Mon 09:10", "agent"), ("Mon 09:20", "agent"))
    found = explain(promising("periodic_update"), subject, "periodic_update", at=on("Mon 10:00"))
    assert first_lines(found)[0].startswith("Periodic update of T-1, cycle 2: on track;")


def test_own_metric() -> None:
    """A metric of the desk's own is said by its name to agents, and to customers not at all."""
    policies = desk(
        {"name": "all", "calendar": "office", "targets": {"triage_by_bo": "4h"}},
        metrics={"triage_by_bo": {"start": "created", "stop": "agent_reply"}},
    )
    found = explain(policies, ticket(), "triage_by_bo", at=on("Mon 10:00"))
    assert first_lines(found)[0].startswith("Triage by bo of T-1:")
    assert "Time promised: 4 h of business time.\n" in first_lines(found, "customer")[1]


def test_clocks_set_back() -> None:
    """Where an hour comes twice, instants say which; elsewhere they don't."""
    policies = promising(resolution="1h wall")
    policies = policies.model_copy(
        update={
            "calendars": {
                "office": policies.calendars["office"].model_copy(update={"tz": "Europe/Madrid"})
            }
        }
    )
    night = datetime(2024, 10, 27, 0, 30, tzinfo=UTC)
    subject = Ticket(id="T-1", created_at=night)
    found = explain(policies, subject, "resolution", at=night + timedelta(hours=1))
    assert "02:30 CEST – 02:30 CET · running" in found.render()
    found = explain(policies, subject, "resolution", at=night + timedelta(minutes=10))
    assert "CEST" not in explain(promising(), ticket(), "resolution", at=on("Mon 10:00")).render()


HOSTILE = "</td><script>alert(1)</script> | **x** `y` [z](http://a.example)\n\x1b[31m# t"


@pytest.mark.parametrize("locale", LOCALES)
def test_hostile(locale: str) -> None:
    """What a ticket says stays text, in every style."""
    subject = ticket(("Mon 10:00", {"status": HOSTILE}), ("Mon 10:30", {"tier": HOSTILE}))
    subject = Ticket(
        id=HOSTILE, created_at=subject.created_at, fields={"tier": HOSTILE}, events=subject.events
    )
    policies = desk(
        {
            "name": "gold",
            "when": {"tier": "gold"},
            "calendar": "office",
            "targets": {"resolution": "4h"},
        },
        {
            "name": "all",
            "calendar": "office",
            "pause": {"not": {"status": None}},
            "targets": {"resolution": "4h"},
        },
    )
    found = explain(policies, subject, "resolution", at=on("Mon 11:00"))
    for audience in AUDIENCES:
        html = found.render(locale=locale, audience=audience, style="html")
        assert "<script" not in html
        assert locale == parse(html).attrib["lang"]
        assert "\x1b" not in found.render(locale=locale, audience=audience)
        markdown = found.render(locale=locale, audience=audience, style="markdown")
        for line in markdown.splitlines():
            assert not re.search(r"(?<!\\)[<`\[]", line)
            assert not line.startswith("#")
        rows = [line for line in markdown.splitlines() if line.startswith("|")]
        assert 1 == len({len(re.findall(r"(?<!\\)\|", row)) for row in rows})


CODES = [
    key for key in catalogue("en") if key.split(".")[0] in ("policy", "target", "effect", "ignored")
]
EVENTS = [key.removeprefix("event.") for key in catalogue("en") if key.startswith("event.")]


def parameters_of(code: str, event: str) -> dict[str, Any]:
    """Return what a decision needs, with secrets wherever the desk has a say."""
    given: dict[str, Any] = dict.fromkeys(catalogue("en").parameters(code), SECRET)
    told = dict.fromkeys(catalogue("en").parameters(f"event.{event}"), SECRET)
    typed = {
        "event": [{"code": event, **told}],
        "amount": "4h",
        "due": "2024-05-06T09:00:00+00:00",
        "version": "2024-05-06T09:00:00+00:00",
        "length": "3h10m",
        "cycle": 2,
        "cutoff": "15:00",
        "condition": {SECRET: [SECRET, 1, None], "not": {SECRET: {"ge": 2}}},
    }
    return {name: typed.get(name, value) for name, value in given.items()}


@st.composite
def explanations(draw: st.DrawFn) -> Explanation:
    """Draw an explanation of any reasons and codes, as no desk would have them together."""
    metric = draw(st.sampled_from(["resolution", "next_response"]))
    happenings = draw(st.sampled_from([[], [("Mon 10:00", "solved")], [("Mon 10:00", "customer")]]))
    at = on(draw(st.sampled_from(["Mon 11:00", "Tue 11:00"])))
    found = explain(promising(**{metric: "4h"}), ticket(*happenings), metric, at=at)
    reading = found.reading._replace(
        policy=SECRET, metric=draw(st.sampled_from([metric, SECRET])), version=SECRET
    )
    reasons = draw(st.lists(st.sampled_from(get_args(Reason)), max_size=6))
    start = on("Mon 00:00")
    spans: list[LedgerSpan] = []
    for number, reason in enumerate(reasons):
        parameters: dict[str, Any] = {}
        if reason in ("holiday", "special_hours", "closure"):
            parameters["name"] = draw(st.sampled_from(["", "Feast"]))
        if reason == "paused":
            parameters = {
                "condition": {SECRET: SECRET},
                "status": SECRET,
                "waiting_for": draw(st.sampled_from(["customer", "desk", None])),
            }
        if draw(st.booleans()):
            parameters["changed"] = {
                "amount": draw(st.sampled_from(["2bd", "at(due)", None])),
                "calendar": SECRET,
            }
        begin, end = (start + timedelta(hours=each) for each in (number, number + 1))
        spans.append(LedgerSpan(begin, end, timedelta(0), reason, parameters))
    codes = draw(st.lists(st.tuples(st.sampled_from(CODES), st.sampled_from(EVENTS)), max_size=4))
    decisions = [Decision(start, code, parameters_of(code, event)) for code, event in codes]
    return replace(
        found, reading=reading, spans=tuple(spans), decisions=tuple(decisions), latest_stop=start
    )


@settings(max_examples=100, deadline=None)
@given(found=explanations(), locale=st.sampled_from(LOCALES), style=st.sampled_from(STYLES))
def test_nothing_internal(found: Explanation, locale: str, style: Any) -> None:
    """Whatever the codes, a customer reads no policy, condition, field, status, author or
    metric of the desk's own; an agent can read all of it."""
    said = found.render(locale=locale, audience="customer", style=style)
    assert SECRET.casefold() not in said.casefold()
    assert found.render(locale=locale, style=style)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("code", CODES)
def test_every_code(code: str, locale: str) -> None:
    """Every code can be said with every event, and says it."""
    found = explained()
    for event in EVENTS:
        decision = Decision(on("Mon 09:00"), code, parameters_of(code, event))
        said = replace(found, decisions=(decision,)).render(locale=locale)
        assert "{" not in said
        assert "[" not in said
