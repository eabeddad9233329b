"""The example site: it builds in silence, says what it says it does, and is sound."""

from __future__ import annotations

import inspect
import json
import re
import shutil
from dataclasses import fields
from importlib.metadata import entry_points
from pathlib import Path
from urllib.parse import unquote, urldefrag
from xml.etree import ElementTree as ET

import pytest
from forked_calls import call
from jinja2 import Environment
from parsed_pages import SITE, Page
from pelican.settings import read_settings

from pelican_hotpapers import read_digest
from pelican_hotpapers.config import Config
from pelican_hotpapers.formats import records
from pelican_hotpapers.pelican.jinja_environment import TEMPLATES, install
from pelican_hotpapers.sources.entry_points import SIGNALS, SOURCES, installed_names

pytestmark = pytest.mark.xdist_group("the example site, built once")

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "example_site"
PACKAGE = ROOT / "pelican_hotpapers"
DIGESTS = sorted(
    [*EXAMPLE.glob("content/hotpapers/2*"), *EXAMPLE.glob("content/posts/*")]
)
NOT_COPIED = shutil.ignore_patterns("output", "cache", "__pycache__")
ATOM = "{http://www.w3.org/2005/Atom}"


def _build(output: Path, *options: str, settings: str, folder: Path) -> None:
    """Build the site as README says, in a fresh copy, and let a warning end it."""
    cache = json.dumps(f"{output}-cache")  # none of what an older plugin rendered
    command = ["pelican", "-s", settings, "-o", str(output), "--fatal", "warnings"]
    command += ["-e", f"CACHE_PATH={cache}", *options]
    status, printed = call(command, folder)
    assert status == 0, printed


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("example")
    _build(output, settings="example_site/pelicanconf.py", folder=ROOT)
    return output


@pytest.fixture(scope="module")
def pages(output: Path) -> dict[str, Page]:
    return _pages(output)


def _pages(output: Path) -> dict[str, Page]:
    return {
        name: Page(name, path.read_text("utf-8"))
        for path in output.rglob("*.html")
        for name in [path.relative_to(output).as_posix()]
    }


@pytest.fixture(scope="module")
def archive():
    return sorted(map(read_digest, DIGESTS), key=lambda digest: digest.date)


