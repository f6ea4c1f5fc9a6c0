"""JSON with lines and all problems."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slakit.documents import read_text
from slakit.errors import DocumentError

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text()
)
DATA = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


def problems(text: str) -> list[str]:
    with pytest.raises(DocumentError) as caught:
        read_text(text, format="json")
    return [str(problem) for problem in caught.value.problems]


@given(DATA, st.sampled_from([None, 0, 2]), st.booleans())
def test_reads_what_the_standard_library_reads(
    data: object, indent: int | None, ascii_only: bool
) -> None:
    """Valid JSON without duplicate keys gives exactly the data that was written."""
    text = json.dumps(data, indent=indent, ensure_ascii=ascii_only)
    read = read_text(text, format="json").data
    assert data == read
    assert repr(json.loads(text)) == repr(read)


@given(st.text(alphabet='[]{}:,"\\ue0123456789.-+ \t\n/trufalsn'))
def test_agrees_with_the_standard_library_on_what_is_json(text: str) -> None:
    """Any text gives the standard library's data or a `DocumentError`, and no other error."""
    try:
        read = read_text(text, format="json").data
    except DocumentError:
        # What the standard library takes and slakit does not.
        try:
            value = json.loads(text, object_pairs_hook=lambda pairs: pairs)
        except ValueError:
            return
        shown = repr(value)
        assert any(part in shown for part in ("nan", "inf", "\\ud", "('"))
    else:
        assert repr(json.loads(text)) == repr(read)


def test_lines_of_nested_arrays() -> None:
    """Every element has the line on which it begins, also inside a list on several lines."""
    source = read_text('[\n1,\n[2, 3,\n4\n],\n{\n"k":\n5}]', format="json")
    lines = [source.line_of(path) for path in [(), (0,), (1,), (1, 1), (1, 2), (2,), (2, "k")]]
    assert [1, 2, 3, 3, 4, 6, 7] == lines


def test_crlf() -> None:
    """Windows line ends count as one line end."""
    assert 3 == read_text('{\r\n"a": 1,\r\n"b": 2}', format="json").line_of(("b",))


@pytest.mark.parametrize(
    ("expected", "text", "column"),
    [
        ("a ',' before the closing '}' is not JSON", '{"a": 1,}', 7),
        ("a ',' before the closing ']' is not JSON", "[1, ]", 2),
        ("a ':' has to stand between a key and its value", '{"a" 1}', 5),
        ("a ',' or a ']' has to stand here", "[1 2]", 3),
        ("a ',' or a ']' has to stand here", "[01]", 2),
        ("a ',' or a '}' has to stand here", '{"a": 1', 7),
        ("a key in double quotes has to stand here", "{a: 1}", 1),
        ("a key in double quotes has to stand here", "{'a': 1}", 1),
        ("a key in double quotes has to stand here", "{", 1),
        ("a value has to stand here", '{"a": tru}', 6),
        ("a value has to stand here", "[,]", 1),
        ("a value has to stand here", "// comment", 0),
        ("the document has ended before this", "[1]]", 3),
        ("unterminated string", '["abc', 1),
        ("invalid control character", '"a\tb"', 2),
        ("invalid control character", '"a\x00b"', 2),
        ("a number of 1001 digits; the most is 1000", "9" * 1001, 0),
    ],
)
def test_mistakes_of_grammar(expected: str, text: str, column: int) -> None:
    """The first mistake is named and pointed at."""
    [problem] = problems(text)
    message, _, mark = problem.split("\n")
    assert f"line 1: {expected}" == message
    assert column + len("    ") == mark.index("^")


def test_invalid_escape() -> None:
    """A backslash that begins no escape of JSON is refused."""
    [problem] = problems('"\\x"')
    assert problem.startswith("line 1: invalid \\")


def test_all_problems_at_once() -> None:
    """Duplicate keys and numbers that are not finite are all reported, in order, with lines."""
    text = '{"a": 1,\n"a": {"b": NaN,\n"b": [1e999]},\n"c": -Infinity,\n"a": "\\udc00"}'
    assert [
        "line 2: a: the key 'a' is given twice, first on line 1; keep one of the two",
        "line 2: a.b: NaN is no finite number",
        "line 3: a.b: the key 'b' is given twice, first on line 2; keep one of the two",
        "line 3: a.b[0]: 1e999 is no finite number",
        "line 4: c: -Infinity is no finite number",
        "line 5: a: the key 'a' is given twice, first on line 1; keep one of the two",
        "line 5: a: half a surrogate pair is no character",
    ] == problems(text)


def test_problems_before_a_mistake_of_grammar_are_kept() -> None:
    """A mistake that ends the reading comes after what was found before it."""
    found = problems('{"a": NaN, "b": }')
    assert "line 1: a: NaN is no finite number" == found[0]
    assert found[1].startswith("line 1: a value has to stand here")


def test_depth() -> None:
    """A hundred levels are read; more are refused without recursing further."""
    assert read_text("[" * 100 + "]" * 100, format="json").data
    [problem] = problems("[" * 101 + "]" * 101)
    assert "nested deeper than 100 levels" in problem
    [problem] = problems('{"a":' * 100_000)
    assert "nested deeper than 100 levels" in problem


def test_long_documents_are_linear() -> None:
    """Fifty thousand values on as many lines take well under a second or two."""
    text = "[" + ",\n".join(['{"a": "b"}'] * 25_000) + "]"
    started = time.process_time()
    assert 25_000 == read_text(text, format="json").line_of((24_999, "a"))
    assert time.process_time() - started < 2
