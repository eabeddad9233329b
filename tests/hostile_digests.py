"""A digest that means harm in every field, in each form and state a file can have."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from hot_posts import SCRIPT

ELSEWHERE = "evil.example"
"""The host that nothing may be asked of."""
LONGEST_KEY = 1000
"""Characters that a key of YAML may have."""
PRODUCT = "1333"
"""What stands in a page in which 31 * 43 was worked out."""

PAYLOADS: Mapping[str, str] = {
    "script": "<script>alert(1)</script>",
    "handler": "<img src=x onerror=alert(1)>",
    "picture": f'<img src="http://{ELSEWHERE}/a" srcset="//{ELSEWHERE}/b 2x">',
    "film": f'<video poster="//{ELSEWHERE}/a"><source src="//{ELSEWHERE}/b"></video>',
    "style": f'<style>@import "//{ELSEWHERE}";</style>'
    f'<b style="background:url(//{ELSEWHERE}/c)">x</b>',
    "frame": f"<iframe src=//{ELSEWHERE}></iframe><object data=//{ELSEWHERE}></object>",
    "head": f'<base href="//{ELSEWHERE}/"><link rel=stylesheet href="//{ELSEWHERE}/d">'
    f'<meta http-equiv=refresh content="0;//{ELSEWHERE}/">',
    "double quotes": '" onmouseover="alert(1)" autofocus onfocus="alert(1)" x="',
    "single quotes": "' onmouseover='alert(1)' autofocus onfocus='alert(1)' x='",
    "no quotes": "x onmouseover=alert(1) autofocus onfocus=alert(1)",
    "entities": "&lt;script&gt;alert(1)&lt;/script&gt; &quot; onload=alert(1) &#60i",
    "end": "</title></p></article></div></body></html><script>alert(1)</script><h1>",
    "end of script": "</script><script>alert(1)</script>",
    "open comment": "<!-- x --!> <!--",
    "open section": "<![CDATA[ x ]]> <![CDATA[",
    "open text": "<textarea><plaintext><xmp><noscript>",
    "foreign markup": "<svg><style><img src=x onerror=alert(1)></style></svg>"
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 '
    'onerror=alert(1)&gt;">',
    "link": "javascript:alert(1)",
    "hidden link": '<a href="java&#9;script:alert(1)">x</a>',
    "Markdown": f"[x](javascript:alert(1)) ![y](http://{ELSEWHERE}/e.png) <b>",
    "TeX link": r"$\href{javascript:alert(1)}{x}$ \href{javascript:alert(1)}{y}",
    "TeX markup": "$<img src=x onerror=alert(1)>$ $\\text{<script>alert(1)</script>}$",
    "TeX command": r"\input{/etc/passwd}\write18{id}\end{document} 100% {\bf",
    "Jinja": "{{ 31 * 43 }}{% raw %}{# x",
    "place of a post": "{filename}/secret.md",
    "place of a tag": "|tag|secret",
    "formula": "=HYPERLINK(1)",
    "command": "+cmd|' /C calc'!A0",
    "function": "@SUM(1+1)*cmd",
    "tab": "\t=1+1",
    "BibTeX": "x}, note = {y}}\n@misc{evil, title = {z",
    "RIS": "x\nER  - \nTY  - JOUR\nTI  - evil",
    "XML": '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    "&e;",
    "controls": "a\x00b\x08c\x1b[31md\x7fe\x9bf",
    "line ends": "a\nb\r\nc\u2028d\u2029e\x85f",
    "directions": "abc\u202egnp.exe\u2066x\u200fy\u061c",
    "no characters": "a\ufffeb\uffffc\ufdd0d\ufeffe",
    "names of ours": '<b id="hotpapers-x" class="hotpapers-paper">x</b>',
    "long word": "Ab" * 500,
}
"""Texts that mean harm, by what they would do it with."""

EVERYTHING = " ".join(text for text in PAYLOADS.values() if len(text) < 500)


def as_json(date: str) -> str:
    """Return the digest as JSON."""
    papers = [_paper(rank, text) for rank, text in enumerate(PAYLOADS.values(), 1)]
    coverage = [
        {
            "source": text,
            "url": f'https://{ELSEWHERE}/?"onclick=alert(1)<script>',
            "counted_by": [text],
            "problems": [text],
        }
        for text in PAYLOADS.values()
    ]
    return json.dumps(
        {
            "date": date,
            "title": EVERYTHING,
            "extra": _front(),
            "coverage": coverage,
            "papers": papers,
        }
    )


def as_yaml(date: str) -> str:
    """Return the digest as YAML, of which JSON is a part but for a character."""
    return as_json(date).replace("\x7f", r"\u007f")


def as_post(date: str) -> str:
    """Return the digest as a Markdown post that keeps to the grammar."""
    values = {"title": EVERYTHING, "date": date, **_front()}
    front = "".join(
        f"{json.dumps(key)}: {json.dumps(value)}\n".replace("\x7f", r"\u007f")
        for key, value in values.items()
    )
    return f"---\n{front}---\n\n{_sections()}"


def as_plain_post(date: str) -> str:
    """Return the digest as a post whose front matter has no quotes."""
    front = "".join(
        f"{key}: <img src=x onerror=alert(1)> {key} #1\n"
        for key in ("title", "category", "author", "tags", "summary", "description")
    )
    return f"---\n{front}date: {date}\n---\n\n{_sections()}"


def _headless(date: str) -> str:
    return as_post(date).partition("\n---\n")[2]


def _without_opening(date: str) -> str:
    return as_post(date).removeprefix("---\n")


def _without_closing(date: str) -> str:
    return as_post(date).replace("\n---\n", "\n", 1)


def _no_yaml(date: str) -> str:
    return as_post(date).replace("---\n", '---\nsubtitle: "x" <b>y\n', 1)


def _with_wrong_counts(date: str) -> str:
    """Damage every other paper."""
    return as_post(date).replace("0, favorites", "0 likes")


def _of_no_paper(date: str) -> str:
    return as_post(date).replace("favorites:", "likes:")


def _with_wrong_dates(date: str) -> str:
    return as_post(date).replace(f'"date": "{date}"', "date: <script>alert(1)</script>")


STATES: Mapping[str, tuple[str, Callable[[str], str]]] = {
    "JSON": (".json", as_json),
    "YAML": (".yaml", as_yaml),
    "a sound post": (".md", as_post),
    "no quotes": (".md", as_plain_post),
    "no front matter": (".md", _headless),
    "no first fence": (".md", _without_opening),
    "no second fence": (".md", _without_closing),
    "no YAML": (".md", _no_yaml),
    "wrong counts": (".md", _with_wrong_counts),
    "no paper": (".md", _of_no_paper),
    "wrong date": (".md", _with_wrong_dates),
}
"""The forms and states of a file: its suffix, and what writes it for a day."""
FEW = ("JSON", "wrong counts")
"""The states that are enough where a day looks the same whatever its file was."""


def files(*states: str) -> dict[str, str]:
    """Return a site's content: the digest in these states, or in all, a day each."""
    content = {}
    for day, name in enumerate(states or STATES, 1):
        suffix, write = STATES[name]
        folder = "" if suffix == ".md" else "hotpapers/"
        date = f"2021-04-{day:02}"
        content[f"{folder}{date}{suffix}"] = write(date)
    return content


