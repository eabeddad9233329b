from __future__ import annotations

import json
from collections.abc import Callable

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from pelican_hotpapers.errors import DigestError, Fault
from pelican_hotpapers.formats.syntax import (
    ParsedData,
    field_name,
    from_yaml,
    read_json,
    read_toml,
    read_yaml,
)
from pelican_hotpapers.formats.syntax.parsed_data import MAX_DEPTH, SourceText

Read = Callable[[str, str], ParsedData]

plain_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.text(),
    lambda children: st.lists(children) | st.dictionaries(st.text(), children),
    max_leaves=20,
)
marks = st.text(alphabet="[]{}:,-?&*!|>'\"%@`#~ \n\tab01.=+\\\x00\ud800é", max_size=60)


def faults(read: Read, text: str) -> tuple[Fault, ...]:
    with pytest.raises(DigestError) as caught:
        read(text, "file")
    return caught.value.faults


def fault(read: Read, text: str) -> Fault:
    (only,) = faults(read, text)
    return only


def where(fault: Fault) -> tuple[int, int]:
    return fault.line, fault.column


@pytest.fixture(params=["CSafeLoader", "SafeLoader"])
def loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read YAML with PyYAML's parser in C, and with the one that is always there."""
    kinds = (from_yaml._ComposerRules, getattr(yaml, request.param))
    monkeypatch.setattr(from_yaml, "_Loader", type("Loader", kinds, {}))


class TestJSON:
    def test_gives_plain_values(self) -> None:
        text = '{"a": [1, 2.5, true, null], "b": {"c": "\\ud83d\\ude00"}}'
        assert read_json(text, "f").value == {
            "a": [1, 2.5, True, None],
            "b": {"c": "😀"},
        }

    @given(plain_values)
    def test_gives_what_was_written(self, value: object) -> None:
        assert read_json(json.dumps(value), "f").value == value

    @pytest.mark.parametrize(
        ("text", "place", "expected"),
        [
            ('{"a": 1\n "b": 2}', (2, 2), "comma"),
            ('{"a" 1}', (1, 6), "colon"),
            ("{a: 1}", (1, 2), "double quotes"),
            ("[1,\n  ]", (1, 3), "no comma before the bracket"),
            ('{"a": 1 ,}', (1, 9), "no comma before the bracket"),
            ("[,]", (1, 2), "no comma before the bracket"),
            ('["a,]", x]', (1, 9), "value"),
            ('{"a": "b', (1, 7), "closing quote"),
            ('["a\tb"]', (1, 4), "escape"),
            ('["\\x"]', (1, 3), "escape"),
            ("[1] 2", (1, 5), "end"),
            ("", (1, 1), "value"),
            ("[1,\n NaN]", (2, 2), "number"),
            ("[-Infinity]", (1, 2), "number"),
            ("[1, 1e999]", (1, 5), "number"),
            ('["é", "\\ud800"]', (1, 7), "character"),
            ('["\ud800"]', (1, 2), "character"),
        ],
    )
    def test_says_what_is_wrong_and_where(
        self, text: str, place: tuple[int, int], expected: str
    ) -> None:
        found = fault(read_json, text)
        assert where(found) == place
        assert expected in found.expected

    def test_refuses_a_number_without_end(self) -> None:
        assert where(fault(read_json, f"[{'9' * 5000}]")) == (1, 2)

    def test_takes_a_large_number(self) -> None:
        assert read_json(str(10**30), "f").value == 10**30

    def test_places_every_value(self) -> None:
        line = ' "a": [1, {"b\\u0021": "x"}, []],'
        document = read_json(f'{{\n{line}\n "c": {{}}\n}}', "f")
        assert document.place(()) == (1, 1)
        assert document.place(("a",)) == (2, 7)
        assert document.place(("a", 0)) == (2, 8)
        assert document.place(("a", 1, "b!")) == (2, line.index('"x"') + 1)
        assert document.place(("a", 2)) == (2, line.index("[]") + 1)
        assert document.place(("c",)) == (3, 7)

    def test_places_what_is_missing_at_its_nearest_ancestor(self) -> None:
        document = read_json('{"a": [1,\n {"b": 2}]}', "f")
        assert document.place(("a", 1, "c", "d")) == document.place(("a", 1))
        assert document.place(("z",)) == (1, 1)


