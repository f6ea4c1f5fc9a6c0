"""Plain data -> text that people edit."""

from __future__ import annotations

import json
from collections.abc import Mapping
from math import isfinite
from typing import Any

from slakit.documents.pyyaml import require_pyyaml
from slakit.errors import DocumentError, Path, Problem

__all__ = ["to_json", "to_yaml"]


def to_json(data: Any) -> str:
    """Return plain data as indented JSON with a closing newline, in the order of its keys.

    Raises `DocumentError` for NaN and infinity, which JSON does not have.

    >>> print(to_json({"city": "São Paulo"}), end="")
    {
      "city": "São Paulo"
    }
    """
    _check(data)
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def to_yaml(data: Any) -> str:
    """Return plain data as YAML, in the order of its keys.

    Whatever a reader of YAML 1.1 or 1.2 would not take for text is quoted. Raises
    `DocumentError` for NaN and infinity, and `MissingExtraError` without PyYAML.

    >>> print(to_yaml({"opens": "18:00", "city": "São Paulo"}), end="")
    opens: '18:00'
    city: São Paulo
    """
    _check(data)
    require_pyyaml("writing YAML")
    from slakit.documents.yaml_dumper import dump_yaml

    return dump_yaml(data)


def _check(data: Any) -> None:
    # No document can be read with these numbers, so none is written.
    if problems := _not_finite(data, ()):
        raise DocumentError(problems)


def _not_finite(data: Any, path: Path) -> list[Problem]:
    if isinstance(data, float) and not isfinite(data):
        return [Problem(f"{data} is no finite number", path=path, value=data)]
    items: Any = ()
    if isinstance(data, Mapping):
        items = data.items()
    elif isinstance(data, list | tuple):
        items = enumerate(data)
    return [problem for step, item in items for problem in _not_finite(item, (*path, step))]
