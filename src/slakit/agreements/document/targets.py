"""The targets of a policy as a table: which tickets down, metrics across."""

from __future__ import annotations

from slakit.agreements.agreement import Agreement
from slakit.agreements.document.blocks import Table
from slakit.agreements.document.promises import metric_text
from slakit.policies import Policy
from slakit.policies.picture import block_of
from slakit.policies.target_rows import ELSE
from slakit.wording import Catalogue
from slakit.wording.pages import capital

__all__ = ["targets_of"]


def targets_of(policy: Policy, agreement: Agreement, words: Catalogue) -> Table:
    """Return what a policy promises, in words; an amount for several rows stands in each."""
    block = block_of(policy, words)
    rows = []
    for place, name in enumerate(block.rows):
        found = []
        for metric in policy.targets:
            cells = block.cells.get(metric, [])
            inside = (each for each in cells if each.first <= place < each.first + each.rows)
            cell = next(inside, None)
            found.append(words.text("amount.none") if cell is None else cell.title)
        rows.append((row_name(name, words), *found))
    tickets = capital(words.text("agreement.column.tickets"))
    metrics = [capital(metric_text(metric, agreement, words)) for metric in policy.targets]
    return Table([tickets, *metrics], rows)


def row_name(name: str, words: Catalogue) -> str:
    if not name:
        return words.text("agreement.all_tickets")
    return words.text("agreement.otherwise") if name == ELSE else name
