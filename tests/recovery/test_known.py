"""What was known of a case at an instant."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest

from slakit import NaiveDatetimeError, SlakitError
from slakit.recovery import BreachCase
from slakit.recovery.known import known_at
from slakit.recovery.pages import overview, to_markdown
from tests.recovery.cases import MADRID, instant, opened, taken

Page = Callable[[BreachCase, datetime], str]
PAGES: tuple[Page, ...] = (
    lambda case, at: case.to_markdown(at=at),
    lambda case, at: case.to_html(at=at),
    lambda case, at: case.to_svg(at=at),
)


def whole() -> BreachCase:
    """Return a case with all that can be recorded, the last of it on Wednesday."""
    case = taken().correct("cause_found", by="eva", reason="the log", at=instant("07 11:00"))
    return case.answer("team_effect", by="eva", at=instant("08 10:00"), note="tired")


@pytest.mark.parametrize(
    ("steps", "at"),
    [(0, "06 17:00"), (1, "07 11:14"), (2, "07 11:15"), (3, "07 12:00"), (4, "07 15:00")],
)
@pytest.mark.parametrize("page", PAGES)
def test_nothing_of_the_future(page: Page, steps: int, at: str) -> None:
    """What is told as of an instant is what would have been told then, word for word."""
    assert page(taken(steps), instant(at)) == page(whole(), instant(at))


@pytest.mark.parametrize("page", PAGES)
def test_all_of_the_past(page: Page) -> None:
    """As of the last record nothing is left out."""
    assert page(whole(), instant("08 10:00")) == page(whole(), whole().last_at)
    assert (whole(), MADRID) == (
        known_at(whole(), None)[0],
        known_at(whole(), None)[1].tzinfo,
    )


def test_correction() -> None:
    """A correction is known once the steps before it are, although it tells an earlier instant."""
    case = taken(2).correct("team_alerted", by="eva", reason="typo", responsible="max")
    assert "bo" == known_at(case, instant("07 11:14"))[0].responsible
    assert "max" == known_at(case, instant("07 11:15"))[0].responsible


def test_mistyped() -> None:
    """A step that was recorded for a day of the future hides nothing once it is corrected."""
    case = opened().step("team_alerted", at=instant("30 10:00"), by="ana", responsible="bo")
    assert () == known_at(case, instant("06 18:00"))[0].records
    case = case.correct("team_alerted", by="ana", reason="typo", at=instant("06 17:10"))
    case = case.step("cause_found", at=instant("06 17:30"), by="bo", cause="tool")
    assert (2, 3) == tuple(
        len(known_at(case, instant(at))[0].records) for at in ("06 17:20", "06 17:30")
    )


def test_measures() -> None:
    """A measure has no instant, and is open until the day on which it was done."""
    case = opened().prevent("watch the disk", owner="bo", due=date(2024, 5, 10))
    case = case.prevented(1, on=date(2024, 5, 8), by="bo")
    assert "| watch the disk | bo | Fri 10 May 2024 | open |" in case.to_markdown()


@pytest.mark.parametrize("page", PAGES)
def test_no_such_instant(page: Page) -> None:
    """An instant without a zone is refused, and so is one at which there was no case."""
    with pytest.raises(NaiveDatetimeError, match="has no time zone"):
        page(opened(), datetime(2024, 5, 6, 18))  # noqa: DTZ001
    with pytest.raises(
        SlakitError, match=r"at: .*16:59.* is before the case was opened at .*17:00"
    ):
        page(opened(), instant("06 16:59"))


def test_report() -> None:
    """A report has the cases that were open by then, and what was known of them."""
    early = to_markdown(overview([whole()], at=instant("07 10:30"), least=1))
    assert "cases: 1" in early
    assert "Tool" not in early
    assert "cases: 0" in to_markdown(overview([whole()], at=instant("06 16:59")))
    with pytest.raises(NaiveDatetimeError):
        overview([whole()], at=datetime(2024, 5, 6, 18))  # noqa: DTZ001
