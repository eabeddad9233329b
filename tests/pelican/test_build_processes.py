"""Pages that several processes make: the same, and told in the same way."""

import datetime as dt
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from shutil import rmtree

import pytest
from forked_calls import call

from pelican_hotpapers import Digest, Paper, write_digest
from pelican_hotpapers.pelican.build_processes import LEAST_JOBS

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or len(os.sched_getaffinity(0)) < 2,
    reason="several processes are of Linux, and take two cores",
)

DAYS = [dt.date(2021, 4, day) for day in range(6, 11)]
A_DAY = LEAST_JOBS // len(DAYS) + 1
PAPERS = A_DAY * len(DAYS)
ONE = "HOTPAPERS_PROCESSES = 1\n"
SETTINGS = """
import atexit, logging, os, signal
from pelican.plugins import signals

PATH, OUTPUT_PATH, CACHE_PATH = "content", "output", "cache"
SITEURL, TIMEZONE, THEME = "https://example.org", "UTC", "simple"
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
PLUGINS = ["pelican_hotpapers"]
THEME_TEMPLATES_OVERRIDES = ["templates"]
FIRST = os.getpid()

def tell_of_copies():
    try:
        os.waitpid(-1, os.WNOHANG)
        print("copies are left")
    except ChildProcessError:
        print("none is left of", copies)

atexit.register(tell_of_copies)
copies, fork = 0, os.fork

def noted_fork():
    global copies
    copies += 1
    return fork()

os.fork = noted_fork

def noted(title):
    with open("made.txt", "a") as file:
        file.write(f"{os.getpid() == FIRST} {title}\\n")
    meet(title)
    return ""

def meet(title):
    pass

JINJA_FILTERS = {"noted": noted}
"""
PAPER_PAGE = (
    "{% extends '!hotpapers/pages/paper.html' %}"
    "{% block sheet_related %}{{ sheet.title|noted }}{{ super() }}{% endblock %}"
)


class Site:
    """A site that notes which of its papers' pages are made, and where."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        template = folder / "templates/hotpapers/pages/paper.html"
        template.parent.mkdir(parents=True)
        template.write_text(PAPER_PAGE)
        for day in DAYS:
            self.write(day)

    def write(self, day: dt.date, count: int = A_DAY) -> None:
        """Write a digest, whose papers no other has."""
        numbers = range(day.day * 100, day.day * 100 + count)
        papers = tuple(
            Paper(
                arxiv_id=f"2104.{number:05}",
                rank=rank,
                title=f"Paper {number}",
                abstract=f"On birds, and the number {number % 7}.",
                categories=("cs.CV", "cs.LG")[: 1 + number % 2],
                likes=1000 - rank,
            )
            for rank, number in enumerate(numbers, 1)
        )
        path = self.folder / f"content/hotpapers/{day}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        write_digest(Digest(date=day, papers=papers), path)

    def build(self, settings: str = "", *options: str) -> str:
        """Build it by Pelican's command, and return what that said."""
        (self.folder / "made.txt").unlink(missing_ok=True)
        (self.folder / "pelicanconf.py").write_text(SETTINGS + settings)
        self.status, said = call(["pelican", *options], self.folder, COLUMNS="300")
        self.copies = int(re.findall(r"none is left of (\d+)", said)[-1])
        return said

    def build_anew(self, settings: str = "", *options: str) -> str:
        """Build it with nothing left of earlier builds."""
        for name in ("output", "cache"):
            rmtree(self.folder / name, ignore_errors=True)
        return self.build(settings, *options)

    @property
    def files(self) -> dict[str, bytes]:
        """What there is in the output."""
        output = self.folder / "output"
        found = (path for path in output.rglob("*") if path.is_file())
        return {str(path.relative_to(output)): path.read_bytes() for path in found}

    @property
    def made(self) -> Counter[str]:
        """How often each paper's page was made here: True; or elsewhere: False."""
        lines = (self.folder / "made.txt").read_text().splitlines()
        return Counter(line.partition(" ")[0] for line in lines)


@pytest.fixture
def site(tmp_path):
    return Site(tmp_path)


@pytest.fixture(scope="module")
def clean(tmp_path_factory):
    """What one process makes of the site."""
    site = Site(tmp_path_factory.mktemp("clean"))
    site.build(ONE)
    assert site.made == {"True": PAPERS}
    assert len([path for path in site.files if "papers/2104." in path]) == PAPERS
    return site.files


def test_several_processes_make_what_one_makes(site, clean):
    site.build()
    assert site.made == {"False": PAPERS - 1, "True": 1}
    assert site.files == clean


def test_where_nothing_is_new_no_process_is_begun(site):
    rmtree(site.folder / "templates")  # a page that is noted is always new
    site.build()
    assert site.copies > 1
    site.build()
    assert site.copies == 0
    for day in DAYS:
        site.write(day)
    site.build()
    assert site.copies == 0


@pytest.mark.parametrize("in_the_way", ["our folder", "an error"])
def test_no_process_is_left_where_pages_are_not_made(in_the_way, site):
    """That which finds related papers is begun before."""
    settings = {
        "our folder": """
STATIC_PATHS, EXTRA_PATH_METADATA = ["extra"], {"extra/mine.txt": {"path": "papers"}}
""",
        "an error": """
def fail(generator, writer):
    raise ValueError("So much for this")
signals.article_writer_finalized.connect(fail)
""",
    }
    (site.folder / "content/extra").mkdir()
    (site.folder / "content/extra/mine.txt").write_text("Mine.")
    said = " ".join(site.build(settings[in_the_way]).split())
    assert ("our folder" in said) == (in_the_way == "our folder")
    assert bool(site.status) == (in_the_way == "an error")
    assert site.copies == 1