def _files(folder: Path) -> dict[str, bytes]:
    """Return all files, by their paths."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


# The build


def test_it_builds_the_same_from_inside_where_it_was_copied(output, tmp_path):
    copy = tmp_path / "site"
    shutil.copytree(EXAMPLE, copy, ignore=NOT_COPIED)
    _build(copy / "output", settings="pelicanconf.py", folder=copy)
    assert _files(copy / "output") == _files(output)


@pytest.fixture
def copied(tmp_path):
    """A copy of the site, of which a test takes something away."""
    shutil.copytree(EXAMPLE, tmp_path / "site", ignore=NOT_COPIED)
    return tmp_path / "site"


def test_it_builds_without_the_manual(copied):
    shutil.rmtree(copied / "content" / "pages")
    _build(copied / "output", settings="pelicanconf.py", folder=copied)
    left = _pages(copied / "output")
    assert "index.html" in left
    assert not any("Documentation" in page.text for page in left.values())
    assert _dead_links(left, copied / "output") == []


def test_it_builds_without_the_manual_and_without_digests(copied):
    for folder in ("pages", "posts", "hotpapers"):
        shutil.rmtree(copied / "content" / folder)
    (copied / "content" / "notes" / "one-like.md").unlink()
    _build(copied / "output", settings="pelicanconf.py", folder=copied)
    assert "coffee" in (copied / "output" / "index.html").read_text("utf-8")


def test_as_published_its_links_begin_with_its_address(tmp_path):
    _build(tmp_path, settings="example_site/publishconf.py", folder=ROOT)
    home = Page("index.html", (tmp_path / "index.html").read_text("utf-8"))
    address = read_settings(str(EXAMPLE / "publishconf.py"))["SITEURL"]
    assert home.loads
    assert all(load.startswith(f"{address}/") for load in home.loads)


# The pages


def test_every_digest_has_a_page_with_all_its_papers(pages, archive):
    for digest in archive:
        page = pages[f"{digest.slug}.html"]
        anchors = {i for i in page.ids if i.startswith("arxiv-")}
        assert anchors == {paper.anchor for paper in digest.papers}
        assert page.html.count("<blockquote") == sum(
            len(paper.posts) for paper in digest.papers
        )


def test_the_digests_show_the_variety_of_digests(archive):
    papers = [paper for digest in archive for paper in digest.papers]
    posts = [post for paper in papers for post in paper.posts]
    assert {path.suffix for path in DIGESTS} == {".md", ".json", ".yaml"}
    assert any(not digest.papers for digest in archive)
    assert any(not paper.posts for paper in papers)
    assert any(len(paper.posts) > 2 for paper in papers)
    assert any("$" in paper.title for paper in papers)
    assert any("/" in paper.arxiv_id for paper in papers)
    assert any(paper.code_url for paper in papers)
    assert any(paper.project_url for paper in papers)
    assert any(paper.signals for paper in papers)
    assert any(post.dir == "rtl" for post in posts)
    assert any(not post.html for post in posts)
    assert len({post.lang for post in posts if post.lang}) > 3
    assert {"x", "mastodon", "bluesky"} <= {post.platform for post in posts}


def test_home_shows_the_newest_digest(pages, archive):
    newest = archive[-1]
    home = pages["index.html"]
    address = f"{SITE}{newest.slug}.html"
    assert home.html.index(newest.date.isoformat()) < home.html.index("<ol")
    assert f"{address}#{newest.papers[0].anchor}" in home.links
    assert home.links.count(address) == 1


def test_only_the_first_page_of_home_shows_it(pages, archive):
    assert archive[-1].papers[0].anchor not in pages["index2.html"].html


def test_the_tag_pages_are_lists_and_no_home_pages(pages):
    tags = [page for name, page in pages.items() if name.startswith("tag/")]
    assert tags
    assert not any('class="latest"' in page.html for page in tags)


def test_every_link_within_the_site_leads_somewhere(pages, output):
    assert _dead_links(pages, output) == []


def test_the_documentation_is_one_click_away(pages):
    for page in pages.values():
        assert f"{SITE}docs/getting-started.html" in page.links, page.path


def _dead_links(pages: dict[str, Page], output: Path) -> list[tuple[str, str]]:
    return [
        (page.path, link)
        for page in pages.values()
        for link in [*page.links, *page.loads]
        if not _leads_somewhere(link, pages, output)
    ]


CITATION = "data:application/octet-stream,"
"""A file in a link, which is there already."""


def _leads_somewhere(link: str, pages: dict[str, Page], output: Path) -> bool:
    url, fragment = urldefrag(link)
    if not url.startswith(SITE):
        return url.startswith(("https://", "http://localhost:", CITATION))
    name = unquote(url.removeprefix(SITE))
    if not name or name.endswith("/"):
        name += "index.html"
    if not (output / name).is_file():
        return False
    return not fragment or unquote(fragment) in pages[name].ids


def test_the_check_of_links_finds_dead_ones(output):
    dead = ("none.html", "#none", "../index.html#none", "../none/", "javascript:1")
    html = "".join(f'<a href="{link}">A</a>' for link in dead)
    page = Page("docs/settings.html", html)
    for link in page.links:
        assert not _leads_somewhere(link, {page.path: page, "index.html": page}, output)


DATA_SCRIPT = '<script type="application/ld+json">'
"""What a page tells search engines; no browser runs it."""


def test_pages_load_nothing_from_elsewhere_and_run_scripts_of_ours_alone(pages):
    for page in pages.values():
        assert all(load.startswith(SITE) for load in page.loads), page.path
        scripts = re.findall(r"<script\b[^>]*>", page.html)
        run = [tag for tag in scripts if tag != DATA_SCRIPT]
        named = {re.search(r"/(?:hotpapers-)?(\w+)\.js", tag)[1] for tag in run}
        has_comforts = 'class="hotpapers-digest"' in page.html
        assert named <= {"comforts", "search"}, page.path
        assert ("search" in named) == (page.path == "papers/search.html"), page.path
        assert not has_comforts or "comforts" in named, page.path


def test_styles_load_nothing_from_elsewhere(output):
    styles = [path.read_text("utf-8") for path in output.rglob("*.css")]
    assert styles
    for style in styles:
        assert "@import" not in style
        assert not re.search(r"""url\((?!["']?data:)""", style)


def test_feeds_are_sound_and_hold_the_digests(output, archive):
    feeds = {path.name: ET.parse(path) for path in output.glob("feeds/*")}  # noqa: S314
    titles = {
        entry.findtext(f"{ATOM}title")
        for entry in feeds["all.atom.xml"].iter(f"{ATOM}entry")
    }
    assert {digest.title for digest in archive} <= titles
    for feed in feeds.values():
        assert feed.getroot().tag == f"{ATOM}feed"
        for entry in feed.iter(f"{ATOM}entry"):
            assert "hotpapers.css" not in (entry.findtext(f"{ATOM}content") or "")


def test_ordinary_articles_stand_beside_digests(pages, archive):
    by_header = pages["thirty-papers-one-coffee.html"]
    by_front_matter = pages["one-like.html"]
    assert "hotpapers-digest" not in by_header.html + by_front_matter.html
    addresses = {f"{SITE}{digest.slug}.html" for digest in archive}
    assert addresses & set(by_front_matter.links)


# The documentation


def test_every_setting_is_documented(pages):
    page = pages["docs/settings.html"]
    for setting in fields(Config):
        assert f"hotpapers_{setting.name}" in page.ids
        assert setting.metadata["meaning"].replace("`", "") in page.text


def test_every_heading_of_the_settings_can_be_linked_to(pages):
    page = pages["docs/settings.html"]
    groups = {setting.metadata["begins"] for setting in fields(Config)} - {""}
    linked = {urldefrag(link)[1] for link in page.links}
    assert {group.lower().replace(" ", "-") for group in groups} <= linked & page.ids


@pytest.mark.parametrize("group", [SOURCES, SIGNALS])
def test_every_option_of_every_source_is_documented(group, pages):
    page = pages["docs/sources.html"]
    assert installed_names(group)
    for name in installed_names(group):
        (entry,) = entry_points(group=group, name=name)
        _context, *options = inspect.signature(entry.load()).parameters
        assert options
        assert set(options) <= _described(page, f"options-of-{name}")


def _described(page: Page, heading: str) -> set[str]:
    """Return the names in the list below a heading."""
    below = page.html.split(f'id="{heading}"', 1)[1]
    listed = below.split("<ul>", 1)[1].split("</ul>", 1)[0]
    return set(re.findall(r"<li><strong><code>(.+?)</code></strong>", listed))


def test_every_secret_is_documented(pages):
    """Those that the code asks the environment for."""
    code = "".join(path.read_text("utf-8") for path in PACKAGE.glob("sources/**/*.py"))
    secrets = set(re.findall(r'(?:secret|environ\.get)\("([A-Z_]+)"', code))
    assert len(secrets) > 2
    assert secrets <= set(pages["docs/sources.html"].text.split())


def test_every_filter_is_documented(pages):
    page = pages["docs/filters-and-templates.html"]
    env = Environment()  # noqa: S701 - as Pelican's is
    before = set(env.filters)
    install(env, Config())
    for name in set(env.filters) - before:
        assert name in page.text.split(), name


def test_every_template_is_documented(pages):
    page = pages["docs/filters-and-templates.html"]
    for path in TEMPLATES.glob("hotpapers/**/*.html"):
        assert path.relative_to(TEMPLATES).as_posix() in page.text.split()


def test_every_custom_property_is_documented(pages):
    style = (TEMPLATES.parent / "static" / "hotpapers.css").read_text("utf-8")
    used = set(re.findall(r"var\((--hotpapers-[\w-]+)", style))
    assert used
    page = pages["docs/filters-and-templates.html"]
    assert used <= _described(page, "every-custom-property")


def test_every_field_is_documented(pages):
    page = pages["docs/the-data-format.html"]
    for record in ("Digest", "Coverage", "Paper", "Post"):
        fields = records.schema()["$defs"][f"{record}Record"]["properties"]
        assert set(fields) == _described(page, record.lower())
        for field in fields.values():
            assert field["description"].replace("`", "") in page.text


def test_every_field_that_is_required_is_said_to_be(pages):
    described = records.schema()["$defs"].values()
    required = sum(len(record.get("required", ())) for record in described)
    assert pages["docs/the-data-format.html"].text.count("required):") == required
