"""The timeline of a ticket as SVG."""

from __future__ import annotations

import pickle
import re
from datetime import UTC, timedelta
from pathlib import Path

import pytest

from slakit import (
    Evaluation,
    Message,
    PolicySet,
    Signal,
    SlakitError,
    Ticket,
    UnknownNameError,
    evaluate,
)
from slakit.wording.catalogue import LOCALES
from tests.drawing.pictures import clipped, contents, golden, overlapping, parse, texts, titles
from tests.evaluation.desks import desk, on, promising, ticket
from tests.evaluation.pictures.incident import at, incident

GOLDEN = Path(__file__).parent / "golden"
TWELVE = [f"m{i}" for i in range(12)]
MANY = desk(
    {"name": "all", "calendar": "office", "targets": dict.fromkeys(TWELVE, "9h")},
    metrics={name: {"start": "created", "stop": {"signal": name}} for name in TWELVE},
)
STOPS = [Signal(at=on("Mon 10:00"), name=name) for name in TWELVE[:5]]

# What a picture may have to show, each asked at an instant.
CASES: dict[str, tuple[PolicySet, Ticket, str]] = {
    "open": (promising(resolution="4h"), ticket(), "Mon 10:00"),
    "at creation": (promising(resolution="4h"), ticket(), "Mon 09:00"),
    "idle": (promising(next_response="4h"), ticket(), "Mon 10:00"),
    "paused": (promising(resolution="4h"), ticket(("Mon 10:00", "waiting")), "Tue 10:00"),
    "paused and late": (
        promising(resolution="1h"),
        ticket(("Mon 11:00", "waiting")),
        "Tue 10:00",
    ),
    "met": (promising(resolution="4h"), ticket(("Mon 10:00", "solved")), "Tue 10:00"),
    "missed": (promising(resolution="1h"), ticket(("Tue 10:00", "solved")), "+Fri 10:00"),
    "no target": (promising(resolution="none"), ticket(("Tue 10:00", "solved")), "Wed 10:00"),
    "cancelled": (
        desk(
            {"name": "all", "calendar": "office", "targets": {"resolution": "4h"}},
            metrics={"resolution": {"cancel": {"status": "gone"}}},
        ),
        ticket(("Mon 10:00", "gone")),
        "Mon 11:00",
    ),
    "reopened": (
        promising(resolution="9h"),
        ticket(("Mon 10:00", "solved"), ("Mon 14:00", "open")),
        "Mon 16:00",
    ),
    "real time": (promising(resolution="24h wall"), ticket(), "Wed 10:00"),
    "minutes": (promising(first_response="5m"), ticket(("Mon 09:04", "agent")), "Mon 10:00"),
    "months": (promising(resolution="60bd"), ticket(), "+Fri 10:00"),
    "twelve": (MANY, ticket(more=STOPS), "Tue 12:00"),
    "closed from the start": (promising(resolution="4h"), ticket(created="Sun 22:00"), "Sun 23:00"),
}  # fmt: skip


@pytest.mark.parametrize(("width", "name"), [(400, "narrow"), (1200, "wide")])
def test_golden(width: int, name: str) -> None:
    """The picture of an incident is the one that was looked at."""
    picture = incident().to_svg(width=width)
    assert golden(GOLDEN / f"{name}.svg", picture) == picture


@pytest.mark.parametrize("width", [400, 720, 1200])
@pytest.mark.parametrize("case", CASES)
def test_readable(case: str, width: int) -> None:
    """No text touches another or stands out of the picture, however short or long the clock."""
    policies, subject, asked = CASES[case]
    picture = evaluate(policies, subject, at=on(asked)).to_svg(width=width)
    assert ([], []) == (overlapping(picture), clipped(picture))


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("width", [280, 400, 1200])
def test_languages(locale: str, width: int) -> None:
    """The incident is readable in each language."""
    picture = incident().to_svg(width=width, locale=locale)
    assert ([], []) == (overlapping(picture), clipped(picture))


def test_texts() -> None:
    """Lanes have their names, promises, status and sums; the ticket its status and due time."""
    written = contents(incident().to_svg())
    for text in (
        "4712",
        "breached · due Mon 3 Jun 2024, 14:30",
        "America/Sao_Paulo · Wed 29 May 2024 – Tue 4 Jun 2024",
        "first response",
        "gold · 2h",
        "1 h 20 min of 2 h · 66%",
        "gold · 4h · ×3",
        "23 h 40 min of 16 h · 147%",
        "Corpus Christi · 39 h closed",
        "now",
    ):
        assert text in written


def test_titles() -> None:
    """A pointer is told what a stretch and a mark are."""
    told = titles(incident().to_svg())
    for title in (
        "resolution · paused (waiting) · Wed 29 May 2024, 17:10 – Wed 29 May 2024, 18:00 · 50 min",
        "next response #3 · running · Mon 3 Jun 2024, 13:00 – Mon 3 Jun 2024, 18:00 · 5 h",
        "warning soon · Mon 3 Jun 2024, 13:30",
        "met · Wed 29 May 2024, 16:50",
        "Corpus Christi · 39 h closed",
        "created · Wed 29 May 2024, 15:30",
    ):
        assert title in told


