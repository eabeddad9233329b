"""No digest takes another's place in the output, whatever it says of its own."""

import re
import shutil
from pathlib import PurePosixPath

import pytest
from hot_posts import post, section, yaml_digest
from pelican.generators import ArticlesGenerator
from pelican.plugins import signals

PLUGIN = {"PLUGINS": ["pelican_hotpapers"], "SITEURL": "https://hotpapers.example"}
DAY = "2021-04-09"

SITE = {
    "one.md": "Title: One\nDate: 2021-01-01\nCategory: Own\nTags: own\nAuthors: Ada"
    "\n\n[File]({attach}files/attached.txt)",
    "two.md": "Title: Two\nDate: 2021-02-01\nCategory: Own\nTags: own\nAuthors: Ada"
    "\n\nX",
    "zwei.md": "Title: Zwei\nSlug: two\nLang: de\nDate: 2021-02-01\nCategory: Own\n\n",
    "hidden.md": "Title: Hidden\nStatus: hidden\nDate: 2021-01-01\n\nX",
    "draft.md": "Title: Draft\nStatus: draft\nDate: 2021-01-01\n\nX",
    "pages/page.md": "Title: Page\n\nX",
    "pages/seite.md": "Title: Seite\nSlug: page\nLang: de\n\nX",
    "pages/hidden.md": "Title: Hidden page\nStatus: hidden\n\nX",
    "pages/draft.md": "Title: Draft page\nStatus: draft\n\nX",
    "images/picture.txt": "X",
    "files/attached.txt": "X",
    "start.tpl": "X",
}
SETTINGS = {
    **PLUGIN,
    "DEFAULT_PAGINATION": 1,
    "TEMPLATE_PAGES": {"start.tpl": "made/start.html"},
    "OUTPUT_SOURCES": True,
    "FEED_ATOM": "feeds/some.atom.xml",
    "FEED_RSS": "feeds/some.rss.xml",
    "FEED_ALL_ATOM": "feeds/all.atom.xml",
    "FEED_ALL_RSS": "feeds/all.rss.xml",
    **{
        f"{of}_FEED_{kind}": f"feeds/{of}-{{slug}}.{kind}.xml"
        for of in ("CATEGORY", "TAG", "AUTHOR")
        for kind in ("ATOM", "RSS")
    },
    **{
        f"TRANSLATION_FEED_{kind}": f"feeds/all-{{lang}}.{kind}.xml"
        for kind in ("ATOM", "RSS")
    },
    "YEAR_ARCHIVE_SAVE_AS": "{date:%Y}/index.html",
    "MONTH_ARCHIVE_SAVE_AS": "{date:%Y/%m}/index.html",
    "DAY_ARCHIVE_SAVE_AS": "{date:%Y/%m/%d}/index.html",
}


def digest(save_as, day=DAY, **extra):
    """A data file whose page is to be there."""
    lines = [f"  {key}: '{value}'\n" for key, value in extra.items()]
    front = f"extra:\n  save_as: '{save_as}'\n{''.join(lines)}"
    return f"{yaml_digest(day)}slug: digest-{abs(hash(save_as))}\n{front}"


def as_is(path):
    return path


def below(path):
    return f"{path}/index.html"


def in_capitals(path):
    return path.upper()


def folder_of(path):
    return str(PurePosixPath(path).parent)


KINDS = (
    *("one.html", "two-de.html", "hidden.html", "drafts/draft.html"),
    *("pages/page.html", "pages/page-de.html", "pages/hidden-page.html"),
    *("drafts/pages/draft-page.html", "one.text", "made/start.html"),
    *("index.html", "index2.html", "archives.html", "tags.html"),
    *("category/own2.html", "tag/own2.html", "author/ada2.html"),
    *("2021/index.html", "2021/02/index.html", "2021/02/01/index.html"),
    *("feeds/some.rss.xml", "feeds/all.atom.xml", "feeds/all-de.RSS.xml"),
    *("feeds/CATEGORY-own.ATOM.xml", "feeds/TAG-own.RSS.xml"),
    *("feeds/AUTHOR-ada.ATOM.xml", "images/picture.txt", "files/attached.txt"),
    "theme/hotpapers/hotpapers.css",
)


