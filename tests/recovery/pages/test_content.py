"""The post-mortem of one case."""

from __future__ import annotations

from datetime import UTC, date, timedelta

import pytest

from slakit import evaluate
from slakit.recovery import BreachCase, Realism
from slakit.wording import LOCALES
from tests.recovery.cases import DESK, PLAN, TICKET, instant, opened, taken

HOSTILE = "<b>|*x*</b>"


def told() -> BreachCase:
    """Return a case with everything in it."""
    case = taken().correct("cause_found", by="eva", reason=HOSTILE, at=instant("07 11:00"))
    assert case.reading.breached_at is not None
    until = case.reading.breached_at.astimezone(UTC)
    found = Realism(since=until - timedelta(days=90), until=until, met=17, decided=20)
    at = instant("08 10:00")
    case = case.answer("realistic", "partly", by="eva", at=at, note="tight", evidence=found)
    case = case.answer("customer_effect", by="eva", at=at, note=HOSTILE)
    case = case.answer("survey_sent", "yes", by="eva", at=at, score="4.5")
    case = case.prevent("watch the disk", owner="bo", due=date(2024, 5, 7))
    case = case.prevent("a second disk", owner="bo", due=date(2024, 6, 1))
    return case.prevented(2, on=date(2024, 5, 8), by="bo")


def test_markdown() -> None:
    """It has the summary, the steps, the time of the ticket, the review, and what prevents it."""
    text = told().to_markdown()
    for line in (
        "# Post-mortem of T-1: resolution",
        "- Promised: 4 h of business time",
        "- Late by: 3 h (as of Mon 6 May 2024, 17:00)",
        "- Cause: tool: outage",
        "- Steps: 5 of 5 steps taken, 1 late",
        "| Find and record the cause | done late |  | Tue 7 May 2024, 10:15"
        " | Tue 7 May 2024, 11:00 | eva | Tool: outage. a disk was full |",
        "| Mon 6 May 2024, 10:00 | Mon 6 May 2024, 17:00 | running | 7 h |  |  |",
        "| Were the policies configured right? | not answered |  |  |",
        "| watch the disk | bo | Tue 7 May 2024 | overdue |",
        "| a second disk | bo | Sat 1 Jun 2024 | done Wed 8 May 2024 |",
        "> we are sorry.",
    ):
        assert line in text.splitlines(), line
    # 17 of 20 by Wilson is from 63.95 % to 94.76 %, each rounded down.
    assert "Partly; tight; met in 85.0% of 20 clocks decided in the 90 days" in text
    assert r"63.9% to 94.7%" in text
    assert "Yes; score 4.5" in text


def test_as_of() -> None:
    """Asked for an earlier instant, it says what was true then."""
    text = taken().to_markdown(at=instant("06 18:00"))
    assert "- Steps: 1 of 5 steps taken, 0 late" in text
    assert "| Find and record the cause | under way |  | Tue 7 May 2024, 10:15 |  |  |  |" in text


def test_escaped() -> None:
    """What people wrote is text, whatever it looks like."""
    case = told()
    assert HOSTILE not in case.to_markdown()
    assert HOSTILE not in case.to_html()
    assert "&lt;b&gt;|*x*&lt;/b&gt;" in case.to_html()


def test_override_is_shown() -> None:
    """What was done out of order stands there with the reason."""
    case = taken(1).step("customer_told", at=instant("06 17:20"), by="ana", override="she called")
    assert "| Customer told | Mon 6 May 2024, 17:20 | ana | Out of order: she called |" in (
        case.to_markdown().splitlines()
    )


@pytest.mark.parametrize("locale", LOCALES)
def test_languages(locale: str) -> None:
    """In every language it is whole, as Markdown and as a page."""
    html = told().to_html(locale)
    assert f'<html lang="{locale}">' in html
    # Once for screens and paper, once for telephones.
    assert 2 == html.count('class="slakit"')
    assert "{" not in told().to_markdown(locale)


def test_not_known_yet() -> None:
    """What nobody has found out yet is said to be unknown, and an empty history is no data."""
    case = opened()
    at = instant("08 10:00")
    none = Realism(since=at, until=at, met=0, decided=0)
    case = case.answer("realistic", "unknown", by="eva", at=at, evidence=none)
    lines = case.to_markdown().splitlines()
    assert "- Cause: not known yet" in lines
    assert "- Who restores it: not known yet" in lines
    assert any("| Not known; no data | eva |" in line for line in lines)
    assert "0%" not in case.to_markdown()


def test_from_a_reading() -> None:
    """A case that was opened from a reading has no stretches of time to tell."""
    reading = evaluate(DESK, TICKET, at=instant("06 17:00"))["resolution"]
    case = BreachCase.open(reading, TICKET, plan=PLAN, at=instant("06 17:00"), opened_by="ana")
    text = case.to_markdown()
    assert "How the time of the ticket passed" not in text
    assert "- Late by: 3 h (as of Mon 6 May 2024, 17:00)" in text
