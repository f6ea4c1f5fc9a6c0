"""A validator of JSON Schema, as far as slakit's schemas go.

No package is needed for it, and it refuses a keyword that it does not know, so that nothing in a
schema goes unchecked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

# What says something to people or editors, and nothing about validity. Which branch a
# discriminator means, oneOf finds out anyway.
SAID = {"$defs", "$schema", "default", "description", "discriminator", "examples", "format"}
SAID |= {"title"}
OF_OBJECTS = {
    "additionalProperties",
    "dependentRequired",
    "patternProperties",
    "properties",
    "required",
}
TYPES: dict[str, Any] = {
    "object": dict,
    "array": list,
    "string": str,
    "boolean": bool,
    "integer": int,
    "number": (int, float),
    "null": type(None),
}
FORMATS = {"date-time": datetime.fromisoformat, "date": date.fromisoformat}


def faults(schema: Any, data: Any, root: Mapping[str, Any] | None = None) -> list[str]:
    """Return what is wrong with the data by a schema; nothing when it is valid."""
    root = schema if root is None else root
    if isinstance(schema, bool):
        return [] if schema else ["nothing is valid here"]
    return [fault for keyword in schema for fault in fault_of(keyword, schema, data, root)]


def fault_of(keyword: str, schema: Any, data: Any, root: Any) -> Iterator[str]:
    value = schema[keyword]
    match keyword:
        case "$ref":
            yield from faults(resolved(value, root), data, root)
        case "type":
            names = [value] if isinstance(value, str) else value
            if not any(is_a(data, name) for name in names):
                yield f"{data!r} is no {value}"
        case "enum" | "const":
            choices = value if keyword == "enum" else [value]
            if not any(data == each and type(data) is type(each) for each in choices):
                yield f"{data!r} is none of {choices}"
        case "anyOf" | "oneOf":
            found = [faults(each, data, root) for each in value]
            valid = found.count([])
            if valid == 0 or (keyword == "oneOf" and valid > 1):
                yield f"{data!r} fits {valid} of {keyword}: {found}"
        case "pattern" | "minLength":
            if isinstance(data, str):
                good = re.search(value, data) if keyword == "pattern" else len(data) >= value
                if not good:
                    yield f"{data!r} breaks {keyword} {value}"
        case "minimum" | "maximum" | "exclusiveMinimum":
            if is_a(data, "number"):
                bounds = {"minimum": data >= value, "maximum": data <= value}
                if not bounds.get(keyword, data > value):
                    yield f"{data!r} breaks {keyword} {value}"
        case "items":
            for i, each in enumerate(data if isinstance(data, list) else ()):
                yield from (f"[{i}]: {fault}" for fault in faults(value, each, root))
        case "minItems" | "maxItems" | "minProperties":
            kind = dict if keyword == "minProperties" else list
            if isinstance(data, kind):
                size = len(data)
                if size < value if keyword.startswith("min") else size > value:
                    yield f"{size} of {keyword} {value}"
        case "required" if isinstance(data, dict):
            yield from (f"{name} is missing" for name in value if name not in data)
        case "dependentRequired" if isinstance(data, dict):
            for name in value.keys() & data.keys():
                yield from (f"{name} needs {each}" for each in value[name] if each not in data)
        case "properties" | "patternProperties" | "additionalProperties" if isinstance(data, dict):
            for name, each in data.items():
                for part in parts_for(keyword, schema, name):
                    yield from (f"{name}: {fault}" for fault in faults(part, each, root))
        case _:
            assert keyword in SAID | OF_OBJECTS, f"the keyword {keyword!r} is not known"
    if keyword == "format" and isinstance(data, str):
        try:
            FORMATS[value](data)
        except ValueError:
            yield f"{data!r} is no {value}"


def parts_for(keyword: str, schema: Any, name: str) -> list[Any]:
    """Return the schemas that a keyword has for one key of an object."""
    own = schema.get("properties", {})
    patterns = [each for each in schema.get("patternProperties", {}) if re.search(each, name)]
    if keyword == "properties":
        return [own[name]] if name in own else []
    if keyword == "patternProperties":
        return [schema[keyword][each] for each in patterns]
    return [] if name in own or patterns else [schema[keyword]]


def is_a(data: Any, name: str) -> bool:
    if isinstance(data, bool):
        return name == "boolean"
    return isinstance(data, TYPES[name])


def resolved(reference: str, root: Any) -> Any:
    """Return what a ``$ref`` within the same schema stands for."""
    found = root
    for step in reference.removeprefix("#/").split("/"):
        found = found[step]
    return found


def places(schema: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every mapping within a schema, with its path."""
    if isinstance(schema, dict):
        yield path, schema
        for key, each in schema.items():
            # A default or an example is data.
            if key not in ("default", "examples", "const", "enum"):
                yield from places(each, f"{path}/{key}")
    elif isinstance(schema, list):
        for i, each in enumerate(schema):
            yield from places(each, f"{path}/{i}")


def undescribed(schema: Any) -> list[str]:
    """Return the paths of the properties that have no description."""
    found = []
    for path, each in places(schema):
        # A property may itself be called "properties".
        if isinstance(each.get("properties"), dict) and not path.endswith("/properties"):
            found += [
                f"{path}/{name}"
                for name, value in each["properties"].items()
                if not value.get("description")
            ]
    return found


def unexampled(schema: Any) -> list[str]:
    """Return the paths of the properties of which nothing shows what they look like."""
    return [
        f"{path}/{name}"
        for path, each in places(schema)
        if isinstance(each.get("properties"), dict) and not path.endswith("/properties")
        for name, value in each["properties"].items()
        if not shown(value)
    ]


def shown(schema: Any) -> bool:
    """Return whether a schema has an example, names its values, or leads to one that does."""
    if not isinstance(schema, dict):
        return False
    if schema.keys() & {"$ref", "const", "enum", "examples", "format"}:
        return True
    inner = [schema.get("items"), schema.get("additionalProperties")]
    inner += [*schema.get("anyOf", ()), *schema.get("oneOf", ())]
    return schema.get("type") == "boolean" or any(map(shown, inner))


def dangling(schema: Any) -> list[str]:
    """Return the references that lead nowhere."""
    found = []
    for path, each in places(schema):
        if isinstance(each.get("$ref"), str):
            try:
                resolved(each["$ref"], schema)
            except (KeyError, TypeError):
                found.append(path)
    return found
