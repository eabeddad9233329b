"""Whole sites as a reader meets them: served on loopback, opened in Chromium.

What a theme does wrong by itself is not ours to mend. So each site is built twice,
with the plugin and without it, and a fault counts only on a page whose plain twin
does not have it.

Chromium, Java and the npm packages of ``.ci/package.json`` have to be installed, so
these tests run by their name alone: ``pytest -m browser``. ``.ci/run`` runs them.
"""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import subprocess
import threading
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from forked_calls import call
from playwright.sync_api import Browser, Page, expect, sync_playwright

from pelican_hotpapers import Digest, read_digest
from pelican_hotpapers.config import Config

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
CONTENT = HERE / "content"
OWN_DIGESTS = {
    name: CONTENT / name
    for name in ("2021-05-03---Hot-Papers.md", "hotpapers/2021-05-04.yaml")
}
ORDINARY = CONTENT / "ordinary.md"
HISTORY = "hotpapers/collection-history.txt"
OTHERS = {ORDINARY.name: ORDINARY, HISTORY: CONTENT / HISTORY}
THEMES = ROOT / "tests" / "themes"
BUNDLED_THEMES = ("simple", "notmyidea")
NODE_MODULES = ROOT / ".ci" / "node_modules"
INSTALL_NODE_MODULES = "run `npm ci --ignore-scripts --prefix .ci`"
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
BRIEF = ("-XX:TieredStopAtLevel=1", "-Xss4m")
"""What halves the time of a short run of Java; its code then needs a larger stack."""
CHROMIUM_FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
PATIENCE = 60_000  # ms, of what waits for a page of a busy machine
POST = 'class="hotpapers-post'
SOUND_PAGE = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>A page</title>
</head>
<body><main><h1>A page</h1>
{}
</main></body>
</html>
"""
SEAFOAM_PLUGINS = tuple(
    f"pelican.plugins.{name}" for name in ("seafoam", "jinja_filters", "image_process")
)


@dataclass(frozen=True)
class Site:
    """A built site, and the address it is served at."""

    folder: Path
    url: str
    files: tuple[str, ...]
    """The pages and style sheets to look at, as paths in the site."""
    seed: str = ""
    """What a sample of the pages that listings and papers have is drawn by, if any."""

    @property
    def pages(self) -> list[str]:
        """The HTML files; of pages that are made alike, the first of each kind."""
        kinds: dict[str, str] = {}
        for name in self.files:
            if name.endswith(".html"):
                kinds.setdefault(_kind(name), name)
        found = list(kinds.values())
        ours = [name for name in found if name.startswith("papers/")]
        if not self.seed or len(ours) <= SAMPLE:
            return found
        drawn = random.Random(self.seed).sample(ours, SAMPLE)  # noqa: S311
        return [name for name in found if name not in ours or name in drawn]

    def only(self, names: Collection[str]) -> Site:
        """Return the site with only these files to look at."""
        return replace(self, files=tuple(name for name in self.files if name in names))

    def having(self, text: str) -> Site:
        """Return the site with only the files to look at that have this in them."""
        texts = ((name, (self.folder / name).read_text("utf-8")) for name in self.files)
        return self.only([name for name, found in texts if text in found])


SAMPLE = 4
"""Kinds of our own pages that are looked at in each theme: another sample in each."""
KINDS = (
    (r"tag/.*", "a tag"),
    (r"papers/.*-p\d+", "a further part of a list"),
    (r"papers/[\d.]+|papers/[a-z-]+-\d+", "a paper"),
    (r"papers/[a-z-]+\.[A-Za-z-]+|papers/(?:quant|math|hep|gr)-\w+", "a category"),
    (r"papers/top-.*", "a leaderboard"),
    (r"papers/topic-.*", "a topic"),
    (r"papers/author-.*", "an author"),
    (r"docs/.*", "a page of the manual"),
)
"""Pages that are made alike, by their names: the checker of HTML reads them all, the
browser one of each."""


def _kind(name: str) -> str:
    """Return what a page is made like; its name where nothing else is."""
    stem = name.removesuffix(".html")
    kinds = (kind for pattern, kind in KINDS if re.fullmatch(pattern, stem))
    return next(kinds, name)


@dataclass(frozen=True)
class Twins:
    """A site with the plugin, and the same site without it."""

    ours: Site
    plain: Site | None
    digests: tuple[Digest, ...] = ()

    def new(self, check: Check) -> Faults:
        """Return the faults of each file that its plain twin does not have.

        A page of a kind that the plain site lacks has all of its pages for a twin:
        what they show in the theme's own way, it shows too.
        """
        found = {name: faults for name, faults in check(self.ours).items() if faults}
        known = check(self.plain) if self.plain and found else {}
        anywhere = {
            what: place for each in known.values() for what, place in each.items()
        }
        return {
            name: new
            for name, faults in found.items()
            if (new := _without(faults, known.get(name, anywhere)))
        }


def _without(faults: Mapping[str, str], known: Mapping[str, str]) -> dict[str, str]:
    return {what: where for what, where in faults.items() if what not in known}


Faults = dict[str, dict[str, str]]
"""By page, what is wrong with it and a place where it is."""
Check = Callable[[Site], Faults]
Audit = Callable[..., dict[str, list[str]]]
"""By category, which parts of its score are not full."""
Visit = Callable[..., AbstractContextManager["Page"]]
Planted = Callable[..., Site]
Built = Callable[..., Site]
Files = Mapping[str, Path]


@pytest.hookimpl(tryfirst=True)  # before pytest-xdist looks for groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Make these tests a group, and each site the work of one worker."""
    for item in items:
        if not item.path.is_relative_to(HERE):
            continue
        site = item.callspec.params.get("twins") if hasattr(item, "callspec") else None
        if site:
            item.add_marker(pytest.mark.xdist_group(site))
        of_seeds = site in SITES and SITES[site][0] == "seeds"
        item.add_marker("seed_posts" if of_seeds else "browser")


