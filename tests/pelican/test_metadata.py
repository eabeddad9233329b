from __future__ import annotations

import copy
import datetime as dt
from pathlib import PurePosixPath
from typing import Any

import jinja2
import pytest
from pelican.contents import Article
from pelican.settings import DEFAULT_CONFIG
from pelican.utils import slugify

from pelican_hotpapers.addresses import LONGEST_NAME
from pelican_hotpapers.formats.post_paths import PostPath
from pelican_hotpapers.pelican.metadata import GUARDED, Metadata, pelican_metadata

SETTINGS = {**DEFAULT_CONFIG, "TIMEZONE": "UTC", "PATH": "", "OUTPUT_PATH": ""}


def read(values: dict[str, Any], **settings: Any) -> Metadata:
    return pelican_metadata(values, {**SETTINGS, **settings})


def sound(values: dict[str, Any], **settings: Any) -> dict[str, Any]:
    metadata = read(values, **settings)
    assert metadata.wrong_values == ()
    return metadata.values


def test_leaves_what_it_is_given_as_it_is() -> None:
    values = {"Title": "A", "tags": ["b", None], "x": {"y": [1]}, "content": "z"}
    before = copy.deepcopy(values)
    read(values)
    assert values == before


@pytest.mark.parametrize("key", ["modified", "updated", "lastmod", "last_modified_at"])
def test_modified_has_many_names(key: str) -> None:
    assert sound({key: "2021-04-07"}) == {"modified": dt.datetime(2021, 4, 7)}


def test_of_many_names_the_first_that_fits_counts() -> None:
    metadata = read({"lastmod": "2021-04-07", "modified": [1], "updated": "2020-01-01"})
    assert metadata.values == {"modified": dt.datetime(2020, 1, 1)}
    (wrong,) = metadata.wrong_values
    assert wrong.path == ("modified",)


def test_a_zone_is_kept_and_none_is_made_up() -> None:
    assert sound({"date": "2021-04-07T10:15:27.Z"})["date"].utcoffset() == dt.timedelta(
        0
    )
    assert sound({"date": "2021-04-07 10:15:27"})["date"].tzinfo is None


@pytest.mark.parametrize(
    ("values", "category", "tags"),
    [
        ({"category": "a, b"}, "a, b", []),
        ({"category": ["a", "b"]}, "a", ["b"]),
        ({"categories": "a, b"}, "a", ["b"]),
        ({"categories": ["a", "b"], "tags": "c, b"}, "a", ["c", "b"]),
        ({"category": "x", "categories": ["a"], "tag": "t"}, "x", ["t", "a"]),
        ({"tags": ["one", 2, 2.5, None, " one "]}, None, ["one", "2", "2.5"]),
        ({"tags": "a; b, c"}, None, ["a", "b, c"]),
        ({"tags": [], "categories": None, "category": ""}, None, []),
    ],
)
def test_category_and_tags(
    values: dict[str, Any], category: str | None, tags: list[str]
) -> None:
    metadata = sound(values)
    assert getattr(metadata.get("category"), "name", None) == category
    assert [tag.name for tag in metadata.get("tags", [])] == tags


@pytest.mark.parametrize(
    ("values", "author", "authors"),
    [
        ({"author": "Doe, Jane"}, "Doe, Jane", []),
        ({"author": {"name": "Jane", "url": "x"}}, "Jane", []),
        ({"author": ["Jane", {"name": "John"}]}, None, ["Jane", "John"]),
        ({"authors": "Jane, John"}, None, ["Jane", "John"]),
        ({"author": "Jane", "authors": ["Jane", "John"]}, "Jane", ["Jane", "John"]),
    ],
)
def test_authors(
    values: dict[str, Any], author: str | None, authors: list[str]
) -> None:
    metadata = sound(values)
    assert getattr(metadata.get("author"), "name", None) == author
    assert [each.name for each in metadata.get("authors", [])] == authors


def test_each_wrong_item_of_a_list_is_named() -> None:
    metadata = read({"tags": ["a", {"b": "c"}, ["d"], True]})
    assert [tag.name for tag in metadata.values["tags"]] == ["a"]
    assert [wrong.path for wrong in metadata.wrong_values] == [
        ("tags", 1),
        ("tags", 2),
        ("tags", 3),
    ]


@pytest.mark.parametrize(
    ("values", "url", "save_as"),
    [
        ({"url": "a/", "save_as": "a/x.html"}, "a/", "a/x.html"),
        ({"url": "/a/", "save_as": "/a/x.html"}, "/a/", "a/x.html"),
        ({"url": "a/", "save_as": "b", "permalink": "/c/"}, "a/", "b"),
        ({"save_as": None}, None, ""),
        ({"permalink": "/a/"}, None, None),
    ],
)
def test_addresses(
    values: dict[str, Any], url: str | None, save_as: str | None
) -> None:
    metadata = sound(values)
    assert (metadata.get("url"), metadata.get("save_as")) == (url, save_as)


@pytest.mark.parametrize(
    ("values", "permalink"),
    [
        ({"permalink": "/a/b/"}, "/a/b/"),
        ({"permalink": "/a/b.html"}, "/a/b.html"),
        ({"permalink": "/caf%C3%A9/"}, "/café/"),
        ({"permalink": "/:year/:title/"}, "/:year/:title/"),
        ({"url": "/a/"}, "/a/"),
        ({"url": "a/b"}, "/a/b"),
        ({"permalink": "/:year/:nonsense/"}, None),
        ({"permalink": "pretty"}, None),
        ({"permalink": "https://example.org/a/"}, None),
        ({"permalink": "/"}, None),
    ],
)
def test_an_address_of_its_own_is_kept(
    values: dict[str, Any], permalink: str | None
) -> None:
    assert sound(values).get("front_matter", {}).get("permalink") == permalink


