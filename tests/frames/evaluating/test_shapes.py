"""The tree of shapes: what is one for all policies, and what left no trace."""

from __future__ import annotations

from typing import Any

import pytest

from slakit import PolicySet
from tests.evaluation.desks import desk, promising

np = pytest.importorskip("numpy", reason="numpy is not installed")
alphabets = pytest.importorskip("slakit.frames.evaluating.alphabet")
shapes = pytest.importorskip("slakit.frames.evaluating.shapes")

BOTH = promising(first_response="1h", resolution="4h")


class Tree:
    """Shapes, and where a history leads among them."""

    def __init__(self, policies: PolicySet) -> None:
        self.alphabet = alphabets.Alphabet(policies)
        self.shapes = shapes.Shapes(self.alphabet)

    def number(self, *deeds: tuple[Any, ...]) -> int:
        """Return the shape of a new ticket to which something happens, at an instant each."""
        found = self.begin()
        for deed in deeds:
            found = self.follow(found, deed)
        return found

    def begin(self) -> int:
        fields = {"status": self.alphabet.value("status", "new")}
        number: int = self.shapes.begin(0, (None, fields), last=True)
        return number

    def follow(self, shape: int, deed: tuple[Any, ...], *, last: bool = True) -> int:
        letter = 2 * self.alphabet.deed(deed) + last
        found: int = self.shapes.follow(np.array([shape]), np.array([letter])).shapes[0]
        return found

    def depth(self, shape: int) -> int:
        found: int = self.shapes.depths_of(np.array([shape]))[0]
        return found


def status(value: str) -> tuple[Any, ...]:
    return "change", "status", value


@pytest.fixture(params=["by table", "by look-up"])
def tree(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Tree:
    if request.param == "by look-up":
        monkeypatch.setattr(shapes, "MOST_CELLS", 0)
    return Tree(BOTH)


def test_one_shape(tree: Tree) -> None:
    """Histories that differ in nothing that counts have one shape, and others have others."""
    assert tree.number(status("solved")) == tree.number(status("solved"))
    assert tree.number(status("new")) == tree.number(status("in work"))
    assert tree.number(status("solved")) != tree.number(status("waiting"))


def test_nothing_happened(tree: Tree) -> None:
    """What changes nothing leaves no instant: neither a note nor the status it has."""
    assert tree.begin() == tree.number(("note",)) == tree.number(status("new"), ("nothing",))
    assert 1 == tree.depth(tree.number(("note",), status("new")))
    waits = tree.number(status("waiting"))
    assert waits == tree.follow(waits, status("waiting"))
    assert 2 == tree.depth(waits)


def test_a_second_reply(tree: Tree) -> None:
    """The first reply stops the clock, and the second finds nothing to stop."""
    reply = "message", "agent"
    assert 2 == tree.depth(tree.number(reply))
    assert tree.number(reply) == tree.number(reply, reply)


def test_an_instant(tree: Tree) -> None:
    """What happens at one instant is read when all of it is there, in whatever order."""
    begun = tree.begin()
    both = [status("waiting"), ("message", "agent")]
    found = []
    for first, second in (both, both[::-1]):
        found.append(tree.follow(tree.follow(begun, first, last=False), second))
    assert [2, 2] == [tree.depth(number) for number in found]
    one, other = (tree.shapes.found[number] for number in found)
    assert (one.facts, one.state, one.words) == (other.facts, other.state, other.words)
    # The last of two values counts, so that it is as if it had not waited.
    waits = tree.follow(begun, status("waiting"), last=False)
    assert begun == tree.follow(waits, status("new"))


def test_kept(tree: Tree) -> None:
    """Of each row it is told whether its instant is over and mattered."""
    begun = tree.begin()
    letters = [2 * tree.alphabet.deed(deed) + 1 for deed in (("note",), status("waiting"))]
    step = tree.shapes.follow(np.array([begun, begun]), np.array(letters))
    assert ([False, True], begun) == (step.kept.tolist(), step.shapes[0])


def test_broken(tree: Tree) -> None:
    """A category that there is not breaks a history, and nothing mends it."""
    broken = tree.number(("change", "category", "done"))
    assert shapes.BROKEN == broken == tree.follow(broken, status("solved"))


def test_broken_by_a_condition() -> None:
    """A value that a nested condition cannot compare breaks it likewise."""
    row = {"name": "all", "calendar": "office", "targets": {"resolution": "4h"}}
    condition = {"since": {"becomes": {"size": {"ge": 2}}}, "until": "customer_reply"}
    tree = Tree(desk({**row, "when": condition}))
    assert shapes.BROKEN != tree.number(("change", "size", 3))
    assert shapes.BROKEN == tree.number(("change", "size", "large"))


def test_instants(tree: Tree) -> None:
    """A shape knows the shapes after each instant, the earliest first."""
    number = tree.number(status("waiting"), ("note",), status("new"))
    found = tree.shapes.found[number].instants
    assert ["open", "paused", "open"] == [each.category for each in found]
    assert [1, 2, 3] == [each.depth for each in found]
