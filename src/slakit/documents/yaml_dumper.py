"""Plain data -> YAML that every reader takes the same way. Importing this needs PyYAML."""

from __future__ import annotations

from typing import Any

import yaml

from slakit.documents.scalars import plain

__all__ = ["dump_yaml"]

# PyYAML quotes what its own reader would take for something other than text. These words it
# leaves bare, though the specification of YAML 1.1 calls them bool.
_YES_NO = frozenset("yYnN")


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        # An anchor helps nobody who edits the file, and this data is a tree.
        return True


def _represent_text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    style = "'" if _mistakable(text) else None
    if not text.isprintable():
        # Between single quotes PyYAML writes some line separators as they are, which a reader
        # folds to a blank; between double quotes they are escaped.
        style = '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


def _mistakable(text: str) -> bool:
    """Say whether a reader of YAML 1.2, or one that knows y and n, would not see a text."""
    try:
        return text in _YES_NO or not isinstance(plain(text), str)
    except ValueError:
        return True


_Dumper.add_representer(str, _represent_text)


def dump_yaml(data: Any) -> str:
    """Return plain data as YAML, in the order of its keys.

    >>> print(dump_yaml({"opens": "18:00", "lunch": "no", "days": [1, 2]}), end="")
    opens: '18:00'
    lunch: 'no'
    days:
    - 1
    - 2
    """
    text = yaml.dump(
        data,
        Dumper=_Dumper,
        allow_unicode=True,
        default_flow_style=False,
        sort_keys=False,
        # A text that is broken over lines is hard to edit and to compare.
        width=2**31,
    )
    return str(text)
