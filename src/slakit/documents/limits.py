"""The bounds that keep a hostile or broken document from taking the machine down.

They are far above what people write by hand: a desk with two hundred policies is a
file of some 100 kB, five levels deep.
"""

from __future__ import annotations

__all__ = ["MAX_BYTES", "MAX_DEPTH", "MAX_DIGITS", "MAX_NODES"]

MAX_BYTES = 5_000_000
"""A file may have this many bytes."""

MAX_DEPTH = 100
"""Lists and mappings may be nested this deep."""

MAX_NODES = 100_000
"""A YAML document may have this many values, each alias counted as what it stands for."""

MAX_DIGITS = 1000
"""A number may be written with this many characters; reading longer ones takes quadratic time."""
