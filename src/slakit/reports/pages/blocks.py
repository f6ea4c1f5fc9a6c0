"""What the page of a report is made of, before it is written in one form or another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

__all__ = ["Block", "Chart", "Content", "Fact", "Facts", "Notes", "Sense", "Table"]

# Whether a figure is what was wanted, is not, or says neither.
Sense = Literal["good", "bad", ""]


class Fact(NamedTuple):
    """One figure with its name, and a line that says more of it."""

    name: str
    value: str
    more: str = ""
    sense: Sense = ""


class Facts(NamedTuple):
    """The figures that people look for first."""

    items: Sequence[Fact]


class Table(NamedTuple):
    """Rows of text under a title; the first `names` columns say whose figures follow."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    names: int = 1


class Chart(NamedTuple):
    """A picture under a title, drawn for a `width` in pixels."""

    title: str
    draw: Callable[..., str]


class Notes(NamedTuple):
    """How the figures are meant, and what is not in them."""

    title: str
    sentences: Sequence[str]


Block = Facts | Table | Chart | Notes


class Content(NamedTuple):
    """All that is told of a report, in a language."""

    locale: str
    title: str
    subtitle: str
    blocks: Sequence[Block]