# Tools


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A browser that reaches nothing but loopback."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=_chromium(), chromium_sandbox=False, args=[*CHROMIUM_FLAGS]
        )
        yield browser
        browser.close()


def _chromium() -> str:
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    assert program, "Chromium is not here: install Debian's package `chromium`"
    return program


@pytest.fixture(scope="session")
def visit(chromium: Browser) -> Visit:
    """Open a tab: ``with visit(width=320, javascript=False) as page: …``."""

    @contextmanager
    def open_tab(
        *, width: int = 1280, scheme: str = "light", javascript: bool = True
    ) -> Iterator[Page]:
        context = chromium.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=scheme,  # type: ignore[arg-type]
            java_script_enabled=javascript,
        )
        context.set_default_timeout(PATIENCE)
        yield context.new_page()
        context.close()

    return open_tab


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core."""
    source = NODE_MODULES / "axe-core" / "axe.min.js"
    assert source.is_file(), f"axe-core is not here: {INSTALL_NODE_MODULES}"
    return source.read_text("utf-8")


@pytest.fixture(scope="session")
def lighthouse() -> Audit:
    """Let Lighthouse look at a page, as of a phone on a slow line."""
    program = NODE_MODULES / ".bin" / "lighthouse"
    assert program.is_file(), f"Lighthouse is not here: {INSTALL_NODE_MODULES}"
    flags = (re.sub("=(.*)", r"='\1'", flag) for flag in CHROMIUM_FLAGS)
    chromium = " ".join(("--headless=new", "--no-sandbox", *flags))

    def audit(url: str, *categories: str) -> dict[str, list[str]]:
        options = {
            "only-categories": ",".join(categories),
            "chrome-flags": chromium,
            "output": "json",
        }
        run = subprocess.run(
            [program, url, "--quiet", *(f"--{k}={v}" for k, v in options.items())],
            env={**os.environ, "CHROME_PATH": _chromium()},
            capture_output=True,
            text=True,
            check=False,
        )
        assert run.returncode == 0, run.stderr
        report = json.loads(run.stdout)
        return {
            name: _lost(report["audits"], found["auditRefs"])
            for name, found in report["categories"].items()
            if found["score"] != 1
        }

    return audit


def _lost(audits: Mapping[str, Any], parts: list[dict[str, Any]]) -> list[str]:
    """Return which parts of a category's score are not full."""
    names = [part["id"] for part in parts if part["weight"]]
    return [name for name in names if audits[name]["score"] not in {None, 1}]


