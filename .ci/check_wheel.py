"""Check a wheel that is installed alone: its files, and a site built with it.

Usage: python -I .ci/check_wheel.py WHEEL
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pelican_hotpapers
from pelican_hotpapers import Digest, read_digest, write_digest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "pelican_hotpapers"
POST = ROOT / "tests" / "browser" / "content" / "2021-05-03---Hot-Papers.md"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
MOVED = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
"""Where files are put that have another place in the source."""
NEEDED = (".html", ".css", ".schema.json", "py.typed")
FOUND_BY_ITSELF = ""
NAMED = 'PLUGINS = ["pelican_hotpapers"]\n'
CONF = """
PATH = "content"
SITENAME = "A Site"
SITEURL = "https://site.example.org"
TIMEZONE = "UTC"
"""


def missing_files(wheel: Path) -> Iterator[str]:
    """Yield the package's files, and kinds of file, that the wheel does not have."""
    packed = set(zipfile.ZipFile(wheel).namelist())
    for path in PACKAGE.rglob("*"):
        name = path.relative_to(ROOT).as_posix()
        place = MOVED.get(name, name)
        if path.is_file() and "__pycache__" not in name and place not in packed:
            yield place
    for ending in NEEDED:
        if not any(name.endswith(ending) for name in packed):
            yield f"*{ending}"


def relative_links(wheel: Path) -> Iterator[str]:
    """Yield the links of the wheel's description that only work in the repository."""
    packed = zipfile.ZipFile(wheel)
    (name,) = (name for name in packed.namelist() if name.endswith("/METADATA"))
    description = packed.read(name).decode().split("\n\n", 1)[1]
    for link in re.findall(r"\]\(([^)]+)\)", description):
        if not link.startswith(("https://", "#")):
            yield f"a whole address for {link}"


def build_site(folder: Path, plugins: str) -> tuple[Digest, Digest]:
    """Build a site of a post and of a data file, and return what is in them.

    Args:
        folder: Where to build it, which is not there yet.
        plugins: The line of settings that names the plugin, if any does.
    """
    content = folder / "content"
    (content / "hotpapers").mkdir(parents=True)
    (content / POST.name).write_bytes(POST.read_bytes())
    post = read_digest(POST)
    data = Digest(date=post.date.replace(day=4), papers=post.papers)
    write_digest(data, content / "hotpapers" / f"{data.date}.json")
    (folder / "pelicanconf.py").write_text(CONF + plugins, "utf-8")
    command = [sys.executable, "-m", "pelican", "--fatal", "warnings"]
    subprocess.run([*command, "-s", "pelicanconf.py"], cwd=folder, check=True)  # noqa: S603
    return post, data


def missing_papers(output: Path, digest: Digest) -> Iterator[str]:
    """Yield the papers that a digest's page does not show, each with its posts."""
    page = (output / f"{digest.slug}.html").read_text("utf-8")
    for paper in digest.papers:
        if f'<article class="hotpapers-paper" id="{paper.anchor}"' not in page:
            yield f"{digest.slug}: {paper.arxiv_id}"
    posts = sum(len(paper.posts) for paper in digest.papers)
    if page.count('<blockquote class="hotpapers-post"') != posts:
        yield f"{digest.slug}: some of {posts} posts"


def main(wheel: Path) -> str:
    """Return what is missing, or nothing."""
    if Path(pelican_hotpapers.__file__).is_relative_to(ROOT):
        return "the wheel itself: the package comes from the source"
    missing = [*missing_files(wheel), *relative_links(wheel)]
    with tempfile.TemporaryDirectory() as folder:
        for way, plugins in {"named": NAMED, "found": FOUND_BY_ITSELF}.items():
            site = Path(folder, way)
            for digest in build_site(site, plugins):
                missing += missing_papers(site / "output", digest)
            if not list(site.rglob("output/**/hotpapers.css")):
                missing.append(f"the style sheet in the site, {way}")
    return ", ".join(missing)


if __name__ == "__main__":
    if missing := main(Path(sys.argv[1])):
        sys.exit(f"Missing: {missing}")
    print("The wheel has all its files, and its site all its papers.")
