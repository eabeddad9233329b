"""The settings: their table, and what is said of wrong ones."""

import re
from dataclasses import fields

import pytest

from pelican_hotpapers.config import PREFIX, Config
from pelican_hotpapers.config.site_settings import read_config
from pelican_hotpapers.errors import in_python


def test_a_site_that_says_nothing_has_the_defaults():
    assert read_config({"SITENAME": "Mine"}) == (Config(), ())


def test_what_a_site_says_is_taken():
    config, problems = read_config(
        {"HOTPAPERS_TAGS": ["a", "b"], "HOTPAPERS_AUTHORS": 3, "HOTPAPERS_CSS": False}
    )
    assert (config.tags, config.authors, config.css) == (("a", "b"), 3, False)
    assert problems == ()


@pytest.mark.parametrize(
    ("name", "found", "expected"),
    [
        ("PATH", "../elsewhere", "inside PATH"),
        ("PATH", "/etc", "inside PATH"),
        ("PATH", "", "inside PATH"),
        ("PATH", 7, "a text"),
        ("TITLE", "Papers of {day}", "{date}"),
        ("SLUG", "{", "{date}"),
        ("SLUG", "x" * 199 + "{date}", "at most 200 letters"),
        ("CATEGORY", "x" * 201, "at most 200 letters"),
        ("TAGS", ["a", "x" * 201], "at most 200 letters"),
        ("TAGS", "one, two", "a list of texts"),
        ("CATEGORIES_AS_TAGS", "yes", "True or False"),
        ("SUMMARY_PAPERS", -1, "0 or more"),
        ("AUTHORS", "many", "a whole number"),
        ("AUTHORS", True, "a whole number"),
        ("CATEGORY_LINK", "/category/", "{category}"),
        ("CATEGORY_LINK", "/{{category}}/", "{category} in it"),
        ("URL", "{category}/{slug}/", "{slug}"),
        ("SAVE_AS", "{slug", "{slug}"),
        ("EMBEDS", "iframe", "'static', 'widget', 'link'"),
        ("COMFORTS", ["keys", "mouse"], "'keys', 'marks', 'copy', 'interests'"),
        ("COMFORTS", "keys", "a list of names"),
        ("MAX_FILE_SIZE", 0, "greater than 0"),
        ("MAX_FILE_SIZE", 10**30, "up to 1,000,000,000"),
        ("COLLECT_EVERY", 10**30, "up to 1,000,000,000"),
        ("ARXIV_PACE", float("inf"), "up to 1,000,000,000"),
    ],
)
def test_a_wrong_value_is_named_and_its_default_used(name, found, expected):
    config, (problem,) = read_config({f"HOTPAPERS_{name}": found})
    assert config == Config()
    assert problem.startswith(f"HOTPAPERS_{name}: found {in_python(found)}, expected ")
    assert expected in problem


@pytest.mark.parametrize(
    ("wrong", "meant"),
    [("HOTPAPERS_EMBED", "HOTPAPERS_EMBEDS"), ("HOTPAPERS_TITEL", "HOTPAPERS_TITLE")],
)
def test_a_misspelt_name_is_reported_with_the_nearest(wrong, meant):
    _, (problem,) = read_config({wrong: "x"})
    assert problem.startswith(f"{wrong}: ")
    assert problem.endswith(f"did you mean {meant}?")


def test_the_table_is_what_is_read():
    for row in fields(Config):
        assert re.fullmatch(r"[a-z_]+", row.name)
        assert row.metadata["meaning"].endswith(".")
        default = row.metadata["default"]
        given = list(default) if isinstance(default, tuple) else default
        assert read_config({PREFIX + row.name.upper(): given}) == (Config(), ())


def test_the_table_stands_under_headings_each_of_which_comes_once():
    first, *_ = headings = [row.metadata["begins"] for row in fields(Config)]
    named = list(filter(None, headings))
    assert first
    assert len(named) == len(set(named)) > 1


@pytest.mark.parametrize(
    ("name", "found", "expected"),
    [
        ("SOURCES", "huggingface", "a list of names"),
        ("SOURCES", [{"archives": ["cs"]}], "or a dict with 'name'"),
        ("SOURCES", [7], "a list of names"),
        ("DAYS", 0, "greater than 0"),
        ("REFRESH_DAYS", -1, "0 or more"),
        ("WEIGHTS", {"likes": "many"}, "names with numbers"),
        ("WEIGHTS", {"likes": float("inf")}, "finite numbers"),
        ("TIMEOUT", "20", "a number"),
        ("ARXIV_URL", "export.arxiv.org", "an address as in"),
        ("POST_TEXTS", {"x": "ftp://x.example"}, "names with addresses"),
        ("POST_TEXTS", True, "names with texts"),
        ("TOPICS", ["Agents"], "names with rules"),
        ("TOPICS", {"Agents": {"includes": ["agent"]}}, "Did you mean 'include'?"),
        ("TOPICS", {"Agents": {"include": [""]}}, "a list of words or phrases"),
        ("TOPICS", {" ": {}}, "a name"),
        ("TOPICS", "topics.toml", "a file such as 'topics.yaml'"),
        ("TOPICS", "", "a file such as 'topics.yaml'"),
        ("HUB", "hub.example", "an address as in 'https://"),
        ("HUB", "javascript:alert(1)", "an address as in 'https://"),
        ("HUB", "https://hub.example/ x", "an address as in 'https://"),
    ],
)
def test_settings_of_several_parts_are_checked(name, found, expected):
    config, (problem,) = read_config({f"HOTPAPERS_{name}": found})
    assert config == Config()
    assert expected in problem


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CATEGORY_LINK", "https://a.example/{category:>9999999999}"),
        ("CATEGORY_LINK", "https://a.example/{category!r:>999999999}"),
        ("CATEGORY_LINK", "https://a.example/{category!r}"),
        ("CATEGORY_LINK", "https://a.example/{category.__class__}"),
        ("CATEGORY_LINK", "https://a.example/{category[0]}"),
        ("TITLE", "{date!s:>9999999999}"),
        ("TITLE", "{date.year:>9999999999}"),
        ("TITLE", "{date:%9999999999d}"),
        ("TITLE", "{date:{date}}"),
        ("SLUG", "{date!r:>9999999999}"),
        ("URL", "{slug:>9999999999}/{date:%Y}/"),
        ("SAVE_AS", "{date:%Y}/{slug:>{date}}"),
        ("SAVE_AS", "{date:%Y}/{slug!a:>9999999999}.html"),
    ],
)
def test_a_placeholder_stands_for_itself_alone(name, value):
    _, (problem,) = read_config({f"HOTPAPERS_{name}": value})
    assert problem.startswith(f"HOTPAPERS_{name}: found ")
    assert "no other placeholder" in problem


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TITLE", "{{{date:%A, %-d. %B %Y}}} at {date:%H:%M}"),
        ("SLUG", "hot-{date:%Y-%m-%d}-{date}"),
        ("SAVE_AS", "{date:%Y}/{date:%j}/{slug}/index.html"),
        ("CATEGORY_LINK", "https://a.example/?q={category}&p={{}}"),
    ],
)
def test_placeholders_that_are_told_of_are_taken(name, value):
    config, problems = read_config({f"HOTPAPERS_{name}": value})
    assert problems == ()
    assert getattr(config, name.lower()) == value
