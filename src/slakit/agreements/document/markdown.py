"""The document as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from slakit.agreements.document.blocks import Block, Clause, Contract, Items, Paragraph, Table
from slakit.wording.pages import marked

__all__ = ["to_markdown"]

# What is left free for a pen.
LINE = "\\_" * 30


def to_markdown(contract: Contract) -> str:
    """Return the document; what people wrote into it is text, in which nothing is a mark."""
    parts = [f"# {marked(contract.title)}", marked(contract.subtitle), *block(contract.facts)]
    for clause in contract.clauses:
        parts += written(clause, 2)
    return "\n\n".join(parts) + "\n"


def written(clause: Clause, level: int) -> Iterator[str]:
    yield f"{'#' * level} {clause.number}. {marked(clause.title)}"
    for each in clause.blocks:
        yield from block(each)
    for inner in clause.clauses:
        yield from written(inner, level + 1)


def block(given: Block) -> Iterator[str]:
    if isinstance(given, Paragraph):
        yield marked(given.text)
    elif isinstance(given, Items):
        yield "\n".join(f"- {marked(item)}" for item in given.items)
    elif isinstance(given, Table):
        if given.columns:
            yield "\n".join(
                [
                    row(given.columns),
                    f"|{' --- |' * len(given.columns)}",
                    *(row(each) for each in given.rows),
                ]
            )
        else:
            yield "\n".join(f"- **{marked(name)}**: {marked(value)}" for name, value in given.rows)
    else:
        yield f"**{marked(given.title)}**"
        yield "\n".join(
            f"- {marked(name)}: {marked(value) if value else LINE}" for name, value in given.lines
        )


def row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(map(marked, cells))} |"
