"""Why a verdict is another one, in words of four languages."""

from __future__ import annotations

from typing import Any

import pytest

from slakit import PolicySet, Ticket, UnknownNameError, vary
from slakit.backtest import backtest
from slakit.backtest.flips import VERDICTS
from slakit.backtest.sentence import verdict_text
from slakit.evaluation.explaining.explanation import CLOSED, HELD, OUTSIDE
from slakit.wording import LOCALES, catalogue
from tests.evaluation.desks import desk, on, promising, ticket

SOLVED = ticket(("Mon 12:00", {"status": "solved"}))


def told(old: PolicySet, new: PolicySet, asked: Ticket, locale: str = "en") -> str:
    flip = backtest([asked], old=old, new=new, at=on("+Fri 17:00")).flips[0]
    return flip.explain().sentence(locale=locale)


def test_amount() -> None:
    """The amounts are said in words, and when the clock was due."""
    assert (
        "resolution of T-1: met under the old policies, missed under the new ones: the amount went"
        " from 4 h of business time to 2 h of business time; due Mon 6 May 2024, 11:00 instead of"
        " Mon 6 May 2024, 14:00"
    ) == told(promising(resolution="4h"), promising(resolution="2h"), SOLVED)


def test_saturday() -> None:
    """Time of one weekday is told with its name, and why it did not count."""
    old = promising(resolution="36h")
    new = vary(old, calendars={"office": {"hours": "Mon-Sat 09:00-12:00,13:00-17:00"}})
    late = ticket(("+Mon 10:00", {"status": "solved"}))
    assert told(old, new, late).endswith("7 h of Saturday more counted (before: closed hours)")


def test_several_days() -> None:
    """Time of several days is summed up without their names."""
    old = promising(resolution="36h")
    new = vary(old, calendars={"office": {"hours": "Mon-Sun 09:00-12:00,13:00-17:00"}})
    late = ticket(("+Mon 10:00", {"status": "solved"}))
    assert told(old, new, late).endswith("14 h more counted (before: closed hours)")


def test_less() -> None:
    """Time that counts no more is told with the reason of now."""
    waiting = ticket(("Mon 10:00", {"status": "waiting"}), ("Mon 12:00", {"status": "solved"}))
    new = promising(resolution="2h")
    assert told(vary(new, pause="none"), new, waiting).endswith(
        "2 h of Monday less counted (now: paused)"
    )


def test_clock_that_is_gone() -> None:
    """Of a clock that is not there any more only that is told, and what had counted."""
    old, new = promising(resolution="4h"), promising(first_response="none")
    assert (
        "resolution of T-1: met under the old policies, no clock under the new ones: no clock any"
        " more; it was one of policy “all”; 3 h of Monday less counted (now: no clock)"
    ) == told(old, new, SOLVED)


def test_cycle() -> None:
    """A cycle after the first is told by its number."""
    asked = ticket(
        ("Mon 09:00", "customer"), ("Mon 09:10", "agent"),
        ("Mon 10:00", "customer"), ("Mon 12:00", "agent"),
    )  # fmt: skip
    sets = (promising(next_response=amount) for amount in ("4h", "1h"))
    assert told(*sets, asked).startswith("next response of T-1, cycle 2: met under")


def test_conventions() -> None:
    """Where nothing else differs the conventions do: here a breach does not stick."""
    policy = {"name": "all", "calendar": "office", "targets": {"resolution": [
        {"when": {"priority": "high"}, "amount": "1h"}, {"amount": "7h"}]}}  # fmt: skip
    asked = ticket(
        ("Mon 11:00", {"priority": "low"}), ("Mon 12:00", {"status": "solved"}),
        fields={"priority": "high"},
    )  # fmt: skip
    found = told(desk(policy), desk(policy, sticky=False), asked)
    assert found.endswith("under the new ones: it is judged by other conventions")


@pytest.mark.parametrize("locale", LOCALES)
def test_words(locale: str) -> None:
    """Every verdict and every reason for which time does not count has words."""
    words = catalogue(locale)
    assert len(VERDICTS) == len({verdict_text(each, words) for each in VERDICTS})
    for reason in (*CLOSED, *HELD, *OUTSIDE, "no_clock"):
        assert words.text(f"backtest.reason.{reason}")


@pytest.mark.parametrize(
    ("locale", "amount"),
    [
        ("es", "el objetivo pasa de 4 h en horario hábil a 2 h en horario hábil"),
        ("pt-BR", "a meta passa de 4 h em horário comercial para 2 h em horário comercial"),
        ("pt-PT", "o objetivo passa de 4 h em horário de expediente para 2 h em horário"),
    ],
)
def test_languages(locale: str, amount: str) -> None:
    """The same is said in each language."""
    assert amount in told(promising(resolution="4h"), promising(resolution="2h"), SOLVED, locale)


def test_unknown_language() -> None:
    """A language that is not there is refused."""
    sets: Any = (promising(resolution=amount) for amount in ("4h", "2h"))
    with pytest.raises(UnknownNameError, match="pt-BR"):
        told(*sets, SOLVED, "pt_BR")
