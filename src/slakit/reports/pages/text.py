"""A report as text for a terminal: figures, and tables in columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from slakit.drawing import columns as width_of
from slakit.reports.pages.blocks import Block, Content, Facts, Notes, Table
from slakit.wording.pages import capital, plain

__all__ = ["to_text"]


def to_text(content: Content) -> str:
    """Return the report without its pictures and notes, in lines as wide as they need."""
    parts = [f"{plain(content.title)}\n{plain(content.subtitle)}"]
    for block in content.blocks:
        parts += written(block)
    return "\n\n".join(parts)


def written(block: Block) -> Iterator[str]:
    """Yield what a block is in text."""
    if isinstance(block, Facts):
        rows = [[plain(part) for part in fact[:3]] for fact in block.items]
        yield "\n".join(aligned(rows, names=1, last_left=True))
    elif isinstance(block, Table):
        rows = [list(map(plain, each)) for each in (block.columns, *block.rows)]
        yield "\n".join([plain(capital(block.title)), *aligned(rows, block.names)])
    elif isinstance(block, Notes):
        yield "\n".join(f"- {plain(said)}" for said in block.sentences)


def aligned(rows: Sequence[Sequence[str]], names: int, *, last_left: bool = False) -> Iterator[str]:
    """Yield rows as lines: names to the left, figures to the right of their columns."""
    widths = [max(map(width_of, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = []
        for i, (text, width) in enumerate(zip(row, widths, strict=True)):
            space = " " * (width - width_of(text))
            left = i < names or (last_left and i == len(row) - 1)
            cells.append(text + space if left else space + text)
        yield "  ".join(cells).rstrip()
