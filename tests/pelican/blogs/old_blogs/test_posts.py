"""What old posts bring: files, shortcodes, days, keys."""

from __future__ import annotations

import logging
import re

import pytest
import yaml
from conftest import SEED_POSTS
from hot_posts import post as hot_post
from hot_posts import section, yaml_digest
from old_blogs import (
    CUP,
    PLUGIN,
    POT,
    Site,
    addresses,
    moved,
    post,
    redirect,
    told_by_the_manual,
)


def told_links(site: Site, place: str) -> list[str]:
    """Return where a page's own links lead to, those of its text alone."""
    text = site.pages[place].partition("BEGIN")[2].partition("END")[0]
    return re.findall(r'(?:src|href)="([^"]*)"', text)


def with_links(*written: str, **keys: str) -> str:
    body = "\n\n".join(("BEGIN", *written, "END"))
    return post(title="Tea", date="2021-04-07", **keys) + body


def test_pictures_of_a_bundle_stand_beside_its_page(build):
    files = {
        "posts/tea/index.md": with_links(
            "![a](./cup.png)", "![b](more/pot%20two.png)", '<img src="cup.png" alt="c">'
        ),
        "posts/tea/cup.png": CUP,
        "posts/tea/more/pot two.png": POT,
        "posts/milk/index.md": post(title="Milk", date="2021-04-08") + "![a](cup.png)",
        "posts/milk/cup.png": POT,
    }
    site = moved(build, files, HOTPAPERS_PERMALINK="/:sections/:contentbasename/")
    here = "https://tea.example/posts/tea"
    assert told_links(site, "posts/tea/index.html") == [
        f"{here}/cup.png",
        f"{here}/more/pot two.png",
        f"{here}/cup.png",
    ]
    assert site.pages["posts/tea/cup.png"] == "a cup"
    assert site.pages["posts/tea/more/pot two.png"] == "a pot"
    assert site.pages["posts/milk/cup.png"] == "a pot"


def test_pictures_of_several_posts_stay_in_their_folder(build):
    files = {
        "posts/tea.md": with_links("![a](./images/cup.png)", "[b](../files/tea.pdf#2)"),
        "posts/milk.md": post(title="Milk", date="2021-04-08") + "![a](images/cup.png)",
        "posts/images/cup.png": CUP,
        "files/tea.pdf": b"",
    }
    site = moved(build, files, HOTPAPERS_PERMALINK="/:title/")
    here = "https://tea.example"
    assert told_links(site, "tea/index.html") == [
        f"{here}/posts/images/cup.png",
        f"{here}/files/tea.pdf#2",
    ]
    assert site.pages["posts/images/cup.png"] == "a cup"


def test_two_bundles_may_have_pictures_of_one_name(build):
    files = {
        "tea/index.md": with_links("![a](cup.png)"),
        "tea/cup.png": CUP,
        "milk/index.md": with_links("![a](cup.png)").replace("Tea", "Milk"),
        "milk/cup.png": POT,
    }
    site = moved(build, files)
    assert [told_links(site, page) for page in ("tea.html", "milk.html")] == [
        ["https://tea.example/tea/cup.png"],
        ["https://tea.example/milk/cup.png"],
    ]
    assert (site.pages["tea/cup.png"], site.pages["milk/cup.png"]) == ("a cup", "a pot")


def test_a_bundle_in_two_languages_shares_its_pictures(build):
    files = {
        "tea/index.md": with_links("![a](cup.png)", slug="tea"),
        "tea/index.de.md": with_links("![a](cup.png)", slug="tea", lang="de"),
        "tea/cup.png": CUP,
    }
    site = moved(build, files, HOTPAPERS_PERMALINK="/:slug/")
    for page in ("tea/index.html", "de/tea/index.html"):
        assert told_links(site, page) == ["https://tea.example/tea/cup.png"]


def test_posts_and_digests_are_found_by_their_files(build):
    milk = post(title="Milk", date="2021-04-08")
    links = "[m](../b/milk.md#oat) [d](../hotpapers/2021-04-09.yaml) [t](topics.yaml)"
    files = {
        "a/tea.md": with_links(links),
        "b/milk.md": milk,
        "hotpapers/2021-04-09.yaml": yaml_digest("2021-04-09"),
        "a/topics.yaml": "{}",
    }
    site = moved(build, files)
    assert told_links(site, "tea.html") == [
        "https://tea.example/milk.html#oat",
        "https://tea.example/hot-papers-2021-04-09.html",
        "https://tea.example/a/topics.yaml",
    ]


