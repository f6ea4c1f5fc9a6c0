"""``slakit schema``: the JSON Schema of what slakit reads and writes."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

__all__ = ["register"]

KINDS = (
    "policy",
    "calendar",
    "source",
    "ticket",
    "evaluation",
    "objective",
    "agreement",
    "recovery",
)


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    text = "print the JSON Schema of a document, for editors and other programs"
    parser = subparsers.add_parser("schema", help=text, description=text, allow_abbrev=False)
    parser.add_argument("kind", nargs="?", choices=KINDS, default="policy")
    parser.add_argument("--json", action="store_true", help="which it is anyway")
    parser.set_defaults(run=run, parser=parser)


def run(options: argparse.Namespace) -> int:
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema_of(options.kind),
    }
    print(json.dumps(schema, ensure_ascii=False, indent=2), file=sys.stdout)
    return 0


def schema_of(kind: str) -> dict[str, Any]:
    """Return the schema of one kind."""
    if kind == "evaluation":
        from slakit.evaluation.schema import EVALUATION_SCHEMA

        return EVALUATION_SCHEMA
    if kind == "ticket":
        from slakit.tickets.form import TicketForm

        return TicketForm.model_json_schema()
    if kind == "calendar":
        from pydantic.json_schema import models_json_schema

        from slakit.calendars import BusinessCalendar, CombinedCalendar

        models = BusinessCalendar, CombinedCalendar
        references, schema = models_json_schema([(model, "validation") for model in models])
        for model in models:
            add_version(schema["$defs"][model.__name__])
        return {"anyOf": list(references.values()), **schema}
    if kind == "source":
        from slakit.adapters import TableSource

        return add_version(TableSource.model_json_schema())
    if kind == "objective":
        from slakit.reports.objectives import Objective

        return add_version(Objective.model_json_schema())
    if kind == "recovery":
        from slakit.recovery import RecoveryPlan

        return add_version(RecoveryPlan.model_json_schema())
    if kind == "agreement":
        from slakit.agreements import Agreement

        return add_version(Agreement.model_json_schema())
    from slakit.policies import PolicySet

    return add_version(PolicySet.model_json_schema())


def add_version(schema: dict[str, Any]) -> dict[str, Any]:
    """Add the key that a file may begin with; the models know nothing of files."""
    from slakit.documents import FORM_VERSION
    from slakit.documents.form import FORM_KEY

    version = {"const": FORM_VERSION, "description": "the version of the form"}
    schema["properties"] = {FORM_KEY: version, **schema["properties"]}
    return schema
