"""A backtest as text and as a page."""

from __future__ import annotations

import re
from typing import Any

import pytest

from slakit import Backtest, SlakitError, Ticket
from slakit.backtest import backtest
from slakit.wording import LOCALES
from tests.evaluation.desks import on, promising, ticket

AT = on("Fri 17:00")
TIMES = {"high": "Mon 11:00", "low": "Mon 13:30"}


def found(**targets: str) -> Backtest:
    tickets = [
        ticket((at, {"status": "solved"}), fields={"priority": name}) for name, at in TIMES.items()
    ]
    return backtest(tickets, old=promising(resolution="4h"), new=promising(**targets), at=AT)


def test_text() -> None:
    """Groups before and after with their intervals stand in columns, and the flips counted."""
    # Wilson's interval of 1 of 1 is from 20.65 %, that of 0 of 1 up to 79.35 %: rounded outwards.
    full = "100.0% (20.6% \N{EN DASH} 100.0%), 1 of 1"
    none = "0.0% (0.0% \N{EN DASH} 79.4%), 0 of 1"
    assert [
        "Backtest: what the new policies would have done",
        "2 tickets compared. 1 verdict changes.",
        "",
        "By group",
        f"metric      priority  {'before':>31}  {'after':>31}  verdicts changed",
        f"resolution  high      {full:>31}  {full:>31}                 0",
        f"resolution  low       {full:>31}  {none:>31}                 1",
        "",
        "Verdicts changed",
        "old policies  new policies  clocks",
        "met           missed             1",
    ] == found(resolution="3h").to_text().splitlines()


def test_no_data() -> None:
    """What nothing is promised for has no data, and no share."""
    text = found(resolution="none").to_text()
    assert "no data" in text
    assert re.search(r"met +no target +2$", text)


def test_nothing() -> None:
    """Without tickets it says so."""
    empty = backtest([], old=promising(), new=promising(), at=AT)
    assert empty.to_text().endswith("\n0 tickets compared. 0 verdicts change.")


def test_rejected() -> None:
    """What was set aside is counted."""
    bad: list[Ticket | dict[str, str]] = [{"id": "T-9"}]
    told = backtest(bad, old=promising(), new=promising(), at=AT, on_error="collect").to_text()
    assert "1 ticket set aside." in told


@pytest.mark.parametrize("locale", LOCALES)
def test_html(locale: str) -> None:
    """The page needs nothing else, has both tables, and explains as many flips as asked."""
    page = found(resolution="1h").to_html(locale=locale, explain=1)
    assert page.startswith(f'<!DOCTYPE html><html lang="{locale}">')
    assert (2, 1) == (page.count("<table>"), page.count("<li>"))
    assert not re.search(r"<script|https?:|<link|@import", page)
    assert "<li>" not in found(resolution="1h").to_html(locale=locale, explain=0)


@pytest.mark.parametrize("explain", [-1, 1.5, "2", True, None])
def test_explain_refused(explain: Any) -> None:
    """What is no count of flips is refused, and one beyond all of them explains all."""
    with pytest.raises(SlakitError, match="from 0 on"):
        found(resolution="1h").to_html(explain=explain)
    assert 2 == found(resolution="1h").to_html(explain=10**30).count("<li>")


def test_headings() -> None:
    """A field that is called like a column of the backtest keeps its name in other languages."""
    fields = {"before": "x", "changed": "y", "metric": "z"}
    told = backtest(
        [ticket(("Mon 11:00", {"status": "solved"}), fields=fields)],
        old=promising(resolution="4h"),
        new=promising(resolution="4h"),
        at=AT,
        by=("before", "changed", "field.metric"),
    ).to_text(locale="es")
    headings = next(line for line in told.splitlines() if line.startswith("métrica"))
    assert re.split(" {2,}", headings) == [
        "métrica", "before", "changed", "metric", "antes", "después", "veredictos cambiados"
    ]  # fmt: skip


def test_escaped() -> None:
    """What tickets say of themselves is text on the page."""
    tickets = [ticket(fields={"priority": "<b>"})]
    page = backtest(tickets, old=promising(), new=promising(), at=AT).to_html()
    assert "<b>" not in page
    assert "&lt;b&gt;" in page
