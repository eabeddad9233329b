"""Addresses of posts as Jekyll and Hugo write them."""

from __future__ import annotations

import datetime as dt
from pathlib import PurePosixPath
from typing import Any

import pytest

from pelican_hotpapers.formats.permalinks import PostNames, address, check, page_at
from pelican_hotpapers.formats.post_paths import PostPath


def post(path: str, **others: Any) -> PostNames:
    known: dict[str, Any] = {
        "date": dt.datetime(2021, 4, 7, 10, 5, 2),
        "slug": "of-its-title",
        "has_slug": False,
        "file": PostPath(PurePosixPath(path)),
    }
    return PostNames(**{**known, **others})


JEKYLL = "_posts/2021-04-07-Warm-tea.md"


@pytest.mark.parametrize(
    ("pattern", "made"),
    [
        ("date", "/2021/04/07/Warm-tea.html"),
        ("pretty", "/2021/04/07/Warm-tea/"),
        ("ordinal", "/2021/097/Warm-tea.html"),
        ("none", "/Warm-tea.html"),
        ("/:slug/", "/warm-tea/"),
        ("/:short_year-:i_month-:i_day/:title", "/21-4-7/Warm-tea"),
        ("/:hour:minute:second/:title:output_ext", "/100502/Warm-tea.html"),
    ],
)
def test_names_of_jekyll(pattern: str, made: str) -> None:
    assert address(pattern, post(JEKYLL)) == made


def test_categories_are_folders_in_lower_case() -> None:
    tea = post(JEKYLL, categories=("Hot Drinks", "../Tea", "...", "Ätna"))
    assert address("date", tea) == "/hot-drinks/..-tea/ätna/2021/04/07/Warm-tea.html"


@pytest.mark.parametrize(
    ("path", "pattern", "made"),
    [
        ("posts/Warm Tea.md", "/:sections/:slugorfilename/", "/posts/warm-tea/"),
        ("a/b/tea/index.md", "/:sections/:contentbasename/", "/a/b/tea/"),
        ("a/b/tea.md", "/:section/:yearday/:title/", "/a/97/of-its-title/"),
        ("tea.md", "/:sections/:filename/", "/tea/"),
        ("index.md", "/:sections/:filename/", "/index/"),
    ],
)
def test_names_of_hugo(path: str, pattern: str, made: str) -> None:
    assert address(pattern, post(path)) == made


@pytest.mark.parametrize(
    ("pattern", "made"),
    [("/:path/", "/Blog/Warm-Tea/"), ("/:basename/", "/Warm-Tea/")],
)
def test_names_of_gatsby_keep_their_case(pattern: str, made: str) -> None:
    assert address(pattern, post("Blog/Warm-Tea/index.md")) == made


@pytest.mark.parametrize("name", ["title", "slug", "slugorfilename"])
def test_a_slug_comes_first(name: str) -> None:
    named = post(JEKYLL, slug="posts/given", has_slug=True)
    assert address(f"/:{name}/", named) == "/posts/given/"


@pytest.mark.parametrize(
    "pattern",
    [
        "",
        "title",
        ":title/",
        "/:year/",
        "/:titel/",
        "/../:title/",
        "https://x.org/:title",
    ],
)
def test_what_is_no_pattern_is_told(pattern: str) -> None:
    assert check(pattern)
    with pytest.raises(ValueError, match=":title"):
        address(pattern, post(JEKYLL))


@pytest.mark.parametrize(
    ("written", "url", "file"),
    [
        ("/a/b/", "a/b/", "a/b/index.html"),
        ("/a/b", "a/b/", "a/b/index.html"),
        ("/a/b.html", "a/b.html", "a/b.html"),
        ("/a/b.html/", "a/b.html/", "a/b.html/index.html"),
        ("/a b/é%.html", "a%20b/%C3%A9%25.html", "a b/é%.html"),
    ],
)
def test_the_page_at_an_address(written: str, url: str, file: str) -> None:
    assert page_at(written) == {"url": url, "save_as": file}
