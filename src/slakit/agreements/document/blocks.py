"""What a document is made of, before it is written in one form or another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

__all__ = ["Block", "Clause", "Contract", "Items", "Paragraph", "Signing", "Table"]


class Paragraph(NamedTuple):
    """A sentence or two."""

    text: str


class Items(NamedTuple):
    """Short texts, one below the other."""

    items: Sequence[str]


class Table(NamedTuple):
    """Rows of text under the names of their columns; without `columns`, names and values."""

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]


class Signing(NamedTuple):
    """Where a party signs: what is known of it stands on the line, the rest is left free."""

    title: str
    lines: Sequence[tuple[str, str]]


Block = Paragraph | Items | Table | Signing


class Clause(NamedTuple):
    """A numbered clause: its blocks, and the clauses within it."""

    number: str
    title: str
    blocks: Sequence[Block]
    clauses: Sequence[Clause] = ()


class Contract(NamedTuple):
    """The whole document, in a language."""

    locale: str
    title: str
    subtitle: str
    facts: Table
    clauses: Sequence[Clause]
