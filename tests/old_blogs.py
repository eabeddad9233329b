"""Posts of blogs that were made by other generators."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

Site = Any  # what the fixture `build` of conftest.py gives
PAGE = Path(__file__).parents[1] / "example_site" / "content" / "pages" / "old-blog.md"
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


def redirect(site: Site, place: str) -> str:
    """Return where the page at a former address leads to."""
    page = site.pages[place]
    (target,) = re.findall(r'<link rel="canonical" href="([^"]*)">', page)
    assert f'<meta http-equiv="refresh" content="0; url={target}">' in page
    assert '<meta name="robots" content="noindex">' in page
    assert f'<a href="{target}">' in page
    assert "<script" not in page
    return target


CUP, POT = b"a cup", b"a pot"
