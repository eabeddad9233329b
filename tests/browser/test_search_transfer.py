"""What a search of 7,335 papers loads, from a server that compresses texts."""

import gzip
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from benchmarks.digests import FRONT, day_posts
from playwright.sync_api import expect

from pelican_hotpapers.formats.markdown import parse_post
from pelican_hotpapers.library import Library
from pelican_hotpapers.markup import encoding
from pelican_hotpapers.outputs import search_index
from pelican_hotpapers.pages.search import search_parts

pytestmark = pytest.mark.xdist_group("a search of many papers")

DAYS = 300
MOST = 150_000
"""Bytes that a search may take, page, style sheets and script included."""
DIGEST = """\
date: {0}
papers:
- arxiv_id: '1501.0000{1}'
  title: A
  categories: [cs.LG]
"""
PARTS = ("2015-01-05", "2015-04-06", "2015-07-06", "2015-10-05")
"""Days of the same parts as those of the large library."""
TEXTS = (".html", ".css", ".js", ".json")


class Counting(SimpleHTTPRequestHandler):
    """Serves texts compressed, as hosts do, and counts the bytes that it sends."""

    def do_GET(self):
        file = self.directory_file()
        content = file.read_bytes() if file.is_file() else b""
        kind = self.guess_type(str(file))
        headers = [("Content-Type", kind)]
        if file.suffix in TEXTS:
            content = gzip.compress(content)
            headers.append(("Content-Encoding", "gzip"))
        self.send_response(200 if file.is_file() else 404)
        for name, value in [*headers, ("Content-Length", str(len(content)))]:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)
        self.server.sent[self.path.partition("?")[0]] = len(content)

    def directory_file(self):
        return self.server.folder / self.path.partition("?")[0].lstrip("/")

    def log_message(self, *_):
        """Print nothing."""


@pytest.fixture(scope="module")
def library():
    posts = day_posts(DAYS)
    texts = (
        (
            encoding.repair(
                FRONT.format(day=post.day, collected=post.collected) + post.body
            ),
            post,
        )
        for post in posts
    )
    return Library.of(
        parse_post(text, f"{post.day}---Hot-Papers.md") for text, post in texts
    )


@pytest.fixture(scope="module")
def server(built, library):
    """A site whose search has the papers of the large library.

    It has no pages of papers: the addresses of places in digests are longer.
    """
    site = built(
        {
            f"hotpapers/{day}.yaml": DIGEST.format(day, number)
            for number, day in enumerate(PARTS, 1)
        },
        PLUGINS=["pelican_hotpapers"],
        THEME="simple",
        HOTPAPERS_PAPER_PAGES=False,
    )
    folder = site.folder / "papers" / search_index.FOLDER
    for part in search_parts(library):
        records = part.records(
            lambda entry: f"../hot-papers-{entry.last}.html#{entry.paper.anchor}"
        )
        for name, content in search_index.index(records):
            file = folder / part.name / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
    with ThreadingHTTPServer(("127.0.0.1", 0), Counting) as server:
        server.folder = site.folder
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    "query",
    [
        "?q=weather",
        "?q=sparse+rewards",
        "?q=rewards&category=cs.LG",
        "?q=a+method+for+learning+with+the+data",
    ],
)
def test_a_search_of_a_year_loads_little(server, visit, query):
    server.sent = {}
    with visit() as page:
        page.goto(f"http://127.0.0.1:{server.server_port}/papers/search.html{query}")
        expect(page.locator(".hotpapers-found a")).to_have_count(10)
    assert sum(server.sent.values()) < MOST
