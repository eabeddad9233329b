"""Links within a site lead somewhere, and to all of it."""

import csv
import io
import subprocess
import sys
from urllib.parse import unquote, urldefrag

import pytest
from twin_sites import UNLIKE_CONTENT

LINKS = """
() => [...document.querySelectorAll("a[href]")]
  .map(link => new URL(link.getAttribute("href"), document.baseURI).href)
"""
IDS = "() => [...document.querySelectorAll('[id]')].map(node => node.id)"


@pytest.fixture
def dead_links(visit):
    """Check that each link's file is there, and in it the id that the link names."""

    def check(site):
        links, ids = {}, {}
        with visit() as page:
            for path in site.pages:
                page.goto(site.url + path)
                links[path] = page.evaluate(LINKS)
                ids[path] = {"", "top", *page.evaluate(IDS)}
        return {
            path: {
                url.removeprefix(site.url): path
                for url in urls
                if _is_dead(site, url, ids)
            }
            for path, urls in links.items()
        }

    return check


def _is_dead(site, url, ids):
    address, fragment = urldefrag(url)
    if not address.startswith(site.url):
        return False
    path = unquote(address.removeprefix(site.url))
    target = site.folder / path
    if target.is_dir():
        path = (target / "index.html").relative_to(site.folder).as_posix()
        target = site.folder / path
    named = ids.get(path, {unquote(fragment)})
    return not (target.is_file() and unquote(fragment) in named)


@pytest.mark.parametrize("twins", UNLIKE_CONTENT, indirect=True)
def test_every_link_within_the_site_leads_somewhere(twins, dead_links):
    assert twins.new(dead_links) == {}


@pytest.mark.parametrize("href", ["none.html", "index.html#none", "#none", "../a/"])
def test_a_dead_link_is_found(planted, dead_links, href):
    assert dead_links(planted(f'<a href="{href}">A</a>'))["index.html"]


@pytest.mark.parametrize("href", ["#here", "/", "index.html#here", "//example.org/a"])
def test_a_live_link_is_no_fault(planted, dead_links, href):
    page = f'<p id="here"><a href="{href}">A</a></p>'
    assert dead_links(planted(page)) == {"index.html": {}}


CRAWL = """
[checking]
maxrequestspersecond=1000
[csv]
parts=url,valid,result,warningstring
"""


@pytest.fixture
def linkchecker(tmp_path):
    """Follow all links from a site's home: every address that is met, and its fault.

    Its check of ids reads a page anew for each link to it: `dead_links` does that.
    """
    settings = tmp_path / "linkcheckerrc"
    settings.write_text(CRAWL, "utf-8")

    def follow(site):
        command = [sys.executable, "-m", "linkcheck", f"--config={settings}"]
        # Its threads race: a fault was once missing from an address's row.
        options = ("--no-robots", "--no-status", "--threads=0")
        run = subprocess.run(
            [*command, *options, "--verbose", "--output=csv", site.url],
            capture_output=True,
            text=True,
            check=False,
        )
        rows = csv.DictReader(io.StringIO(run.stdout), delimiter=";")
        return {row["url"].removeprefix(site.url): _what_is_wrong(row) for row in rows}

    return follow


def _what_is_wrong(row):
    return row["warningstring"] if row["valid"] == "True" else row["result"]


@pytest.mark.parametrize("twins", ["example"], indirect=True)
def test_the_whole_site_is_reached_from_home_and_no_link_is_broken(twins, linkchecker):
    found = linkchecker(twins.ours)
    assert {url: fault for url, fault in found.items() if fault} == {}
    pages = {name for name in twins.ours.files if name.endswith(".html")}
    by_script = {"papers/for-you.html", "papers/lists.html"}
    assert pages - {urldefrag(url).url for url in found} <= {"index.html", *by_script}


def test_linkchecker_finds_what_is_broken(planted, linkchecker):
    links = ("none.html", "style.css")
    found = linkchecker(planted("".join(f'<a href="{link}">A</a>' for link in links)))
    assert [link for link in links if found[link]] == ["none.html"]
