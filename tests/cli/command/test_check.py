"""``hotpapers check``."""

import json
import re

import pytest
from cli.command.digest_files import CONF, PAPER, POST, data
from hot_posts import yaml_digest


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
