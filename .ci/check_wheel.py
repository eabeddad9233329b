"""Check a wheel that is installed alone: its files, and a site built with it.

Usage: python -I .ci/check_wheel.py WHEEL
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pelican_hotpapers
from pelican_hotpapers import Digest, read_digest, write_digest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "pelican_hotpapers"
POST = ROOT / "tests" / "browser" / "content" / "2021-05-03---Hot-Papers.md"
NEEDED = (".html", ".css", ".schema.json", "py.typed")
CONF = """
PATH = "content"
PLUGINS = ["pelican_hotpapers"]
SITENAME = "A Site"
SITEURL = "https://site.example.org"
TIMEZONE = "UTC"
"""


def missing_files(wheel: Path) -> Iterator[str]:
    """Yield the package's files, and kinds of file, that the wheel does not have."""
    packed = set(zipfile.ZipFile(wheel).namelist())
    for path in PACKAGE.rglob("*"):
        name = path.relative_to(ROOT).as_posix()
        if path.is_file() and "__pycache__" not in name and name not in packed:
            yield name
    for ending in NEEDED:
        if not any(name.endswith(ending) for name in packed):
            yield f"*{ending}"


def build_site(folder: Path) -> tuple[Digest, Digest]:
    """Build a site of a post and of a data file, and return what is in them."""
    content = folder / "content"
    (content / "hotpapers").mkdir(parents=True)
    (content / POST.name).write_bytes(POST.read_bytes())
    post = read_digest(POST)
    data = Digest(date=post.date.replace(day=4), papers=post.papers)
    write_digest(data, content / "hotpapers" / f"{data.date}.json")
    (folder / "pelicanconf.py").write_text(CONF, "utf-8")
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
    missing = list(missing_files(wheel))
    with tempfile.TemporaryDirectory() as folder:
        digests = build_site(Path(folder))
        output = Path(folder, "output")
        for digest in digests:
            missing += missing_papers(output, digest)
        if not list(output.rglob("hotpapers.css")):
            missing.append("the style sheet in the site")
    return ", ".join(missing)


if __name__ == "__main__":
    if missing := main(Path(sys.argv[1])):
        sys.exit(f"Missing: {missing}")
    print("The wheel has all its files, and its site all its papers.")
