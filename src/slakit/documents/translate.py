"""pydantic's errors -> slakit's problems, in plain words.

Works on the plain dictionaries of ``ValidationError.errors()`` and needs no pydantic.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from slakit.documents.branches import Fault, nearest_branches
from slakit.documents.locate import locate
from slakit.documents.suggest import did_you_mean, either, nearest
from slakit.errors import Problem, SlakitError

__all__ = ["problems_of"]

_NUMBER = "a number"
_MAPPING = "a mapping"
_LIST = "a list"
_DATE = "a date such as 2026-01-31"
_EXPECTED = {
    "none_required": "nothing",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "decimal_type": _NUMBER,
    "decimal_parsing": _NUMBER,
    "string_type": "text",
    "date_type": _DATE,
    "date_parsing": _DATE,
    "date_from_datetime_parsing": _DATE,
    "date_from_datetime_inexact": _DATE,
    "time_type": "a time such as 16:00",
    "time_parsing": "a time such as 16:00",
    "datetime_type": "a date and time such as 2026-01-31T16:00:00Z",
    "datetime_parsing": "a date and time such as 2026-01-31T16:00:00Z",
    "datetime_from_date_parsing": "a date and time such as 2026-01-31T16:00:00Z",
    "dict_type": _MAPPING,
    "mapping_type": _MAPPING,
    "model_type": _MAPPING,
    "model_attributes_type": _MAPPING,
    "dataclass_type": _MAPPING,
    "list_type": _LIST,
    "tuple_type": _LIST,
    "set_type": _LIST,
    "frozen_set_type": _LIST,
    "iterable_type": _LIST,
}
_QUOTED = re.compile(r"'((?:[^'\\]|\\.)*)'")
_SHOULD = re.compile(r"[\w ]+? should ")
_SHOWN = 60


def problems_of(errors: Iterable[Mapping[str, Any]], data: Any, model: type) -> tuple[Problem, ...]:
    """Return the problems of an input that a model refused.

    `errors` is ``ValidationError.errors()``. An error of slakit that a validator raised keeps
    its code, value and remedy, and its path goes on from where the validator stands.
    """
    faults = nearest_branches(_fault(error, data, model) for error in errors)
    found = (problem for fault in faults for problem in _problems(fault))
    # Two branches of a union may say the same.
    return tuple({str(problem): problem for problem in found}.values())


def _fault(error: Mapping[str, Any], data: Any, model: type) -> Fault:
    kind, context = error["type"], error.get("ctx", {})
    located = locate(error["loc"], data, model, missing=kind == "missing")
    expected = _EXPECTED.get(kind, "")
    if kind in ("literal_error", "enum"):
        expected = context["expected"]
    return Fault(
        type=kind,
        path=located.path,
        route=located.route,
        value=error["input"],
        message=error["msg"],
        expected=(expected,) if expected else (),
        known=located.known,
        context=context,
    )


def _problems(fault: Fault) -> list[Problem]:
    inner = fault.context.get("error")
    if isinstance(inner, SlakitError):
        return [_placed(problem, inner, fault) for problem in inner.problems]
    if fault.type == "missing":
        return [Problem("is required and missing", path=fault.path)]
    if fault.type == "extra_forbidden":
        name = str(fault.path[-1])
        remedy = did_you_mean(name, fault.known) or "remove it"
        if fault.path == ("slakit",):
            remedy = "it is the version of a document; read the file with from_file, or remove it"
        return [Problem(f"unknown key {name!r}", fault.path, fault.value, remedy=remedy)]
    if fault.type.startswith("union_tag"):
        return [_tag(fault)]
    if fault.expected:
        message = f"must be {either(list(fault.expected))}, not {_shown(fault.value)}"
        return [Problem(message, fault.path, fault.value, remedy=_remedy(fault))]
    message = str(inner) if isinstance(inner, Exception) else ""
    return [Problem(message or _generic(fault), fault.path, fault.value)]


def _placed(problem: Problem, error: SlakitError, fault: Fault) -> Problem:
    """Return the problem that a validator found as one of the whole document."""
    value = fault.value if problem.value is None else problem.value
    path = problem.path
    # A validator of the whole model names the field that it complains of as its parameter.
    if not path and isinstance(fault.value, Mapping) and error.parameter in fault.value:
        path = (error.parameter,)
    return replace(problem, path=(*fault.path, *path), value=value)


def _tag(fault: Fault) -> Problem:
    """Return the problem of a mapping whose kind, as by ``kind: message``, cannot be told."""
    discriminator = fault.context["discriminator"]
    path = fault.path
    # The discriminator is a key in quotes, or a function.
    if "'" in discriminator:
        path = (*path, discriminator.strip("'"))
    if fault.type == "union_tag_not_found":
        missing = "is required and missing" if path != fault.path else "is of no known kind"
        return Problem(missing, path)
    tag = str(fault.context["tag"])
    remedy = did_you_mean(tag, _QUOTED.findall(fault.context["expected_tags"]))
    return Problem(f"{_shown(tag)} is not known here", path, tag, remedy=remedy)


def _remedy(fault: Fault) -> str:
    if isinstance(fault.value, str):
        choices = [choice for kind in fault.expected for choice in _QUOTED.findall(kind)]
        return did_you_mean(fault.value, choices) if nearest(fault.value, choices) else ""
    unquoted = fault.expected == ("text",) and isinstance(fault.value, int | float)
    return "put it in quotes" if unquoted else ""


def _generic(fault: Fault) -> str:
    said = fault.message
    if not (should := _SHOULD.match(said)):
        return said[:1].lower() + said[1:]
    must = f"must {said[should.end() :]}"
    return must if ", not " in must else f"{must}, not {_shown(fault.value)}"


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 3]}..."
