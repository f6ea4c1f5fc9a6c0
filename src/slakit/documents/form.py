"""The version of the form in which documents are written."""

from __future__ import annotations

from dataclasses import replace

from slakit.documents.source import Source
from slakit.errors import DocumentError, FormVersionError, Problem

__all__ = ["FORM_KEY", "FORM_VERSION", "without_version"]

FORM_KEY = "slakit"
"""The key at the top of a file that says in which version of the form it is written."""

FORM_VERSION = 1
"""The version that this slakit reads and writes."""


def without_version(source: Source) -> tuple[Source, tuple[Problem, ...]]:
    """Return a source without its ``slakit: 1``, and what is wrong with that key.

    Raises `FormVersionError` for a newer version at once: nothing else in such a document
    can be judged. A document without the key is taken to be in this version.

    >>> from slakit.documents import read_text
    >>> without_version(read_text('{"slakit": 1, "tz": "UTC"}', format="json"))[0].data
    {'tz': 'UTC'}
    """
    if not isinstance(source.data, dict) or FORM_KEY not in source.data:
        return source, ()
    rest = {key: value for key, value in source.data.items() if key != FORM_KEY}
    version = source.data[FORM_KEY]
    if type(version) is int and version == FORM_VERSION:
        return replace(source, data=rest), ()
    newer = type(version) is int and version > FORM_VERSION
    problem = Problem(
        f"version {version!r} of the form is newer than this slakit, which reads {FORM_VERSION}"
        if newer
        else f"{version!r} is no version of the form",
        path=(FORM_KEY,),
        value=version,
        line=source.line_of((FORM_KEY,)),
        remedy="update slakit" if newer else f"write {FORM_KEY}: {FORM_VERSION}",
        code=FormVersionError.code if newer else DocumentError.code,
    )
    if newer:
        raise FormVersionError([problem], source=source.name)
    return replace(source, data=rest), (problem,)
