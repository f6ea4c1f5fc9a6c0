"""A mapping that cannot change, so that a document that holds one can be hashed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeVar, get_args

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema

__all__ = ["FrozenMap"]

K = TypeVar("K")
V_co = TypeVar("V_co", covariant=True)


class FrozenMap(Mapping[K, V_co]):
    """An immutable, hashable mapping that keeps its order.

    Equal to any mapping with the same items, in whatever order; the hash needs values that
    can be hashed. As the type of a field, ``FrozenMap[str, int]`` takes a dict, is written as
    a dict, and its JSON Schema is an object.

    The trap: to change one, make another: ``FrozenMap({**old, "key": value})``.

    >>> hours = FrozenMap({"mon": "09:00-17:00", "tue": "closed"})
    >>> hours["mon"], hours == {"tue": "closed", "mon": "09:00-17:00"}
    ('09:00-17:00', True)

    >>> {hours: "can be a key"}
    {FrozenMap({'mon': '09:00-17:00', 'tue': 'closed'}): 'can be a key'}
    """

    __slots__ = ("_items",)

    def __init__(self, items: Mapping[K, V_co] | Iterable[tuple[K, V_co]] = ()) -> None:
        self._items = dict(items)

    def __getitem__(self, key: K) -> V_co:
        return self._items[key]

    def __iter__(self) -> Iterator[K]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __hash__(self) -> int:
        # Equality does not heed the order, so neither may the hash.
        return hash(frozenset(self._items.items()))

    def __repr__(self) -> str:
        return f"FrozenMap({self._items!r})"

    def __copy__(self) -> FrozenMap[K, V_co]:
        return self

    def __reduce__(self) -> tuple[type[FrozenMap[K, V_co]], tuple[dict[K, V_co]]]:
        return type(self), (self._items,)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        from pydantic_core import core_schema

        keys, values = get_args(source) or (Any, Any)
        mapping = core_schema.dict_schema(
            handler.generate_schema(keys), handler.generate_schema(values)
        )
        return core_schema.no_info_after_validator_function(
            cls,
            mapping,
            serialization=core_schema.wrap_serializer_function_ser_schema(
                lambda value, serialize: serialize(dict(value)), schema=mapping
            ),
        )