@pytest.mark.parametrize("place", [as_is, below, in_capitals, folder_of])
def test_no_digest_takes_a_place_of_the_sites_own(build, place):
    """Every file of a site is asked for by a digest; not one of them changes."""
    own = build(SITE, **SETTINGS).pages
    assert set(KINDS) <= set(own)
    wanted = sorted({place(path) for path in own} - {"."})
    files = {
        f"hotpapers/{number}.yaml": digest(path) for number, path in enumerate(wanted)
    }
    site = build({**SITE, **files}, **SETTINGS)
    assert site.pages == own
    assert site.errors == []
    assert len(site.warnings) == len(wanted)
    for path in wanted:
        (line,) = (line for line in site.warnings if f" {path}, which " in line)
        assert re.search(r"hotpapers/\d+\.yaml:7:12: save_as: found the output ", line)
        assert line.endswith(
            ", expected one of its own. This file is not published; give it another "
            "slug or save_as"
        )


def test_every_list_of_the_theme_is_rid_of_a_digest_without_a_place(build):
    more = "extra: {save_as: one.html, category: New, tags: [new], authors: [New]}\n"
    files = {"hotpapers/2022-01-01.yaml": yaml_digest("2022-01-01") + more}
    site = build({**SITE, **files}, **SETTINGS)
    assert len(site.warnings) == 1
    assert not [name for name in site.pages if "new" in name or "2022" in name]
    assert not [name for name, text in site.pages.items() if "2022-01-01" in text]


@pytest.mark.parametrize("slug", ["pages/page", "category/own", "index"])
def test_a_slug_is_told_where_it_is(build, slug):
    text = f"date: {DAY}\ntitle: X\nslug: {slug}\npapers: []\n"
    site = build({**SITE, "hotpapers/a.yaml": text}, **SETTINGS)
    (line,) = site.warnings
    assert "hotpapers/a.yaml:3:7: slug: found the output path " in line


ORDINARY = {
    "one.md": "Title: One\nDate: 2021-01-01\nCategory: Own\n\nX",
    "pages/page.md": "Title: Page\n\nX",
    "pages/year.md": "Title: Year\nsave_as: 2022.html\n\nX",
}
FEEDS = {
    "FEED_ALL_ATOM": "feeds/all.atom.xml",
    "CATEGORY_FEED_ATOM": "feeds/{slug}.xml",
}


@pytest.mark.parametrize(
    ("settings", "extra"),
    [
        ({"CATEGORY_FEED_ATOM": "feeds/{slug}.atom.xml"}, {"category": "all"}),
        ({"TAG_FEED_ATOM": "feeds/{slug}.atom.xml"}, {"tags": "all"}),
        ({"TAG_FEED_ATOM": "feeds/{slug}.xml"}, {"tags": "own"}),
        ({"TAG_SAVE_AS": "pages/{slug}.html"}, {"tags": "page"}),
        ({"CATEGORY_SAVE_AS": "{slug}.html"}, {"category": "index"}),
        ({"CATEGORY_SAVE_AS": "{slug}.html"}, {"category": "one"}),
        ({"AUTHOR_SAVE_AS": "{slug}.html"}, {"authors": "one"}),
        ({"TAG_SAVE_AS": "category/{slug}.html"}, {"tags": "own"}),
        ({"TAG_SAVE_AS": "{slug}"}, {"tags": "category"}),
        ({"YEAR_ARCHIVE_SAVE_AS": "{date:%Y}.html"}, {"save_as": "here.html"}),
    ],
    ids=str,
)
def test_a_digest_brings_no_page_or_feed_in_the_way(build, settings, extra):
    """It is published, without the page of what it is filed under."""
    settings = {**PLUGIN, **FEEDS, **settings}
    before = build(ORDINARY, **settings)
    more = "".join(f"  {key}: '{value}'\n" for key, value in extra.items())
    text = f"{yaml_digest('2022-01-01')}slug: here\nextra:\n{more}"
    after = build({**ORDINARY, "hotpapers/a.yaml": text}, **settings)
    assert after.errors == []
    (line,) = after.warnings
    assert "hotpapers/a.yaml:" in line
    assert line.endswith("It gets no page and no feed; give it another name")
    assert "here.html" in after.pages
    for name, title in (("one", "One"), ("pages/page", "Page"), ("2022", "Year")):
        assert f"<title>A Pelican Blog - {title}</title>" in after.pages[f"{name}.html"]
    assert set(before.pages) <= set(after.pages)


