"""The report on many cases."""

from __future__ import annotations

from datetime import date

import pytest

from slakit.recovery.pages import overview, to_html, to_markdown
from slakit.wording import LOCALES
from tests.recovery.cases import instant, opened, taken
from tests.recovery.test_recurring import CASES


def test_told() -> None:
    """Causes that come back, measures that are open, and late steps stand there."""
    case = taken().prevent("watch the disk", owner="bo", due=date(2024, 5, 7))
    text = to_markdown(overview([case, *CASES[1:]], at=instant("09 12:00")))
    for line in (
        "as of Thu 9 May 2024, 12:00 · cases: 5",
        "| Tool: outage | 3 | T-1, T-3, T-4 | Mon 6 May 2024 | Thu 9 May 2024 | net (1), db (1) |",
        "| T-1/all/resolution/1 | watch the disk | bo | Tue 7 May 2024 | overdue |",
    ):
        assert line in text.splitlines(), text


def test_nothing() -> None:
    """Where nothing came back and nothing is late, that is said."""
    text = to_markdown(overview([opened()], at=instant("06 17:10")))
    assert ["- Cases: nothing", "- Measure: nothing", "- Step: nothing"] == [
        line for line in text.splitlines() if line.startswith("- ")
    ]


def test_no_case() -> None:
    """Of no case at all there is nothing to tell."""
    assert "cases: 0" in to_markdown(overview([], at=instant("06 17:10")))


@pytest.mark.parametrize("locale", LOCALES)
def test_languages(locale: str) -> None:
    """The page is there in every language."""
    post = overview(CASES, at=instant("09 12:00"), locale=locale, least=1)
    assert f'<html lang="{locale}">' in to_html(post)
