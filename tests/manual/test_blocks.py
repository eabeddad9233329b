"""Every example of README, CONTRIBUTING and the manual does what it shows.

Each block of code is run, rendered, read or compared by the first of `CHECKS` that is
for it. A block that none is for fails: a new kind of example needs a check.
"""

from __future__ import annotations

import datetime as dt
import importlib
import re
import shlex
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from fnmatch import fnmatch
from io import StringIO
from pathlib import Path

import pytest
import reference
from babel.messages.pofile import read_po
from catalogues import compiled
from conftest import Build
from forked_calls import call
from hot_posts import yaml_digest
from jinja2 import Environment
from loopback.server import Reply, Server
from loopback.world import World
from manual_pages import ROOT, Block, all_blocks, blocks, run, settings_of

from pelican_hotpapers import read_digest, write_digest
from pelican_hotpapers.collect import last_days
from pelican_hotpapers.config import Config
from pelican_hotpapers.config.site_settings import read_config
from pelican_hotpapers.pelican import jinja_environment
from pelican_hotpapers.sources import Context
from pelican_hotpapers.sources.entry_points import open_signals, open_source

EXAMPLE = ROOT / "example_site"
SHIMS = Path(__file__).parent / "shims"
OURS = {"SHIMS": str(SHIMS), "PREFIX": sys.prefix, "ROOT": str(ROOT)}
MAKE_ENVIRONMENT = f"{SHIMS}/python3 -m venv .venv"


@dataclass(frozen=True)
class Place:
    """A throwaway place, and what examples are tried with there."""

    folder: Path
    site: Path
    """A site to copy."""
    server: Server
    context: Context
    build: Build
    monkeypatch: pytest.MonkeyPatch


Check = Callable[[Block, Place], None]


@pytest.fixture
def place(request: pytest.FixtureRequest) -> Place:
    names = ("tmp_path", "site", "server", "context", "build", "monkeypatch")
    return Place(*map(request.getfixturevalue, names))


# Commands