@pytest.mark.usefixtures("loader")
class TestYAML:
    def test_gives_plain_values(self) -> None:
        text = "a: 1\nb:\n- x\n- {c: 2.5, d: true}\ne: null\nf:\n"
        value = {"a": 1, "b": ["x", {"c": 2.5, "d": True}], "e": None, "f": None}
        assert read_yaml(text, "f").value == value

    @pytest.mark.parametrize("text", ["", "\n\n", "# a comment\n"])
    def test_takes_nothing_for_null(self, text: str) -> None:
        assert read_yaml(text, "f").value is None

    @pytest.mark.parametrize(
        "scalar",
        [
            *("no", "yes", "on", "off", "y", "n"),
            *("2021-04-07", "2021-04-07T10:15:27.Z", "10:20:30"),
            *("2104.01770", "007", "0x1F", "0o17", "1_000", "1.50", "+5", "-0"),
            *(".inf", ".nan", "-inf", "1e3", "v1.0", "<<", "=", "-x", "9" * 5000),
        ],
    )
    def test_leaves_text_as_it_is(self, scalar: str) -> None:
        assert read_yaml(f"key: {scalar}", "f").value["key"] == scalar

    @given(st.integers() | st.floats(allow_nan=False, allow_infinity=False))
    def test_reads_the_numbers_that_python_writes(self, number: float) -> None:
        (read,) = read_yaml(f"- {number!r}", "f").value
        assert (read, type(read)) == (number, type(number))

    def test_reads_quoted_numbers_as_text(self) -> None:
        assert read_yaml("[\"1\", 'true', !!str 2]", "f").value == ["1", "true", "2"]

    def test_reads_keys_as_text(self) -> None:
        text = "1: a\ntrue: b\non: c\n2021-04-07: d\n"
        assert list(read_yaml(text, "f").value) == ["1", "true", "on", "2021-04-07"]

    @pytest.mark.parametrize(
        ("text", "field"),
        [
            ("a: &x [1]\nb: *x", "b"),
            ("a: &x 1\nb: [2, *x]", "b[1]"),
            ("a: &x [1,\n *x]", "a[1]"),
            ("a: &x b\n*x : c", ""),
            ("a: 1\nb: *x", ""),
            (f"a: &x {'x' * 500_000}\nb: [*x, *x]", "b[0]"),
            ("a0: &a0 [x]\na1: &a1 [*a0, *a0]\na2: &a2 [*a1, *a1]", "a1[0]"),
        ],
    )
    def test_refuses_aliases(self, text: str, field: str) -> None:
        found = fault(read_yaml, text)
        line = text.split("\n")[1]
        assert where(found) == (2, line.index("*") + 1)
        assert found.field == (field or "YAML")
        assert (found.expected, "quote" in found.hint) == ("no aliases", True)

    def test_passes_over_an_anchor_without_an_alias(self) -> None:
        assert read_yaml("a: &x 1", "f").value == {"a": 1}

    def test_takes_json(self) -> None:
        text = '{"a": [1, {"b": "x\\ny"}], "c": null}'
        assert read_yaml(text, "f").value == json.loads(text)

    @pytest.mark.parametrize(
        ("text", "place"),
        [
            ("a: b: c", (1, 5)),
            ("a: [1\nb: 2", (2, 2)),
            ("a:\n\t- b", (2, 1)),
            ("a: @b", (1, 4)),
            ('a: "b\x00"', (1, 6)),
            ("a: \ud800", (1, 4)),
            ("a: *b", (1, 4)),
            ("é: &a [*a]", (1, 8)),
            ("? [a]\n: b", (1, 3)),
            ("? &a b\n: c\n*a : d", (3, 1)),
            ("a: 1\n---\nb: 2", (2, 1)),
            ("a: !!python/object/apply:os.system [x]", (1, 4)),
            ("a: !!binary aGk=", (1, 4)),
            ("a: !local {b: c}", (1, 4)),
        ],
    )
    def test_says_where_it_is_wrong(self, text: str, place: tuple[int, int]) -> None:
        assert where(fault(read_yaml, text)) == place

    def test_names_every_repeated_key(self) -> None:
        text = "a:\n  b: 1\n  b: 2\nc: [{d: 1, d: 2}]\na: 3\n"
        found = faults(read_yaml, text)
        assert [f.field for f in found] == ["a.b", "c[0].d", "a"]
        assert [where(f) for f in found] == [(3, 3), (4, 12), (5, 1)]

    def test_tells_how_to_mend_a_colon(self) -> None:
        assert "Quote" in fault(read_yaml, "title: Foo: bar").hint

    def test_places_every_value(self) -> None:
        text = "a:\n  - 1\n  - b: x\n    c: &q [[], 5]\nd: {e: [], f: 2}\n"
        document = read_yaml(text, "f")
        assert document.place(()) == (1, 1)
        assert document.place(("a", 0)) == (2, 5)
        assert document.place(("a", 1)) == (3, 5)
        assert document.place(("a", 1, "c", 1)) == (4, 16)
        assert document.place(("d", "e")) == (5, 8)
        assert document.place(("d", "f")) == (5, 15)
        assert document.place(("d", "g")) == document.place(("d",)) == (5, 4)

    def test_counts_lines_from_the_one_it_is_told(self) -> None:
        assert read_yaml("a: 1\nb: 2", "f", first_line=10).place(("b",)) == (11, 4)
        with pytest.raises(DigestError) as caught:
            read_yaml("a: 1\nb: c: d", "f", first_line=10)
        assert where(caught.value.faults[0]) == (11, 5)

    def test_counts_lines_that_end_as_on_windows(self) -> None:
        assert read_yaml("é: 1\r\nb: 2\r\n", "f").place(("b",)) == (2, 4)


