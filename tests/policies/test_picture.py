"""The matrix of what a policy set promises."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from slakit import PolicySet
from slakit.policies.picture import notation
from tests.drawing.pictures import clipped, contents, golden, overlapping, titles

GOLDEN = Path(__file__).parent / "golden"
CALENDARS = {"office": {"tz": "UTC", "hours": "Mon-Fri 09:00-18:00"}}


def desk(*policies: dict[str, Any], **settings: Any) -> PolicySet:
    """Return a set of policies in the office."""
    named = [
        {"name": f"policy {i}", "calendar": "office", **policy} for i, policy in enumerate(policies)
    ]
    return PolicySet.model_validate({"calendars": CALENDARS, "policies": named, **settings})


CONTRACT = desk(
    {
        "name": "contract",
        "when": {"plan": ["gold", "silver"]},
        "targets": {
            "first_response": {"by": "priority", "urgent": "30m", "high": "2h", "else": "4h"},
            "next_response": "4h",
            "resolution": {
                "by": "priority",
                "urgent": "1bd eod",
                "else": {"amount": "5bd", "cutoff": "15:00"},
            },
        },
    },
    {"name": "everybody", "default": True, "targets": {"first_response": "1bd"}},
)


class Table(HTMLParser):
    """Reads the rows of a table: the text of each cell, and the rows that it spans."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.rows: list[list[tuple[str, int]]] = []
        self.inside = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        if tag in {"td", "th"}:
            self.rows[-1].append(("", int(dict(attrs).get("rowspan") or 1)))
            self.inside = True

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag not in {"td", "th"}

    def handle_data(self, data: str) -> None:
        if self.inside:
            text, rows = self.rows[-1][-1]
            self.rows[-1][-1] = text + data, rows


def rows(policies: PolicySet, **options: Any) -> list[list[tuple[str, int]]]:
    return Table(policies.to_html(**options)).rows


def test_table() -> None:
    """Conditions go down and metrics across; one amount for all rows spans them."""
    assert [
        [("", 1), ("first response", 1), ("next response", 1), ("resolution", 1)],
        [("contract plan: [gold, silver] · office", 1)],
        [("priority: urgent", 1), ("30m", 1), ("4h", 3), ("1bd eod", 1)],
        [("priority: high", 1), ("2h", 1), ("5bdcutoff: 15:00", 1)],
        [("else", 1), ("4h", 1), ("5bdcutoff: 15:00", 1)],
        [("everybody default · office", 1)],
        [("", 1), ("1bd", 1), ("", 1), ("", 1)],
    ] == rows(CONTRACT)


def test_picture_says_what_the_table_says() -> None:
    """Every text of the table stands in the picture, amounts as often."""
    written = contents(CONTRACT.to_svg(width=1200))
    for amount in ("30m", "1bd eod", "5bd", "4h", "1bd", "priority: high", "else"):
        in_table = sum(
            text.removesuffix("cutoff: 15:00") == amount
            for row in rows(CONTRACT)
            for text, _ in row
        )
        assert in_table == written.count(amount), amount


def test_words() -> None:
    """Metrics have the names of the language, and titles say amounts in words."""
    assert [("", 1), ("primeira resposta", 1)] == rows(CONTRACT, locale="pt-BR")[0][:2]
    assert "1 business day, by closing time" in titles(CONTRACT.to_svg())


def test_own_metric() -> None:
    """A metric of the user's own keeps its name."""
    policies = desk(
        {"targets": {"contact": "2h"}},
        metrics={"contact": {"start": "created", "stop": "agent_reply", "cancel": "none"}},
    )
    assert ("contact", 1) == rows(policies)[0][1]


def test_rows_with_conditions() -> None:
    """A condition on one value is the row of a table's entry; another one is a row of its own."""
    policies = desk(
        {
            "targets": {
                "first_response": {"by": "priority", "high": "1h"},
                "resolution": [
                    {"when": {"priority": "high"}, "amount": "4h"},
                    {"when": {"tier": "gold", "vip": True}, "amount": "1bd", "calendar": "office"},
                    {"amount": "2bd"},
                ],
            }
        }
    )
    assert [
        [("priority: high", 1), ("1h", 1), ("4h", 1)],
        [("tier: gold, vip: true", 1), ("", 1), ("1bdoffice", 1)],
        [("else", 1), ("", 1), ("2bd", 1)],
    ] == rows(policies)[2:]


def test_tables_of_different_fields() -> None:
    """Where an amount hangs on another field, the cell is left empty."""
    policies = desk(
        {
            "targets": {
                "first_response": {"by": "priority", "high": "1h", "else": "2h"},
                "resolution": {"by": "tier", "gold": "4h", "else": "8h"},
            }
        }
    )
    assert [
        [("priority: high", 1), ("1h", 1), ("", 1)],
        [("tier: gold", 1), ("", 1), ("4h", 1)],
        [("else", 1), ("2h", 1), ("8h", 1)],
    ] == rows(policies)[2:]


def test_details() -> None:
    """The kind, the version and how the calendar is chosen stand beside the name."""
    policies = desk(
        {"name": "all", "kind": "ola", "targets": {"resolution": "4h"}},
        {
            "name": "all",
            "kind": "ola",
            "from": "2026-01-01T00:00:00Z",
            "calendar": {"by": "country", "BR": "office", "else": "office"},
            "targets": {"resolution": "none"},
        },
    )
    expected = "all OLA · from: 2026-01-01T00:00:00+00:00 · by: country, BR: office, else: office"
    assert [(expected, 1)] == rows(policies)[3]


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "a\x00b", 'a"b', "שלום"])
def test_hostile_names(name: str) -> None:
    """A name is text in the picture and in the table."""
    policies = desk({"name": name, "when": {"tier": name}, "targets": {"resolution": "4h"}})
    seen = name.replace("\x00", "\ufffd")
    assert seen in contents(policies.to_svg())
    assert rows(policies)[1][0][0].startswith(f"{seen} tier: {seen}")
    assert "<script" not in policies.to_svg() + policies.to_html()


def test_long_name() -> None:
    """What is too long is cut, and the whole of it is the title."""
    policies = desk({"name": "n" * 200, "targets": {"resolution": "4h"}})
    assert "n" * 200 in titles(policies.to_svg())
    assert [] == clipped(policies.to_svg())


@pytest.mark.parametrize("locale", ["en", "es", "pt-BR", "pt-PT"])
@pytest.mark.parametrize("width", [200, 400, 720, 1200])
def test_room(width: int, locale: str) -> None:
    """On any width no text touches another, and no amount is cut."""
    picture = CONTRACT.to_svg(width=width, locale=locale)
    assert [] == overlapping(picture)
    assert [] == clipped(picture)
    assert {"30m", "1bd eod", "5bd"} <= set(contents(picture))
    assert "prefers-color-scheme:dark" in picture


def test_notebook() -> None:
    """A notebook shows the table."""
    assert CONTRACT.to_html() == CONTRACT._repr_html_()


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("a: 1", {"a": 1}),
        ("a: {present: true}", {"a": {"present": True}}),
        ("any: [{a: 1}, {b: [x, y]}]", {"any": [{"a": 1}, {"b": ["x", "y"]}]}),
        ("a: null", {"a": None}),
        ("office", "office"),
    ],
)
def test_notation(text: str, data: Any) -> None:
    """Conditions stand as YAML would write them in a line."""
    assert text == notation(data)


def test_golden_matrix() -> None:
    """The matrix is the one that was looked at."""
    picture = CONTRACT.to_svg()
    assert golden(GOLDEN / "matrix.svg", picture) == picture