def test_a_language_whose_feed_has_no_place_leaves_its_digests_out(build):
    feeds = {
        "CATEGORY_FEED_ATOM": "feeds/{slug}.atom.xml",
        "TRANSLATION_FEED_ATOM": "feeds/all-{lang}.atom.xml",
    }
    own = {"a.md": "Title: A\nDate: 2021-01-01\nCategory: all fr\n\nX"}
    text = f"{yaml_digest()}extra: {{lang: fr}}\n"
    site = build({**own, "hotpapers/a.yaml": text}, **PLUGIN, **feeds)
    (line,) = site.warnings
    assert "feeds/all-fr.atom.xml, which belongs to the category 'all fr'" in line
    assert site.errors == []
    assert [article.title for article in site.articles] == ["A"]


def test_tags_whose_later_pages_clash_end_no_build(build):
    """Page 2 of the tag X5 is the tag X52, by Pelican's own names."""
    files = {
        f"hotpapers/2021-04-{day:02}.yaml": f"{yaml_digest(f'2021-04-{day:02}')}"
        "extra: {tags: [X5, X52]}\n"
        for day in (1, 2)
    }
    site = build(files, **PLUGIN, DEFAULT_PAGINATION=1)
    assert site.errors == []
    (line,) = site.warnings
    assert "tags: found the tag 'X5" in line
    assert len(site.articles) == 2


# Among digests


def test_of_digests_with_one_place_one_is_published_and_the_others_told(build):
    by_hand = post(section(1, title="By Hand"))
    files = {
        "b.md": by_hand,
        "a.md": by_hand.replace("By Hand", "By Ada"),
        "c.md": by_hand.replace('slug: "hot', 'save_as: A.html\nslug: "c-hot'),
        "hotpapers/2021-04-08.yaml": digest("a.html", "2021-04-08"),
    }
    site = build(files, **PLUGIN)
    assert site.errors == []
    ours = [line for line in site.warnings if "expected one of its own" in line]
    lost = [re.search(r"([\w/-]+\.\w+):\d+:\d+: (\w+):", line) for line in ours]
    assert [found[1].rpartition("/")[2] for found in lost] == [
        "b.md",
        "2021-04-08.yaml",
    ]
    assert [found[2] for found in lost] == ["slug", "save_as"]
    assert "By Ada" in site.pages["hot-papers-2021-04-07.html"]
    assert {article.slug for article in site.articles} == {
        "hot-papers-2021-04-07",
        "c-hot-papers-2021-04-07",
    }
    assert all(article.translations == [] for article in site.articles)


def test_a_digest_among_the_pages_takes_no_place_either(build):
    def page(**front):
        lines = "".join(f"{key}: {value}\n" for key, value in front.items())
        return post(section(1)).replace('slug: "hot-papers-2021-04-07"\n', lines)

    pages = {
        "pages/a.md": page(slug="one", save_as="one.html"),
        "pages/b.md": page(slug="kept"),
        "pages/c.md": page(slug="lost", save_as="pages/kept.html"),
        "pages/d.md": page(slug="lost-too", save_as="index.html"),
    }
    own = build(SITE, **SETTINGS).pages
    site = build({**SITE, **pages}, **SETTINGS)
    assert site.errors == []
    assert len(site.warnings) == len(pages) - 1
    assert "<title>A Pelican Blog - One</title>" in site.pages["one.html"]
    assert site.pages["index.html"].count("Hot Papers 2021-04-07") == 1  # in the menu
    assert "hotpapers-paper" in site.pages["pages/kept.html"]
    assert set(site.pages) == {*own, "pages/kept.html", "pages/kept.text"}


# Ours