UNDOING = {
    "templates/article.html": "{% extends '!simple/article.html' %}"
    "{% block head %}{{ super() }}"
    "<meta name='d' content='{{ article.summary|striptags }}'>"
    '<meta name="s" content="{{ article.summary|striptags }}">'
    '<meta name="t" content="{{ article.title|striptags }} {{ article.subtitle }}">'
    "{% endblock %}"
}
"""A theme that undoes escaping in attributes, as some do."""
SETTINGS: Mapping[str, Any] = {
    "PLUGINS": ["pelican_hotpapers"],
    "SITEURL": "https://site.example",
    "FORMATTED_FIELDS": ["summary", "subtitle"],
    "HOTPAPERS_AUTHOR_PAGES": 1,
    "HOTPAPERS_CATEGORIES_AS_TAGS": True,
    "HOTPAPERS_CATEGORY_LINK": "pages",
    "HOTPAPERS_PAPER_MARKDOWN": True,
    "HOTPAPERS_TOPICS": {
        text[:200]: {"about": text, "include": ["cs"]} for text in PAYLOADS.values()
    },
}
"""All that makes pages of what a digest says."""


def _front() -> dict[str, Any]:
    lines = dict.fromkeys(
        ("summary", "description", "subtitle", "socialImage", "x"), EVERYTHING
    )
    return {
        **lines,
        "category": PAYLOADS["double quotes"],
        "authors": [*PAYLOADS.values()],
        "tags": [*PAYLOADS.values()],
        "nested": {text[:LONGEST_KEY]: [text] for text in PAYLOADS.values()},
    }


