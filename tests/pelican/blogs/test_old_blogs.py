"""A blog moves from Jekyll, Hugo or Gatsby, and readers find all where it was."""

from __future__ import annotations

import logging
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import SEED_POSTS
from hot_posts import post as hot_post
from hot_posts import section, yaml_digest

Site = Any  # what the fixture `build` of conftest.py gives

PAGE = Path(__file__).parents[3] / "example_site" / "content" / "pages" / "old-blog.md"
PLUGIN = {
    "PLUGINS": ["pelican_hotpapers"],
    "SITEURL": "https://tea.example",
    "USE_FOLDER_AS_CATEGORY": False,
    "HOTPAPERS_PAGES": "",
}


def told_by_the_manual(heading: str, *numbers: int) -> dict[str, Any]:
    """Return the settings that the manual has below a heading, by its examples."""
    section = re.split(
        r"^#+ ", PAGE.read_text("utf-8").split(f"# {heading}\n")[1], flags=re.M
    )[0]
    examples = re.findall(r"```python\n(.*?)```", section, re.S)
    found: dict[str, Any] = {}
    for number in numbers or (0,):
        exec(examples[number], found)  # noqa: S102 - the manual's own
    return {name: value for name, value in found.items() if name.isupper()}


def moved(build: Any, files: dict[str, str | bytes], **settings: Any) -> Site:
    """Build the site that a blog has become."""
    site = build(files, **{**PLUGIN, **settings})
    assert (site.errors, site.warnings) == ([], [])
    return site


def post(**keys: str) -> str:
    """Return a post with front matter as blogs have it."""
    head = "".join(f"{key}: {value}\n" for key, value in keys.items())
    return f"---\n{head}---\n\nAbout {keys['title']}.\n"


def addresses(site: Site) -> dict[str, str]:
    """Return where each article is linked to, by its title, and that it is there."""
    found = {}
    for article in site.articles:
        assert article.title in site.pages[article.save_as]
        assert f'href="https://tea.example/{article.url}"' in site.pages["index.html"]
        found[article.title] = f"/{article.url}"
    return found


# Addresses


def test_a_blog_of_jekyll_keeps_its_addresses(build):
    files = {
        "_posts/2021-04-07-Warm-tea.md": post(layout="post", title="Warm tea"),
        "_posts/2021-04-08-two.md": post(
            layout="post",
            title="In two",
            date="2021-04-09 10:00:00 +0000",
            categories="hot Drinks",
        ),
        "_posts/2021-04-10-own.md": post(title="Of its own", permalink="/own/"),
        "_posts/2021-04-11-pattern.md": post(
            title="By a pattern", permalink="/:year/:title/"
        ),
        "_posts/2021-04-12-named.md": post(title="Named", slug="by-its-slug"),
        "cakes/_posts/2021-04-13-scone.md": post(title="Scone"),
    }
    files["pages/about.md"] = post(title="About")
    files["assets/cup.png"] = CUP
    site = moved(build, files, **told_by_the_manual("Jekyll"))
    assert {"about/index.html", "assets/cup.png", "feed.xml"} <= set(site.pages)
    assert addresses(site) == {
        "Warm tea": "/2021/04/07/Warm-tea.html",
        "In two": "/hot/drinks/2021/04/09/two.html",
        "Of its own": "/own/",
        "By a pattern": "/2021/pattern/",
        "Named": "/2021/04/12/by-its-slug.html",
        "Scone": "/cakes/2021/04/13/scone.html",
    }


def test_a_blog_of_hugo_keeps_its_addresses(build):
    files = {
        "posts/Warm tea.md": post(title="Warm tea", date="2021-04-07"),
        "posts/cold/index.md": post(title="Cold tea", date="2021-04-08"),
        "posts/_index.md": post(title="All posts"),
        "notes/of/milk.md": post(title="Milk", date="2021-04-09", slug="Oat"),
        "notes/url.md": post(title="Elsewhere", date="2021-04-10", url="else/where"),
    }
    files["notes/json.md"] = (
        '{\n  "title": "Jam", "tags": ["Red"], "date": "2021-04-11"\n}'
    )
    site = moved(build, files, **told_by_the_manual("Hugo"))
    assert {"tags/red/index.html", "index.xml"} <= set(site.pages)
    assert addresses(site) == {
        "Warm tea": "/posts/warm-tea/",
        "Cold tea": "/posts/cold/",
        "Milk": "/notes/of/Oat/",
        "Elsewhere": "/else/where/",
        "Jam": "/notes/json/",
    }


def test_a_translation_of_hugo_is_in_the_folder_of_its_language(build):
    files = {
        "posts/tea.md": post(title="Tea", date="2021-04-07", slug="tea"),
        "posts/tee.md": post(title="Tee", date="2021-04-07", slug="tea", lang="de"),
    }
    site = moved(build, files, HOTPAPERS_PERMALINK="/posts/:slug/")
    assert {article.url for article in site.articles} == {"posts/tea/", "de/posts/tea/"}


