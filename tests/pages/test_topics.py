"""Topics that a site keeps in a file, in whole builds."""

import json
import re

import pytest
from hot_posts import yaml_digest

SETTINGS = {"PLUGINS": ["pelican_hotpapers"], "HOTPAPERS_TOPICS": "topics.yaml"}
DAY = {"hotpapers/2021-04-09.yaml": yaml_digest()}


def topic_pages(site):
    found = (re.fullmatch(r"papers/topic-(.*)\.html", name) for name in site.pages)
    return {match[1] for match in found if match}


def papers_of(site, topic):
    return re.findall(
        r'<article class="hotpapers-paper" id="([^"]+)"',
        site.pages[f"papers/topic-{topic}.html"],
    )


def test_a_file_of_yaml_has_topics(build):
    text = """
Kept:
  about: What was kept.
  include: [kept*]
With code:
  has_code: true
"""
    site = build({**DAY, "topics.yaml": text}, **SETTINGS)
    assert topic_pages(site) == {"kept", "with-code"}
    assert papers_of(site, "kept") == ["arxiv-2104.00009"]
    assert papers_of(site, "with-code") == []
    assert "What was kept." in site.pages["papers/topic-kept.html"]
    assert site.warnings == site.errors == []


def test_a_file_of_json_has_the_same(build):
    text = json.dumps({"Kept": {"include": ["kept*"]}})
    settings = SETTINGS | {"HOTPAPERS_TOPICS": "rules/topics.json"}
    site = build({**DAY, "rules/topics.json": text}, **settings)
    assert papers_of(site, "kept") == ["arxiv-2104.00009"]


def test_a_file_may_be_anywhere(build, tmp_path):
    file = tmp_path / "topics.yml"
    file.write_text("Kept: {include: [kept*]}\n", "utf-8")
    for name in (str(file), "../topics.yml"):
        site = build(DAY, **SETTINGS | {"HOTPAPERS_TOPICS": name})
        assert topic_pages(site) == {"kept"}


def test_numbers_of_yaml_are_words(build):
    text = "2021: {about: 3.10, include: [9, 2021]}\n"
    site = build({**DAY, "topics.yaml": text}, **SETTINGS)
    assert topic_pages(site) == {"2021"}
    assert site.errors == []


def test_all_faults_are_told_and_sound_topics_have_pages(build):
    text = """\
Kept:
  include: [kept*]
Sound:
  includes: [music]
  categories: cs.SD
Empty:
Code:
  has_code: yes please
  authors: [Ada, ""]
"""
    site = build({**DAY, "topics.yaml": text}, **SETTINGS)
    assert topic_pages(site) == {"kept"}
    told = [re.sub(r"^.*/(?=topics\.yaml)", "", line) for line in site.errors]
    assert told == [
        "topics.yaml:4:13: Sound.includes: found an unknown field, "
        "expected a field of the format. Did you mean 'include'?",
        "topics.yaml:5:15: Sound.categories: found 'cs.SD', "
        "expected a list of arXiv categories, as in [cs.CL, stat]",
        "topics.yaml:6:7: Empty: found nothing, expected rules: "
        "about, include, exclude, categories, authors, has_code",
        "topics.yaml:8:13: Code.has_code: found 'yes please', expected true or false",
        "topics.yaml:9:18: Code.authors[1]: found '', expected a list of names",
    ]


def test_of_topics_in_the_settings_a_wrong_one_is_left_out_alone(build):
    topics = {
        "Kept": {"about": "What was kept.", "include": ("kept*",)},
        "Sound": {"includes": ["music"], "categories": "cs.SD"},
        "Odd": {"x": 1, 7: 2},
        "Empty": None,
        "Code": {"has_code": "yes please", "authors": ["Ada", ""]},
        2021: {"include": ["year"]},
        " ": {},
    }
    site = build(DAY, **SETTINGS | {"HOTPAPERS_TOPICS": topics})
    assert topic_pages(site) == {"kept"}
    assert papers_of(site, "kept") == ["arxiv-2104.00009"]
    fields = "about, include, exclude, categories, authors, has_code"
    assert site.errors == [
        f"HOTPAPERS_TOPICS: {line}"
        for line in (
            "Sound.includes: found an unknown field, expected a field of the format. "
            "Did you mean 'include'?",
            "Sound.categories: found 'cs.SD', "
            "expected a list of arXiv categories, as in [cs.CL, stat]",
            "Odd.x: found an unknown field, expected a field of the format. "
            f"Its fields are {fields}",
            "Odd.7: found an unknown field, expected a field of the format. "
            f"Its fields are {fields}",
            f"Empty: found nothing, expected rules: {fields}",
            "Code.has_code: found 'yes please', expected true or false",
            "Code.authors[1]: found '', expected a list of names",
            "2021: found 2021, expected a name. Put it in quotes",
            "topics: found ' ', expected a name",
        )
    ]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Agents: {include: [*gpt]}", r"topics.yaml:1:20: .*: found '\*gpt.* aliases"),
        ("A: {}\nA: {}", "topics.yaml:2:1: A: found the key again, expected it once"),
        ("- Agents", "topics.yaml:1:1: topics: found .*, expected names with rules"),
        ('"": {}', "topics.yaml:1:5: topics: found '', expected a name"),
        (b"A: {about: \xff}", "topics.yaml:1:12: encoding: found the byte 0xff"),
        ("A: !!python/name:os.system {}", "topics.yaml:1:4: A: found the tag"),
        ("A: [" * 100, "topics.yaml:1:.*: found deeper nesting"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_and_the_rest_built(build, text, fault):
    site = build({**DAY, "topics.yaml": text}, **SETTINGS)
    (told,) = site.errors
    assert re.search(fault, told)
    assert topic_pages(site) == set()
    assert "papers/index.html" in site.pages


@pytest.mark.parametrize("name", ["nowhere.yaml", "folder.yaml", "nul\0.yaml"])
def test_a_file_that_is_not_there_is_told_with_its_place(build, name):
    files = {**DAY, "folder.yaml/note.txt": ""}
    site = build(files, **SETTINGS | {"HOTPAPERS_TOPICS": name})
    (told,) = site.errors
    shown = name.replace("\0", r"\x00")
    assert f"content/{shown}:1:1: " in told
    assert ": found " in told
    assert "papers/index.html" in site.pages


def test_a_file_of_any_size_is_not_read(build):
    text = "A: {include: [kept*]} # " + "x" * 2000
    site = build({**DAY, "topics.yaml": text}, **SETTINGS, HOTPAPERS_MAX_FILE_SIZE=1000)
    assert any("topics.yaml" in told and "1,000 bytes" in told for told in site.errors)


def test_nobody_reads_the_file_where_there_are_no_pages(build):
    site = build(DAY, **SETTINGS, HOTPAPERS_PAGES="")
    assert site.errors == []
