"""The timeline of a ticket in characters."""

from __future__ import annotations

import pytest

from slakit import SlakitError, evaluate
from slakit.drawing import columns
from slakit.wording.catalogue import LOCALES
from tests.evaluation.desks import on, promising, ticket
from tests.evaluation.pictures.incident import incident


def drawn(subject: str, *, amount: str = "4h", at: str = "Mon 12:00", **how: bool) -> list[str]:
    """Return the lines of a ticket that was created at nine and is plain, or paused for a while."""
    happenings = [("Mon 11:00", "waiting"), ("Mon 14:00", "open")] if subject == "paused" else []
    evaluation = evaluate(promising(resolution=amount), ticket(*happenings), at=on(at))
    return evaluation.to_text(width=50, **how).splitlines()


def test_lines() -> None:
    """A lane has a column for each six minutes from the creation to the due time."""
    lines = drawn("plain")
    assert lines[:4] == ["T-1 · on track", "UTC · Mon 6 May 2024", "", "Mon 6 May 2024"]
    assert lines[5] == "resolution · all · 4h  on track · 3 h of 4 h · 75%"
    # Three hours ran until noon, then comes an hour of lunch and what is left until 14:00.
    assert lines[6] == "█" * 30 + "│" + "░" * 9 + "·" * 9 + "◆"
    assert lines[7:] == ["", "█ running  ░ closed hours  ◆ due  │ now"]


def test_ascii() -> None:
    """Without blocks the same lanes are drawn in characters that every terminal has."""
    lines = drawn("plain", ascii=True)
    assert lines[6] == "#" * 30 + "|" + ":" * 9 + "." * 9 + "D"
    assert "".join(lines).isascii()


def test_paused_and_late() -> None:
    """What is held is hatched, and what is past due dense."""
    found = drawn("paused", amount="3h", at="Mon 17:00")
    # Two hours before the pause and one after it, so due at 15:00 and two hours late.
    lane = found[6]
    assert set("█▒░▓◆") <= set(lane)
    assert lane.index("█") < lane.index("▒") < lane.index("◆") < lane.index("▓")


@pytest.mark.parametrize("width", [40, 80, 132])
@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("ascii", [False, True])
def test_width(locale: str, width: int, ascii: bool) -> None:
    """No line is wider than the terminal, in any language."""
    lines = incident().to_text(width=width, locale=locale, ascii=ascii).splitlines()
    assert max(map(columns, lines)) <= width


def test_left_out() -> None:
    """What was left out is told below, with its holiday."""
    assert "≈ Corpus Christi · 39 h closed" in incident().to_text(width=100)


def test_commands_of_a_terminal() -> None:
    """A ticket's name commands no terminal."""
    assert "\x1b" not in incident("\x1b[31mred").to_text()


def test_nothing_to_draw() -> None:
    """A ticket that is not created yet has a line."""
    early = evaluate(promising(), ticket(created="Tue 09:00"), at=on("Mon 10:00"))
    assert "T-1 · idle" == early.to_text()


def test_bad_width() -> None:
    """A terminal that nothing fits in is refused."""
    with pytest.raises(SlakitError, match="from 40 to 1000"):
        incident().to_text(width=12)
