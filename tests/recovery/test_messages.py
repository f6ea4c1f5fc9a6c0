"""Drafts: true, polite, and nothing of the desk's own for the customer."""

from __future__ import annotations

import re

import pytest

from slakit import Change, PolicySet, SlakitError, Ticket, UnknownNameError, explain
from slakit.recovery import BreachCase, RecoveryPlan
from slakit.wording import LOCALES, catalogue
from tests.recovery.cases import DESK, PLAN, PLAN_DATA, instant, opened, taken
from tests.wording.test_languages import INTERNAL_PARAMETERS, INTERNAL_WORDS

FOR_CUSTOMERS = ("recovery.letter.", "recovery.sentence.")


def test_alert() -> None:
    """The team reads what is late and by how much, who restores it, and what is next until when."""
    draft = opened().message("alert")
    assert ("team", "Breach of T-1: resolution") == (draft.audience, draft.subject)
    assert [
        "Resolution of T-1: breached; due Mon 6 May 2024, 14:00; 7 h of 4 h; 3 h overdue",
        "As of Mon 6 May 2024, 17:00",
        "Nobody is named yet to restore it",
        "Next: alert the team and name who restores it (service desk), due Mon 6 May 2024, 17:30",
        "No date is given by which it will be restored",
    ] == draft.body.splitlines()


def test_alert_later() -> None:
    """Once somebody is named, the team reads who."""
    body = taken(1).message("alert", expected_at=instant("07 12:00")).body
    assert "Who restores it: bo" in body
    assert "Restored by, as told to the customer: Tue 7 May 2024, 12:00" in body


def test_all_taken() -> None:
    """After the last step nothing is next."""
    assert "All steps are taken" in taken().message("alert").body


def test_apology() -> None:
    """The customer reads that we are sorry, what was promised, what happened, and until when."""
    draft = taken(2).message(
        "apology", happened="a disk was full.", expected_at=instant("07 18:00")
    )
    assert ("customer", "About your request T-1") == (draft.audience, draft.subject)
    assert [
        "Dear customer,",
        "",
        "We are sorry: we have not kept the time that we promised you.",
        "Time promised (solution): 4 h of business time.",
        "It was due by Mon 6 May 2024, 14:00.",
        "What happened: a disk was full.",
        "We expect to have it restored by Tue 7 May 2024, 18:00.",
        "Times are those of Europe/Madrid.",
        "",
        "Kind regards,",
    ] == draft.body.splitlines()


@pytest.mark.parametrize("locale", LOCALES)
def test_no_date_is_made_up(locale: str) -> None:
    """Where nobody gave a date, the only one is that of the promise which was broken."""
    body = taken(2).message("apology", locale=locale).body
    assert 1 == len(re.findall(r"\d\d:\d\d", body))
    assert "14:00" in body


@pytest.mark.parametrize("locale", LOCALES)
def test_nothing_internal(locale: str) -> None:
    """A customer reads no cause, no name of the desk's people, and no word of the trade."""
    case = taken()
    for kind in ("apology", "restored"):
        draft = case.message(kind, locale=locale)  # type: ignore[arg-type]
        text = f"{draft.subject}\n{draft.body}"
        assert [] == [name for name in ("ana", "bo ", "disk", "net", "all/") if name in text]
        assert None is re.search(INTERNAL_WORDS, text)
    words = catalogue(locale)
    for key in words:
        if key.startswith(FOR_CUSTOMERS):
            assert set() == words.parameters(key) & INTERNAL_PARAMETERS, key


def test_restored() -> None:
    """Once it was acted upon, the customer reads since when it is restored."""
    draft = taken(4).message("restored")
    assert "Your request T-1: restored" == draft.subject
    assert "It has been restored: Tue 7 May 2024, 15:00." in draft.body
    assert "It has been restored" in taken(4).message("apology").body


def test_not_restored_yet() -> None:
    """Nobody is told that it is restored before anything was done."""
    with pytest.raises(SlakitError, match="nothing was restored yet; take the step 'acted' first"):
        taken(3).message("restored")


