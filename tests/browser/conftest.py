"""Whole sites as a reader meets them: served on loopback, opened in Chromium.

Chromium, Java and the npm packages of ``.ci/package.json`` have to be installed, so
these tests run by their name alone: ``pytest -m browser``. ``.ci/run`` runs them.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright
from served_sites import Site, served
from twin_sites import SITES, Check, Faults, Twins, build_site, opened_twins

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
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
Audit = Callable[..., dict[str, list[str]]]
"""By category, which parts of its score are not full."""
Visit = Callable[..., AbstractContextManager["Page"]]
Planted = Callable[..., Site]
Built = Callable[..., Site]


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
def playwright() -> Iterator[Playwright]:
    """What drives browsers."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """A browser that reaches nothing but loopback."""
    browser = playwright.chromium.launch(
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


@pytest.fixture(scope="module")
def serve() -> Iterator[Callable[[Path], Site]]:
    """Serve the output of a build."""
    with ExitStack() as stack:
        yield lambda folder: stack.enter_context(served(folder))


@pytest.fixture
def planted(tmp_path: Path) -> Iterator[Planted]:
    """Serve one page with this in it, to see a check find what is wrong with it."""
    with ExitStack() as stack:

        def serve_page(body: str, style: str = "") -> Site:
            (tmp_path / "index.html").write_text(SOUND_PAGE.format(body), "utf-8")
            (tmp_path / "style.css").write_text(style, "utf-8")
            return stack.enter_context(served(tmp_path))

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
                output = build_site(
                    tmp_path_factory.mktemp("site"), contents, **settings
                )
                sites[asked] = stack.enter_context(served(output))
            return sites[asked]

        yield serve_site


@pytest.fixture(scope="session", params=SITES)
def twins(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Twins]:
    """Each of the sites, with the plugin and without."""
    workspace = tmp_path_factory.mktemp(request.param)
    seeds = partial(request.getfixturevalue, "seed_posts")
    with opened_twins(request.param, workspace, seeds) as twins:
        yield twins