class TestTOML:
    def test_gives_plain_values(self) -> None:
        text = 'a = 1\n[b]\nc = ["x", {d = true}]\ne = 2.5\n'
        assert read_toml(text, "f").value == {
            "a": 1,
            "b": {"c": ["x", {"d": True}], "e": 2.5},
        }

    def test_gives_dates_and_odd_numbers_as_text(self) -> None:
        text = "a = 2021-04-07T10:15:27+09:00\nb = [2021-04-07]\nc = 10:15:00\nd = -inf"
        assert read_toml(text, "f").value == {
            "a": "2021-04-07T10:15:27+09:00",
            "b": ["2021-04-07"],
            "c": "10:15:00",
            "d": "-inf",
        }

    @pytest.mark.parametrize(
        ("text", "place"),
        [
            ("a = 1\nb = \n", (2, 1)),
            ("a = 1\r\nb = x\r\n", (2, 1)),
            ("title: x", (1, 1)),
            ('a = 1\nb = "x', (2, 7)),
            ("a = " + "9" * 5000, (1, 1)),
        ],
    )
    def test_says_where_it_is_wrong(self, text: str, place: tuple[int, int]) -> None:
        assert where(fault(read_toml, text)) == place

    @pytest.mark.parametrize(
        "text", ["a." * 5000 + "b = 1", "a = 1\na = 2", "[a]\n[a]"]
    )
    def test_refuses_what_is_not_sound(self, text: str) -> None:
        assert fault(read_toml, text).path == "file"

    def test_places_keys_and_tables_by_their_lines(self) -> None:
        text = (
            "a = [\n  [1],\n]\n"
            '[t."u v"]\nw = """\nz = 1\n"""\nx = 2 # y = 3\n'
            "[[r]]\nq = 1\n[r.s]\np.q = 2\n"
        )
        document = read_toml(text, "f", first_line=2)
        lines = {"a": 2, "t": 5, "t.u v": 5, "t.u v.x": 9, "r": 10, "r.s.p.q": 13}
        for path, line in lines.items():
            assert document.place(tuple(path.split("."))) == (line, 1)
        assert document.place(("t", "u v", "none")) == (5, 1)
        assert document.place(("r", 0, "q")) == (11, 1)


@pytest.mark.parametrize(
    ("read", "nested"),
    [
        (read_json, lambda depth: "[" * depth + "]" * depth),
        (read_json, lambda depth: '{"a":' * depth + "1" + "}" * depth),
        (read_yaml, lambda depth: "[" * depth + "]" * depth),
        (read_yaml, lambda depth: "- " * depth + "x"),
        (read_toml, lambda depth: "a = " + "[" * (depth - 1) + "]" * (depth - 1)),
        (read_toml, lambda depth: ".".join(["a"] * depth) + " = 1"),
    ],
)
def test_depth_ends_where_it_says(read: Read, nested: Callable[[int], str]) -> None:
    read(nested(MAX_DEPTH), "f")
    for depth in (MAX_DEPTH + 1, 5000):
        assert "nesting" in fault(read, nested(depth)).found


@pytest.mark.usefixtures("loader")
@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a: " + "[" * 5000, (1, 67)),
        ("é: x\na:\n  - " + "[" * 5000, (3, 67)),
        ("a:\n  " + "- " * 5000, (2, 129)),
        ("[\n" * 5000, (65, 1)),
    ],
)
def test_yaml_is_too_deep_at_our_limit_not_the_parsers(
    text: str, place: tuple[int, int]
) -> None:
    found = fault(read_yaml, text)
    assert (found.found, where(found)) == ("deeper nesting", place)


@pytest.mark.parametrize("opening", ["[", '{"a":', "- ", "a: ["])
@pytest.mark.parametrize("read", [read_json, read_yaml, read_toml])
def test_a_recursion_bomb_is_a_fault(read: Read, opening: str) -> None:
    assert faults(read, opening * 100_000)


@pytest.mark.parametrize("read", [read_json, read_yaml, read_toml])
@given(text=st.text() | marks)
def test_any_text_is_read_or_refused(read: Read, text: str) -> None:
    places = []
    try:
        places.append(read(text, "f").place(()))
    except DigestError as error:
        places.extend(map(where, error.faults))
    assert places
    assert all(line >= 1 and column >= 1 for line, column in places)


def test_field_name_reads_as_people_write_it() -> None:
    assert field_name(("papers", 3, "likes")) == "papers[3].likes"
    assert field_name((0, "a")) == "[0].a"
    assert field_name(()) == ""


@pytest.mark.parametrize(
    ("offset", "shown"),
    [
        (0, "'one: 1'"),
        (6, "the end of the line"),
        (14, "the end of the text"),
        (17, "the end of the text"),
    ],
)
def test_what_is_found_where_something_ends(offset, shown):
    assert SourceText("one: 1\ntwo: 2\n  \n", "f", "YAML").shown(offset) == shown
