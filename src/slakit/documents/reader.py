"""Files and texts in YAML, JSON and TOML -> `Source`."""

from __future__ import annotations

from os import PathLike
from pathlib import Path
from typing import Any, get_args

from slakit.documents.limits import MAX_BYTES
from slakit.documents.pyyaml import require_pyyaml
from slakit.documents.source import Format, Place, Source
from slakit.documents.suggest import did_you_mean
from slakit.errors import DocumentError, Problem

__all__ = ["format_of", "read_file", "read_text"]

_SUFFIXES: dict[str, Format] = {".yaml": "yaml", ".yml": "yaml", ".json": "json", ".toml": "toml"}


def read_file(path: str | PathLike[str], *, max_bytes: int = MAX_BYTES) -> Source:
    """Read a document; its format is told by the suffix: .yaml, .yml, .json or .toml.

    The file is UTF-8, with or without a byte order mark, and has at most `max_bytes` bytes.
    Raises `DocumentError` with all that is wrong, and `MissingExtraError` for YAML without
    PyYAML.

    The trap: a date or a time in the file stays text, in every format; what it means is the
    reader's to say who knows the field.

    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder) / "desk.json"
    ...     _ = path.write_text('{"tz": "UTC"}')
    ...     read_file(path).data
    {'tz': 'UTC'}
    """
    name = str(path)
    kind = format_of(path)
    try:
        with open(path, "rb") as file:
            content = file.read(max_bytes + 1)
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        raise _refused(f"the file cannot be read: {reason}", name) from None
    if len(content) > max_bytes:
        raise _refused(
            f"the file is larger than {max_bytes:,} bytes", name, remedy="split the document"
        )
    return read_text(content, format=kind, name=name)


def read_text(
    text: str | bytes | bytearray,
    *,
    format: Format,
    name: str = "",
) -> Source:
    """Read a document from a text or its UTF-8 bytes; `name` is what its errors call it.

    Raises as `read_file` does.

    >>> read_text("opens: 09:00\\nlunch: no\\ndesks: 12", format="yaml").data
    {'opens': '09:00', 'lunch': 'no', 'desks': 12}
    """
    text = (text if isinstance(text, str) else _decoded(text, name)).removeprefix("\ufeff")
    if format not in get_args(Format):
        remedy = did_you_mean(str(format), get_args(Format))
        raise _refused(f"unknown format {format!r}", name, remedy=remedy)
    if not text.strip():
        raise _refused("the document is empty", name)
    try:
        data, places = _read(text, format)
    except DocumentError as error:
        raise DocumentError(error.problems, source=name) from None
    return Source(data, name, format, places)


def format_of(path: str | PathLike[str]) -> Format:
    """Return the format that a path's suffix tells, in any case.

    >>> format_of("desk.YML")
    'yaml'
    """
    suffix = Path(path).suffix
    try:
        return _SUFFIXES[suffix.lower()]
    except KeyError:
        message = f"unknown suffix {suffix!r}" if suffix else "the file's name has no suffix"
        raise _refused(message, str(path), remedy=f"known: {', '.join(_SUFFIXES)}") from None


def _read(text: str, kind: Format) -> tuple[Any, Place | None]:
    # Each parser is imported when its format is read: a program that reads JSON needs no PyYAML.
    if kind == "yaml":
        require_pyyaml("reading YAML")
        from slakit.documents.yaml_reader import read_yaml

        return read_yaml(text)
    if kind == "json":
        from slakit.documents.json_reader import read_json

        return read_json(text)
    from slakit.documents.toml_reader import read_toml

    return read_toml(text)


def _decoded(content: bytes | bytearray, name: str) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = f"the byte 0x{content[error.start]:02x} is not UTF-8"
        raise _refused(message, name, line=line, remedy="save the file as UTF-8") from None


def _refused(
    message: str, name: str, *, line: int | None = None, remedy: str = ""
) -> DocumentError:
    return DocumentError([Problem(message, line=line, remedy=remedy)], source=name)
