"""The tree that the docstring of `slakit.errors` draws is the tree of the classes."""

from __future__ import annotations

import re

from slakit import errors

BRANCH = re.compile(r"^ {4}([│├└─ ]*)(\w+)(?:\((\w+)\))?(?: {2,}.*)?$", re.MULTILINE)


def drawn() -> dict[str, str]:
    """Return each class that the docstring draws, and what it hangs from."""
    parents: dict[str, str] = {}
    path: list[str] = []
    for indent, name, base in BRANCH.findall(errors.__doc__ or ""):
        depth = len(indent) // 4
        path[depth:] = [name]
        parents[name] = base or path[depth - 1]
    return parents


def classes() -> list[type]:
    found = [value for value in vars(errors).values() if isinstance(value, type)]
    return [each for each in found if issubclass(each, errors.SlakitError | errors.SlakitWarning)]


def test_tree() -> None:
    """Every error and warning is drawn under its first base."""
    assert {each.__name__: each.__bases__[0].__name__ for each in classes()} == drawn()


def test_codes() -> None:
    """No two errors that give a code of their own give the same."""
    codes = [vars(each)["code"] for each in classes() if "code" in vars(each)]
    assert sorted(set(codes)) == sorted(codes)
