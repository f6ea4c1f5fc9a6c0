"""YAML with lines, without the surprises of YAML 1.1, and bounded."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slakit.documents import read_text
from slakit.errors import DocumentError

yaml = pytest.importorskip("yaml")


@pytest.fixture(params=["libyaml", "python"], autouse=True)
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run every test with both parsers of PyYAML."""
    if request.param == "python":
        monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    elif not yaml.__with_libyaml__:
        pytest.skip("this PyYAML has no libyaml")


def read(text: str) -> Any:
    return read_text(text, format="yaml").data


def problems(text: str) -> list[str]:
    with pytest.raises(DocumentError) as caught:
        read(text)
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ({"a": 1, "b": [True, None]}, "a: 1\nb: [true, null]"),
        ({"a": {"b": ["c", "d"]}}, "a:\n  b:\n    - c\n    - d"),
        (["x"], "---\n- x\n...\n"),
        ({"a": None}, "a:"),
        ({"a": ""}, "a: ''"),
        ({"a": "12", "b": "true"}, "a: '12'\nb: \"true\""),
        ({"a": "x\ny\n", "b": "x y\n"}, "a: |\n  x\n  y\nb: >\n  x\n  y\n"),
        ({"a": "São Paulo 😀"}, "a: São Paulo 😀"),
        ({"a": 1, "b": 2}, "a: 1\r\nb: 2\r\n"),
        ({"a": 1}, "\ufeffa: 1"),
        ("text", "text"),
        (None, "null"),
        ({"a": "\x00"}, 'a: "\\0"'),
        ({"hours": "Mon-Fri 09:00-12:00,13:00-18:00"}, "hours: Mon-Fri 09:00-12:00,13:00-18:00"),
    ],
)
def test_values(expected: object, text: str) -> None:
    """Ordinary YAML means what its writer sees."""
    assert expected == read(text)


def test_yaml_1_1_is_defused() -> None:
    """Times, dates, and the English words for true and false stay text, also as keys."""
    text = """
        opens: 18:00
        day: 2024-12-24
        yearly: 12-24
        lunch: no
        open: on
        norway: NO
        code: 010
        many: 1_000
        hex: 0x1F
        no: x
        12-24: y
        18:00: z
        12: n
        true: b
        null: e
    """
    assert {
        "opens": "18:00",
        "day": "2024-12-24",
        "yearly": "12-24",
        "lunch": "no",
        "open": "on",
        "norway": "NO",
        "code": "010",
        "many": "1_000",
        "hex": "0x1F",
        "no": "x",
        "12-24": "y",
        "18:00": "z",
        "12": "n",
        "true": "b",
        "null": "e",
    } == read(text)


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ("12", "!!str 12"),
        ("12", "! 12"),
        (12, "!!int '12'"),
        (12.0, "!!float 12"),
        (True, "!!bool 'true'"),
        (None, "!!null ''"),
        ({"a": 1}, "!!map {a: 1}"),
        ([1], "!!seq [1]"),
        ({"12": 1}, "!!str 12: 1"),
    ],
)
def test_core_tags(expected: object, text: str) -> None:
    """The tags of the core schema say which kind of value a word is."""
    value = read(text)
    assert (type(expected), expected) == (type(value), value)


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ("a: unknown tag !!python/object:os.system; remove it", "a: !!python/object:os.system {}"),
        ("unknown tag !!python/name:os.system; remove it", "!!python/name:os.system ''"),
        ("a: unknown tag !!timestamp; remove it", "a: !!timestamp 2024-12-24"),
        ("a: unknown tag !!binary; remove it", "a: !!binary aGk="),
        ("a: unknown tag !secret; remove it", "a: !secret x"),
        ("unknown tag !!set; remove it", "!!set {a}"),
        ("unknown tag !!omap; remove it", "!!omap [a: 1]"),
        ("unknown tag !!map; remove it", "!!map [a]"),
        ("a: 'x' is no !!int; remove the tag", "a: !!int x"),
        ("a: 'true' is no !!int; remove the tag", "a: !!int true"),
        ("the tag !!binary cannot stand on a key", "!!binary aGk=: x"),
    ],
)
def test_other_tags(expected: str, text: str) -> None:
    """No tag builds an object, and none changes what a value is without being understood."""
    assert [f"line 1: {expected}"] == problems(text)


