"""Values of a field that have their own text or shape: hours, conditions, targets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import CoreSchema

__all__ = ["Parsed"]


class Parsed:
    """A value that a document reads by `parse`, writes by `to_data` and describes by `json_schema`.

    `parse` accepts what it returns, and what `to_data` returns; it raises a
    `SlakitError` for everything else.

    >>> from slakit.documents import Document
    >>> class Shout(str, Parsed):
    ...     @classmethod
    ...     def parse(cls, value):
    ...         return cls(value.upper())
    ...     def to_data(self):
    ...         return str(self)
    >>> class Letter(Document):
    ...     greeting: Shout
    >>> Letter(greeting="hello").to_data()
    {'greeting': 'HELLO'}
    """

    __slots__ = ()

    @classmethod
    def parse(cls, value: Any) -> Self:
        """Read the value from data, or return one that is read already."""
        raise NotImplementedError

    def to_data(self) -> Any:
        """Return the value as plain data, as a file holds it."""
        raise NotImplementedError

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        """Return the JSON Schema of what `parse` reads."""
        return {}

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        from pydantic_core import core_schema

        return core_schema.no_info_plain_validator_function(
            cls.parse,
            serialization=core_schema.plain_serializer_function_ser_schema(cls.to_data),
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return cls.json_schema()