@pytest.mark.parametrize(
    ("examples", "there"),
    [
        ((0,), {"Tea": "/Warm-Tea/", "Cup": "/2021-04-08---Cup/"}),
        ((0, 1), {"Tea": "/posts/given/", "Cup": "/posts/cup/"}),
    ],
)
def test_a_blog_of_gatsby_keeps_its_addresses(build, examples, there):
    files = {
        "blog/Warm-Tea/index.md": post(title="Tea", date="2021-04-07", slug="/given"),
        "blog/2021-04-08---Cup.md": post(title="Cup", date="2021-04-08T10:15:27.Z"),
        "media/cup.png": CUP,
    }
    site = moved(build, files, **told_by_the_manual("Gatsby", *examples))
    assert {"media/cup.png", "rss.xml"} <= set(site.pages)
    assert addresses(site) == there


def test_digests_stand_beside_other_posts(build):
    files = {
        "posts/2021-04-07---Hot-Papers.md": hot_post(section(1)),
        "hotpapers/2021-04-09.yaml": yaml_digest("2021-04-09"),
        "posts/plain.md": "Title: Plain\nDate: 2021-04-08\n\nText\n",
        "pages/about.md": post(title="About"),
    }
    site = moved(build, files, HOTPAPERS_PERMALINK="/posts/:slug/")
    assert {article.url for article in site.articles} == {
        "posts/hot-papers-2021-04-07/",
        "posts/hot-papers-2021-04-09/",
        "plain.html",
    }
    assert "pages/about.html" in site.pages


@pytest.mark.parametrize("wrong", ["/:year/", ":title", "/:nonsense/:title/"])
def test_a_wrong_pattern_is_told_and_not_used(build, wrong):
    files = {"a.md": post(title="Tea", date="2021-04-07")}
    site = build(files, **PLUGIN, HOTPAPERS_PERMALINK=wrong)
    assert f"HOTPAPERS_PERMALINK: found '{wrong}', expected " in site.errors[0]
    assert "tea.html" in site.pages


def test_an_address_of_its_own_comes_first(build):
    own = hot_post(section(1)).replace("draft: false", "permalink: /own/")
    files = {
        "a.md": own,
        "pages/b.md": post(title="About", permalink="/about-us/"),
    }
    settings = {"HOTPAPERS_URL": "x/{slug}", "HOTPAPERS_SAVE_AS": "x/{slug}.html"}
    site = moved(build, files, HOTPAPERS_PERMALINK="/:slug/", **settings)
    assert {"own/index.html", "about-us/index.html"} <= set(site.pages)
    assert not any(page.startswith("x/") for page in site.pages)


def test_a_draft_keeps_from_its_address(build):
    files = {"a.md": post(title="Tea", date="2021-04-07", draft="true")}
    site = moved(build, files, HOTPAPERS_PERMALINK="/:title/")
    assert "tea/index.html" not in site.pages
    assert "drafts/tea.html" in site.pages


# Where posts were before


def redirect(site: Site, place: str) -> str:
    """Return where the page at a former address leads to."""
    page = site.pages[place]
    (target,) = re.findall(r'<link rel="canonical" href="([^"]*)">', page)
    assert f'<meta http-equiv="refresh" content="0; url={target}">' in page
    assert '<meta name="robots" content="noindex">' in page
    assert f'<a href="{target}">' in page
    assert "<script" not in page
    return target


def test_former_addresses_of_hugo_lead_to_the_post(build):
    aliases = "[/old/, /older/tea.html, /oldest, near, ../up/, /t%20e%C3%A4/]"
    files = {
        "posts/tea/index.md": post(title="Tea", date="2021-04-07", aliases=aliases),
        "pages/about.md": post(title="About", aliases="/who/"),
        "posts/draft.md": post(title="D", draft="true", aliases="/draft/"),
    }
    site = moved(build, files, HOTPAPERS_PERMALINK="/:section/:contentbasename/")
    places = ("old/", "oldest/", "posts/near/", "up/", "t eä/")
    for place in ("older/tea.html", *(f"{place}index.html" for place in places)):
        assert redirect(site, place) == "https://tea.example/posts/tea/"
    assert redirect(site, "who/index.html") == "https://tea.example/pages/about.html"
    assert not any(place.startswith("draft/") for place in site.pages)


@pytest.mark.parametrize("written", ["/old/", "old/", "\n- /old/"])
def test_former_addresses_of_jekyll_lead_to_the_post(build, written):
    files = {
        "_posts/2021-04-07-tea.md": post(
            title="\"<b>Tea</b> & 'milk'\"", redirect_from=written
        )
    }
    site = build(files, **PLUGIN)
    assert redirect(site, "old/index.html") == "https://tea.example/tea-milk.html"
    assert "<title>Tea &amp; &#39;milk&#39;</title>" in site.pages["old/index.html"]


