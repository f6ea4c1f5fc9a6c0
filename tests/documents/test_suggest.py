"""Did you mean."""

from __future__ import annotations

import pytest

from slakit.documents import did_you_mean, nearest

METRICS = ["first_response", "next_response", "resolution"]


@pytest.mark.parametrize(
    ("expected", "name"),
    [
        (("resolution",), "resoluton"),
        (("resolution",), "RESOLUTION"),
        (("next_response", "first_response"), "nxt_response"),
        ((), "zzz"),
        ((), ""),
    ],
)
def test_nearest(expected: tuple[str, ...], name: str) -> None:
    """The most similar names come first, whatever their case."""
    assert expected == nearest(name, METRICS)


def test_nearest_is_bounded() -> None:
    """At most n names come back, as they are spelled."""
    assert ("Abcd",) == nearest("abcd", ["Abce", "Abcd", "Abcf"], n=1)
    assert () == nearest("abc", [])


@pytest.mark.parametrize(
    ("expected", "name", "choices"),
    [
        ("did you mean 'resolution'?", "resoluton", METRICS),
        ("did you mean 'next_response' or 'first_response'?", "nxt_response", METRICS),
        ("did you mean 'abcdx', 'abcxx' or 'abcxxx'?", "abcd", ["abcxxx", "abcxx", "abcdx"]),
        ("known: first_response, next_response, resolution", "zzz", METRICS),
        ("", "zzz", []),
        ("known: a", "zzz", ["a", "a"]),
    ],
)
def test_did_you_mean(expected: str, name: str, choices: list[str]) -> None:
    """The remedy is the nearest names, else what there is, else nothing."""
    assert expected == did_you_mean(name, choices)


def test_long_lists_are_cut() -> None:
    """Of many names a dozen is listed, and how many more there are."""
    choices = [f"name{number:02}" for number in range(24)]
    listed = ", ".join(choices[:12])
    assert f"known: {listed}, ... and 12 more" == did_you_mean("zzz", iter(choices))
    assert f"known: {listed}" == did_you_mean("zzz", choices[:12])
