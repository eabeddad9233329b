"""Which templates front matter may name: those that show a whole article."""

import pytest
from hot_posts import post, section, yaml_digest

from pelican_hotpapers.pelican import jinja_environment

PLUGIN = {"PLUGINS": ["pelican_hotpapers"]}
OURS = sorted(
    path.relative_to(jinja_environment.TEMPLATES).with_suffix("").as_posix()
    for path in jinja_environment.TEMPLATES.rglob("*.html")
)
SPELLINGS = ("./{}", "!theme/{}", "!simple/{}", "{}/")
THEME = {
    "templates/parts/facts.html": "FACTS",
    "templates/macros.html": "{% macro one() %}{% endmacro %}",
    "templates/shared.html": "SHARED",
    "templates/wide.html": "{% extends '!simple/article.html' %}"
    "{% block content %}WIDE{% include 'parts/facts.html' %}{% endblock %}",
    "templates/tall.html": "{% extends 'wide.html' %}"
    "{% from 'macros.html' import one %}{% block footer %}"
    "{% include ['none.html', 'shared.html'] ignore missing %}{% endblock %}",
}


def data_file(day, template):
    return f"{yaml_digest(day)}extra:\n  template: '{template}'\n"


def days(names):
    return {f"2021-{1 + i // 28:02}-{1 + i % 28:02}": name for i, name in names}


def test_none_of_ours_can_be_named(build):
    """Pieces of pages, and the page of an article that would extend itself."""
    names = [
        *OURS,
        *(name.format("hotpapers/pages/article") for name in SPELLINGS),
        "HotPapers/pages/article",
    ]
    wanted = days(enumerate(names))
    files = {
        f"hotpapers/{day}.yaml": data_file(day, name) for day, name in wanted.items()
    }
    plain = {f"hotpapers/{day}.yaml": yaml_digest(day) for day in wanted}
    settings = {**PLUGIN, "HOTPAPERS_PAGES": ""}
    site = build(files, **settings)
    assert len(site.errors) == len(names)
    for day, name in wanted.items():
        (line,) = (line for line in site.errors if f"{day}.yaml:" in line)
        assert ":6:13: template: found '" in line
        assert "expected a template of the theme, none of pelican-hotpapers" in line
        assert name[:20] in line
    assert site.warnings == []
    assert site.pages == build(plain, **settings).pages


@pytest.mark.parametrize("name", ["parts/facts", "macros", "shared", "!theme/shared"])
def test_no_part_of_the_themes_pages_can_be_named(build, name):
    files = {
        "2021-04-07.md": post(section(1)).replace('"post"', f'"{name}"'),
        "hotpapers/2021-04-09.yaml": data_file("2021-04-09", name),
    }
    site = build(files, theme=THEME, **PLUGIN)
    assert site.errors == []
    assert set(site.warnings) == {
        f"Template {name!r} is a part of other templates, no page of its own. What "
        "names it is shown by the theme's template 'article'"
    }
    for slug in ("hot-papers-2021-04-07", "hot-papers-2021-04-09"):
        assert "<html" in site.pages[f"{slug}.html"]


@pytest.mark.parametrize("name", ["wide", "tall", "./wide", "!theme/wide"])
def test_a_page_of_the_themes_can_be_though_others_extend_it(build, name):
    files = {"hotpapers/2021-04-09.yaml": data_file("2021-04-09", name)}
    site = build(files, theme=THEME, **PLUGIN)
    assert site.warnings == site.errors == []
    assert "WIDEFACTS" in site.pages["hot-papers-2021-04-09.html"]
