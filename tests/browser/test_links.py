"""Links within a site lead somewhere."""

from urllib.parse import unquote, urldefrag

import pytest

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


def test_every_link_within_the_site_leads_somewhere(twins, dead_links):
    assert twins.new(dead_links) == {}


@pytest.mark.parametrize("href", ["none.html", "index.html#none", "#none", "../a/"])
def test_a_dead_link_is_found(planted, dead_links, href):
    assert dead_links(planted(f'<a href="{href}">A</a>'))["index.html"]


@pytest.mark.parametrize("href", ["#here", "/", "index.html#here", "//example.org/a"])
def test_a_live_link_is_no_fault(planted, dead_links, href):
    page = f'<p id="here"><a href="{href}">A</a></p>'
    assert dead_links(planted(page)) == {"index.html": {}}
