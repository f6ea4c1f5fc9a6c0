"""What importing the package takes."""

from __future__ import annotations

import sys
from importlib import import_module

import pytest

from slakit import MissingExtraError

pytest.importorskip("numpy")
pytest.importorskip("pyarrow")


@pytest.fixture
def anew(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Return what patches modules; those of the package are imported again."""
    for name in [name for name in sys.modules if name.startswith("slakit.frames.spark")]:
        monkeypatch.delitem(sys.modules, name)
    return monkeypatch


@pytest.mark.parametrize("module", ["pyspark.sql.functions", "pyarrow"])
def test_without(anew: pytest.MonkeyPatch, module: str) -> None:
    """Without a package the error says what to install."""
    anew.setitem(sys.modules, module, None)
    package = module.partition(".")[0]
    with pytest.raises(MissingExtraError, match=rf'needs {package}; run: .* "slakit\[spark\]"$'):
        import_module("slakit.frames.spark")


def test_too_old(anew: pytest.MonkeyPatch) -> None:
    """A Spark without functions of Arrow's columns is not enough."""
    functions = pytest.importorskip(
        "pyspark.sql.functions", reason="needs pyspark, which the extra spark brings"
    )
    anew.delattr(functions, "arrow_udf")
    with pytest.raises(MissingExtraError, match=r"needs pyspark 4\.1 or later; run: pip install"):
        import_module("slakit.frames.spark")
