"""A good policy set, to be changed in one place at a time."""

from __future__ import annotations

from typing import Any

import pytest

from slakit import DocumentError, PolicySet

OFFICE: dict[str, Any] = {"tz": "UTC", "hours": "Mon-Fri 09:00-17:00"}
LATE: dict[str, Any] = {"tz": "UTC", "hours": "Mon-Fri 13:00-20:00"}
CALENDARS: dict[str, Any] = {"office": OFFICE, "late": LATE}


def data(*policies: dict[str, Any], **of_set: Any) -> dict[str, Any]:
    """Return a set with these policies; what they leave out is good, and one stands for none.

    A policy without a name is called by its number: p0, p1...
    """
    good = {"calendar": "office", "targets": {"resolution": "4h"}}
    rows = [{"name": f"p{i}", **good, **each} for i, each in enumerate(policies or ({},))]
    return {"calendars": CALENDARS, "policies": rows, **of_set}


def desk(*policies: dict[str, Any], **of_set: Any) -> PolicySet:
    """Return the policy set."""
    return PolicySet.model_validate(data(*policies, **of_set))


def refused(*policies: dict[str, Any], **of_set: Any) -> DocumentError:
    """Return the error of a set that cannot be built."""
    with pytest.raises(DocumentError) as caught:
        desk(*policies, **of_set)
    return caught.value


def lines(error: DocumentError) -> list[str]:
    """Return each problem in one line: its path, what is wrong, the remedy."""
    return [str(problem) for problem in error.problems]