@pytest.mark.parametrize("key", ["publishDate", "pubdate"])
def test_a_post_without_a_date_has_that_of_its_publication(key: str) -> None:
    day = dt.datetime(2021, 4, 7)
    assert sound({key: "2021-04-07"}) == {"date": day, "publishdate": day}
    both = sound({key: "2021-04-07", "date": "2021-04-06"})
    assert both["date"] == dt.datetime(2021, 4, 6)


def test_a_bundle_is_named_by_its_folder_where_files_name_posts() -> None:
    file = PostPath(PurePosixPath("posts/Warm tea/index.md"))
    settings = {**SETTINGS, "SLUGIFY_SOURCE": "basename"}
    assert pelican_metadata({}, settings, file).values == {"slug": "warm-tea"}


@pytest.mark.parametrize("address", ["../a", "a/../../b", "..\\a", "a\nb", "/x" * 999])
@pytest.mark.parametrize("key", ["slug", "url", "save_as", "permalink"])
def test_addresses_stay_within_the_site(key: str, address: str) -> None:
    metadata = read({key: address})
    assert len(metadata.wrong_values) == 1
    assert not {"slug", "url", "save_as", "front_matter"} & set(metadata.values)


@pytest.mark.parametrize("title", ["word " * 100, "語" * 100, "é" * 1000])
@pytest.mark.parametrize("use_unicode", [True, False])
def test_a_long_title_has_a_slug_that_can_name_a_file(
    title: str, use_unicode: bool
) -> None:
    slug = sound({"title": title}, SLUGIFY_USE_UNICODE=use_unicode)["slug"]
    assert 0 < len(slug.encode()) <= LONGEST_NAME
    subs = SETTINGS["SLUG_REGEX_SUBSTITUTIONS"]
    assert slugify(title, subs, use_unicode=use_unicode).startswith(slug)


def test_a_usual_title_leaves_the_slug_to_pelican() -> None:
    assert "slug" not in sound({"title": "A usual title, not so short: it has a colon"})
    assert "slug" not in sound({"title": "x" * 1000}, SLUGIFY_SOURCE="basename")


def test_a_description_is_escaped_once() -> None:
    text = "<b> & 'c' \"d\" &amp; &#39;"
    description = sound({"description": text})["description"]
    for autoescape in (True, False):
        env = jinja2.Environment(autoescape=autoescape)  # noqa: S701
        for expression in ("{{ text }}", "{{ text|e }}"):
            shown = env.from_string(expression).render(text=description)
            assert shown == "&lt;b&gt; &amp; &#39;c&#39; &#34;d&#34; &amp; &#39;"


def test_unknown_keys_are_kept() -> None:
    values = {"socialImage": "/a.png", "N": 5, "on": True, "x": {"Y": [1]}, "no": None}
    assert sound(values) == {
        "socialimage": "/a.png",
        "n": "5",
        "on": True,
        "x": {"Y": [1]},
        "no": "",
    }


@pytest.mark.parametrize("key", ["content", "Settings", "_context", "__class__"])
def test_keys_that_break_pelican_are_kept_apart(key: str) -> None:
    metadata = read({key: 5})
    assert metadata.values == {"front_matter": {key.lower(): 5}}
    assert key in metadata.notes[0]


def test_all_that_pelican_sets_on_an_article_is_its_own() -> None:
    values = {"title": "A", "date": "2021-04-07", "modified": "2021-04-07"}
    values |= {"url": "a", "save_as": "b", "author": "x", "summary": "y", "tags": "z"}
    article = Article(
        "text",
        {**sound(values), "status": "published"},
        settings=SETTINGS,
        source_path="a.md",
    )
    given = {"authors", "timezone", "date_format", "lang", "template", "slug", *values}
    mine = {name for name in vars(article) if not name.startswith("_")}
    assert mine <= GUARDED | given


@pytest.mark.parametrize("key", ["tags", "tag", "category", "categories", "authors"])
@pytest.mark.parametrize("name", ["!!!", "\U0001f389", "...", "/", "\u200b"])
def test_a_name_that_no_address_could_have_is_told_and_left_out(
    key: str, name: str
) -> None:
    metadata = read({key: ["Sound", name]})
    (wrong,) = metadata.wrong_values
    assert wrong.path == (key, 1)
    assert wrong.expected == "a name with a letter or a digit in it, for its address"
    assert [str(each) for each in _terms(metadata)] == ["Sound"]


@pytest.mark.parametrize("name", ["C++", "1", "日本", "Ünal", "É"])
def test_a_name_that_an_address_can_have_stays(name: str) -> None:
    (tag,) = _terms(read({"tags": [name]}))
    assert str(tag) == name
    assert tag.slug


def test_a_title_that_no_address_could_have_is_named_by_its_file() -> None:
    file = PostPath(PurePosixPath("2021-04-07-party.md"))
    metadata = pelican_metadata({"title": "\U0001f389"}, SETTINGS, file)
    assert (metadata.values["title"], metadata.values["slug"]) == (
        "\U0001f389",
        "party",
    )


def _terms(metadata: Metadata) -> list[Any]:
    values = metadata.values
    one = [values[name] for name in ("category", "author") if name in values]
    return [*one, *values.get("tags", []), *values.get("authors", [])]
