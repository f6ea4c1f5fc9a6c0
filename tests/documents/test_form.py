"""The version of the form."""

from __future__ import annotations

from typing import Any

import pytest

from slakit.documents import FORM_VERSION, Source, read_text
from slakit.documents.form import without_version
from slakit.errors import DocumentError, FormVersionError


def test_this_version() -> None:
    """The key is taken out, and the lines of the rest stay."""
    source = read_text('{"slakit": 1,\n"tz": "UTC"}', format="json", name="x")
    rest, problems = without_version(source)
    assert ({"tz": "UTC"}, "x", 2, ()) == (rest.data, rest.name, rest.line_of(("tz",)), problems)
    assert FORM_VERSION == source.data["slakit"]


@pytest.mark.parametrize("data", [{"tz": "UTC"}, [], "text", None])
def test_no_version(data: object) -> None:
    """A document without the key is in this version; anything but a mapping has no key."""
    source = Source(data, "", "json")
    assert (source, ()) == without_version(source)


def test_newer_version() -> None:
    """A newer version is an error of its own, with the version that is understood."""
    source = read_text('{\n"slakit": 2, "new": {}}', format="json", name="desk.json")
    with pytest.raises(FormVersionError) as caught:
        without_version(source)
    assert (
        "desk.json: line 2: slakit: version 2 of the form is newer than this slakit, "
        "which reads 1; update slakit"
    ) == str(caught.value)
    assert isinstance(caught.value, DocumentError)
    assert ("form_version", 2) == (caught.value.problems[0].code, caught.value.value)


@pytest.mark.parametrize("version", [0, -1, "1", "2", 1.0, True, None, [1]])
def test_no_version_at_all(version: Any) -> None:
    """Anything but 1 or a newer number is a problem among the others of the document."""
    rest, [problem] = without_version(Source({"slakit": version, "a": 1}, "", "json"))
    assert {"a": 1} == rest.data
    assert f"slakit: {version!r} is no version of the form; write slakit: 1" == str(problem)
