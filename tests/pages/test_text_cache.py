"""What pages are made of is kept from build to build, and never stale."""

from importlib.metadata import version

import pytest
from cached import entries, put
from hot_posts import yaml_digest

from pelican_hotpapers.storage import cache
from pelican_hotpapers.storage.cache import Cache, key_of
from pelican_hotpapers.storage.text_cache import CACHED, TextCache

SETTINGS = {"PLUGINS": ["pelican_hotpapers"], "SITEURL": "https://hotpapers.example"}
DAY = "papers/2021-04-09"
PAGES = ("papers/top.html", f"{DAY}.bib", f"{DAY}.ris", f"{DAY}.csl.json")
FEED = "papers/top.atom.xml"
DIGEST = "hotpapers/2021-04-09.yaml"
ENTRY = "templates/hotpapers/pages/entry.html"


@pytest.fixture
def kept_texts(tmp_path):
    return tmp_path / "cache/hotpapers" / key_of(CACHED.encode()).hex()


def shown(site):
    return {name: site.pages[name] for name in (*PAGES, FEED)}


def marked(kept_texts):
    """Put a mark into all that is kept, to see what is used again."""
    put([kept_texts], b"Kept", b"KEPT")


def digest(title="Kept"):
    return {DIGEST: yaml_digest(title=title)}


def test_what_was_made_is_used_again(build, kept_texts):
    before = shown(build(digest(), **SETTINGS))
    assert shown(build(digest(), **SETTINGS)) == before
    marked(kept_texts)
    after = build(digest(), **SETTINGS)
    assert all("KEPT" in after.pages[name] for name in PAGES)


def test_nothing_is_written_where_nothing_changed(build, kept_texts):
    build(digest(), **SETTINGS)
    before = kept_texts.stat()
    build(digest(), **SETTINGS)
    assert kept_texts.stat().st_mtime_ns == before.st_mtime_ns


@pytest.mark.parametrize("name", [*PAGES, FEED])
def test_another_title_is_shown(build, name):
    build(digest(), **SETTINGS)
    page = build(digest("Another"), **SETTINGS).pages[name]
    assert "Another" in page
    assert "Kept" not in page


def test_what_no_page_has_is_forgotten(build, kept_texts):
    build(digest(), **SETTINGS)
    build(digest("Another"), **SETTINGS)
    assert b"Kept" not in kept_texts.read_bytes()


@pytest.fixture
def upgrade(monkeypatch):
    """Have other versions of all packages; a process asks for them once."""

    def upgrade_all():
        monkeypatch.setattr(cache, "version", lambda name: f"{version(name)}.1")
        cache.versions.cache_clear()

    yield upgrade_all
    cache.versions.cache_clear()


def test_another_version_has_all_made_anew(build, tmp_path, upgrade):
    """Digests that were read, papers in listings, citations: each kind by itself."""
    before = shown(build(digest(), **SETTINGS))
    put(entries(tmp_path / "cache/hotpapers"), b"Kept", b"KEPT")
    upgrade()
    assert shown(build(digest(), **SETTINGS)) == before


@pytest.mark.parametrize(
    "change",
    [{"HOTPAPERS_CACHE": False}, {"CACHE_CONTENT": True}, {"HOTPAPERS_AUTHORS": 1}],
    ids=str,
)
def test_settings_have_the_papers_made_anew(build, kept_texts, change):
    build(digest(), **SETTINGS)
    marked(kept_texts)
    page = build(digest(), **SETTINGS, **change).pages["papers/top.html"]
    assert "Kept" in page
    assert "KEPT" not in page


def test_the_address_of_a_day_is_that_of_its_article(build):
    build(digest(), **SETTINGS)
    site = build(digest(), **SETTINGS, HOTPAPERS_URL="elsewhere/{slug}/")
    assert 'href="https://hotpapers.example/elsewhere/' in site.pages["papers/top.html"]


def theme(text):
    return {ENTRY: text}


def test_another_template_has_the_papers_made_anew(build):
    build(digest(), theme=theme("<p>one {{ entry.paper.title }}</p>"), **SETTINGS)
    site = build(digest(), theme=theme("<p>two</p>"), **SETTINGS)
    assert "<p>two</p>" in site.pages["papers/top.html"]


def test_a_template_that_sees_more_is_asked_each_time(build):
    names = theme("<p>{{ SITESUBTITLE }}, {{ days.values()|first }}</p>")
    build(digest(), theme=names, **SETTINGS, SITESUBTITLE="one")
    site = build(digest(), theme=names, **SETTINGS, SITESUBTITLE="two")
    assert "<p>two, " in site.pages["papers/top.html"]


def test_a_folder_that_cannot_be_written_costs_no_page(build, tmp_path):
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache/hotpapers").write_text("a file")
    site = build(digest(), **SETTINGS)
    assert "Kept" in site.pages["papers/top.html"]


def test_texts_of_another_kind_are_others(tmp_path):
    texts = TextCache(Cache(tmp_path))
    assert texts.text(b"bib", b"paper", lambda: "one") == "one"
    assert texts.text(b"ris", b"paper", lambda: "two") == "two"
    assert texts.text(None, b"paper", lambda: "three") == "three"