def test_what_is_ours_yields_to_digests_and_files_of_the_site(build):
    """Each file of ours is asked for: half by digests, half by the site's files."""
    papers = {"hotpapers/2021-04-09.yaml": yaml_digest()}
    ours = [name for name in build(papers, **PLUGIN).pages if name.startswith("papers")]
    by_digest, by_site = ours[::2], ours[1::2]
    files = {
        f"hotpapers/2021-01-{day:02}.yaml": (
            f"date: 2021-01-{day:02}\npapers: []\nextra: {{save_as: {name}}}\n"
        )
        for day, name in enumerate(by_digest, 1)
    }
    static = {f"extra/{number}.txt": "Mine." for number in range(len(by_site))}
    places = {path: {"path": name} for path, name in zip(static, by_site, strict=True)}
    site = build(
        {**papers, **files, **static},
        **PLUGIN,
        STATIC_PATHS=["extra"],
        EXTRA_PATH_METADATA=places,
    )
    assert site.errors == []
    assert len(site.warnings) == len(ours)
    for name in by_site:
        assert site.pages[name] == "Mine."
    for name in by_digest:
        assert 'class="hotpapers-digest"' in site.pages[name]
    for name in ours:
        (line,) = (line for line in site.warnings if line.startswith(f"{name} "))
        assert line.endswith("HOTPAPERS_PAGES names another folder for ours")


def test_two_of_ours_have_one_address_and_the_first_is_written(build):
    paper = "- arxiv_id: author-ada/0001001\n  title: A Paper\n  authors: [Ada 0001001]"
    text = f"date: {DAY}\npapers:\n{paper}\n"
    site = build({"hotpapers/a.yaml": text}, **PLUGIN, HOTPAPERS_AUTHOR_PAGES=1)
    assert site.errors == []
    place = "papers/author-ada-0001001"
    assert site.warnings[0] == (
        f"{place}.html belongs to our page 'Ada 0001001'. So our page 'A Paper' is not "
        "written: give one of the two another name"
    )
    assert all(line.startswith(f"{place}.") for line in site.warnings)
    assert ">Ada 0001001</h" in site.pages[f"{place}.html"]


def test_a_style_sheet_of_the_sites_own_stays(build):
    path = "theme/hotpapers/hotpapers.css"
    site = build(
        {"extra/mine.css": "mine", "hotpapers/2021-04-09.yaml": yaml_digest()},
        **PLUGIN,
        STATIC_PATHS=["extra"],
        EXTRA_PATH_METADATA={"extra/mine.css": {"path": path}},
    )
    assert site.pages[path] == "mine"
    assert site.warnings == site.errors == []


# Other generators


def test_a_second_generator_of_articles_finds_the_same_digests(build):
    """Plugins make one to read all articles for themselves, as for a search."""
    seen = []

    class Reads(ArticlesGenerator):
        def generate_context(self):
            super().generate_context()
            seen.append(sorted(article.slug for article in self.articles))

        def generate_output(self, writer):
            pass

    class Plugin:
        @staticmethod
        def register():
            signals.get_generators.connect(lambda _: Reads, weak=False)

    files = {
        "2021-04-07.md": post(section(1)),
        "hotpapers/2021-04-09.yaml": yaml_digest(),
        "hotpapers/2021-04-09.json": '{"date": "2021-04-09", "papers": []}',
        "hotpapers/2021-04-10.yaml": digest("index.html", "2021-04-10"),
    }
    plugins = {**PLUGIN, "PLUGINS": ["pelican_hotpapers", Plugin]}
    site = build(files, **plugins)
    alone = build(files, **PLUGIN)
    assert site.pages == alone.pages
    assert site.errors == []
    assert sorted(site.warnings) == sorted(alone.warnings)
    assert len(site.warnings) == 2
    assert len(seen[0]) == 3


def test_a_lost_file_whose_name_is_spelt_otherwise_now_is_no_matter(build):
    files = {"hotpapers/2021-04-09.yaml": yaml_digest(DAY)}
    settings = {**PLUGIN, "DELETE_OUTPUT_DIRECTORY": False}
    before = build(files, HOTPAPERS_PAGES="Papers", **settings)
    shutil.rmtree(before.output / "Papers")
    site = build(files, HOTPAPERS_PAGES="papers", **settings)
    assert "papers/index.html" in site.pages
    assert site.errors == []
