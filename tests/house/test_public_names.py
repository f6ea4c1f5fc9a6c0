"""The public names: one list, told in four places."""

from __future__ import annotations

import ast
import re
from importlib import import_module
from pathlib import Path

import pytest

import slakit
from slakit import errors

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "docs" / "reference" / "index.md"
LAZY = sorted(set(slakit.__all__) - {"__version__"})


def test_lazy_table() -> None:
    """The table of lazy names and `__all__` agree."""
    assert LAZY == sorted(slakit._PUBLIC)


def test_type_checking_imports() -> None:
    """What type checkers see is what the table gives, from the same modules."""
    tree = ast.parse((ROOT / "src" / "slakit" / "__init__.py").read_text(encoding="utf-8"))
    (block,) = [
        node
        for node in tree.body
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
    ]
    imported = {
        alias.name: node.module
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert slakit._PUBLIC == imported


def test_reference() -> None:
    """The reference page lists every public name, and no other."""
    listed = re.findall(r"^\| `(\w+)` \|", REFERENCE.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(slakit.__all__) == sorted(listed)


@pytest.mark.parametrize("name", LAZY)
def test_name(name: str) -> None:
    """A public name gives what its module has, again and again."""
    expected = getattr(import_module(slakit._PUBLIC[name]), name)
    assert expected is getattr(slakit, name)
    assert expected is vars(slakit)[name]


@pytest.mark.parametrize("name", LAZY)
def test_module_lists_name(name: str) -> None:
    """A public name is public in its module too."""
    assert name in import_module(slakit._PUBLIC[name]).__all__


def test_errors() -> None:
    """Every error and warning is a public name."""
    raised = {name for name in errors.__all__ if isinstance(getattr(errors, name), type)}
    assert raised <= set(slakit.__all__)


def test_dir() -> None:
    """`dir` lists the public names."""
    assert sorted(slakit.__all__) == dir(slakit)


def test_unknown_name() -> None:
    """An unknown name is an AttributeError that gives the nearest one."""
    with pytest.raises(AttributeError, match=r"'Amuont'; did you mean 'Amount'\?$"):
        slakit.Amuont  # noqa: B018
    with pytest.raises(AttributeError, match=r"no attribute 'zzz'$"):
        slakit.zzz  # noqa: B018