def _paper(rank: int, text: str) -> dict[str, Any]:
    post = {
        "url": f"https://x.com/a/status/{rank}",
        **dict.fromkeys(("platform", "id", "author_name", "author_handle"), text),
        "lang": text,
        "html": _embed(rank, text),
    }
    return {
        "arxiv_id": f"2104.{rank:05}",
        "title": text,
        "authors": [text, f"Ada {text}"],
        "categories": [text, "cs.LG"],
        "abstract": f"{text} {text}",
        "signals": {text[:LONGEST_KEY]: 3},
        "abs_url": f'https://{ELSEWHERE}/"onclick=alert(1)',
        "code_url": f"https://{ELSEWHERE}/'onclick=alert(1)<script>",
        "project_url": f"https://user@{ELSEWHERE}/",
        "comment": f"Accepted at ICLR {text}",
        "journal_ref": text,
        "organization": text,
        "keywords": [text],
        "doi": f"10.1000/{''.join(text.split())[:100]}x",
        "license": f'https://{ELSEWHERE}/"onclick=alert(1)<script>',
        "published": "2021-04-05",
        "updated": "2021-04-06",
        "discussions": [
            {
                "url": f"https://{ELSEWHERE}/'onclick=alert(1)<script>",
                "platform": text,
                "comments": 3,
            },
            f'https://{ELSEWHERE}/"onclick=alert(1)',
        ],
        "summaries": [{"text": text, "source": text, "model": text, "lang": text}],
        "posts": [post],
    }


def _embed(rank: int, text: str) -> str:
    return (
        f'<blockquote class="twitter-tweet"><p lang="{text}" dir="ltr">{text}</p>'
        f"&mdash; {text} (@a) "
        f'<a href="https://twitter.com/a/status/{rank}">April 7, 2021</a></blockquote>'
    )


def _sections() -> str:
    return "\n".join(map(_section, range(1, len(PAYLOADS) + 1), PAYLOADS.values()))


def _section(rank: int, text: str) -> str:
    line = " ".join(text.split())
    category = line.translate(dict.fromkeys(map(ord, "[]()")))[:1000]
    parts = [
        f"# {rank}. {line}",
        f"{line}, Ada {line}",
        f"- retweets: {100 - rank}, favorites: {rank}",
        f"- links: [abs](https://arxiv.org/abs/2104.{rank:05}) | "
        f"[pdf](https://arxiv.org/pdf/2104.{rank:05})\n"
        f"- [{category}](https://arxiv.org/list/x/recent) | "
        "[cs.LG](https://arxiv.org/list/cs.LG/recent)",
        f"{line} {text}",
        f"{_embed(rank, line)}\n{SCRIPT}",
    ]
    return "\n\n".join(parts) + "\n\n\n\n"
