"""Tables and columns of other libraries: read exactly, and given back as the same kind.

Taken are tables of pandas, polars and pyarrow, whatever has the Arrow C stream interface, and
mappings of names to columns. What the tables have in common is read through narwhals.
"""

from slakit.frames.native.results import (
    Codes,
    Column,
    Flags,
    Instants,
    Lengths,
    Notices,
    Texts,
    Whole,
)
from slakit.frames.native.tables import NativeTable, give_back, open_table

__all__ = [
    "Codes",
    "Column",
    "Flags",
    "Instants",
    "Lengths",
    "NativeTable",
    "Notices",
    "Texts",
    "Whole",
    "give_back",
    "open_table",
]
