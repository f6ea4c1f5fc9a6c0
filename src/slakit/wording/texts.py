"""Texts with parameters, by key: the tables of a language's file, and nothing of the language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from string import Formatter
from typing import Any

from slakit.documents.suggest import did_you_mean
from slakit.errors import SlakitError, UnknownNameError
from slakit.wording.numbers import Plural

__all__ = ["COUNT", "Text", "read_texts"]

COUNT = "count"
"""The parameter that chooses between the plural forms of a text."""


class Text:
    """One text: its parameters, and one form, or one for each plural."""

    __slots__ = ("forms", "key", "parameters")

    def __init__(self, key: str, forms: Mapping[Plural, str]) -> None:
        self.key = key
        self.forms = forms
        names = {name for form in forms.values() for _, name, _, _ in Formatter().parse(form)}
        self.parameters = frozenset(name for name in names if name is not None)
        if self.has_plurals:
            self.parameters |= {COUNT}

    @property
    def has_plurals(self) -> bool:
        """Whether it reads differently with one and with several."""
        return len(self.forms) > 1

    def check(self, given: Mapping[str, Any]) -> None:
        """Refuse a parameter that this text doesn't know, and the lack of one that it needs."""
        if given.keys() == self.parameters:
            if self.has_plurals and type(given[COUNT]) is not int:
                raise SlakitError(
                    f"{given[COUNT]!r} is no count",
                    parameter=COUNT,
                    value=given[COUNT],
                    remedy="give an int",
                )
            return
        name = next(iter(sorted(given.keys() - self.parameters)), "")
        if name:
            raise UnknownNameError(
                f"{self.key!r} has no parameter {name!r}",
                parameter=name,
                value=given[name],
                remedy=did_you_mean(name, sorted(self.parameters)) or "it takes none",
            )
        missing = sorted(self.parameters - given.keys())
        raise SlakitError(
            f"{self.key!r} lacks {', '.join(missing)}",
            parameter=missing[0],
            remedy=f"give {', '.join(sorted(self.parameters))}",
        )


def read_texts(table: Mapping[str, Any]) -> dict[str, Text]:
    """Return the texts of nested tables by their dotted keys."""
    return {key: Text(key, forms) for key, forms in _walk(table, ())}


def _walk(
    table: Mapping[str, Any], path: tuple[str, ...]
) -> Iterator[tuple[str, Mapping[Plural, str]]]:
    for name, value in table.items():
        key = ".".join((*path, name))
        if isinstance(value, str):
            yield key, {"other": value}
        elif value.keys() == {"one", "other"}:
            yield key, value
        else:
            yield from _walk(value, (*path, name))
