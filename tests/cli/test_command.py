"""The command: what it prints, what it writes, and the status it ends with."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hot_posts import post, section, yaml_digest

from pelican_hotpapers import read_digest
from pelican_hotpapers.cli import COMMANDS, argument_parser, main

SCRIPT = Path(sys.executable).with_name("hotpapers")
PAGES = Path(__file__).parents[2] / "example_site" / "content" / "pages"
CONF = 'PATH = "content"\nTIMEZONE = "UTC"\n'
POST = post(section(1), section(2))
PAPER = {"arxiv_id": "2104.01778", "title": "A Paper"}


@pytest.fixture
def site(tmp_path, monkeypatch):
    """Make a site of files in the current folder: ``site({"content/x.md": "…"})``."""

    def make(files, conf=CONF):
        for name, text in {"pelicanconf.py": conf, **files}.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode() if isinstance(text, str) else text)
        (tmp_path / "content").mkdir(exist_ok=True)
        monkeypatch.chdir(tmp_path)
        return tmp_path

    return make


@pytest.fixture
def run(capsys):
    """Run the command: ``run("check", "x.md") -> (status, output, complaints)``."""

    def run(*argv):
        try:
            status = main(argv)
        except SystemExit as end:
            status = end.code
        said = capsys.readouterr()
        return status, said.out, said.err

    return run


def data(*papers, date="2021-04-08", **more):
    return json.dumps({"date": date, **more, "papers": papers})


def files_below(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


# check


def test_a_sound_archive(site, run):
    site(
        {
            "content/posts/2021-04-07---Hot-Papers.md": POST,
            "content/hotpapers/2021-04-08.json": data(PAPER),
            "content/hotpapers/2021-04-09.yaml": yaml_digest(),
            "content/trip.md": "Title: My trip\n\nIt rained.\n",
            "content/note.md": "---\ntitle: A note\n---\nIt rained.\n",
        }
    )

    assert run("check") == (0, "3 digests, 4 papers, no faults\n", "")


def test_every_fault_is_a_line_with_its_place(site, run):
    text = json.dumps(
        {"date": "2021-04-08", "papers": [PAPER, {**PAPER, "likes": "many"}, 7]},
        indent=1,
    )
    line = text[: text.index('"many"')].count("\n") + 1
    broken = POST.replace("- links: [abs]", "- links: (abs)", 1)
    site(
        {
            "content/hotpapers/2021-04-08.json": text,
            "content/hotpapers/2021-04-10.json": "{",
            "content/2021-04-07---Hot-Papers.md": broken,
            "content/2021-04-06---Hot-Papers.md": POST.replace("title:", "title: '"),
        }
    )

    status, out, _ = run("check")

    assert status == 1
    *faults, summary = out.splitlines()
    place = r"content/[^:]+:\d+:\d+: [^:]+: found .+, expected .+"
    assert all(re.fullmatch(place, fault) for fault in faults)
    assert any(
        fault.startswith(f"content/hotpapers/2021-04-08.json:{line}:")
        for fault in faults
    )
    assert {fault.split(":")[0] for fault in faults} == {
        "content/hotpapers/2021-04-08.json",
        "content/hotpapers/2021-04-10.json",
        "content/2021-04-07---Hot-Papers.md",
        "content/2021-04-06---Hot-Papers.md",
    }
    assert summary == f"3 digests, 4 papers, {len(faults)} faults in 4 files"


WRONG = r"""date: 2021-04-07
papers:
- {arxiv_id: 2104.1778, title: A digit too few}
- {arxiv_id: 2113.01778, title: The thirteenth month}
- {arxiv_id: 9999.99999, title: A month that no year has}
- {arxiv_id: 2104.00001, title: "The $\theta$ of sheep"}
- {arxiv_id: 2104.00002, title: Words, categories: Machine Learning}
- {arxiv_id: 2104.00003, title: Two at once, categories: cs.LG cs.AI}
"""


def test_what_used_to_pass_for_sound_is_told(site, run):
    site({"content/hotpapers/2021-04-06.yaml": WRONG})

    status, out, _ = run("check")

    assert status == 1
    *faults, summary = out.splitlines()
    told = [
        fault.removeprefix("content/hotpapers/2021-04-06.yaml:") for fault in faults
    ]
    assert [fault.split(", expected")[0] for fault in told] == [
        "1:7: date: found 2021-04-07",
        "3:14: papers[0].arxiv_id: found '2104.1778'",
        "4:14: papers[1].arxiv_id: found '2113.01778'",
        "5:14: papers[2].arxiv_id: found '9999.99999'",
        r"6:33: papers[3].title: found \theta in double quotes, where \t is a tab",
        "7:52: papers[4].categories: found 'Machine Learning'",
    ]
    assert summary == "1 digest, 2 papers, 6 faults in 1 file"


def test_two_files_for_one_day(site, run):
    site(
        {
            "content/hotpapers/2021-04-07.json": data(PAPER, date="2021-04-07"),
            "content/2021-04-07---Hot-Papers.md": POST,
        }
    )

    status, out, _ = run("check")

    assert status == 1
    fault, summary = out.splitlines()
    assert fault.startswith("content/2021-04-07---Hot-Papers.md:1:1: date: found")
    assert "content/hotpapers/2021-04-07.json" in fault
    assert summary.endswith("1 fault in 1 file")


def test_two_files_with_one_slug(site, run):
    site(
        {
            "content/hotpapers/2021-04-07.json": data(date="2021-04-07", slug="hot"),
            "content/hotpapers/2021-04-08.json": data(slug="hot"),
        }
    )

    status, out, _ = run("check")

    assert status == 1
    assert "2021-04-08.json:1:1: slug: found 'hot', which" in out


def test_slugs_are_those_that_the_settings_give(site, run):
    files = {
        "content/hotpapers/2021-04-07.json": data(date="2021-04-07"),
        "content/hotpapers/2021-04-08.json": data(),
    }
    site(files, CONF + 'HOTPAPERS_SLUG = "hot-{date:%Y-%m}"\n')

    status, out, _ = run("check")

    assert status == 1
    assert "slug: found 'hot-2021-04'" in out


def test_translations_share_day_and_slug(site, run):
    site(
        {
            "content/hotpapers/2021-04-08.json": data(PAPER),
            "content/hotpapers/2021-04-08-ja.json": data(extra={"lang": "ja"}),
        }
    )

    assert run("check")[0] == 0


def test_files_and_folders_by_name(site, run):
    site(
        {
            "content/hotpapers/2021-04-08.json": "{",
            "drafts/one.yaml": yaml_digest(),
            "drafts/deep/2021-04-07.md": POST,
            "drafts/notes.md": "No digest.\n",
        }
    )

    assert run("check", "drafts")[:2] == (0, "2 digests, 3 papers, no faults\n")
    assert run("check", "drafts/one.yaml", "drafts/one.yaml")[1].startswith("1 digest,")
    assert run("check", "content/hotpapers/2021-04-08.json")[0] == 1
    status, out, _ = run("check", "drafts/notes.md")
    assert status == 1
    assert "drafts/notes.md:1:1: front matter: found 'No digest.'" in out
    assert "the suffix '.py'" in run("check", "pelicanconf.py")[1]


def test_a_file_that_is_not_there(site, run):
    site({})

    status, out, err = run("check", "content/nowhere.json")

    assert (status, out) == (2, "")
    assert "found no file content/nowhere.json, expected" in err


def test_an_empty_site_says_where_it_looked(site, run):
    site({})

    status, out, err = run("check")

    assert (status, out) == (0, "0 digests, 0 papers, no faults\n")
    assert err.startswith("There are no digests.\nLooked for in content/hotpapers,")
    assert "-s" in err


def test_files_that_the_site_ignores_are_ignored(site, run):
    files = {"content/hotpapers/2021-04-08.old.json": "{", "content/old/x.md": POST}
    site(files, CONF + 'IGNORE_FILES = ["*.old.*", "old"]\n')

    assert run("check")[:2] == (0, "0 digests, 0 papers, no faults\n")


def test_settings_count(site, run):
    files = {
        "blog/content/days/2021-04-08.json": data(PAPER),
        "blog/conf.py": CONF + 'HOTPAPERS_PATH = "days"\nHOTPAPERS_MAX_FILE_SIZE = 9\n',
    }
    site(files)

    status, out, _ = run("check", "-s", "blog/conf.py")

    assert status == 1
    assert "blog/content/days/2021-04-08.json:1:1: file: found" in out
    assert "at most 9 bytes" in out


def test_wrong_settings_are_told_and_the_digests_are_checked(site, run):
    site({"content/hotpapers/2021-04-08.json": data()}, CONF + "HOTPAPERS_PTAH = 1\n")

    status, out, err = run("check")

    assert (status, out) == (0, "1 digest, 0 papers, no faults\n")
    assert "HOTPAPERS_PTAH: found a setting that does not exist" in err


TOPICS = CONF + 'HOTPAPERS_TOPICS = "rules/topics.yaml"\n'


def test_a_file_of_topics_is_checked_too(site, run):
    files = {
        "content/hotpapers/2021-04-08.json": data(PAPER),
        "content/rules/topics.yaml": "Kept: {}\nSound:\n  categories: cs.SD\n",
    }
    site(files, TOPICS)

    assert run("check")[:2] == (
        1,
        "content/rules/topics.yaml:3:15: Sound.categories: found 'cs.SD', "
        "expected a list of arXiv categories, as in [cs.CL, stat]\n"
        "1 digest, 1 paper, 1 topic, 1 fault in 1 file\n",
    )

    site(files | {"content/rules/topics.yaml": "Kept: {}\nCode: {}\n"}, TOPICS)
    assert run("check")[:2] == (0, "1 digest, 1 paper, 2 topics, no faults\n")


def test_a_file_of_topics_that_is_not_there_is_a_fault(site, run):
    site({"content/hotpapers/2021-04-08.json": data(PAPER)}, TOPICS)

    status, out, _ = run("check")

    assert status == 1
    assert "content/rules/topics.yaml:1:1: HOTPAPERS_TOPICS: found no such file" in out


@pytest.mark.parametrize("named", ["content/rules/topics.yaml", "content/rules"])
def test_a_file_of_topics_may_be_named(site, run, named):
    site(
        {
            "content/hotpapers/2021-04-08.json": "{",
            "content/rules/topics.yaml": "Kept: {}\n",
        },
        TOPICS,
    )

    assert run("check", named)[:2] == (0, "0 digests, 0 papers, 1 topic, no faults\n")


def test_a_file_of_topics_is_left_alone_where_another_is_named(site, run):
    files = {"content/hotpapers/2021-04-08.json": data(PAPER)}
    site(files | {"content/rules/topics.yaml": "-"}, TOPICS)

    assert run("check", *files)[:2] == (0, "1 digest, 1 paper, no faults\n")


def test_a_theme_that_is_not_installed_is_no_hindrance(site, run):
    site({"content/hotpapers/2021-04-08.json": data()}, CONF + 'THEME = "nowhere"\n')

    assert run("check")[0] == 0


@pytest.mark.parametrize(
    ("conf", "says"),
    [
        ("PATH = nowhere\n", "NameError: name 'nowhere' is not defined"),
        ("PATH = \n", "SyntaxError"),
        ("raise RuntimeError('\x1b[31mred')\n", r"RuntimeError: \x1b[31mred"),
        ("PATH = 'nowhere'\n", "path"),
    ],
)
def test_settings_that_cannot_be_read(site, run, conf, says):
    site({}, conf)

    status, out, err = run("check")

    assert (status, out) == (2, "")
    assert "pelicanconf.py" in err
    assert says in err
    assert "\x1b" not in err


def test_settings_that_are_not_there(site, run):
    site({})

    status, _, err = run("check", "-s", "other.py")

    assert status == 2
    assert "found no file other.py" in err
    assert "-s" in err


def test_without_settings_pelicans_defaults_hold(site, run):
    folder = site({"hotpapers/2021-04-08.json": data(PAPER)})
    (folder / "pelicanconf.py").unlink()

    assert run("check")[:2] == (0, "1 digest, 1 paper, no faults\n")


def test_no_text_of_a_file_acts_on_the_terminal(site, run):
    evil = "\x1b[31m\u202ex\nfake.json:1:1: all is well"
    folder = site({"content/hotpapers/2021-04-08.json": data({evil: evil, **PAPER})})
    (folder / "content/hotpapers/\x1b[31m.json").write_text("{")

    status, out, _ = run("check")

    assert status == 1
    assert "\x1b" not in out
    assert "\u202e" not in out
    assert not any(line.startswith("fake") for line in out.splitlines())


# convert


@pytest.mark.parametrize("form", ["json", "yaml"])
def test_posts_survive_the_way_through_data(site, run, blog_posts, form):
    posts = {f"content/posts/{path.name}": path.read_bytes() for path in blog_posts}
    folder = site(posts, CONF + "HOTPAPERS_REPAIR_ENCODING = False\n")

    there = run("convert", "--to", form)
    back = run("convert", "--to", "md", "--out", "back", "content/hotpapers")

    assert (there[0], back[0]) == (0, 0)
    days = [path.name[:10] for path in blog_posts]
    written = sorted(path.name for path in (folder / "content/hotpapers").iterdir())
    assert written == [f"{day}.{form}" for day in days]
    for path in blog_posts:
        assert (folder / "back" / path.name).read_bytes() == path.read_bytes()
        assert (folder / "content/posts" / path.name).read_bytes() == path.read_bytes()


def test_text_that_was_broken_is_whole_in_data(site, run):
    text = post(section(1, title="Krämer à la carte"))
    broken = text.encode().decode("mac_roman")
    folder = site({"content/2021-04-07---Hot-Papers.md": broken})

    assert run("convert", "--to", "json")[0] == 0
    written = (folder / "content/hotpapers/2021-04-07.json").read_text("utf-8")
    assert '"Krämer à la carte"' in written
    run("convert", "--to", "md", "--out", "back", "content/hotpapers")
    assert (folder / "back/2021-04-07---Hot-Papers.md").read_text("utf-8") == text


def test_converting_again_changes_nothing(site, run):
    folder = site({"content/2021-04-07---Hot-Papers.md": POST})
    run("convert", "--to", "json")
    before = files_below(folder)

    status, out, _ = run("convert", "--to", "json")

    assert (status, out) == (
        0,
        "0 files written to content/hotpapers, 1 there already\n",
    )
    assert files_below(folder) == before


def test_another_file_is_only_replaced_by_force(site, run):
    target = "content/hotpapers/2021-04-07.json"
    folder = site({"content/2021-04-07---Hot-Papers.md": POST, target: "mine"})

    status, out, err = run(
        "convert", "--to", "json", "content/2021-04-07---Hot-Papers.md"
    )

    assert (status, (folder / target).read_text()) == (1, "mine")
    assert "0 files written to content/hotpapers, 1 refused" in out
    assert target in err
    assert "--force" in err
    forced = run(
        "convert", "--to", "json", "--force", "content/2021-04-07---Hot-Papers.md"
    )
    assert forced[0] == 0
    assert len(read_digest(folder / target).papers) == 2


def test_what_a_post_cannot_hold_is_refused_for_its_file_alone(site, run):
    covered = [{"source": "arxiv", "listed": 2}]
    folder = site(
        {
            "days/2021-04-07.json": data(
                {**PAPER, "signals": {"upvotes": 3}, "abstract": "One.\n# 9. Two."},
                date="2021-04-07",
            ),
            "days/2021-04-08.json": data(coverage=covered),
            "days/2021-04-09.yaml": yaml_digest(),
        }
    )

    status, out, err = run("convert", "--to", "md", "--out", "posts", "days")

    assert status == 1
    assert "1 file written to posts, 2 refused" in out
    abstract, signals, covered = err.splitlines()
    assert re.fullmatch(
        r"days/2021-04-07\.json:1:\d\d+: papers\[0\]\.signals: found \{upvotes: 3\}, "
        r"expected what a Markdown post has a place for\. Write it as \.json .*",
        signals,
    )
    assert re.match(r"days/2021-04-07\.json:1:\d\d+: papers\[0\]\.abstract", abstract)
    assert re.match(r"days/2021-04-08\.json:1:\d\d+: coverage: found \['arx", covered)
    written = list((folder / "posts").iterdir())
    assert [path.name for path in written] == ["2021-04-09---Hot-Papers.md"]


def test_a_file_with_faults_is_refused_whole(site, run):
    folder = site({"2021-04-08.json": data(PAPER, {**PAPER, "likes": -1})})

    status, _, err = run("convert", "--to", "yaml", "--out", "out", "2021-04-08.json")

    assert status == 1
    assert "2021-04-08.json:1:" in err
    assert "papers[1].likes: found -1" in err
    assert list(folder.glob("out/*")) == []


def test_of_two_sources_for_one_day_the_second_is_refused(site, run):
    folder = site({"a.json": data(PAPER), "b.json": data()})

    status, _, err = run(
        "convert", "--to", "yaml", "--out", "out", "--force", "a.json", "b.json"
    )

    assert status == 1
    assert "b.json:1:1: date: found the same day as in a.json" in err
    assert len(read_digest(folder / "out/2021-04-08.yaml").papers) == 1


def test_files_of_the_format_stay_where_they_are(site, run):
    folder = site({"content/hotpapers/a.yml": yaml_digest(), "content/x.yaml": "x"})
    before = files_below(folder)

    assert run("convert", "--to", "yaml")[:2] == (
        0,
        "0 files written to content/hotpapers\n",
    )
    assert files_below(folder) == before


def test_what_would_read_back_differently_is_never_put_in_place(site, run):
    # Written plainly, this would be taken for broken text and mended.
    text = json.dumps({"date": "2021-04-08", "title": "Kr√§mer", "papers": []})
    folder = site({"a.json": text})

    status, _, err = run("convert", "--to", "yaml", "--out", "out", "a.json")

    assert status == 1
    assert err.startswith("a.json:1:33: title: found what would not read the same")
    assert list((folder / "out").iterdir()) == []


def test_a_folder_that_cannot_be_written(site, run):
    site({"a.json": data(PAPER), "out": "a file"})

    status, out, err = run("convert", "--to", "yaml", "--out", "out", "a.json")

    assert status == 1
    assert "1 refused" in out
    assert "a.json:1:1: file: found" in err


def test_nothing_half_done_is_left(site, run):
    folder = site(
        {
            "a.json": data(PAPER),
            "b.json": data({**PAPER, "score": 7}, date="2021-04-09"),
        }
    )

    run("convert", "--to", "md", "--out", "out", "a.json", "b.json")

    assert set(files_below(folder / "out")) == {"2021-04-08---Hot-Papers.md"}
    assert len(list((folder / "out").iterdir())) == 1


def test_the_format_is_named(site, run):
    site({})

    assert "--to" in run("convert")[2]
    status, _, err = run("convert", "--to", "toml")
    assert status == 2
    assert "json" in err


# show


@pytest.fixture
def days(site):
    return site(
        {
            "content/2021-04-07---Hot-Papers.md": POST,
            "content/hotpapers/2021-04-09.yaml": yaml_digest(),
            "content/hotpapers/no-day.json": data(PAPER, date="2021-04-03"),
        }
    )


@pytest.mark.parametrize(
    ("day", "title"),
    [
        ("2021-04-07", "Hot Papers 2021-04-07"),
        ("2021-04-09", "Hot Papers 2021-04-09"),
        ("2021-04-03", "Hot Papers 2021-04-03"),
        ("latest", "Hot Papers 2021-04-09"),
        ("content/hotpapers/no-day.json", "Hot Papers 2021-04-03"),
    ],
)
@pytest.mark.usefixtures("days")
def test_a_day_is_shown(run, day, title):
    status, out, err = run("show", day)

    assert (status, err) == (0, "")
    assert out.startswith(title + "\n")
    assert "https://arxiv.org/abs/" in out


@pytest.mark.usefixtures("days")
def test_yesterday_is_a_day(run):
    status, _, err = run("show", "yesterday")

    assert status == 1
    assert re.match(
        r"There is no digest of \d{4}-\d\d-\d\d\.\nLooked for in content", err
    )


def test_a_title_is_that_of_the_site(site, run):
    files = {"content/hotpapers/2021-04-08.json": data(PAPER)}
    site(files, CONF + 'HOTPAPERS_TITLE = "What was hot on {date:%d/%m}"\n')

    assert run("show", "latest")[1].startswith("What was hot on 08/04\n")


@pytest.mark.usefixtures("days")
def test_as_much_as_is_wanted(run):
    out = run("show", "2021-04-07", "--papers", "1", "--abstracts")[1]

    assert "We do." in out
    assert "And 1 more paper." in out
    assert "We do." not in run("show", "2021-04-07")[1]


@pytest.mark.usefixtures("days")
def test_a_day_without_digest_names_the_nearest(run):
    status, out, err = run("show", "2021-04-08")

    assert (status, out) == (1, "")
    assert "2021-04-07 and 2021-04-09" in err


def test_latest_of_nothing(site, run):
    site({})

    status, _, err = run("show", "latest")

    assert status == 1
    assert err.startswith("There are no digests.\nLooked for in content/hotpapers,")


def test_what_is_sound_of_a_faulty_day_is_shown(site, run):
    site({"content/hotpapers/2021-04-08.json": data(PAPER, {"title": "No id"})})

    status, out, err = run("show", "2021-04-08")

    assert status == 1
    assert "A Paper" in out
    assert "content/hotpapers/2021-04-08.json:1:" in err


@pytest.mark.parametrize("day", ["2021-4-7", "2021-02-30", "tomorrow", "nowhere.json"])
@pytest.mark.usefixtures("days")
def test_what_is_no_day(run, day):
    status, out, err = run("show", day)

    assert (status, out) == (2, "")
    assert f"found '{day}', expected a day as in 2021-04-07" in err


@pytest.mark.parametrize("number", ["0", "-1", "x", "1.5", "²"])
@pytest.mark.usefixtures("days")
def test_what_is_no_number_of_papers(run, number):
    status, _, err = run("show", "latest", f"--papers={number}")

    assert status == 2
    assert "expected a number above 0" in err


# Help, and the command itself


def test_help_without_a_command(run):
    status, out, err = run()

    assert (status, out) == (2, "")
    for command in COMMANDS:
        assert command.name in err


@pytest.mark.parametrize("command", [(), *((each.name,) for each in COMMANDS)])
def test_help_has_examples_that_can_be_called(command, run):
    status, out, _ = run(*command, "--help")

    assert status == 0
    examples = re.findall(r"^  hotpapers (.+?)(?:  .*)?$", out, re.MULTILINE)
    assert examples
    for example in examples:
        asked = argument_parser().parse_args(shlex.split(example))
        assert asked.command.name in (command or example)


def _page(name):
    return (PAGES / name).read_text("utf-8")


def test_the_examples_of_the_documentation_can_be_called():
    calls = [
        line.removeprefix("hotpapers ").partition(" || ")[0]
        for page in ("command.md", "old-blog.md")
        for block in re.findall(r"```sh\n(.*?)```", _page(page), re.DOTALL)
        for line in block.splitlines()
        if line.startswith("hotpapers ")
    ]

    assert len(calls) > len(COMMANDS)
    for call in calls:
        assert argument_parser().parse_args(shlex.split(call)).command


@pytest.mark.skipif(not SCRIPT.exists(), reason=f"{SCRIPT} is not installed")
def test_the_installed_command(days, blog_posts):
    shutil.copy(blog_posts[0], days / "content")

    def call(*argv, **env):
        return subprocess.run(
            [SCRIPT, *argv],
            capture_output=True,
            check=False,
            cwd=days,
            env={**os.environ, "COLUMNS": "60", **env},
        )

    checked = call("check")
    assert (checked.returncode, checked.stderr) == (0, b"")
    assert checked.stdout.startswith(b"4 digests, ")
    shown = call("show", blog_posts[0].name[:10], "--abstracts")
    assert shown.returncode == 0
    lines = shown.stdout.decode().splitlines()
    assert b"\x1b" not in shown.stdout
    assert all(len(line) <= 60 for line in lines if "https://" not in line)
    assert call("show").returncode == 2
    in_ascii = call("show", "latest", PYTHONIOENCODING="ascii")
    assert (in_ascii.returncode, in_ascii.stderr) == (0, b"")


@pytest.mark.skipif(not SCRIPT.exists(), reason=f"{SCRIPT} is not installed")
def test_a_reader_that_has_enough(site):
    papers = [{**PAPER, "arxiv_id": f"2104.{n:05}"} for n in range(1, 3001)]
    folder = site({"content/hotpapers/2021-04-08.json": data(*papers)})

    process = subprocess.Popen(
        [SCRIPT, "show", "latest"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=folder,
    )
    assert process.stdout
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr
    assert process.stderr.read() == b""
    process.wait()


@pytest.mark.parametrize("conf", ["", 'PATH = "."\n', 'PATH = "content"\n'])
def test_a_site_without_a_path_is_taken_as_pelican_content_does(site, run, conf):
    site({"content/hotpapers/2021-04-08.json": data(PAPER)}, conf=conf)
    assert run("check")[1].startswith("1 digest, 1 paper")


# What it writes to


@pytest.mark.skipif(not SCRIPT.exists(), reason=f"{SCRIPT} is not installed")
@pytest.mark.parametrize("command", ["check", "show latest", "convert --to yaml"])
def test_a_closed_output_is_no_fault(site, command):
    site({"content/hotpapers/2021-04-08.json": data(PAPER)})
    closed = f"{shlex.quote(str(SCRIPT))} {command} >&-"
    ended = subprocess.run(["/bin/sh", "-c", closed], capture_output=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device is full here")
@pytest.mark.parametrize("command", ["check", "show latest", "convert --to yaml"])
def test_an_output_that_is_full_is_told(site, command):
    site({"content/hotpapers/2021-04-08.json": data(PAPER)})
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(
            [SCRIPT, *command.split()], stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert ended.returncode == 1
    assert ended.stderr.decode().splitlines() == ["output: No space left on device"]