def test_done_late() -> None:
    """What was done too late is told as done, and no date of another restoring is looked for."""
    done = Ticket.from_timestamps(
        id="T-2", created_at=instant("06 10:00"), resolved_at=instant("06 16:00")
    )
    at = instant("07 09:00")
    why = explain(DESK, done, "resolution", at=at)
    body = BreachCase.open(why, done, plan=PLAN, at=at, opened_by="ana").message("apology").body
    assert "It was done on Mon 6 May 2024, 16:00, later than we promised." in body
    assert "date yet" not in body


def test_templates() -> None:
    """The plan's own words take the place of the body, in the language they are written in."""
    templates = {
        "apology": {"en": "{ticket} was due {due}: {happened}. Until {expected}. {promised}"},
        "restored": {"en": "{ticket} is back since {restored}"},
        "alert": {"en": "{metric} of {ticket} due {due}; {responsible}; {next}; {expected}"},
    }
    plan = RecoveryPlan.model_validate({**PLAN_DATA, "templates": templates})
    case = opened(plan)
    assert (
        "T-1 was due Mon 6 May 2024, 14:00: a storm. Until not known yet."
        " Time promised (solution): 4 h of business time."
    ) == case.message("apology", happened="a storm").body
    assert case.message("alert").body.startswith(
        "resolution of T-1 due Mon 6 May 2024, 14:00; not known yet; next: alert the team"
    )
    assert "Estimado/a cliente:" == case.message("apology", locale="es").body.splitlines()[0]
    with pytest.raises(SlakitError, match="nothing was restored yet"):
        case.message("restored")


def test_unknown() -> None:
    """A kind and a language that are not there are refused with the nearest."""
    with pytest.raises(UnknownNameError, match="did you mean 'apology'"):
        opened().message("apologies")  # type: ignore[arg-type]
    with pytest.raises(UnknownNameError, match="write 'pt-BR'"):
        opened().message("apology", locale="pt_BR")


def test_expected_is_told_to_the_team_from_the_steps() -> None:
    """A date that a step gave is told, to the team as well."""
    case = opened().step(
        "team_alerted",
        at=instant("06 17:10"),
        by="ana",
        responsible="bo",
        expected_at=instant("07 12:00"),
    )
    assert "Tue 7 May 2024, 12:00" in case.message("alert").body
    assert "restored by Tue 7 May 2024, 12:00." in case.message("apology").body


def test_without_targets() -> None:
    """Where a step has no target, what is next has no due time."""
    plan = RecoveryPlan.model_validate({"calendar": PLAN_DATA["calendar"]})
    lines = opened(plan).message("alert").body.splitlines()
    assert "Next: alert the team and name who restores it" == lines[3]


def late_without_due() -> BreachCase:
    """Return a case of a clock that was breached under a promise which was taken back since."""
    target = {"by": "priority", "high": "1h", "else": "none"}
    desk = PolicySet.model_validate(
        {
            "calendars": {"office": PLAN_DATA["calendar"]},
            "metrics": {"delivery": {"start": "created", "stop": {"signal": "delivered"}}},
            "policies": [{"name": "all", "calendar": "office", "targets": {"delivery": target}}],
        }
    )
    change = Change(at=instant("06 12:00"), fields={"priority": "low"})
    ticket = Ticket(
        id="T-3", created_at=instant("06 10:00"), fields={"priority": "high"}, events=[change]
    )
    at = instant("06 13:00")
    why = explain(desk, ticket, "delivery", at=at)
    return BreachCase.open(why, ticket, plan=PLAN, at=at, opened_by="ana")


def test_without_a_due_time() -> None:
    """What cannot be said of a promise is left out, and not made up."""
    case = late_without_due()
    assert None is case.reading.due_at
    body = case.message("apology").body
    assert "It was due by" not in body
    assert "We are sorry" in body
    assert "- Breached: Mon 6 May 2024, 11:00" in case.to_markdown()


def test_metric_of_its_own() -> None:
    """A customer does not read the desk's name of a metric of its own."""
    assert "delivery" not in late_without_due().message("apology").body
