"""What a plan may write itself: the body of a message, with named places to be filled in."""

from __future__ import annotations

from string import Formatter
from typing import Any, Literal, Self, get_args

from slakit.documents.parsed import Parsed
from slakit.errors import SlakitError

__all__ = ["MESSAGES", "PLACES", "MessageKind", "Template"]

MessageKind = Literal["alert", "apology", "restored"]
MESSAGES: tuple[MessageKind, ...] = get_args(MessageKind)

# What a customer may read is less than what the team knows.
FOR_CUSTOMERS = ("ticket", "promised", "due", "happened", "expected")
PLACES: dict[MessageKind, tuple[str, ...]] = {
    "alert": ("ticket", "metric", "standing", "due", "responsible", "next", "expected"),
    "apology": FOR_CUSTOMERS,
    "restored": (*FOR_CUSTOMERS, "restored"),
}


class Template(Parsed):
    """A text with places such as ``{ticket}``; `PLACES` has those of each kind of message.

    Raises `SlakitError` for braces that do not match and for a place that is no plain name.

    >>> Template.parse("About {ticket}: {happened}").names
    ('ticket', 'happened')
    """

    __slots__ = ("names", "text")

    def __init__(self, text: str, names: tuple[str, ...]) -> None:
        self.text = text
        self.names = names

    @classmethod
    def parse(cls, value: Any) -> Self:
        """Read the text, or return a template that is read already."""
        if isinstance(value, cls):
            return value
        if not isinstance(value, str) or not value.strip():
            raise SlakitError(f"{value!r} is no text", value=value, remedy="write a message")
        try:
            parts = [(name, form, how) for _, name, form, how in Formatter().parse(value)]
        except ValueError as error:
            raise SlakitError(
                f"{value!r}: {str(error).lower()}", value=value, remedy="write {{ for a brace"
            ) from None
        named = [(name, form, how) for name, form, how in parts if name is not None]
        for name, form, how in named:
            if not name.isidentifier() or form or how:
                raise SlakitError(
                    f"{{{name}}} is no place",
                    value=value,
                    remedy="write a plain name, as in {ticket}",
                )
        return cls(value, tuple(dict.fromkeys(name for name, _, _ in named)))

    def fill(self, values: dict[str, str]) -> str:
        """Return the text with every place filled in."""
        return self.text.format_map(values)

    def to_data(self) -> str:
        return self.text

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        return {"type": "string", "description": "a message with places such as {ticket}"}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Template) and self.text == other.text

    def __hash__(self) -> int:
        return hash(self.text)

    def __repr__(self) -> str:
        return f"Template.parse({self.text!r})"
