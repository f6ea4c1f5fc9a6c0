"""How tickets were opened, by number."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.evaluation.desks import desk

np = pytest.importorskip("numpy", reason="numpy is not installed")
alphabets = pytest.importorskip("slakit.frames.evaluating.alphabet")
openings = pytest.importorskip("slakit.frames.evaluating.openings")
coding = pytest.importorskip("slakit.frames.native.coding")

POLICIES = desk(
    {
        "name": "all",
        "calendar": "office",
        "when": {"tier": ["gold", "silver"]},
        "targets": {"first_response": "1h", "resolution": "at(own)"},
    }
)


def openings_of() -> Any:
    return openings.Openings(alphabets.Alphabet(POLICIES))


def numbers(
    found: Any, opened: list[int], fields: dict[str, list[Any]], **more: Any
) -> tuple[list[int], list[bool]]:
    """Return the numbers of openings in columns, and which of them are wrong."""
    size = len(opened)
    coded = {name: coding.coded_values(values) for name, values in fields.items()}
    named = np.array(more.get("named", [False] * size), np.bool_).reshape(-1, 1)
    ended = np.array(more.get("ended", [False] * size), np.bool_)
    got, wrong = found.numbers(np.array(opened, np.int64), coded, named, ended)
    return got.tolist(), wrong.tolist()


def test_one_number() -> None:
    """Tickets whose fields no policy can tell apart have one number."""
    found = openings_of()
    assert found.number(None, {"tier": "gold"}) == found.number(None, {"tier": "silver", "x": 1})
    assert found.number(None, {"tier": "gold"}) != found.number(None, {"tier": "tin"})
    assert found.number("agent", {"tier": "gold"}) != found.number(None, {"tier": "gold"})


def test_slots() -> None:
    """Whether an instant is named counts, and not which one."""
    found = openings_of()
    assert found.number(None, {}, ["own"]) != found.number(None, {})
    assert {"own"} == found.found[found.number(None, {}, ["own"])][1].keys()


@given(
    st.lists(
        st.tuples(
            st.sampled_from(range(3)),
            st.sampled_from(("gold", "silver", "tin", None, 1)),
            st.sampled_from(("new", "waiting", None)),
            st.booleans(),
        ),
        max_size=12,
    ),
    st.booleans(),
)
def test_in_columns(rows: list[tuple[Any, ...]], sorting: bool) -> None:
    """In columns each opening has the number that it has by itself."""
    opened, tiers, statuses, named = [list(column) for column in zip(*rows, strict=True)] or [
        []
    ] * 4
    found = openings_of()
    with pytest.MonkeyPatch.context() as patch:
        if sorting:
            patch.setattr(openings, "TABLED", 0)
        got, wrong = numbers(found, opened, {"tier": tiers, "status": statuses}, named=named)
    assert [
        found.number(openings.OPENED_BY[by], {"tier": tier, "status": status}, ["own"] * own)
        for by, tier, status, own in rows
    ] == got
    assert [False] * len(rows) == wrong


def test_wrong_values() -> None:
    """A value that no field may have is told; the others have their openings."""
    found = openings_of()
    got, wrong = numbers(found, [0, 0, 0], {"tier": ["gold", ["gold"], "silver"]})
    assert [False, True, False] == wrong
    assert got[0] == got[2]


def test_ended() -> None:
    """A ticket that has ended since was open at first, whatever its status is by now."""
    found = openings_of()
    got, _ = numbers(found, [0, 0], {"status": ["solved", "solved"]}, ended=[True, False])
    assert ["open", None] == [found.found[number][1].get("category") for number in got]
