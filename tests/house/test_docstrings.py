"""What is public is documented."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

import pytest

import slakit

SOURCES = Path(__file__).parents[2] / "src"


def named_in_all(tree: ast.Module) -> set[str]:
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            return set(ast.literal_eval(node.value))
    return set()


def public_nodes() -> Iterator[tuple[str, ast.AST]]:
    for file in sorted(SOURCES.rglob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        module = file.relative_to(SOURCES).with_suffix("").as_posix().replace("/", ".")
        yield module, tree
        public = named_in_all(tree)
        for node in tree.body:
            if isinstance(node, ast.ClassDef | ast.FunctionDef) and node.name in public:
                yield f"{module}.{node.name}", node


@pytest.mark.parametrize("node", [pytest.param(node, id=name) for name, node in public_nodes()])
def test_docstring(node: ast.Module | ast.ClassDef | ast.FunctionDef) -> None:
    """Every module, and every class and function that a module lists, has a docstring."""
    assert ast.get_docstring(node)


@pytest.mark.parametrize("name", slakit.__all__)
def test_methods(name: str) -> None:
    """Every method of a public class has a docstring, its own or that of its base."""
    value = getattr(slakit, name)
    methods = vars(value) if isinstance(value, type) else {}
    assert [] == [
        method
        for method, function in methods.items()
        if not method.startswith("_")
        and (inspect.isroutine(function) or isinstance(function, property | cached_property))
        and not inspect.getdoc(getattr(value, method))
    ]