def is_run(block: Block, place: Place) -> None:
    """Run a shell's lines on a site, with services that are on this computer.

    What needs the internet, or minutes, is looked at by a script in ``shims`` instead:
    of pip, for example, the arguments are compared with what the project offers.
    """
    site = _site(place)
    if calls := _own_calls(block.text):
        for command, env in calls:
            status, printed = call(command, site, **env)
            assert status == 0, printed
        return
    done = run(
        *("bash", "--noprofile", "--norc", "-e", "-c", block.text),
        cwd=site,
        path=[SHIMS, Path(sys.executable).parent],
        **OURS,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def _own_calls(text: str) -> list[tuple[list[str], dict[str, str]]]:
    """Return a shell's lines as commands, each with what it sets in the environment.

    Nothing is returned where a line is more than a call of ours or of Pelican's.
    """
    calls = []
    for line in text.splitlines():
        words = shlex.split(line, comments=True)
        env = dict(word.split("=", 1) for word in words if _ASSIGNED.match(word))
        command = words[len(env) :]
        plain = not set(line) & set("|&;<>*`") and "--listen" not in command
        if not plain or command[:1] not in (["hotpapers"], ["pelican"]):
            return []
        calls.append((command, env))
    return calls


_ASSIGNED = re.compile(r"[A-Z_]+=")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with the example's digests and one of yesterday, in a copy of ours.

    It has what the manual names: drafts, a site in a folder ``site``, and a module
    with a source of its own.
    """
    site = tmp_path_factory.mktemp("of examples") / "site"
    shutil.copytree(EXAMPLE, site / "example_site", ignore=_NOT_COPIED)
    shutil.copytree(EXAMPLE / "content", site / "content")
    shutil.rmtree(site / "content" / "pages")
    for name in ("pelican_hotpapers", "tests", ".ci", "pyproject.toml", "README.md"):
        (site / name).symlink_to(ROOT / name)
    post = read_digest(site / "content" / "posts" / "2021-04-06---Hot-Papers.md")
    yesterday = replace(post, date=last_days(1, dt.datetime.now(dt.UTC))[0])
    yesterday = replace(yesterday, title="Yesterday's", slug="yesterday")
    write_digest(yesterday, site / "content" / "hotpapers" / f"{yesterday.date}.json")
    (site / "drafts").mkdir()
    write_digest(post, site / "drafts" / "2021-04-06.yaml")
    (site / "site" / "content").mkdir(parents=True)
    (site / "site" / "pelicanconf.py").write_text("PATH = 'content'\n")
    (site / "reading.py").write_text(_own_modules()[0], "utf-8")
    (site / "CITATION.cff").write_text((ROOT / "CITATION.cff").read_text("utf-8"))
    words = site / "content" / "translations" / "en" / "LC_MESSAGES"
    words.mkdir(parents=True)
    (words / "hotpapers.po").write_text(blocks("languages.md", "po")[0], "utf-8")
    for command in ("git init --quiet", "git add CITATION.cff", MAKE_ENVIRONMENT):
        assert run(*command.split(), cwd=site, **OURS).returncode == 0
    return site


_NOT_COPIED = shutil.ignore_patterns("output", "cache", "__pycache__")


def _site(place: Place) -> Path:
    """Copy the site, and have it ask a server that has nothing."""
    site = place.folder / "site"
    shutil.copytree(place.site, site, symlinks=True)
    place.server.speakers["/20"] = lambda _request: Reply(b"[]")
    settings = {
        "PATH": "content",
        "PLUGINS": ["pelican_hotpapers"],
        "THEME": "simple",
        "HOTPAPERS_RELATED": 0,
        "HOTPAPERS_SEARCH": False,
        "HOTPAPERS_MAIL_FROM": "papers@example.org",
        **World(place.server, ()).settings("huggingface"),
    }
    own = {"name": "reading:ReadingList", "base_url": place.server.url}
    settings["HOTPAPERS_SOURCES"].append(own)
    lines = [f"{name} = {value!r}\n" for name, value in settings.items()]
    path = "import sys\nsys.path.append('.')\n"
    (site / "pelicanconf.py").write_text(path + "".join(lines))
    return site


# Settings and programs


def is_set(block: Block, place: Place) -> None:
    """Build a site with the settings, in silence, and open the sources they name."""
    modules = dict(zip(("reading", "blackboard"), _own_modules(), strict=True))
    for name, text in modules.items():
        (place.folder / f"{name}.py").write_text(text, "utf-8")
        place.monkeypatch.delitem(sys.modules, name, raising=False)
    _install(place.folder)
    place.monkeypatch.syspath_prepend(str(place.folder))
    place.monkeypatch.chdir(place.folder)
    settings = settings_of(block.text)
    config, problems = read_config(settings)
    assert problems == ()
    for spec in config.sources:
        open_source(spec, place.context)
        if isinstance(spec, dict):
            open_signals(spec.get("signals", ()), place.context)
    open_signals(config.signals, place.context)
    (topics,) = blocks("more-pages.md", "yaml", "Sound:")
    files = {
        "topics.yaml": topics,
        "hotpapers/2021-04-06.yaml": yaml_digest("2021-04-06"),
    }
    own = {
        "PLUGINS": ["pelican_hotpapers"],
        "HOTPAPERS_OFFLINE": True,
        "SITEURL": "https://site.example",  # without it, Pelican warns of feeds
    }
    site = place.build(files, **{**own, **settings})
    assert (site.warnings, site.errors) == ([], [])
    assert any("hotpapers-digest" in page for page in site.pages.values())


def _own_modules() -> tuple[str, str]:
    source, signal = blocks("own-source.md", "python", "class ")
    return source, signal


def _install(folder: Path) -> None:
    """Install the entry point of the manual's own source."""
    importlib.import_module("manual.test_own_source").entry_point(folder)


def is_executed(block: Block, place: Place) -> None:
    """Run a program where the example site's digests are."""
    shutil.copytree(EXAMPLE / "content", place.folder / "content")
    place.monkeypatch.chdir(place.folder)
    exec(compile(block.text, str(block), "exec"), {})  # noqa: S102


def is_found_in_the_test_of_sources(block: Block, _place: Place) -> None:
    """Those tests ask the source and the signal of the manual; see there."""
    own_source = importlib.import_module("manual.test_own_source")
    assert block.text in (*own_source.modules(), *blocks(block.page, "toml"), _listed())


def _listed() -> str:
    (listed,) = blocks("own-source.md", "json")
    return listed


def converts(block: Block, place: Place) -> None:
    """Turn posts into data, of which nothing is lost."""
    shutil.copytree(EXAMPLE / "content" / "posts", place.folder / "content")
    place.monkeypatch.chdir(place.folder)
    exec(compile(block.text, str(block), "exec"), {})  # noqa: S102
    posts = map(read_digest, Path("content").glob("*.md"))
    files = map(read_digest, Path("content/hotpapers").glob("*.json"))
    assert {post.date: post.papers for post in posts} == {
        file.date: file.papers for file in files
    }


# Files


def is_a_digest(block: Block, place: Place) -> None:
    """Read a digest, in which "…" may stand for more of the same."""
    suffix = {"markdown": "md"}.get(block.language, block.language)
    day = re.search(r'"date": "([0-9-]+)"', block.text)
    file = place.folder / f"{day[1] if day else '2021-04-06'}.{suffix}"
    file.write_text(re.sub(r"^# \d\. …\n", "", block.text, flags=re.M), "utf-8")
    digest = read_digest(file)
    assert digest.papers
    assert all(paper.authors for paper in digest.papers)


def gives_topics(block: Block, place: Place) -> None:
    """Build a site with a file of topics, and find the page of each."""
    files = {"topics.yaml": block.text, "2021-04-06---Hot-Papers.md": _post()}
    settings = {"PLUGINS": ["pelican_hotpapers"], "HOTPAPERS_TOPICS": "topics.yaml"}
    site = place.build(files, **settings)
    assert (site.warnings, site.errors) == ([], [])
    names = re.findall(r"^(\w[\w ]*):$", block.text, re.MULTILINE)
    assert names
    for name in names:
        assert f"papers/topic-{name.lower().replace(' ', '-')}.html" in site.pages


def _post() -> str:
    return (EXAMPLE / "content/posts/2021-04-06---Hot-Papers.md").read_text("utf-8")


def says_otherwise(block: Block, place: Place) -> None:
    """Build a site with the catalogue, and find its words in a page."""
    catalogue = read_po(StringIO(block.text), locale="en")
    (message,) = (each for each in catalogue if each.id)
    files = {
        "words/en/LC_MESSAGES/hotpapers.mo": compiled(catalogue),
        "hotpapers/2021-04-06.yaml": yaml_digest("2021-04-06"),
    }
    own = {"PLUGINS": ["pelican_hotpapers"], "HOTPAPERS_TRANSLATIONS": "words"}
    page = place.build(files, **own).pages["papers/days.html"]
    shown = {
        "Every morning": "A Pelican Blog - Every morning",
        "d MMMM y": "6 April 2021",
    }
    assert shown[message.string] in page
    before = {"Every morning": "All days", "d MMMM y": ">2021-04-06<"}
    assert before[message.string] not in page


# Templates and styles


def is_rendered(block: Block, _place: Place) -> None:
    """Render a template, for a digest and where there is none."""
    env = Environment()  # noqa: S701 - as Pelican's is
    jinja_environment.install(env, Config())
    digest = read_digest(EXAMPLE / "content/hotpapers/2021-06-15.json")
    paper = digest.papers[0]
    article = type("Article", (), {"digest": digest})
    own = {"digest": digest, "paper": paper, "hotpapers": Config()}
    template = env.from_string(block.text)
    shown = template.render(article=article, **own)
    assert paper.arxiv_id in shown or str(len(digest.papers)) in shown
    if "article" in block.text:
        assert template.render().strip() == ""


def sets_known_properties(block: Block, _place: Place) -> None:
    """Compare the custom properties that are set with those that there are."""
    used = re.findall(r"--hotpapers-[\w-]+(?=:)", block.text)
    assert used
    for name in used:
        assert f"**`{name}`**" in reference.properties()


# Texts


def is_compared(block: Block, _place: Place) -> None:
    """What .ci/reference.py wrote is compared by test_pages.py."""
    pages = importlib.import_module("manual.test_pages")
    assert callable(pages.test_what_comes_from_the_code_is_as_the_code_is)
    assert block.is_written


def is_listed_in(module: str) -> Check:
    """Return a check for what another module's tests try as it stands there."""

    def check(block: Block, _place: Place) -> None:
        assert block.text in importlib.import_module(f"manual.{module}").EXAMPLES

    return check


def is_a_policy(block: Block, place: Place) -> None:
    """Build a digest, and compare what its page holds with what the policy allows."""
    _name, _, policy = block.text.strip().partition(": ")
    assert policy == "default-src 'none'; style-src 'self'; img-src 'self'"
    files = {"hotpapers/2021-04-06.yaml": yaml_digest("2021-04-06")}
    plugin = {"PLUGINS": ["pelican_hotpapers"], "HOTPAPERS_COMFORTS": []}
    page = place.build(files, **plugin).pages["hot-papers-2021-04-06.html"]
    assert 'class="hotpapers-paper"' in page
    loading = r"<(script|style|iframe|object|embed|audio|video|base|form)\b[^>]*>"
    found = {match[0] for match in re.finditer(loading, page)}
    assert found == {'<script type="application/ld+json">'}
    assert not re.search(r"\s(style|on\w+)=", page)
    loaded = re.findall(r"<(?:link|img)\b[^>]*\b(?:href|src)=\"([^\"]+)", page)
    assert loaded
    assert not [each for each in loaded if re.match(r"\w+:|//", each)]


CHECKS: list[tuple[str, str, str, Check]] = [
    # page, language, what is in it, the check
    (
        "nightly.md",
        "*",
        r"#!|^name:|set -a|hub\.mode|crontab|nightly\.sh",
        is_listed_in("test_nightly"),
    ),
    ("programs.md", "json", "mcpServers", is_listed_in("test_programs")),
    ("mail.md", "sh|text|yaml|html+jinja", "", is_listed_in("test_mail")),
    ("*", "sh", "", is_run),
    ("own-source.md", "python", r"^class ", is_found_in_the_test_of_sources),
    ("own-source.md", "json|toml", "", is_found_in_the_test_of_sources),
    ("old-blog.md", "python", r"^from ", converts),
    ("*", "python", r"^[A-Z_]+ = ", is_set),
    ("*", "python", r"^from ", is_executed),
    ("*", "yaml|json", r"papers\"?:", is_a_digest),
    ("*", "markdown", "^- retweets", is_a_digest),
    ("*", "yaml", r"^ +(categories|has_code):", gives_topics),
    ("*", "jinja|html+jinja", "", is_rendered),
    ("languages.md", "po", "", says_otherwise),
    ("*", "css", "", sets_known_properties),
    ("*", "text", "^Content-Security-Policy: ", is_a_policy),
    ("*", "text", "", is_listed_in("test_messages")),
]


@pytest.mark.parametrize("block", list(all_blocks()), ids=str)
def test_each_example_does_what_it_shows(block, place):
    if block.is_written:
        is_compared(block, place)
        return
    for page, languages, content, check in CHECKS:
        if (
            fnmatch(block.page, page)
            and any(fnmatch(block.language, name) for name in languages.split("|"))
            and re.search(content, block.text, re.MULTILINE)
        ):
            check(block, place)
            return
    pytest.fail(f"{block}: no check is for this example. Add one to CHECKS.")
