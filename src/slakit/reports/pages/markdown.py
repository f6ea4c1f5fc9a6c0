"""A report as Markdown: figures and tables, for a wiki, a ticket or a chat."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from slakit.reports.pages.blocks import Block, Content, Facts, Notes, Table
from slakit.wording.pages import capital, marked

__all__ = ["to_markdown"]


def to_markdown(content: Content) -> str:
    """Return the report without its pictures."""
    parts = [f"# {marked(content.title)}", marked(content.subtitle)]
    for block in content.blocks:
        parts += written(block)
    return "\n\n".join(parts) + "\n"


def written(block: Block) -> Iterator[str]:
    """Yield what a block is in Markdown; a picture is nothing."""
    if isinstance(block, Facts):
        lines = []
        for fact in block.items:
            more = f" ({marked(fact.more)})" if fact.more else ""
            lines.append(f"- {marked(fact.name)}: **{marked(fact.value)}**{more}")
        yield "\n".join(lines)
    elif isinstance(block, Table):
        yield f"## {marked(capital(block.title))}"
        sides = ("---" if i < block.names else "---:" for i in range(len(block.columns)))
        yield "\n".join([row(block.columns), f"| {' | '.join(sides)} |", *map(row, block.rows)])
    elif isinstance(block, Notes):
        yield f"## {marked(capital(block.title))}"
        yield "\n".join(f"- {marked(said)}" for said in block.sentences)


def row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(map(marked, cells))} |"