def test_templates_are_compiled_once_for_all(site):
    """Each process would do it for itself, and that takes as long as many pages."""
    site.build("""
import jinja2
compile = jinja2.Environment.compile
def compile_and_note(env, source, name, *given, **named):
    with open("compiled.txt", "a") as file:
        file.write(f"{os.getpid() == FIRST} {name}\\n")
    return compile(env, source, name, *given, **named)
jinja2.Environment.compile = compile_and_note
""")
    assert site.made == {"False": PAPERS - 1, "True": 1}
    compiled = (site.folder / "compiled.txt").read_text().splitlines()
    assert "True hotpapers/pages/paper.html" in compiled
    assert not [line for line in compiled if line.startswith("False")]


def test_a_few_pages_are_made_by_one(site):
    for day in DAYS[1:]:
        site.write(day, 2)
    site.build()
    assert set(site.made) == {"True"}


def test_a_day_that_is_added_gives_what_a_clean_build_gives(site):
    site.build()
    site.write(dt.date(2021, 4, 12))
    site.build()
    found = site.files
    site.build_anew(ONE)
    assert site.files == found


def test_a_program_may_call_pelicans_command_again_and_again(site):
    """As those do that build a site when a file of it is saved."""
    (site.folder / "pelicanconf.py").write_text(SETTINGS)
    site.write(dt.date(2021, 4, 12))
    late = site.folder / "content/hotpapers/2021-04-12.json"
    text = late.read_text()
    late.unlink()
    program = """
import sys
from pathlib import Path
from pelican import main
main([])
Path(sys.argv[1]).write_text(sys.stdin.read())
main([])
"""
    subprocess.run(
        [sys.executable, "-c", program, late],
        cwd=site.folder,
        input=text,
        text=True,
        check=True,
    )
    assert site.made["False"] > PAPERS
    assert site.made["True"] == 2
    found = site.files
    site.build_anew(ONE)
    assert site.files == found


def test_where_another_program_runs_pelican_there_is_one(build, site):
    """It may have anything open, and threads that it is about to begin."""
    made = []
    content = site.folder / "content"
    files = {
        str(path.relative_to(content)): path.read_bytes()
        for path in content.rglob("*.json")
    }
    build(
        files,
        JINJA_FILTERS={"noted": lambda _: made.append(os.getpid()) or ""},
        THEME_TEMPLATES_OVERRIDES=[str(site.folder / "templates")],
        PLUGINS=["pelican_hotpapers"],
    )
    assert set(made) == {os.getpid()}


def test_what_is_logged_is_logged_once_and_in_order(site, clean):
    warning = """
def meet(title):
    if title[-2:] in {"03", "05"}:
        logging.warning("%s is strange", title)
"""
    strange = [
        re.findall(r"Paper \d+ is strange", site.build_anew(warning + settings))
        for settings in (ONE, "")
    ]
    assert strange[0] == strange[1]
    assert len(strange[0]) == 2 * len(DAYS)
    assert site.made == {
        "False": PAPERS - 1,
        "True": 1 + len(strange[0]),
    }
    assert site.files == clean


@pytest.mark.parametrize("settings", ["", ONE])
def test_a_warning_is_as_fatal_as_ever(settings, site):
    warning = f"{settings}\ndef meet(title):\n    logging.warning('Oh')\n"
    said = site.build(warning, "--fatal", "warnings")
    assert site.status
    assert said.count(" Oh ") == 1
    assert "RuntimeError: Warning or error encountered" in said


def test_an_error_ends_the_build_as_ever(site):
    error = "\ndef meet(title):\n    raise ValueError('So much for ' + title)\n"
    for settings in ("", ONE):
        said = site.build_anew(error + settings)
        assert site.status
        assert "CRITICAL ValueError: So much for Paper" in said


def test_a_process_that_is_killed_costs_time_alone(site, clean):
    """As one is that takes more memory than there is."""
    site.build("""
def meet(title):
    if os.getpid() != FIRST and title == "Paper 802":
        os.kill(os.getpid(), signal.SIGKILL)
""")
    assert site.made["True"] > 0
    assert site.files == clean


def test_a_build_goes_on_where_the_system_gives_no_process(site, clean):
    site.build("""
def none():
    raise BlockingIOError("No more processes")
os.fork = none
""")
    assert site.made == {"True": PAPERS}
    assert site.files == clean


def test_other_plugins_hear_of_the_pages_in_order_and_of_whole_files(site):
    listening = """
def hear(path, context):
    size = os.stat(path).st_size
    with open("heard.txt", "a") as file:
        file.write(f"{os.getpid() == FIRST} {path} {context['output_file']} {size}\\n")
signals.content_written.connect(hear)
"""
    post = f"Title: Of our own\nDate: {DAYS[2]} 12:00\n\nText."
    (site.folder / "content/post.md").write_text(post)
    heard = []
    for settings in ("", ONE):
        site.build_anew(listening + settings)
        heard.append((site.folder / "heard.txt").read_text())
        (site.folder / "heard.txt").unlink()
    assert heard[0] == heard[1]
    assert heard[0].count("\n") > LEAST_JOBS
    assert "False" not in heard[0]
