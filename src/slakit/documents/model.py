"""The base of every document."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from pydantic import BaseModel, ConfigDict, ValidationError

from slakit.documents.form import FORM_KEY, FORM_VERSION, without_version
from slakit.documents.raising import refusal
from slakit.documents.reader import format_of, read_file, read_text
from slakit.documents.source import Source
from slakit.documents.translate import problems_of
from slakit.documents.writer import to_json, to_yaml
from slakit.errors import DocumentError, Problem

__all__ = ["Document"]


class Document(BaseModel):
    """A frozen, hashable pydantic model that is read from a file or built in code.

    Whatever is wrong raises one `DocumentError` with all of its problems, each with its path
    and, from a file, its line; pydantic's ``ValidationError`` is never seen. Where all
    problems are of one kind, such as `UnknownZoneError`, the error is of that kind as well.

    Fields hold tuples and `FrozenMap`, not list and dict, or the document cannot be hashed.
    Validators raise a `SlakitError`; they have to accept what they return, because a copy
    with changes is validated like a new document.

    The trap: a field that equals its default is not written, so the tag of a discriminated
    union (``kind``) must have no default, or what is written cannot be read again.

    >>> class Desk(Document):
    ...     tz: str
    ...     seats: int = 1
    >>> Desk(tz="UTC", seats=1).to_data()
    {'tz': 'UTC'}

    >>> Desk(tzz="UTC", seats="x")
    Traceback (most recent call last):
    slakit.errors.DocumentError: 3 problems
      tz: is required and missing
      seats: must be a whole number, not 'x'
      tzz: unknown key 'tzz'; did you mean 'tz'?
    """

    model_config = ConfigDict(
        frozen=True, extra="forbid", use_attribute_docstrings=True, allow_inf_nan=False
    )

    def __init__(self, /, **data: Any) -> None:
        try:
            self.__pydantic_validator__.validate_python(data, self_instance=self)
        except ValidationError as error:
            raise refusal(_problems(type(self), data, error)) from None

    # Without this mark, which RootModel carries too, pydantic would build every nested
    # document through __init__. That would work, only slower: the error of the inner document
    # would come out of its __init__, and its problems would be put under its path.
    __init__.__pydantic_base_init__ = True  # type: ignore[attr-defined]

    @classmethod
    def model_validate(cls, obj: Any, **options: Any) -> Self:
        """Build the document from plain data; `options` are pydantic's.

        Raises `DocumentError`. The trap: ``slakit: 1`` belongs to files and is no key here.

        >>> class Desk(Document):
        ...     tz: str
        >>> Desk.model_validate({"tz": "UTC"})
        Desk(tz='UTC')
        """
        try:
            return super().model_validate(obj, **options)
        except ValidationError as error:
            raise refusal(_problems(cls, obj, error)) from None

    @classmethod
    def model_validate_json(cls, json_data: str | bytes | bytearray, **options: Any) -> Self:
        """Build the document from JSON, as `from_source` does; `options` are pydantic's.

        Raises `DocumentError` with lines, for duplicate keys too.

        >>> class Desk(Document):
        ...     tz: str
        >>> Desk.model_validate_json('{"tz": "UTC"}')
        Desk(tz='UTC')
        """
        return cls.from_source(read_text(json_data, format="json"), **options)

    @classmethod
    def from_file(cls, path: str | PathLike[str]) -> Self:
        """Read the document from a YAML, JSON or TOML file, told apart by the suffix.

        Raises `DocumentError`, and `FormVersionError` for a file that is written for a newer
        slakit.

        >>> class Desk(Document):
        ...     tz: str
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder:
        ...     Desk(tz="UTC").to_file(f"{folder}/desk.json")
        ...     Desk.from_file(f"{folder}/desk.json")
        Desk(tz='UTC')
        """
        return cls.from_source(read_file(path))

    @classmethod
    def from_source(cls, source: Source, **options: Any) -> Self:
        """Build the document from what `read_file` or `read_text` gave.

        Raises as `from_file` does; the problems stand in the order of the file's lines.

        >>> class Desk(Document):
        ...     tz: str
        >>> Desk.from_source(read_text('{"slakit": 1,\\n "tzz": "UTC"}', format="json", name="d"))
        Traceback (most recent call last):
        slakit.errors.DocumentError: d: 2 problems
          line 1: tz: is required and missing
          line 2: tzz: unknown key 'tzz'; did you mean 'tz'?
        """
        source, problems = without_version(source)
        try:
            document = super().model_validate(source.data, **options)
        except ValidationError as error:
            problems += _problems(cls, source.data, error)
        if problems:
            lined = [replace(problem, line=source.line_of(problem.path)) for problem in problems]
            raise refusal(sorted(lined, key=lambda problem: problem.line or 0), source=source.name)
        return document

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Return a copy; with `update`, one that is validated like a new document.

        pydantic's own would put the new values in as they are, so that a zone that does not
        exist would be found out only when somebody asks. Raises `DocumentError`.

        >>> class Desk(Document):
        ...     tz: str
        >>> Desk(tz="UTC").model_copy(update={"tz": "Asia/Tokyo"})
        Desk(tz='Asia/Tokyo')
        """
        if not update:
            return super().model_copy(deep=deep)
        fields = type(self).model_fields
        changed = {name: getattr(self, name) for name in self.model_fields_set} | dict(update)
        aliases = {name: field.alias or name for name, field in fields.items()}
        return self.model_validate({aliases.get(name, name): changed[name] for name in changed})

    # What a document compiles from its fields it keeps in its `__dict__` by `cached_property`,
    # because a private attribute costs more at each access than most questions do. That is
    # left out wherever fields are carried over; and as the fields are immutable, a deep copy is
    # a copy.

    def __copy__(self) -> Self:
        copied = super().__copy__()
        for name in copied.__dict__.keys() - type(self).model_fields:
            del copied.__dict__[name]
        return copied

    def __deepcopy__(self, memo: dict[int, Any] | None = None) -> Self:
        return self.__copy__()

    def __getstate__(self) -> dict[Any, Any]:
        state = super().__getstate__()
        fields = type(self).model_fields
        values = {name: value for name, value in self.__dict__.items() if name in fields}
        return {**state, "__dict__": values}

    @classmethod
    def problems_across(cls, data: Mapping[str, Any]) -> list[Problem]:
        """Return what is wrong between the fields of a document that has not been validated.

        pydantic looks across fields only when each of them is right, so without this a name
        that does not exist would be found out after everything else had been mended.

        >>> Document.problems_across({})
        []
        """
        return []

    def to_data(self) -> dict[str, Any]:
        """Return the document as plain data that JSON can hold, without what is default.

        The keys stand in the order of the model. `model_validate` gives the document back.

        >>> class Desk(Document):
        ...     seats: int = 1
        ...     tz: str = "UTC"
        >>> Desk(tz="Asia/Tokyo", seats=1).to_data()
        {'tz': 'Asia/Tokyo'}
        """
        return self.model_dump(mode="json", by_alias=True, exclude_defaults=True)

    def to_file(self, path: str | PathLike[str]) -> None:
        """Write the document as YAML or JSON, told by the suffix, with ``slakit: 1`` at the top.

        Raises `DocumentError` for TOML, which is read only, and for a file that cannot be
        written. The trap: comments of a file that was read are not kept.

        >>> class Desk(Document):
        ...     tz: str
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder:
        ...     Desk(tz="UTC").to_file(f"{folder}/desk.json")
        ...     print(Path(f"{folder}/desk.json").read_text(), end="")
        {
          "slakit": 1,
          "tz": "UTC"
        }
        """
        kind = format_of(path)
        if kind == "toml":
            raise _unwritten("TOML is read and not written", path, remedy="use .yaml or .json")
        data = {FORM_KEY: FORM_VERSION, **self.to_data()}
        text = to_json(data) if kind == "json" else to_yaml(data)
        try:
            Path(path).write_text(text, encoding="utf-8", newline="\n")
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise _unwritten(f"the file cannot be written: {reason}", path) from None

    def canonical_json(self) -> bytes:
        """Return the document as bytes that are the same for the same document: a basis for hashes.

        >>> class Desk(Document):
        ...     tz: str
        ...     name: str = ""
        >>> Desk(tz="UTC", name="São Paulo").canonical_json().decode()
        '{"name":"São Paulo","tz":"UTC"}'
        """
        text = json.dumps(self._canonical_data(), ensure_ascii=False, separators=(",", ":"))
        return text.encode()

    def _canonical_data(self) -> dict[str, Any]:
        """Return the data with every mapping sorted, but for those whose order says something."""
        data: dict[str, Any] = _sorted(self.to_data())
        return data

    if not TYPE_CHECKING:
        # Type checkers know a frozen model's fields as read-only unless they see these.

        def __setattr__(self, name: str, value: Any) -> None:
            try:
                super().__setattr__(name, value)
            except ValidationError:
                raise _frozen(self, name, value) from None

        def __delattr__(self, name: str) -> None:
            try:
                super().__delattr__(name)
            except ValidationError:
                raise _frozen(self, name) from None


def _problems(model: type[Document], data: Any, error: ValidationError) -> tuple[Problem, ...]:
    found = problems_of(error.errors(include_url=False), data, model)
    if isinstance(data, Mapping):
        said = {(problem.path, problem.message) for problem in found}
        further = model.problems_across(data)
        found += tuple(each for each in further if (each.path, each.message) not in said)
    return found


def _sorted(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _sorted(data[key]) for key in sorted(data)}
    return [_sorted(each) for each in data] if isinstance(data, list) else data


def _unwritten(message: str, path: str | PathLike[str], *, remedy: str = "") -> DocumentError:
    return DocumentError([Problem(message, remedy=remedy)], source=str(path))


def _frozen(document: Document, name: str, value: Any = None) -> DocumentError:
    message = f"{type(document).__name__} is frozen"
    remedy = f"make a changed copy: model_copy(update={{{name!r}: ...}})"
    return DocumentError([Problem(message, (name,), value, remedy=remedy)])