OTHER_LINKS = [
    *("https://x.example/cup.png", "//x.example/cup.png", "/cup.png", "mailto:cup.png"),
    *("none.png", "../../cup.png", "cup.png%00", "folder", "other.html", "?cup.png"),
    *("#cup.png", "x" * 300, "cup%3Fb.png", "a&amp;b.png", "{no}cup.png"),
]


def test_other_links_stay_as_they_are(build):
    files = {
        "tea.md": with_links(*(f'<img src="{link}">' for link in OTHER_LINKS[:-1]))
        + '\n\n    <img src="cup.png">\n',
        **dict.fromkeys(("cup.png", "folder/a.png", "cup?b.png", "a&b.png"), CUP),
        "other.html": "<html><head><title>B</title>"
        '<meta name="date" content="2021-04-08"></head></html>',
    }
    site = moved(build, files)
    assert told_links(site, "tea.html") == OTHER_LINKS[:-1]
    assert "cup.png" not in site.pages


def test_links_of_posts_with_headers_are_left_to_pelican(build):
    text = "Title: Tea\nDate: 2021-04-07\n\nBEGIN ![a](cup.png) END"
    site = moved(build, {"tea.md": text, "cup.png": CUP})
    assert told_links(site, "tea.html") == ["cup.png"]
    assert "cup.png" not in site.pages


def test_shortcodes_are_told_once_a_post(build):
    body = "A {{< youtube w7Ft2ymGmfc >}} b.\n\n{% include tea.html %}\n\n**c**\n"
    files = {
        "a.md": post(title="Tea", date="2021-04-07") + body,
        "b.md": "Title: Plain\nDate: 2021-04-08\n\n" + body,
    }
    site = build(files, **PLUGIN)
    (line,) = site.warnings
    assert "a.md:7:3: text: found the shortcode '{{< youtube w7" in line
    assert "and 1 other, expected Markdown" in line
    page = site.pages["tea.html"]
    assert "A {{&lt; youtube w7Ft2ymGmfc &gt;}} b." in page
    assert "{% include tea.html %}" in page
    assert "<strong>c</strong>" in page


FUTURE = {"date": "2999-01-02T03:04:05Z", "permalink": "/there/"}


def drafts(site: Site) -> list[str]:
    """Return the titles of drafts, which are nowhere else."""
    assert "there/index.html" not in site.pages
    return [each.title for each in site.articles if each.status == "draft"]


@pytest.mark.parametrize(
    "keys",
    [
        FUTURE,
        {"date": "2021-04-07", "publishDate": "2999-01-02", "permalink": "/there/"},
    ],
)
def test_a_post_waits_for_its_day(build, keys):
    files = {"a.md": post(title="Tea", **keys)}
    site = moved(build, files, WITH_FUTURE_DATES=False)
    assert drafts(site) == ["Tea"]
    assert any("a.md: a draft until its day, 2999-01-02" in line for line in told(site))
    site = moved(build, files)
    assert addresses(site) == {"Tea": "/there/"}
    assert not any("a draft" in line for line in told(site))


def test_a_digest_waits_for_its_day(build):
    later = yaml_digest("2999-01-02")
    files = {"hotpapers/2999-01-02.yaml": later, "b.md": "Title: B\nDate: 2999-01-02\n"}
    site = moved(build, files, WITH_FUTURE_DATES=False)
    assert len(drafts(site)) == len(site.articles)
    (line,) = (line for line in told(site) if "a draft until" in line)
    assert "2999-01-02.yaml: a draft until its day, 2999-01-02" in line


@pytest.mark.parametrize("folder", ["", "pages/"])
@pytest.mark.parametrize("key", ["expiryDate", "unpublishdate"])
def test_a_post_that_expired_is_a_draft(build, folder, key):
    keys = {"date": "2021-04-07", "permalink": "/there/", key: "2021-05-01"}
    site = moved(build, {f"{folder}a.md": post(title="Tea", **keys)})
    assert drafts(site) == ["Tea"] * (not folder)
    assert f"drafts/{folder}tea.html" in site.pages
    assert any(
        "a.md: a draft, for it expired on 2021-05" in line for line in told(site)
    )


def test_drafts_of_jekyll_are_drafts(build):
    site = moved(build, {"_drafts/tea.md": post(title="Tea", permalink="/there/")})
    assert drafts(site) == ["Tea"]


def told(site: Site) -> list[str]:
    return site.lines(logging.INFO)


