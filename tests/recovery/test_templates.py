"""Messages of the desk's own."""

from __future__ import annotations

import pytest

from slakit import SlakitError
from slakit.recovery.templates import PLACES, Template


def test_names() -> None:
    """The places of a template are known, each once, and filled in."""
    template = Template.parse("{ticket}: {happened} ({ticket}) {{sic}}")
    assert ("ticket", "happened") == template.names
    assert "T-1: a storm (T-1) {sic}" == template.fill({"ticket": "T-1", "happened": "a storm"})


@pytest.mark.parametrize("text", ["", "  ", "{", "{}", "{0}", "{a.b}", "{a!r}", "{a:>9}", 7, None])
def test_refused(text: object) -> None:
    """What is no text, and what reaches into a value, is refused."""
    with pytest.raises(SlakitError):
        Template.parse(text)


def test_customers_know_less() -> None:
    """What only the team may know has no place in a message to the customer."""
    internal = {"metric", "standing", "responsible", "next"}
    assert internal <= set(PLACES["alert"])
    assert set() == internal & {*PLACES["apology"], *PLACES["restored"]}


def test_value() -> None:
    """Templates of one text are one value."""
    one, other = Template.parse("a"), Template.parse("a")
    assert one == other != Template.parse("b")
    assert hash(one) == hash(other)
    assert one is Template.parse(one)
    assert "Template.parse('a')" == repr(one)
