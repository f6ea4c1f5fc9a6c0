"""Which alternative of a union was meant."""

from __future__ import annotations

from typing import Any

import pytest

from slakit.documents import read_text
from slakit.errors import DocumentError
from tests.documents.samples import Sample, said


@pytest.mark.parametrize(
    ("expected", "source"),
    [
        # A misspelled key of the kind that was meant.
        (
            ["sources[0].subdivison: unknown key 'subdivison'; did you mean 'subdivision'?"],
            {"country": "BR", "subdivison": "SP"},
        ),
        (["sources[0].name: must be text, not 5; put it in quotes"], {"yearly": "1", "name": 5}),
        (
            ["sources[0].categories[1]: must be text, not 7; put it in quotes"],
            {"country": "BR", "categories": ["a", 7]},
        ),
        # What a validator of one kind says is not drowned by the other kinds.
        (["sources[0].yearly: no such day"], {"yearly": "02-30"}),
        # No kind of source at all: what could stand there.
        (
            ["sources[0]: must be a mapping or a date such as 2026-01-31, not 'x'"],
            "x",
        ),
        # Equally far from two kinds: only what is wrong in both is certain.
        (
            [
                "sources[0].foo: unknown key 'foo'; "
                "known: country, subdivision, categories, yearly, name"
            ],
            {"foo": 1},
        ),
        (
            ["sources[0]: must be a mapping with 'country' or a mapping with 'yearly', not {}"],
            {},
        ),
    ],
)
def test_the_branch_that_was_meant(expected: list[str], source: Any) -> None:
    """Of a union, the problems of the branch that fits best are told, and no names of branches."""
    assert expected == said(sources=[source])


def test_optional_union() -> None:
    """None among the alternatives is no branch."""
    assert ["source.nmae: unknown key 'nmae'; did you mean 'name'?"] == said(
        source={"yearly": "01-25", "nmae": "x"}
    )


@pytest.mark.parametrize(
    ("expected", "event"),
    [
        ("events[0].at: must be a whole number, not 'x'", {"kind": "message", "at": "x"}),
        # The tag "message" is not the key "message".
        (
            "events[0].message: unknown key 'message'; known: kind, at",
            {"kind": "message", "at": 1, "message": 2},
        ),
        ("events[0].message: must be a whole number, not 'x'", {"kind": "change", "message": "x"}),
        ("events[0].at: unknown key 'at'; known: kind, message", {"kind": "change", "at": 1}),
        ("events[0].at: is required and missing", {"kind": "message"}),
        ("events[0].kind: is required and missing", {"at": 1}),
        ("events[0].kind: 'mesage' is not known here; did you mean 'message'?", {"kind": "mesage"}),
        ("events[0].kind: 'signal' is not known here; known: message, change", {"kind": "signal"}),
        ("events[0]: must be a mapping, not 'x'", "x"),
    ],
)
def test_discriminated_union(expected: str, event: Any) -> None:
    """The tag decides, is no step of the path, and is itself spelled out."""
    assert [expected] == said(events=[event])


def test_discriminated_by_a_function() -> None:
    """Where a function decides, the problem stands at the value."""
    assert ["tagged: 'z' is not known here; known: c, y"] == said(tagged={"k": "z"})
    assert ["tagged: is of no known kind"] == said(tagged={"x": 1})
    assert "tagged.country: is required and missing" in said(tagged={"k": "c"})


def test_slakit_errors_in_a_union() -> None:
    """What slakit says of a value wins over that the value is nothing else either."""
    assert ["target: '1d' is ambiguous; write 1bd"] == said(target="1d")
    assert ["target.hihg: unknown key 'hihg'; did you mean 'high'?"] == said(
        target={"by": "priority", "hihg": "2h"}
    )
    assert ["target.high: '1d' is ambiguous; write 1bd"] == said(
        target={"by": "priority", "high": "1d"}
    )
    assert ["targets.resolution.by: is required and missing"] == said(
        targets={"resolution": {"high": "2h"}}
    )


def test_union_of_plain_values() -> None:
    """Alternatives that are no documents are listed in one sentence."""
    assert ["hours: must be 'closed', a list or a mapping, not 5"] == said(hours=5)
    assert [
        "hours: must be 'closed', a list or a mapping, not 'clsed'; did you mean 'closed'?"
    ] == said(hours="clsed")
    assert ["hours[1]: must be text, not 5; put it in quotes"] == said(hours=["a", 5])
    assert ["hours.mon: must be a list, not 'x'"] == said(hours={"mon": "x"})


def test_branches_with_nothing_in_common() -> None:
    """Where one branch is as likely as the other, both are told."""
    assert [
        "outside: must be greater than 10, not 5",
        "outside: must be less than 0, not 5",
    ] == said(outside=5)


def test_line_of_the_branch() -> None:
    """From a file, a problem within a union has the line of what was written."""
    text = '{"sources": [\n{"country": "BR",\n"subdivison": "SP"}]}'
    with pytest.raises(DocumentError) as caught:
        Sample.from_source(read_text(text, format="json"))
    assert [3] == [problem.line for problem in caught.value.problems]