def test_screen_reader() -> None:
    """A screen reader hears how the ticket and each of its clocks stand."""
    label = parse(incident().to_svg()).attrib["aria-label"]
    assert label.startswith("4712 · breached; first response · met · 1 h 20 min of 2 h · 66%; ")


def legend_of(case: str) -> list[str]:
    """Return the lowest line of a picture, without the hours."""
    policies, subject, asked = CASES[case]
    found = texts(evaluate(policies, subject, at=on(asked)).to_svg())
    lowest = max(each.top for each in found)
    written = [each.content for each in found if each.top == lowest]
    return [text for text in written if text not in ("open hours", "closed hours")]


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        ("open", ["running", "due"]),
        ("paused", ["running", "paused"]),
        ("paused and late", ["running", "past due", "paused, past due", "due"]),
        ("missed", ["running", "past due", "missed", "due"]),
        ("no target", ["running", "no target"]),
        ("cancelled", ["running", "cancelled"]),
        ("reopened", ["running", "paused", "due"]),
    ],
)
def test_legend(case: str, expected: list[str]) -> None:
    """The legend says what occurs, and nothing else."""
    assert expected == legend_of(case)


def test_colour_is_never_alone() -> None:
    """What is past due has a line along it, and what is paused lines across it."""
    late = incident().to_svg()
    bars = re.findall(r'<rect [^>]*class="fill-vermillion"', late)
    lines = re.findall(r'<rect [^>]*height="3" class="fill-paper" pointer-events="none"', late)
    legend, threads = 1, 2
    assert len(bars) - threads == len(lines)
    assert len(lines) > legend
    assert "hatch-blue" in late


def test_text_stays_text() -> None:
    """What a ticket says of itself is shown and never obeyed."""
    hostile = "<script>alert(1)</script>"
    picture = incident(hostile, status=hostile).to_svg()
    assert "<script" not in picture
    assert hostile in contents(picture)
    assert parse(picture).tag == "{http://www.w3.org/2000/svg}svg"


def test_status_in_a_title() -> None:
    """The status of a pause is the ticket's own word, escaped."""
    paused = ticket(("Mon 10:00", {"status": "<b>", "category": "paused"}))
    picture = evaluate(promising(resolution="4h"), paused, at=on("Mon 12:00")).to_svg()
    assert any("paused (<b>)" in title for title in titles(picture))
    assert "<b>" not in picture


def test_nothing_to_draw() -> None:
    """A ticket that no policy matches, and one that is not created yet, say so."""
    none = desk(
        {"name": "all", "when": {"a": "b"}, "calendar": "office", "targets": {"resolution": "4h"}}
    )
    unmatched = evaluate(none, ticket(), at=on("Mon 10:00")).to_svg()
    assert ["T-1", "no target", "no policy applies"] == contents(unmatched)
    early = evaluate(promising(), ticket(created="Tue 09:00"), at=on("Mon 10:00")).to_svg()
    assert ["T-1", "idle", "now · Mon 6 May 2024, 10:00"] == contents(early)


def test_equal_pictures() -> None:
    """The same question has the same picture."""
    assert incident().to_svg() == incident().to_svg()


def test_zone() -> None:
    """The wall time is that of the calendar, in whatever zone the question was asked."""
    asked = incident(asked=at(6, 4, 17).astimezone(UTC))
    assert contents(incident().to_svg()) == contents(asked.to_svg())


def test_notebook() -> None:
    """A notebook shows the picture, and the text of what was read from plain data."""
    evaluation = incident()
    assert evaluation.to_svg() == evaluation._repr_html_()
    assert None is Evaluation.from_data(evaluation.to_data())._repr_html_()


def test_unknown_history() -> None:
    """What was pickled knows its ticket no more, and says what to do."""
    with pytest.raises(SlakitError, match="evaluate the ticket again"):
        pickle.loads(pickle.dumps(incident())).to_svg()


def test_bad_questions() -> None:
    """A width that nothing fits in, and a language that is not there, are refused by name."""
    with pytest.raises(SlakitError, match="from 280 to 20000"):
        incident().to_svg(width=100)
    with pytest.raises(UnknownNameError, match="pt-BR"):
        incident().to_svg(locale="pt_BR")


def test_many_cycles() -> None:
    """A lane has no more marks and bars than can be told apart."""
    start = on("Mon 09:00")
    events = [
        Message(at=start + timedelta(minutes=10 * i), author="agent" if i % 2 else "customer")
        for i in range(2_000)
    ]
    talk = Ticket(id="T", created_at=start, events=events)
    picture = evaluate(promising(next_response="4h"), talk, at=on("+Fri 09:00")).to_svg()
    assert len(picture) < 150_000
