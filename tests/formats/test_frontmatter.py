from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pelican_hotpapers.errors import DigestError
from pelican_hotpapers.formats.frontmatter import FrontMatter, read_date, split

UTC = dt.UTC
TOKYO = dt.timezone(dt.timedelta(hours=9))


def split_off(text: str) -> FrontMatter:
    front = split(text, "post.md")
    assert front is not None
    return front


@pytest.mark.parametrize(
    ("fence", "header", "kind"),
    [
        ("---", "title: A\ntags: [b]\n", "yaml"),
        ("+++", 'title="A"\ntags=["b"]\n', "toml"),
    ],
)
def test_parts_of_a_post(fence: str, header: str, kind: str) -> None:
    front = split_off(f"{fence}\n{header}{fence}\n\nText\n---\nmore\n")
    assert front.kind == kind
    assert front.values == {"title": "A", "tags": ["b"]}
    assert front.header == header
    assert front.body == "\nText\n---\nmore\n"
    assert front.body_line == 5


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff---\ntitle: A\n---\nText",
        "---\r\ntitle: A\r\n---\r\nText",
        "---  \t\ntitle: A\n---\t \nText",
        "---\ntitle: A\n...\nText",
        "---\n\ntitle: A\n\n---\nText",
    ],
)
def test_fences_are_taken_as_blogs_write_them(text: str) -> None:
    front = split_off(text)
    assert front.values == {"title": "A"}
    assert front.body == "Text"


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_json_ends_where_its_object_does(mark: str, end: str) -> None:
    header = '{\n  "title": "A } in {",\n  "menu": {"main": {}}\n}'
    front = split_off(f"{mark}{header} \nText {{1}}\n".replace("\n", end))
    assert front.kind == "json"
    assert front.values == {"title": "A } in {", "menu": {"main": {}}}
    assert front.header == header.replace("\n", end)
    assert front.body == f"Text {{1}}{end}"
    assert front.body_line == 5
    assert front.document.place(("title",)) == (2, 12)


@pytest.mark.parametrize(
    ("text", "place", "says"),
    [
        ('{\n  "title": "A"\n  "date": 1\n}\nText', "3:3", "a comma or the closing"),
        ('{\n  "title": "A",\n\n# Text\n', "4:1", "a name in double quotes"),
        ('{\n  "title": "A\n}\n', "2:14", "the closing quote"),
        ('{"a": ' + "[" * 99 + "]" * 99 + "}", "1:70", "levels"),
        ('{"a": NaN}\n\nText', "1:7", "a number"),
    ],
)
def test_a_fault_of_json_has_its_place(text: str, place: str, says: str) -> None:
    with pytest.raises(DigestError) as caught:
        split(text, "post.md")
    (fault,) = caught.value.faults
    assert f"{fault.line}:{fault.column}" == place
    assert says in fault.expected


@pytest.mark.parametrize("text", ["---\ntitle: A\n---", "+++\ntitle='A'\n+++", "{}"])
def test_a_post_may_have_no_text(text: str) -> None:
    assert split_off(text).body == ""


def test_front_matter_may_be_empty() -> None:
    front = split_off("---\n---\nText")
    assert (front.values, front.body) == ({}, "Text")
    assert front.document.place(("title",)) == (2, 1)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Title: A\nDate: 2021-04-07\n\nText",
        "\n---\ntitle: A\n---\n",
        "----\ntitle: A\n----\n",
        "--- title: A\n---\n",
        "---\n\nA rule above, and a rule below\n\n---\n",
        "---\n- a list\n---\n",
        "{{< youtube x >}}\n",
        "{% include head.html %}\n",
        "{ braces } of prose\n",
        "{static}/a.png\n",
    ],
)
def test_a_text_without_front_matter(text: str) -> None:
    assert split(text, "post.md") is None


@pytest.mark.parametrize(
    "text", ["---", "---\ntitle: A\n\nText", "+++\ntitle = 'A'\n---\n"]
)
def test_a_missing_close_is_a_fault_of_the_first_line(text: str) -> None:
    with pytest.raises(DigestError) as caught:
        split(text, "post.md")
    (fault,) = caught.value.faults
    assert (fault.path, fault.line, fault.column) == ("post.md", 1, 1)
    assert text[:3] in fault.expected


def test_faults_stand_at_their_line_of_the_file() -> None:
    with pytest.raises(DigestError) as caught:
        split("---\ntitle: A\nb: c: d\n---\n", "post.md")
    (fault,) = caught.value.faults
    assert (fault.line, fault.column) == (3, 5)