def test_lines() -> None:
    """A value in a mapping stands where its key stands, an element where it begins."""
    text = "# note\na: 1\nb:\n\n  - x\n  - c: y\n    d:\n      z\ne: [1,\n 2]"
    source = read_text(text, format="yaml")
    paths: list[tuple[str | int, ...]] = [
        *[("a",), ("b",), ("b", 0), ("b", 1), ("b", 1, "c"), ("b", 1, "d"), ("e",), ("e", 1)]
    ]
    assert [2, 3, 5, 6, 6, 7, 9, 10] == [source.line_of(path) for path in paths]
    assert 2 == source.line_of(("unknown",))


def test_lines_of_an_alias() -> None:
    """An alias stands where its key stands; what is inside it, where it was written."""
    source = read_text("a: &x\n  k: 1\nb: *x\n", format="yaml")
    assert {"a": {"k": 1}, "b": {"k": 1}} == source.data
    assert [3, 2] == [source.line_of(("b",)), source.line_of(("b", "k"))]


def test_anchor_on_a_key() -> None:
    """The text of a key can be used again as a value."""
    assert {"a": "b", "c": "a"} == read("&k a: b\nc: *k")


def test_all_problems_at_once() -> None:
    """Everything that is wrong is reported at once, in order, each with line and path."""
    text = "a: 1\nb:\n  - .nan\n  - c: *nowhere\n    c: 2\na: 3\nd: !x y\na: 4\ne: 1e999"
    assert [
        "line 3: b[0]: .nan is no finite number",
        "line 4: b[1].c: the alias *nowhere has no anchor before it; write the value out",
        "line 5: b[1].c: the key 'c' is given twice, first on line 4; keep one of the two",
        "line 6: a: the key 'a' is given twice, first on line 1; keep one of the two",
        "line 7: d: unknown tag !x; remove it",
        "line 8: a: the key 'a' is given twice, first on line 1; keep one of the two",
        "line 9: e: 1e999 is no finite number",
    ] == problems(text)


def test_keys_that_look_alike_are_duplicates() -> None:
    """A key is its text: ``12`` and ``"12"`` are one."""
    [problem] = problems("12: a\n'12': b")
    assert "line 2: 12: the key '12' is given twice" in problem


def test_keys_must_be_text() -> None:
    """A list, a mapping or an alias as a key is refused, as often as it occurs."""
    assert ["line 1: a key has to be text; quote it"] == problems("[a]: 1")
    found = problems("x: &x k\n? [a]\n: 1\n? {b: c}\n: 2\n*x : 3")
    assert [f"line {line}: a key has to be text; quote it" for line in (2, 4, 6)] == found


def test_merge_keys() -> None:
    """A merge key is refused with its remedy; in quotes it is a key like others."""
    found = problems("a: &x {b: c}\nd:\n  <<: *x")
    assert ["line 3: d: the merge key '<<' is not read; write the merged keys out"] == found
    assert {"<<": 1} == read("'<<': 1")


@pytest.mark.parametrize("text", ["&a [*a]", "&a {b: *a}", "&a [1, [[*a]]]", "x: 1\n&a b: &a [*a]"])
def test_recursion(text: str) -> None:
    """A value that contains itself is refused."""
    [problem] = problems(text)
    assert "the alias *a contains itself; write the value out" in problem


