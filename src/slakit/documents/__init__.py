"""Documents: YAML, JSON and TOML files, and the models that they are read into.

Loading this package loads neither pydantic nor PyYAML; a name is imported when it is used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from slakit.documents.form import FORM_VERSION
    from slakit.documents.frozen import FrozenMap
    from slakit.documents.model import Document
    from slakit.documents.raising import refusal
    from slakit.documents.reader import read_file, read_text
    from slakit.documents.source import Format, Source
    from slakit.documents.suggest import did_you_mean, nearest
    from slakit.documents.writer import to_json, to_yaml

__all__ = [
    "FORM_VERSION",
    "Document",
    "Format",
    "FrozenMap",
    "Source",
    "did_you_mean",
    "nearest",
    "read_file",
    "read_text",
    "refusal",
    "to_json",
    "to_yaml",
]

_HOME = {
    "FORM_VERSION": "form",
    "Document": "model",
    "Format": "source",
    "FrozenMap": "frozen",
    "Source": "source",
    "did_you_mean": "suggest",
    "nearest": "suggest",
    "read_file": "reader",
    "read_text": "reader",
    "refusal": "raising",
    "to_json": "writer",
    "to_yaml": "writer",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
