"""Plain data as text that every reader takes the same way."""

from __future__ import annotations

import json
import math
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slakit.documents import read_text, to_json, to_yaml
from slakit.errors import DocumentError, MissingExtraError

WORDS = st.sampled_from(
    [
        *("18:00", "09:00", "1:2:3", "2024-12-24", "12-24", "no", "NO", "on", "y", "n", "~", ""),
        *("true", "null", "12", "012", "0x1F", "0o7", "1_000", "1.5", "1e3", "1.5e3", ".inf"),
        *(".nan", "1e999", "<<", "=", "-", "- a", "a: b", "a #b", "#a", "'", '"', "[", "&a", "*a"),
        *("!a", "%a", "@a", "`a", "|", ">", "?", "a\n", "\na", " a", "a ", "\t", "a\nb\n\n", "..."),
        *("---", "\x00", "\x85", "\u2028", "\ufeff", "😀", "São Paulo", "a" * 200, "a b " * 60),
    ]
)
TEXT = WORDS | st.text()
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT
)
DATA = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=15,
)


@given(DATA.filter(lambda data: data is not None))
def test_yaml_comes_back(data: object) -> None:
    """Whatever is written as YAML is read again exactly, with its types and its order."""
    pytest.importorskip("yaml")
    read = read_text(to_yaml(data), format="yaml").data
    assert repr(data) == repr(read)


@given(st.dictionaries(TEXT, TEXT | st.lists(TEXT), max_size=4))
def test_yaml_means_the_same_to_a_reader_of_yaml_1_1(data: object) -> None:
    """PyYAML itself, which reads YAML 1.1, finds the same texts in what is written."""
    yaml = pytest.importorskip("yaml")
    assert data == yaml.safe_load(to_yaml(data))


@given(DATA)
def test_json_comes_back(data: object) -> None:
    """Whatever is written as JSON is read again exactly."""
    assert repr(data) == repr(read_text(to_json(data), format="json").data)


def test_yaml() -> None:
    """Keys keep their order, blocks are used, what could be mistaken is quoted."""
    pytest.importorskip("yaml")
    data = {
        "slakit": 1,
        "hours": "Mon-Fri 09:00-12:00,13:00-18:00",
        "special": {"12-24": "closed", "2024-12-24": ["18:00"]},
        "lunch": "no",
        "yes": "y",
        "big": "1e3",
        "city": "São Paulo",
        "empty": [],
        "none": None,
    }
    assert """\
slakit: 1
hours: Mon-Fri 09:00-12:00,13:00-18:00
special:
  12-24: closed
  '2024-12-24':
  - '18:00'
lunch: 'no'
'yes': 'y'
big: '1e3'
city: São Paulo
empty: []
none: null
""" == to_yaml(data)


def test_no_anchors() -> None:
    """A list that occurs twice is written twice."""
    pytest.importorskip("yaml")
    hours = ["x"]
    assert "a:\n- x\nb:\n- x\n" == to_yaml({"a": hours, "b": hours})


def test_long_lines_stay_whole() -> None:
    """A long text is not broken over lines."""
    pytest.importorskip("yaml")
    text = "word " * 100 + "end"
    assert f"a: {text}\n" == to_yaml({"a": text})


def test_json() -> None:
    """JSON is indented, readable in every language, and ends with a line end."""
    expected = '{\n  "b": "São",\n  "a": [\n    1\n  ]\n}\n'
    assert expected == to_json({"b": "São", "a": [1]})
    assert json.loads(expected) == {"a": [1], "b": "São"}


@pytest.mark.parametrize("write", [to_json, to_yaml])
def test_numbers_that_are_not_finite(write: Any) -> None:
    """What could not be read again is not written; every place is named."""
    with pytest.raises(DocumentError) as caught:
        write({"a": [1.0, math.nan], "b": {"c": math.inf}, "d": (-math.inf,)})
    assert [
        "a[1]: nan is no finite number",
        "b.c: inf is no finite number",
        "d[0]: -inf is no finite number",
    ] == [str(problem) for problem in caught.value.problems]


def test_without_pyyaml(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without PyYAML, writing YAML names the exact command that installs it."""
    monkeypatch.setitem(sys.modules, "yaml", None)
    with pytest.raises(MissingExtraError, match="writing YAML needs PyYAML; run: pip install"):
        to_yaml({})