def test_billion_laughs() -> None:
    """Aliases that grow beyond all bounds are refused at once, whatever they stand for."""
    lines = ["a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    started = time.process_time()
    [problem] = problems("\n".join(lines))
    assert "more than 100,000 values (aliases count as copies)" in problem
    assert time.process_time() - started < 1


def test_aliases_cannot_nest_too_deep() -> None:
    """Aliases count for the depth as what they stand for."""
    lines = ["- &a0 x"]
    lines += [f"- &a{n} [[[[[[[[[[*a{n - 1}]]]]]]]]]]" for n in range(1, 12)]
    [problem] = problems("\n".join(lines))
    assert "line 11: nested deeper than 100 levels" in problem


def test_values_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lists, mappings, keys and scalars count as values, and so does each copy by an alias."""
    monkeypatch.setattr("slakit.documents.yaml_reader.MAX_NODES", 9)
    # The list, the mapping, its key, and twice the inner list with its two numbers.
    assert [{"a": [1, 2]}, [1, 2]] == read("- a: &x [1, 2]\n- *x")
    [problem] = problems("- a: &x [1, 2]\n- *x\n- 3")
    assert "line 3: more than 9 values (aliases count as copies)" in problem


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? ", "[{a: "])
def test_depth(opening: str) -> None:
    """A hundred thousand levels are refused quickly and without a RecursionError."""
    started = time.process_time()
    *_, problem = problems(opening * 100_000)
    assert "nested deeper than 100 levels" in problem
    assert time.process_time() - started < 2


def test_depth_within_the_bound() -> None:
    """A hundred levels are read."""
    assert read("[" * 100 + "]" * 100)


@pytest.mark.parametrize("text", ["# only a comment", "---", "--- # nothing\n...", "\n \n"])
def test_empty(text: str) -> None:
    """A document without a value is empty."""
    assert ["the document is empty"] == problems(text)


def test_one_document() -> None:
    """A second document in the file is refused, with its line."""
    [problem] = problems("a: 1\n---\nb: 2")
    message = "line 2: a second document begins here; a file holds one document"
    assert [message, "    ---", "    ^"] == problem.split("\n")


@pytest.mark.parametrize(
    ("line", "expected", "text"),
    [
        (2, "indent with spaces, never tabs", "a:\n\t- b"),
        (1, "quote a text that begins with it", "a: @b"),
        (1, "a ':' cannot stand here; quote a text that contains one", "a: b: c"),
        (3, "a ':' is missing after a key", "a: 1\nb\nc: 2"),
        (3, "the indentation fits no line above", "a:\n  - b\n  c: d"),
        (2, "a ',' or a ']' is missing in a list", "a: [1, 2\nb: 3"),
        (1, "a ',' or a '}' is missing in a mapping", "a: {b: 1 c: 2}"),
        (1, "a value has to stand here", "a: [}"),
        (1, "a quotation mark is never closed", 'a: "x'),
        (1, "incompatible YAML document", "%YAML 9.9\n---\na"),
    ],
)
def test_mistakes_of_grammar(line: int, expected: str, text: str) -> None:
    """A mistake is said in words that help, shown and pointed at."""
    [problem] = problems(text)
    message, shown, mark = problem.split("\n")
    assert message.startswith(f"line {line}: ")
    assert expected in message
    assert shown.strip() in text
    assert "^" == mark.strip()


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x7f", "\ufeff", "\ud800", "\uffff"])
def test_characters_that_cannot_stand_in_yaml(character: str) -> None:
    """Control characters, NUL and stray byte order marks are named with their line."""
    [problem] = problems(f"a: 1\nb: x{character}")
    assert f"line 2: the character U+{ord(character):04X} cannot stand in YAML" in problem


def test_escapes_that_are_no_character() -> None:
    """An escape for half a surrogate pair or beyond Unicode is refused."""
    assert problems('a: "\\ud800"')
    assert problems('a: "\\U00110000"')


def test_long_numbers() -> None:
    """A number longer than numbers are is refused before it is computed."""
    assert ["line 1: a: a number of 50000 digits; the most is 1000"] == problems(
        "a: " + "9" * 50_000
    )


@given(
    st.lists(
        st.sampled_from(
            [
                *"ab[]{},:-?&*!|>%@`#'\"\\\n\t ~<.0é😀\u2028",
                "\n  ",
                ": ",
                "- ",
                "&x ",
                "*x",
                "!!str ",
            ]
        ),
        max_size=25,
    ).map("".join)
)
def test_no_text_breaks_the_reader(text: str) -> None:
    """Any text is read or refused by a `DocumentError`."""
    refused = None
    try:
        read_text(text, format="yaml", name="fuzz")
    except DocumentError as error:
        refused = error
    assert refused is None or (refused.problems and refused.source == "fuzz")