@pytest.fixture(scope="session")
def vnu() -> Check:
    """Check every page and style sheet of a site with the Nu Html Checker."""
    jar = NODE_MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"
    java = shutil.which("java")
    assert java, "Java is not here: install `openjdk-17-jre-headless`"
    assert jar.is_file(), f"vnu is not here: {INSTALL_NODE_MODULES}"
    options = ("--exit-zero-always", "--skip-non-html", "--also-check-css")

    def check(site: Site) -> Faults:
        run = subprocess.run(
            [java, *BRIEF, "-jar", jar, *options, "--format", "json", *site.files],
            cwd=site.folder,
            capture_output=True,
            text=True,
            check=True,
        )
        faults: Faults = {}
        for message in json.loads(run.stderr)["messages"]:
            if message["type"] == "info":
                continue
            page = message["url"].partition(f"{site.folder.as_posix()}/")[2]
            place = f"line {message.get('lastLine')}: {message.get('extract', '')}"
            faults.setdefault(page, {})[message["message"]] = place
        return faults

    return check


# Sites


class _Handler(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Print nothing among the tests' own lines."""

    def end_headers(self) -> None:
        """Let LinkChecker ask for more than ten pages a second."""
        self.send_header("LinkChecker", "welcome")
        super().end_headers()


def _looked_at(folder: Path) -> Iterator[Path]:
    """Yield pages and style sheets."""
    yield from folder.rglob("*.html")
    yield from folder.rglob("*.css")


@contextmanager
def _served(folder: Path) -> Iterator[Site]:
    handler = partial(_Handler, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,)).start()
        files = sorted(
            path.relative_to(folder).as_posix() for path in _looked_at(folder)
        )
        yield Site(folder, f"http://127.0.0.1:{server.server_port}/", tuple(files))
        server.shutdown()


@pytest.fixture(scope="module")
def serve() -> Iterator[Callable[[Path], Site]]:
    """Serve the output of a build."""
    with ExitStack() as stack:
        yield lambda folder: stack.enter_context(_served(folder))


@pytest.fixture
def planted(tmp_path: Path) -> Iterator[Planted]:
    """Serve one page with this in it, to see a check find what is wrong with it."""
    with ExitStack() as stack:

        def serve_page(body: str, style: str = "") -> Site:
            (tmp_path / "index.html").write_text(SOUND_PAGE.format(body), "utf-8")
            (tmp_path / "style.css").write_text(style, "utf-8")
            return stack.enter_context(_served(tmp_path))

        yield serve_page


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    """Build and serve a site: ``built({"post.md": "…"}, THEME="simple")``.

    Tests that ask for the same share one site, and leave it as it is.
    """
    sites: dict[str, Site] = {}
    with ExitStack() as stack:

        def serve_site(files: Mapping[str, str | bytes], **settings: object) -> Site:
            asked = repr((files, settings))
            if asked not in sites:
                contents = {
                    name: each.encode() if isinstance(each, str) else each
                    for name, each in files.items()
                }
                output = _build(tmp_path_factory.mktemp("site"), contents, **settings)
                sites[asked] = stack.enter_context(_served(output))
            return sites[asked]

        yield serve_site


def _run_pelican(folder: Path, *options: str) -> None:
    """Build a site as its owner would, and let no warning pass."""
    command = ["pelican", "--fatal", "warnings", *options]
    status, printed = call(command, folder, COLUMNS="200")
    assert status == 0, printed


def _build(folder: Path, files: Mapping[str, bytes], **settings: object) -> Path:
    """Build a site of these files, and return its output."""
    everywhere = {
        "PATH": "content",
        "OUTPUT_PATH": "output",
        "SITENAME": "A Site",
        "SITEURL": "https://site.example.org",
        "RELATIVE_URLS": True,
        "AUTHOR": "Ann Author",
        "TIMEZONE": "UTC",
        # Categories stand for the other lists, which are made alike.
        "AUTHOR_SAVE_AS": "",
        "AUTHORS_SAVE_AS": "",
        "TAG_SAVE_AS": "",
        "TAGS_SAVE_AS": "",
    }
    for name, content in files.items():
        path = folder / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    lines = (
        f"{name} = {value!r}" for name, value in {**everywhere, **settings}.items()
    )
    (folder / "pelicanconf.py").write_text("\n".join(lines), "utf-8")
    _run_pelican(folder, "-s", "pelicanconf.py")
    return folder / "output"


