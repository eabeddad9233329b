"""Addresses of old posts, and where they were before."""

from __future__ import annotations

import pytest
from hot_posts import post as hot_post
from hot_posts import section, yaml_digest
from old_blogs import CUP, PLUGIN, addresses, moved, post, redirect, told_by_the_manual


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
