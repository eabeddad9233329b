"""What browsers are told of the search."""

import re
from xml.etree import ElementTree as ET

import pytest
from hot_posts import yaml_digest

SETTINGS = {
    "PLUGINS": ["pelican_hotpapers"],
    "SITEURL": "https://hotpapers.example",
    "HOTPAPERS_SEARCH": True,
}
FILES = {"hotpapers/2021-04-06.yaml": yaml_digest("2021-04-06")}
PAGE = "papers/search.html"
DESCRIPTION = "papers/opensearch.xml"
OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"


def test_browsers_are_told_where_to_search(build):
    name = "Papers & <b>more</b> for a very long name"
    site = build(FILES, **SETTINGS, SITENAME=name)
    root = ET.fromstring(site.pages[DESCRIPTION])  # noqa: S314 - our own
    assert root.tag == f"{OPENSEARCH}OpenSearchDescription"
    short = root.findtext(f"{OPENSEARCH}ShortName")
    assert 0 < len(short) <= 16
    assert name.startswith(short)
    url = root.find(f"{OPENSEARCH}Url")
    assert url.get("type") == "text/html"
    assert url.get("template") == f"https://hotpapers.example/{PAGE}?q={{searchTerms}}"


@pytest.mark.parametrize("relative", [False, True])
def test_each_page_leads_to_what_browsers_are_told(build, relative):
    site = build(FILES, **SETTINGS, RELATIVE_URLS=relative)
    start = ".." if relative else "https://hotpapers.example"
    for name in (PAGE, "papers/index.html", "papers/top.html"):
        (link,) = re.findall(r'<link rel="search"[^>]*>', site.pages[name])
        assert f'href="{start}/{DESCRIPTION}"' in link


def test_a_site_without_address_tells_browsers_nothing(build):
    site = build(FILES, **{**SETTINGS, "SITEURL": ""})
    assert DESCRIPTION not in site.pages
    assert 'rel="search"' not in site.pages[PAGE]