KEYS = {
    "gatsby": """
template: post
slug: /tea
category: Drinks
tags: [green, black]
description: "Of tea & more"
socialImage: /media/tea.jpg
featuredImage: ./cup.png
author: Ada
keywords: [tea, milk]
""",
    "jekyll": """
layout: post
permalink: /tea/
categories: [Drinks, Hot]
tags: [green, black]
excerpt: About *tea*.
image: {path: /media/tea.jpg, alt: A cup}
thumbnail: /media/small.jpg
author: {name: Ada, url: /ada/}
last_modified_at: 2021-05-01
toc: true
comments: false
""",
    "hugo": """
type: posts
layout: single
url: /tea/
linkTitle: T
categories: [Drinks]
tags: [green, black]
series: [Drinks of the world]
keywords: [tea, milk]
authors: [Ada]
summary: About *tea*.
images: [/media/tea.jpg]
cover: {image: cup.png, relative: true}
weight: 10
lastmod: 2021-05-01
menu: {main: {weight: 5}}
cascade: [{x: y}]
params: {math: true}
outputs: [html, rss]
resources: [{src: cup.png}]
isCJKLanguage: false
markup: md
""",
}


@pytest.mark.parametrize("theme", ["simple", "notmyidea"])
@pytest.mark.parametrize("generator", KEYS)
def test_keys_arrive_or_do_no_harm(build, generator, theme):
    head = f"title: Tea\ndate: 2021-04-07{KEYS[generator]}"
    files = {"tea.md": f"---\n{head}---\n\nAbout **tea**.\n"}
    site = moved(build, files, THEME=theme, FEED_ALL_ATOM="feed.xml")
    (article,) = site.articles
    page = site.pages[article.save_as]
    assert "About <strong>tea</strong>." in page
    assert article.url in ("tea.html", "tea/")
    assert (str(article.category), str(article.author)) == ("Drinks", "Ada")
    assert {str(tag) for tag in article.tags} >= {"green", "black"}
    assert article.template == "article"
    written = yaml.safe_load(head)
    for key in written.keys() & {"image", "images", "cover", "keywords", "params"}:
        assert getattr(article, key) == written[key]
    if generator == "hugo":
        assert (article.weight, article.type) == ("10", "posts")
    else:
        assert "Of tea &amp; more" in page or article.summary.strip()


def own_posts() -> dict[str, str | bytes]:
    """Return the posts of a small Hot Papers blog, one of them saved wrongly once."""
    posts = {
        f"2021-04-0{day}": hot_post(section(1, title="The Krämer bound"), section(2))
        for day in range(1, 6)
    }
    posts = {day: text.replace("2021-04-07", day) for day, text in posts.items()}
    posts["2021-04-03"] = posts["2021-04-03"].encode().decode("mac_roman")
    return {f"posts/{day}---Hot-Papers.md": text for day, text in posts.items()}


def seed_posts() -> dict[str, str | bytes]:
    files = {
        f"posts/{path.name}": path.read_bytes() for path in SEED_POSTS.glob("*.md")
    }
    assert files, f"there are no posts in {SEED_POSTS}"
    return files


@pytest.mark.parametrize(
    "posts", [own_posts, pytest.param(seed_posts, marks=pytest.mark.seed_posts)]
)
def test_the_whole_move_of_a_hot_papers_blog(build, posts):
    old = posts()
    files = {
        **old,
        "hotpapers/2026-11-27.yaml": yaml_digest("2026-11-27"),
        "media/flying-marine.jpg": CUP,
        "blog/moved/index.md": with_links("![a](cup.png)", aliases="[/new-blog/]"),
        "blog/moved/cup.png": CUP,
        "pages/about.md": post(title="About"),
    }
    settings = told_by_the_manual("Gatsby", 0, 1) | told_by_the_manual("One category")
    site = moved(build, files, **settings, HOTPAPERS_PAGES="papers")

    digests = [each for each in site.articles if hasattr(each, "digest")]
    days = {re.findall(r"\d{4}-\d\d-\d\d", path)[0] for path in (*old, "2026-11-27")}
    assert {article.url for article in digests} == {
        f"posts/hot-papers-{day}/" for day in days
    }
    assert {str(article.category) for article in digests} == {"arXiv"}
    for digest in digests:
        page = site.pages[digest.save_as]
        papers = page.count('<article class="hotpapers-paper"')
        assert papers == len(digest.digest.papers) > 0
        assert "√" not in page
        assert digest.url in site.pages["rss.xml"]
    assert redirect(site, "new-blog/index.html") == "https://tea.example/posts/tea/"
    assert {
        "posts/tea/cup.png",
        "media/flying-marine.jpg",
        "about/index.html",
        "papers/index.html",
    } <= set(site.pages)
