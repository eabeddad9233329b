"""``hotpapers convert``."""

import json
import re

import pytest
from cli.command.digest_files import CONF, PAPER, POST, data
from hot_posts import post, section, yaml_digest

from pelican_hotpapers import read_digest


def files_below(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


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
