"""How many bytes of a site each paper takes.

An archive of years is as large as what it has of a paper is long, so that a few words
in a template are megabytes. The goal is ten times the bytes of the archive, which
`python tests/benchmarks/build.py` measures on 300 days; this holds what was reached.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from benchmarks.digests import FRONT, day_posts

TAKEN = 25_220
"""Bytes for each paper that the second four of eight days bring, in all files."""
ROOM = 150
FRAME = (
    "<html><head>{% block head %}<title>{% block title %}{% endblock %}</title>"
    "{% endblock %}</head><body>{% block content %}{% endblock %}</body></html>"
)
ARTICLE = (
    "{% extends 'base.html' %}{% block content %}{{ article.content }}{% endblock %}"
)
THEME = {
    "templates/base.html": FRAME,
    "templates/article.html": ARTICLE,
    "templates/page.html": ARTICLE.replace("article.content", "page.content"),
}
"""What is around our pages is not measured."""
SETTINGS = {
    "PLUGINS": ["pelican_hotpapers"],
    "SITEURL": "https://site.example",
    "DIRECT_TEMPLATES": [],
    **{f"{kind}_SAVE_AS": "" for kind in ("AUTHOR", "CATEGORY", "TAG")},
    "HOTPAPERS_RELATED": 5,
    "HOTPAPERS_SEARCH": True,
    "HOTPAPERS_COMFORTS": ["keys", "marks", "copy"],
}


def test_a_paper_takes_no_more_bytes_than_it_did(build):
    few, some = (_sizes(build, days) for days in (4, 8))
    papers = some.pop("papers") - few.pop("papers")
    found = {kind: (size - few[kind]) / papers for kind, size in some.most_common()}
    taken = sum(found.values())
    assert abs(taken - TAKEN) <= ROOM, (
        f"Each paper takes {taken:.0f} bytes of a site, and it was to take {TAKEN}: "
        f"{', '.join(f'{kind} {size:.0f}' for kind, size in found.items() if size)}. "
        "Build a site before and after the change, and compare its files, to see what "
        "came; leave out what readers can do without. Where it is worth it, or where "
        "it became less, write the new number into this test; but first measure with "
        "tests/benchmarks/build.py that all stays within ten times the archive."
    )


def _sizes(build, days: int) -> Counter[str]:
    """Build a site; return how many papers it has, and its bytes by kind of file."""
    posts = {
        # How long formulas are depends on the library that sets them.
        f"{post.day}.md": FRONT.format(day=post.day, collected=post.collected)
        + post.body.replace("$", "")
        for post in day_posts(days)
    }
    site = build(posts, theme=THEME, **SETTINGS)
    assert site.warnings == []
    sizes = Counter(papers=sum(len(each.digest.papers) for each in site.articles))
    for path in site.output.rglob("*"):
        if path.is_file():
            sizes[_kind(path.relative_to(site.output))] += path.stat().st_size
    return sizes


def _kind(path: Path) -> str:
    if path.suffix != ".html":
        return f"*{path.suffix}"
    if path.name.startswith("hot-papers-"):
        return "digests"
    return "papers' pages" if path.stem[:4].isdecimal() else "other pages"
