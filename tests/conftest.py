"""What every test folder shares: conformance vectors, hypothesis profiles, benchmarks.

**Conformance vectors.** A test that takes the argument ``vector`` and is marked with the name of
a vector file runs once per object of that file, under the id that stands in the object::

    @pytest.mark.vectors("calendar.json")
    def test_calendar(vector):
        assert vector["expect"] == answer(vector)

The files lie in ``tests/vectors``; ``--vectors DIR`` takes the files of the same names from
another folder. Where the folder lacks a test's file, the test is skipped and says so; files
that no test asks for are left alone.

**Hypothesis** runs few and always the same examples, so that a run is quick and repeatable.
``HYPOTHESIS_PROFILE=long`` runs many random ones, and ``--examples N`` N of them. A test that sets
`max_examples` itself keeps its number in all three.

**Benchmarks** run once, untimed, as tests; ``--benchmark-enable`` times them.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("quick", max_examples=60, deadline=None, derandomize=True)
settings.register_profile(
    "long", max_examples=1_000, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))

VECTORS = Path(__file__).parent / "vectors"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--vectors",
        metavar="DIR",
        help="folder with the conformance vectors (default: tests/vectors)",
    )
    parser.addoption(
        "--examples",
        metavar="N",
        type=int,
        help="run every property test on N random examples instead of a few fixed ones",
    )


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "vectors(file): run once for each vector of the file")
    if not vectors_folder(config).is_dir():
        raise pytest.UsageError(f"--vectors: there is no folder {vectors_folder(config)}")
    if (examples := config.getoption("examples")) is not None:
        settings.register_profile("examples", settings.get_profile("long"), max_examples=examples)
        settings.load_profile("examples")
    # Set here and not in `addopts`, where it would be an error without the plugin.
    if not config.getoption("benchmark_enable", default=True):
        config.option.benchmark_disable = True


def vectors_folder(config: pytest.Config) -> Path:
    given = config.getoption("vectors")
    return config.invocation_params.dir / given if given else VECTORS


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    marker = metafunc.definition.get_closest_marker("vectors")
    if marker is None:
        return
    file = vectors_folder(metafunc.config) / marker.args[0]
    if file.exists():
        vectors = json.loads(file.read_text(encoding="utf-8"))
        parameters = [pytest.param(vector, id=vector["id"]) for vector in vectors]
    else:
        missing = pytest.mark.skip(reason=f"{file.parent} has no {file.name}")
        parameters = [pytest.param(None, id=file.name, marks=missing)]
    metafunc.parametrize("vector", parameters)