def test_former_addresses_of_a_digest_lead_to_it(build):
    text = hot_post(section(1)).replace("draft: false", "aliases: [/hot/]")
    files = {"a.md": text, "hotpapers/2021-04-09.json": JSON_DIGEST}
    site = moved(build, files)
    there = "https://tea.example/hot-papers-2021-04-"
    assert redirect(site, "hot/index.html") == f"{there}07.html"
    assert redirect(site, "nine/index.html") == f"{there}09.html"


JSON_DIGEST = """{
  "date": "2021-04-09",
  "papers": [{"arxiv_id": "2104.00009", "title": "A Paper"}],
  "extra": {"redirect_from": ["/nine/"]}
}"""


def test_redirects_are_relative_where_the_site_is(build):
    files = {
        "a.md": post(title="Tea", date="2021-04-07", aliases="[/a/b/c/]"),
        "hotpapers/2021-04-09.json": JSON_DIGEST,
    }
    relative = {"RELATIVE_URLS": True, "SITEURL": "", "HOTPAPERS_PAGES": "papers"}
    site = moved(build, files, **relative)
    assert redirect(site, "a/b/c/index.html") == "../../../tea.html"


def test_a_theme_may_have_its_own_redirects(build, tmp_path):
    template = tmp_path / "overrides" / "hotpapers" / "redirect.html"
    template.parent.mkdir(parents=True)
    template.write_text("Gone to {{ target.title }}")
    files = {"a.md": post(title="Tea", date="2021-04-07", aliases="[/a/]")}
    folders = [str(template.parents[1])]
    site = moved(build, files, THEME_TEMPLATES_OVERRIDES=folders)
    assert site.pages["a/index.html"] == "Gone to Tea"


TAKEN = {
    "/tea.html": "tea.html",
    "/index.html": "index.html",
    "/tag/a.html": "tag/a.html",
    "/feeds/all.atom.xml/x/": "feeds/all.atom.xml/x/index.html",
    "/images/": "images/index.html",
    "/papers/": "papers/index.html",
    "/papers/2021-04-09.bib": "papers/2021-04-09.bib/index.html",
    "/theme/hotpapers/hotpapers.css": "theme/hotpapers/hotpapers.css/index.html",
    "/TEA.html": "TEA.html",
    "/milk.html": "milk.html",
}


def test_no_redirect_is_where_something_else_is(build):
    milk = {"title": "Milk", "date": "2021-04-07"}
    files = {
        "a.md": post(title="Tea", date="2021-04-07", tags="a"),
        "hotpapers/2021-04-09.yaml": yaml_digest("2021-04-09"),
        "images/index.html/cup.png": CUP,
    }
    settings = {
        **PLUGIN,
        "FEED_ALL_ATOM": "feeds/all.atom.xml",
        "HOTPAPERS_PAGES": "papers",
    }
    without = build(files | {"b.md": post(**milk)}, **settings)
    milk["aliases"] = f"[{', '.join(TAKEN)}]"
    site = build(files | {"b.md": post(**milk)}, **settings)
    assert site.pages.keys() == without.pages.keys()
    assert not any("http-equiv" in page for page in site.pages.values())
    assert [
        line.partition("aliases: found ")[2].split(",")[0] for line in site.warnings
    ] == [*TAKEN.values()]


def test_of_two_with_one_former_address_the_first_has_it(build):
    files = {
        f"{name}.md": post(title=name, date="2021-04-07", aliases="[/old/, /old]")
        for name in "ba"
    }
    site = build(files, **PLUGIN)
    assert redirect(site, "old/index.html") == "https://tea.example/a.html"
    (line,) = site.warnings
    assert "b.md: aliases: found old/index.html, which belongs to the redirect" in line


@pytest.mark.parametrize(
    "address",
    [
        *("../out/", "/../../out", "..%2F..%2Fout", "a\\..\\..\\b", "/", ".", "''"),
        *("https://x.example/a", "//x.example/a", "/a?b=c", "/a#b", "/%0a/", "[a, b]"),
        "/" + "x" * 300,
    ],
)
def test_former_addresses_are_within_the_site(build, address):
    files = {"a.md": post(title="Tea", date="2021-04-07", aliases=f"[{address}, /b/]")}
    site = build(files, **PLUGIN)
    assert "b/index.html" in site.pages
    assert sum("http-equiv" in page for page in site.pages.values()) == 1
    if address != "''":
        (line,) = site.errors
        assert "a.md:4:11: aliases[0]: found " in line


# Files beside a post


CUP, POT = b"a cup", b"a pot"


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


# Shortcodes


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


# When


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


# Keys


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


# All of it


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
