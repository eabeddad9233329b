"""The sites that are looked at in a browser, each with the plugin and without it.

What a theme does wrong by itself is not ours to mend. So a fault counts only on a page
whose plain twin does not have it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from forked_calls import call
from served_sites import Site, served

from pelican_hotpapers import Digest, read_digest
from pelican_hotpapers.config import Config

TESTS = Path(__file__).parent
EXAMPLE = TESTS.parent / "example_site"
CONTENT = TESTS / "browser" / "content"
OWN_DIGESTS = {
    name: CONTENT / name
    for name in ("2021-05-03---Hot-Papers.md", "hotpapers/2021-05-04.yaml")
}
ORDINARY = CONTENT / "ordinary.md"
HISTORY = "hotpapers/collection-history.txt"
OTHERS = {ORDINARY.name: ORDINARY, HISTORY: CONTENT / HISTORY}
POST = 'class="hotpapers-post'
THEMES = TESTS / "themes"
BUNDLED_THEMES = ("simple", "notmyidea")
SEAFOAM_PLUGINS = tuple(
    f"pelican.plugins.{name}" for name in ("seafoam", "jinja_filters", "image_process")
)

Faults = dict[str, dict[str, str]]
"""By page, what is wrong with it and a place where it is."""
Check = Callable[[Site], Faults]
Files = Mapping[str, Path]


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
        if not self.plain or not found:
            return found
        have_twins = found.keys() <= {*self.plain.files}
        known = check(self.plain.only(found) if have_twins else self.plain)
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


def _run_pelican(folder: Path, *options: str) -> None:
    """Build a site as its owner would, and let no warning pass."""
    command = ["pelican", "--fatal", "warnings", *options]
    status, printed = call(command, folder, COLUMNS="200")
    assert status == 0, printed


def build_site(folder: Path, files: Mapping[str, bytes], **settings: object) -> Path:
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
    ours = build_site(workspace / "ours", files, **{**settings, **own})
    posts = {name: path.read_bytes() for name, path in others.items()}
    read = tuple(map(read_digest, digests.values()))
    for digest in read:
        posts[f"{digest.slug}.md"] = _plain_post(digest)
    plain = build_site(workspace / "plain", posts, **settings)
    with served(ours) as our_site, served(plain) as plain_site:
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
    _run_pelican(EXAMPLE, "-s", "pelicanconf.py", *places)
    with served(output) as site:
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
UNLIKE_CONTENT = ("example", "seeds-simple", "own-standalone", "own-link", "own-widget")
"""Sites that hold all that there is, once: another theme shows the same content."""
IN_FULL = ("example", "own-simple")
"""Sites of which each kind of page is looked at, in each view; of others a sample."""
SEEDS_OF_ANOTHER_THEME = 2
"""Posts of the original blog that are looked at in each theme but the first."""


@contextmanager
def opened_twins(
    name: str, workspace: Path, seeds: Callable[[], list[Path]]
) -> Iterator[Twins]:
    """Build and serve one of the sites.

    Args:
        name: Which of them.
        workspace: An empty folder.
        seeds: Gives the posts of the original blog.
    """
    content, theme, embeds = SITES[name]
    if content == "example":
        site = _example_site(workspace)
    elif content == "own":
        settings = {**_theme_settings(theme), "HOTPAPERS_EMBEDS": embeds}
        site = _twins(workspace, OWN_DIGESTS, OTHERS, settings)
    else:
        few = None if theme == BUNDLED_THEMES[0] else SEEDS_OF_ANOTHER_THEME
        posts = {path.name: path for path in seeds()[:few]}
        site = _twins(workspace, posts, {}, _theme_settings(theme))
    with site as built:
        # How posts are shown is seen where there are any.
        seen = built.ours if embeds in {"", "static"} else built.ours.having(POST)
        if name not in IN_FULL:
            seen = replace(seen, seed=theme)
        yield replace(built, ours=seen)
