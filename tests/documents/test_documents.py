"""The package's face: public names, and what loading it loads."""

from __future__ import annotations

import subprocess
import sys

import pytest

from slakit import documents


def test_public_names() -> None:
    """Every name of __all__ can be had, and dir() lists just them."""
    for name in documents.__all__:
        assert getattr(documents, name)
    assert sorted(documents.__all__) == dir(documents)


def test_unknown_name() -> None:
    """A name that is not there is an AttributeError as for every module."""
    with pytest.raises(AttributeError, match=r"'slakit\.documents' has no attribute 'nothing'"):
        documents.nothing  # noqa: B018


@pytest.mark.parametrize(
    "code",
    [
        "import slakit.documents",
        "from slakit.documents import FrozenMap, did_you_mean",
        "from slakit.documents import read_text; read_text('[1]', format='json')",
        "from slakit.documents import to_json; to_json([1])",
    ],
)
def test_nothing_heavy_is_loaded(code: str) -> None:
    """Reading and writing JSON needs neither pydantic nor PyYAML."""
    check = "import sys; print(sorted({'pydantic', 'pydantic_core', 'yaml'} & set(sys.modules)))"
    command = [sys.executable, "-c", f"{code}\n{check}"]
    result = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "[]" == result.stdout.strip()
