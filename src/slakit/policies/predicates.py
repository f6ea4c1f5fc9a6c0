"""Nodes of conditions -> functions of a ticket's fields, and what they look at.

A level node is ``("test", field, operator, operand)``, ``("all" | "any", nodes)``, ``("not",
node)`` or ``("since", edge, edge)``; an edge node is ``("word" | "signal" | "changes", name)``,
``("becomes", level)``, ``("while", edge, levels)`` or ``("any", edges)``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from slakit.policies.operators import Predicate, compile_test

__all__ = [
    "WORDS",
    "Node",
    "children",
    "compile_level",
    "fields_of",
    "since_nodes",
    "unordered",
]

Node = tuple[Any, ...]

# What may occur without a name of the desk's own.
WORDS = (
    "created",
    "agent_reply",
    "customer_reply",
    "system_reply",
    "bot_reply",
    "internal_note",
)


def compile_level(node: Node) -> Predicate:
    """Return a level as a function of the fields.

    What holds ``since`` an edge is no matter of the fields alone: whoever walks the history
    keeps it among the fields, under the node itself.
    """
    if node[0] == "test":
        return compile_test(*node[1:])
    if node[0] == "since":
        return lambda fields: bool(fields.get(node))
    if node[0] == "not":
        inner = compile_level(node[1])
        return lambda fields: not inner(fields)
    parts = [compile_level(each) for each in node[1]]
    if len(parts) == 1:
        return parts[0]
    if node[0] == "all":
        return lambda fields: all(part(fields) for part in parts)
    return lambda fields: any(part(fields) for part in parts)


def children(node: Node) -> tuple[Node, ...]:
    """Return the nodes directly within a node."""
    if node[0] in ("all", "any"):
        return tuple(node[1])
    if node[0] == "while":
        return (node[1], *node[2])
    return node[1:] if node[0] in ("not", "since", "becomes") else ()


def unordered(node: Node) -> Node:
    """Return a node that is equal to that of every condition which says the same in another order.

    Fields of a mapping and members of ``all`` and ``any`` are asked as they stand, and mean the
    same however they stand.
    """
    if node[0] in ("all", "any"):
        return node[0], frozenset(map(unordered, node[1]))
    if node[0] == "while":
        return "while", unordered(node[1]), frozenset(map(unordered, node[2]))
    return tuple(unordered(part) if isinstance(part, tuple) else part for part in node)


def fields_of(node: Node) -> Iterator[str]:
    """Yield the fields at which a node looks."""
    if node[0] in ("test", "changes"):
        yield node[1]
    for child in children(node):
        yield from fields_of(child)


def since_nodes(node: Node) -> Iterator[Node]:
    """Yield the ``since`` nodes within a node, the inner before the outer."""
    for child in children(node):
        yield from since_nodes(child)
    if node[0] == "since":
        yield node
