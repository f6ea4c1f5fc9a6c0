"""Importing slakit costs next to nothing."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ["pydantic", "holidays", "dateutil", "numpy", "importlib.metadata"]


@pytest.mark.parametrize(
    "statement",
    [
        "import slakit",
        "import slakit; dir(slakit), slakit.__version__, slakit.SlakitError, slakit.Amount",
        "import slakit; hasattr(slakit, 'no_such_name')",
    ],
)
def test_heavy_modules_stay_unloaded(statement: str) -> None:
    """Neither importing slakit nor asking for a light name loads anything heavy."""
    program = f"{statement}\nimport sys\nprint(*(set({HEAVY}) & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert "" == done.stdout.strip()
