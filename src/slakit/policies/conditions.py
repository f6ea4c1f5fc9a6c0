"""Conditions: levels, which are true for a while, and edges, which occur at an instant.

Both are plain data. A level is a predicate on the ticket's fields; an edge is a message, a
signal, a change of a field, or a level that becomes true. They are read here into nodes, which
`predicates` and `facts` compile.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Self

from slakit.documents import did_you_mean, refusal
from slakit.documents.limits import MAX_DEPTH
from slakit.documents.parsed import Parsed
from slakit.errors import Path, PolicyError, Problem, UnknownNameError
from slakit.policies.condition_schema import EDGE_SCHEMA, LEVEL_SCHEMA
from slakit.policies.operators import OPERATORS, Predicate, operand_problem, read_operand
from slakit.policies.predicates import (
    WORDS,
    Node,
    compile_level,
    fields_of,
    since_nodes,
    unordered,
)
from slakit.policies.statuses import CATEGORIES, CATEGORY

__all__ = ["WORDS", "Edge", "Level", "is_edge"]

EDGE_KEYS = frozenset({"signal", "changes", "becomes"})
# Words of the condition language, which a field may not be called.
RESERVED = frozenset({"all", "any", "not", "since", "until", *EDGE_KEYS})
ALWAYS: Node = ("all", ())
# Half of what a file may have, so that a set that was built in code can be read from its file.
DEEPEST = MAX_DEPTH // 2


class Condition(Parsed):
    """What levels and edges have in common: their node, and the data that it was read from."""

    __slots__ = ("_data", "node")

    def __init__(self, node: Node = ALWAYS, data: Any = None) -> None:
        self.node = node
        self._data = {} if data is None else data

    @property
    def fields(self) -> frozenset[str]:
        """The fields of a ticket that it looks at."""
        return frozenset(fields_of(self.node))

    def to_data(self) -> Any:
        """Return the data that a file holds."""
        return plain(self._data)

    def __eq__(self, other: object) -> bool:
        # The nodes of true and 1 differ, because a test holds the kind of its operand.
        return type(other) is type(self) and (
            other.node == self.node or unordered(other.node) == unordered(self.node)
        )

    def __hash__(self) -> int:
        return hash(unordered(self.node))

    def __repr__(self) -> str:
        return f"{type(self).__name__}.parse({self._data!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self).parse, (self._data,)


class Level(Condition):
    """A predicate on a ticket's fields, true for a while.

    ``{priority: [high, urgent], tier: gold}``: every field has one of its values, `None`
    (null) standing for a field that the ticket does not have. A field may have operators
    instead (``{amount: {ge: 1000}}``), and ``all``, ``any`` and ``not`` join levels.
    ``{since: EDGE, until: EDGE}`` holds from the one to the other. The empty level always holds.

    >>> Level.parse({"tier": ["gold", "silver"]}).compile()({"tier": "gold"})
    True
    >>> Level.parse({"not": {"amount": {"ge": 1000}}}).compile()({"amount": 999})
    True
    """

    __slots__ = ()

    @classmethod
    def parse(cls, value: Any) -> Self:
        """Read a mapping; raises one error with every problem and its path."""
        if isinstance(value, cls):
            return value
        if value is None:
            # In a file an empty value, by which nobody can have meant every ticket.
            remedy = "leave it out, or write a condition: {field: value}"
            raise refusal([problem("None is no condition", (), None, remedy)])
        check_depth(value)
        problems: list[Problem] = []
        node = level_node(value, (), problems)
        if problems:
            raise refusal(problems)
        return cls(node, plain(value))

    def compile(self) -> Predicate:
        """Return the level as a function of the fields.

        It raises `PolicyError` when a ticket's value is of another kind than what it is
        compared with, because it could never match.
        """
        return compile_level(self.node)

    def failing(
        self, fields: Mapping[Any, Any], *, of_history: bool = False
    ) -> dict[str, Any] | None:
        """Return the first part of the condition that does not hold, None when all of it does.

        Raises `PolicyError` where that depends on a ``since``, which only the fields `of_history`
        answer, and for a value of another kind than what it is compared with.

        >>> Level.parse({"tier": "gold", "vip": True}).failing({"tier": "gold"})
        {'vip': True}
        """
        untold: dict[str, Any] = {}
        for key, value in self._data.items():
            if key == "until":
                continue  # It belongs to `since`.
            part = {key: value, "until": self._data["until"]} if key == "since" else {key: value}
            level = Level.parse(part)
            if not of_history and any(since_nodes(level.node)):
                untold |= part
            elif not level.compile()(fields):
                return part
        if untold:
            message = f"fields do not tell whether {untold!r} holds, but what occurred does"
            raise PolicyError(message, value=untold, remedy="evaluate the ticket with its history")
        return None

    def __bool__(self) -> bool:
        return self.node != ALWAYS

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        return LEVEL_SCHEMA


class Edge(Condition):
    """Something that occurs at an instant.

    A word (``created``, ``agent_reply``, ``customer_reply``, ``internal_note``...),
    ``{signal: name}``, ``{changes: field}`` or ``{becomes: level}``; a mere level means that it
    becomes true. ``{all: [edge, level]}`` is the edge while the level holds, ``{any: [...]}`` any
    of several.

    >>> Edge.parse("agent_reply"), Edge.parse({"priority": "urgent"}) == Edge.parse(
    ...     {"becomes": {"priority": "urgent"}}
    ... )
    (Edge.parse('agent_reply'), True)
    """

    __slots__ = ()

    @classmethod
    def parse(cls, value: Any) -> Self:
        """Read a word or a mapping; raises one error with every problem and its path."""
        if isinstance(value, cls):
            return value
        check_depth(value)
        problems: list[Problem] = []
        node = edge_node(value, (), problems)
        if problems:
            raise refusal(problems)
        return cls(node, plain(value))

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        return EDGE_SCHEMA


def is_edge(data: Any) -> bool:
    """Return whether data is an edge and no level: a word, or what names something that occurs."""
    waiting = [data]
    while waiting:
        each = waiting.pop()
        if isinstance(each, (str, Edge)):
            return True
        if isinstance(each, (list, tuple)):
            waiting += each
        elif isinstance(each, Mapping):
            if EDGE_KEYS & each.keys():
                return True
            waiting += [each[key] for key in ("all", "any") if key in each]
    return False


def check_depth(data: Any) -> None:
    """Refuse data that is nested so deep that Python could not walk it."""
    layer = [data]
    for _ in range(DEEPEST):
        layer = [inner for each in layer for inner in inside(each)]
        if not layer:
            return
    raise refusal([problem(f"nested deeper than {DEEPEST} levels", (), None, "split it up")])


def inside(data: Any) -> Iterable[Any]:
    if isinstance(data, Mapping):
        return data.values()
    return data if isinstance(data, (list, tuple)) else ()


def level_node(data: Any, path: Path, problems: list[Problem]) -> Node:
    """Read a level; what is wrong with it goes to `problems`."""
    if isinstance(data, Level):
        return data.node
    if not isinstance(data, Mapping):
        problems.append(problem(f"{data!r} is no condition", path, data))
        return ALWAYS
    parts: list[Node] = []
    for key, value in data.items():
        here = (*path, str(key))
        if key in ("all", "any"):
            nodes = [level_node(*each, problems) for each in members(value, here, problems)]
            parts.append((key, tuple(nodes)))
        elif key == "not":
            parts.append(("not", level_node(value, here, problems)))
        elif key == "since":
            if "until" in data:
                since, until = edge_node(value, here, problems), data["until"]
                parts.append(("since", since, edge_node(until, (*path, "until"), problems)))
            else:
                problems.append(problem("since has no until", here, value, BOTH))
        elif key == "until":
            if "since" not in data:
                problems.append(problem("until has no since", here, value, BOTH))
        elif key in EDGE_KEYS:
            remedy = "a condition holds for a while: name a field, or use since and until"
            problems.append(problem(f"{key!r} occurs at an instant", here, value, remedy))
        elif not isinstance(key, str):
            problems.append(problem(f"{key!r} cannot be the name of a field", here, key))
        else:
            parts += field_nodes(key, value, here, problems)
    return parts[0] if len(parts) == 1 else ("all", tuple(parts))


def field_nodes(field: str, value: Any, path: Path, problems: list[Problem]) -> list[Node]:
    """Read what is asked of one field: a value, a list of values, or operators."""
    if isinstance(value, Mapping) and value:
        nodes = []
        for name, operand in value.items():
            here = (*path, str(name))
            if name not in OPERATORS:
                problems.append(unknown(f"unknown operator {name!r}", here, name, OPERATORS))
            elif wrong := operand_problem(name, operand):
                problems.append(problem(wrong, here, operand, OPERATORS[name]))
            else:
                nodes.append(test_node(field, name, operand, here, problems))
        return nodes
    name = "in" if isinstance(value, (list, tuple)) else "is"
    if isinstance(value, Mapping) or operand_problem(name, value):
        problems.append(problem(f"{value!r} is no value of a field", path, value))
        return []
    return [test_node(field, name, value, path, problems)]


def test_node(field: str, name: str, operand: Any, path: Path, problems: list[Problem]) -> Node:
    """Return the node of a test whose operand fits its operator."""
    if field == CATEGORY and name in ("is", "is_not", "in", "not_in"):
        # A ticket has one of the four, so that any other word would never match.
        for word in operand if isinstance(operand, (list, tuple)) else [operand]:
            if word not in CATEGORIES:
                message = f"unknown status category {word!r}"
                problems.append(unknown(message, path, word, CATEGORIES))
    return ("test", field, *read_operand(name, operand))


def edge_node(data: Any, path: Path, problems: list[Problem]) -> Node:
    """Read an edge; what is wrong with it goes to `problems`."""
    if isinstance(data, Edge):
        return data.node
    if isinstance(data, str):
        if data not in WORDS:
            message = f"nothing that occurs is called {data!r}"
            problems.append(unknown(message, path, data, WORDS))
        return ("word", data)
    if isinstance(data, (list, tuple)):
        return any_node(members(data, path, problems), problems)
    if not is_edge(data):
        return ("becomes", level_node(data, path, problems))
    if len(data) > 1:
        remedy = "join them, as in {all: [{signal: paid}, {tier: gold}]}"
        problems.append(problem("an edge stands alone in its mapping", path, data, remedy))
        return ("any", ())
    [(key, value)] = data.items()
    here = (*path, key)
    if key == "becomes":
        return ("becomes", level_node(value, here, problems))
    if key in EDGE_KEYS:
        # A signal is no field, and may be called what it likes.
        if not isinstance(value, str) or not value or (key == "changes" and value in RESERVED):
            problems.append(problem(f"{value!r} is no name", here, value, "give the name"))
        return (key, value)
    found = members(value, here, problems)
    if key == "any":
        return any_node(found, problems)
    edges = [each for each in found if is_edge(each[0])]
    if len(edges) > 1:
        remedy = "name one edge, and the levels that have to hold at it"
        problems.append(problem("two edges never occur as one", here, value, remedy))
    if len(edges) != 1:
        return ("any", ())
    levels = tuple(level_node(*each, problems) for each in found if not is_edge(each[0]))
    return ("while", edge_node(*edges[0], problems), levels)


def any_node(found: list[tuple[Any, Path]], problems: list[Problem]) -> Node:
    return ("any", tuple(edge_node(*each, problems) for each in found))


def members(value: Any, path: Path, problems: list[Problem]) -> list[tuple[Any, Path]]:
    """Return the members of an ``all`` or ``any`` with their paths."""
    if not isinstance(value, (list, tuple)) or not value:
        remedy = "write a list, as in [{tier: gold}, {vip: true}]"
        problems.append(problem(f"{value!r} is no list of conditions", path, value, remedy))
        return []
    return [(each, (*path, i)) for i, each in enumerate(value)]


BOTH = "write {since: customer_reply, until: agent_reply}"


def unknown(message: str, path: Path, name: Any, known: Iterable[str]) -> Problem:
    remedy = did_you_mean(str(name), known)
    return Problem(message, path=path, value=name, remedy=remedy, code=UnknownNameError.code)


def problem(message: str, path: Path, value: Any, remedy: str = "") -> Problem:
    remedy = remedy or "write {field: value}, {field: [value, value]} or {field: {operator: value}}"
    return Problem(message, path=path, value=value, remedy=remedy, code=PolicyError.code)


def plain(data: Any) -> Any:
    """Return data as JSON holds it, without sharing containers with the caller."""
    if isinstance(data, Condition):
        return data.to_data()
    if isinstance(data, Mapping):
        return {key: plain(value) for key, value in data.items()}
    if isinstance(data, (list, tuple)):
        return [plain(each) for each in data]
    return data.isoformat() if hasattr(data, "isoformat") else data