def _plain_post(digest: Digest) -> bytes:
    """Write an ordinary post that stands where a digest does."""
    body = ORDINARY.read_text("utf-8").partition("\n\n")[2]
    return (
        f"Title: {digest.title}\n"
        f"Date: {digest.date}\n"
        f"Slug: {digest.slug}\n"
        f"Category: {digest.extra.get('category', Config().category)}\n"
        f"Tags: {', '.join(digest.extra.get('tags', ()))}\n\n{body}"
    ).encode()


def _theme_settings(theme: str) -> dict[str, Any]:
    if theme != "seafoam":
        own = THEMES / theme
        return {"THEME": str(own) if own.is_dir() else theme, "PLUGINS": []}
    from pelican.plugins import seafoam  # noqa: PLC0415 - only its own site needs it

    return {"THEME": seafoam.get_path(), "PLUGINS": [*SEAFOAM_PLUGINS]}


@contextmanager
def _twins(
    workspace: Path, digests: Files, others: Files, settings: Mapping[str, Any]
) -> Iterator[Twins]:
    """Build a site with the plugin and without."""
    plugins = [*settings["PLUGINS"], "pelican_hotpapers"]
    files = {name: path.read_bytes() for name, path in {**digests, **others}.items()}
    own = {"PLUGINS": plugins, "HOTPAPERS_SEARCH": False}
    ours = _build(workspace / "ours", files, **{**settings, **own})
    posts = {name: path.read_bytes() for name, path in others.items()}
    read = tuple(map(read_digest, digests.values()))
    for digest in read:
        posts[f"{digest.slug}.md"] = _plain_post(digest)
    plain = _build(workspace / "plain", posts, **settings)
    with _served(ours) as our_site, _served(plain) as plain_site:
        changed = our_site.only(_changed(our_site, plain_site))
        yield Twins(changed, plain_site, read)


def _changed(ours: Site, plain: Site) -> list[str]:
    """Return the files that are not as they are without the plugin."""
    return [
        name
        for name in ours.files
        if name not in plain.files
        or (ours.folder / name).read_bytes() != (plain.folder / name).read_bytes()
    ]


@contextmanager
def _example_site(workspace: Path) -> Iterator[Twins]:
    """Build the example site, which has no twin: it is to have no fault at all."""
    output = workspace / "output"
    places = ("-o", str(output), "--cache-path", str(workspace / "cache"))
    _run_pelican(ROOT / "example_site", "-s", "pelicanconf.py", *places)
    with _served(output) as site:
        yield Twins(site, None)


def _own_themes() -> list[str]:
    return sorted(path.name for path in THEMES.iterdir() if path.is_dir())


SITES: Mapping[str, tuple[str, str, str]] = {
    "example": ("example", "", ""),
    **{f"seeds-{theme}": ("seeds", theme, "static") for theme in BUNDLED_THEMES},
    **{
        f"own-{theme}": ("own", theme, "static")
        for theme in (*BUNDLED_THEMES, "seafoam", *_own_themes())
    },
    **{f"own-{embeds}": ("own", "simple", embeds) for embeds in ("link", "widget")},
}
"""The sites that are looked at: the content, the theme, how posts are shown."""


@pytest.fixture(scope="session", params=SITES)
def twins(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Twins]:
    """Each of the sites, with the plugin and without."""
    content, theme, embeds = SITES[request.param]
    workspace = tmp_path_factory.mktemp(request.param)
    if content == "example":
        site = _example_site(workspace)
    elif content == "own":
        settings = {**_theme_settings(theme), "HOTPAPERS_EMBEDS": embeds}
        site = _twins(workspace, OWN_DIGESTS, OTHERS, settings)
    else:
        seeds = {path.name: path for path in request.getfixturevalue("seed_posts")}
        site = _twins(workspace, seeds, {}, _theme_settings(theme))
    with site as built:
        # How posts are shown is seen where there are any.
        seen = built.ours if embeds in {"", "static"} else built.ours.having(POST)
        if content == "seeds" or theme not in {"", "simple"}:
            seen = replace(seen, seed=theme)
        yield replace(built, ours=seen)
