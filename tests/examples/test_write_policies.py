"""The how-to on policy files: what it shows is valid, and it shows every word."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from slakit import PolicySet
from slakit.documents import read_text
from slakit.policies import Policy

pytest.importorskip("yaml", reason="needs PyYAML, which the extra yaml brings")

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "write-policies.md"
BLOCKS = re.findall(r"^```yaml\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.M | re.S)
CALENDARS = {
    name: {"tz": "UTC", "hours": "Mon-Sun 00:00-24:00"} for name in ("office", "night", "always")
}
POLICY = {"name": "x", "calendar": "office", "targets": {"resolution": "1h", "contact": "1h"}}
WORDS = {"contact": {"start": "created", "stop": "agent_reply"}}


def data_of(block: str) -> Mapping[str, Any]:
    data = read_text(block, format="yaml").data
    assert isinstance(data, dict)
    return {name: value for name, value in data.items() if name != "slakit"}


def completed(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return a part of a file as a whole one: what is missing is put around it."""
    own = {name: value for name, value in data.items() if name in PolicySet.model_fields}
    rest = {name: value for name, value in data.items() if name not in own}
    calendars = {**CALENDARS, **own.pop("calendars", {})}
    metrics = {**WORDS, **own.pop("metrics", {})}
    return {"policies": [{**POLICY, **rest}], **own, "calendars": calendars, "metrics": metrics}


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.splitlines()[0])
def test_block(block: str) -> None:
    """Each block is valid, by itself or as a part of a file."""
    data = data_of(block)
    whole = {"calendars", "policies"} <= data.keys()
    document = PolicySet.model_validate(data if whole else completed(data))
    assert document == PolicySet.model_validate(document.to_data())


def test_whole_file() -> None:
    """The last file has every word of a policy set and of a policy but the profile."""
    (block,) = [block for block in BLOCKS if block.startswith("# desk.yaml")]
    data = data_of(block)
    policies = {name for policy in data["policies"] for name in policy}
    names = {field.alias or name for name, field in Policy.model_fields.items()}
    conventions = {
        "counts_from",
        "earlier_pauses",
        "on_calendar_change",
        "at_close",
        "due_shown",
        "sticky",
    }
    assert names - conventions - {"pause"} == policies
    assert PolicySet.model_fields.keys() - conventions - {"profile"} <= data.keys()
