"""What a page may hold that was made of outside text: a check that sees every tag."""

import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

FORBIDDEN = {
    *(
        "script",
        "style",
        "iframe",
        "frame",
        "object",
        "embed",
        "applet",
        "base",
        "meta",
    ),
    *("form", "input", "button", "textarea", "select", "foreignobject", "template"),
    *("noscript", "audio", "video", "source"),
}
VOID = {"br", "hr", "img", "link", "input", "meta", "area", "col", "wbr"}
OPTIONAL_END = {"p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "option"}
LINKS = frozenset({"href", "src", "cite", "poster", "action", "data", "xlink:href"})
SCHEMES = frozenset({"", "http", "https", "mailto"})
CITATION = re.compile(
    r"data:application/octet-stream,"
    r"[A-Za-z0-9!$()*+,./:;=?@_~%\u00a1-\uffff-]*"
)
"""Files in links, which browsers save, and never show as a page."""


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open = []
        self.faults = []

    def handle_starttag(self, tag, attrs):
        ours = dict(attrs).get("href", "").endswith("/hotpapers/hotpapers.css")
        if tag in FORBIDDEN or (tag == "link" and not ours):
            self.faults.append(f"<{tag}>")
        is_file = tag == "a" and "download" in dict(attrs)
        for name, value in attrs:
            if not (is_file and name == "href" and CITATION.fullmatch(value or "")):
                self._check(tag, name, value or "")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        while self.open and self.open[-1] != tag and self.open[-1] in OPTIONAL_END:
            self.open.pop()
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes nothing")

    def handle_comment(self, data):
        self.faults.append(f"comment {data[:20]!r}")

    def handle_decl(self, decl):
        self.faults.append(f"declaration {decl[:20]!r}")

    def unknown_decl(self, data):
        self.faults.append(f"declaration {data[:20]!r}")

    def handle_pi(self, data):
        self.faults.append(f"instruction {data[:20]!r}")

    def _check(self, tag, name, value):
        if name.startswith("on") or name in {"style", "srcdoc", "formaction"}:
            self.faults.append(f"{tag} {name}={value[:30]!r}")
        is_pelicans = value.startswith("{")
        if name in LINKS and not is_pelicans and _scheme(value) not in SCHEMES:
            self.faults.append(f"{tag} {name}={value[:30]!r}")


def _scheme(url):
    """Return the scheme that a browser sees: it strips, and leaves out line ends."""
    bare = url.translate(dict.fromkeys(b"\t\n\r")).strip("".join(map(chr, range(33))))
    try:
        return urlsplit(bare).scheme.lower()
    except ValueError:
        return "unreadable"


def faults_of_html(html):
    """Return what is unsafe or unbalanced in a piece of HTML."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    unclosed = [tag for tag in reader.open if tag not in OPTIONAL_END]
    return reader.faults + [f"<{tag}> is never closed" for tag in unclosed]


class _Watcher(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.found = []

    def handle_starttag(self, tag, attrs):
        is_data = ("type", "application/ld+json") in attrs
        runs = tag in {"script", "iframe", "svg-use"} and not is_data
        self.found += [tag] if runs else []
        for name, value in attrs:
            runs = name in LINKS and _scheme(value or "") == "javascript"
            if name.startswith("on") or runs:
                self.found.append(f"{tag} {name}={value!r}")


def scripts_of_page(html):
    """Return what could run in a whole page, a theme's own markup included."""
    watcher = _Watcher()
    watcher.feed(html)
    watcher.close()
    return watcher.found