def test_places_are_those_of_the_file() -> None:
    front = split_off("---\ntitle: A\ntags:\n  - b\n---\nText")
    assert front.document.place(("title",)) == (2, 8)
    assert front.document.place(("tags", 0)) == (4, 5)
    toml = split_off('+++\n\ntitle = "A"\n+++\n')
    assert toml.document.place(("title",)) == (3, 1)


def test_reads_the_posts_of_a_blog(blog_posts: list[Path]) -> None:
    for path in blog_posts:
        text = path.read_text(encoding="utf-8")
        front = split_off(text)
        assert f"Hot Papers {path.name[:10]}" == front.values["title"]
        assert front.values["draft"] is False
        assert len(front.values["tags"]) == 4
        assert text.splitlines()[front.body_line :] == front.body.splitlines()[1:]
        assert isinstance(read_date(front.values["date"]), dt.datetime)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2021-04-07", dt.date(2021, 4, 7)),
        ("2021/4/7", dt.date(2021, 4, 7)),
        (" 2021-04-07 ", dt.date(2021, 4, 7)),
        ("2021-04-07T10:15", dt.datetime(2021, 4, 7, 10, 15)),
        ("2021-04-07 10:15:27", dt.datetime(2021, 4, 7, 10, 15, 27)),
        ("2021-04-07T10:15:27.Z", dt.datetime(2021, 4, 7, 10, 15, 27, tzinfo=UTC)),
        ("2021-04-07t10:15:27z", dt.datetime(2021, 4, 7, 10, 15, 27, tzinfo=UTC)),
        ("2021-04-07 10:15 UTC", dt.datetime(2021, 4, 7, 10, 15, tzinfo=UTC)),
        (
            "2021-04-07T10:15:27.0345678Z",
            dt.datetime(2021, 4, 7, 10, 15, 27, 34567, tzinfo=UTC),
        ),
        (
            "2021-04-07 10:15:27 +0900",
            dt.datetime(2021, 4, 7, 10, 15, 27, tzinfo=TOKYO),
        ),
        ("2021-04-07T10:15+09:00", dt.datetime(2021, 4, 7, 10, 15, tzinfo=TOKYO)),
        (
            "2021-04-07T10:15-03:30",
            dt.datetime(2021, 4, 7, 13, 45, tzinfo=UTC),
        ),
        (
            "Wed, 07 Apr 2021 10:15:27 EST",
            dt.datetime(2021, 4, 7, 15, 15, 27, tzinfo=UTC),
        ),
        ("April 7, 2021", dt.datetime(2021, 4, 7)),
        ("7 Apr 2021 10:15 UTC", dt.datetime(2021, 4, 7, 10, 15, tzinfo=UTC)),
        (dt.date(2021, 4, 7), dt.date(2021, 4, 7)),
    ],
)
def test_dates_as_blogs_write_them(written: object, meant: dt.date) -> None:
    assert read_date(written) == meant


@pytest.mark.parametrize(
    "written",
    [
        *(None, True, 5, 2021.5, [1], {}, ""),
        *("soon", "monday", "10", "April 2021", "2021-13-01", "2021-04-07T25:00"),
        *("2021-04-07 10:15 XYZT", "2021-04-07 10:15 +99:99", "0000-01-01"),
        *("9" * 400, "x" * 1_000_000, "2021-04-07" * 100_000),
    ],
)
def test_what_is_no_whole_date_is_refused(written: object) -> None:
    with pytest.raises(ValueError, match="a date as in"):
        read_date(written)


@given(st.text() | st.text(alphabet="0123456789-/:.,+TZ APMjan\x00'", max_size=40))
def test_any_text_is_a_date_or_refused(text: str) -> None:
    try:
        read = read_date(text)
    except ValueError:
        return
    assert isinstance(read, dt.date)


@given(st.datetimes(timezones=st.none() | st.just(UTC)))
def test_reads_what_python_writes(moment: dt.datetime) -> None:
    assert read_date(moment.isoformat()) == moment


@given(st.text() | st.text(alphabet="-+.:\n\r\t ab[]{}'\"#\ufeff"))
def test_any_text_is_split_or_refused(text: str) -> None:
    for whole in (text, f"---\n{text}", f"---\n{text}\n---\n", f"+++\n{text}\n+++\n"):
        try:
            front = split(whole, "post.md")
        except DigestError:
            continue
        assert front is None or whole.endswith(front.body)
