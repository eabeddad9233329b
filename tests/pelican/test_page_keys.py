"""A page is made again if anything has changed that it depends on, and else is not."""

from operator import length_hint

import pytest
from catalogues import compiled
from hot_posts import yaml_digest
from jinja2 import FunctionLoader, Template, Undefined, select_autoescape
from jinja2.ext import Extension
from pelican.plugins import signals
from pseudo_language import words

from pelican_hotpapers.storage import keys

PAGE = "hot-papers-2021-04-06.html"
FILES = {"hotpapers/2021-04-06.yaml": yaml_digest("2021-04-06")}
SETTINGS = {
    "PLUGINS": ["pelican_hotpapers"],
    "HOTPAPERS_PAGES": "",
    "DELETE_OUTPUT_DIRECTORY": False,
}
PAPER = "templates/hotpapers/paper.html"


@pytest.fixture
def rendered(monkeypatch):
    """The names of the templates that are rendered, each time."""
    names = []
    new_context = Template.new_context

    def noted(template, *args, **kwargs):
        names.append(template.name)
        return new_context(template, *args, **kwargs)

    monkeypatch.setattr(Template, "new_context", noted)
    return names


@pytest.fixture
def is_used(build, rendered):
    """Tell whether a build leaves a page alone that one before it has made."""

    def is_used(before, after, happens=lambda: None):
        build(FILES, **{**SETTINGS, **before})
        happens()
        rendered.clear()
        page = build(FILES, **{**SETTINGS, **after}).pages[PAGE]
        is_made = bool({"article.html", "hotpapers/pages/article.html"} & {*rendered})
        rebuilt = build(FILES, **{**SETTINGS, **after, "DELETE_OUTPUT_DIRECTORY": True})
        assert rebuilt.pages[PAGE] == page
        return not is_made

    return is_used


def theme(text="{{ paper.title }}", **others):
    """Return a setting: a theme with a template for papers, and others."""
    named = {f"templates/{name}.html": other for name, other in others.items()}
    base = {"templates/article.html": "{{ article.content }}"}
    return {"theme": {**base, PAPER: text, **named}}


def article(text):
    """Return a setting: a theme with a template for articles."""
    return {"theme": {"templates/article.html": text}}


def own_code():
    """Return a class of an extension that looks like any other of its name."""
    return type("Own", (Extension,), {})


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"JINJA_FILTERS": {"shout": str.upper}, "JINJA_GLOBALS": {"now": "today"}},
        {"JINJA_ENVIRONMENT": {"extensions": ["jinja2.ext.i18n", "jinja2.ext.do"]}},
        {"JINJA_ENVIRONMENT": {"autoescape": select_autoescape()}},
        theme(),
        theme("{{ digest.date|strftime('%B') }} {{ paper.title }}"),
        theme("{% extends '!hotpapers/paper.html' %}"),
    ],
    ids=["default", "functions", "extensions", "autoescape", "own", "time", "extends"],
)
def test_where_nothing_changed_it_is_used(is_used, settings):
    assert is_used(settings, settings)


def test_files_among_the_templates_that_are_none_do_no_harm(is_used):
    settings = theme()
    settings["theme"]["templates/logo.png"] = b"\x89PNG\xff"
    assert is_used(settings, settings)


def test_templates_that_no_page_is_made_of_may_change(is_used):
    assert is_used(theme(index="one"), theme(index="two"))


@pytest.mark.parametrize("name", ["category", "pages/other-days", "post"])
def test_another_template_that_filters_render_has_it_rendered(is_used, name):
    text = "{{ paper.title }}"
    files = {f"hotpapers/{name}": "two {% if category %}{{ category }}{% endif %}"}
    assert not is_used(theme(text), theme(text, **files))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({}, theme()),
        (article("! {{ article.content }}"), article("? {{ article.content }}")),
        (theme("one {{ paper.title }}"), theme("two {{ paper.title }}")),
        *(
            (theme(text, part="one"), theme(text, part="two"))
            for text in (
                "{% include 'part.html' %}",
                "{% include 'pa' ~ 'rt.html' %}",
                "{% include '!theme/part.html' %}",
                "{% import 'part.html' as part %}{{ part }}",
                "{% include ['none.html', 'part.html'] %}",
            )
        ),
    ],
)
def test_another_template_has_it_rendered(is_used, before, after):
    assert not is_used(before, after)


def catalogue(**said):
    """Return a setting: a theme with words of its own."""
    written = compiled(words("de", **said))
    return {
        "theme": {"translations/de/LC_MESSAGES/hotpapers.mo": written},
        "DEFAULT_LANG": "de",
    }


def test_other_words_have_it_rendered(is_used):
    one, two = catalogue(project="Projekt"), catalogue(project="Vorhaben")
    template = {"templates/article.html": "{{ article.content }}"}
    for each in (one, two):
        each["theme"] |= template
    assert is_used(one, one)
    assert not is_used(one, two)
    assert not is_used(one | {"DEFAULT_LANG": "en"}, one)


def test_another_template_in_a_folder_of_overrides_has_it_rendered(is_used, tmp_path):
    template = tmp_path / "mine/hotpapers/paper.html"
    template.parent.mkdir(parents=True)
    settings = {"THEME_TEMPLATES_OVERRIDES": [str(tmp_path / "mine")]}
    template.write_text("one {{ paper.title }}")
    assert not is_used({}, settings)
    assert is_used(settings, settings)


@pytest.mark.parametrize(
    "settings",
    [
        theme("{{ paper.title|shout }}") | {"JINJA_FILTERS": {"shout": str}},
        theme("{{ [paper.title]|map('shout')|join }}")
        | {"JINJA_FILTERS": {"shout": str}},
        theme("{{ now }} {{ paper.title }}") | {"JINJA_GLOBALS": {"now": "today"}},
        theme("{% if 1 is nice %}{{ paper.title }}{% endif %}")
        | {"JINJA_TESTS": {"nice": bool}},
        theme("{% include 'part.html' %}", part="{{ now }}{{ paper.title }}")
        | {"JINJA_GLOBALS": {"now": "today"}},
        theme("{% trans %}One{% endtrans %} {{ paper.title }}")
        | {"JINJA_ENVIRONMENT": {"extensions": ["jinja2.ext.i18n"]}}
        | {"JINJA_GLOBALS": {"gettext": str}},
        {"JINJA_FILTERS": {"length": length_hint}},
        {"JINJA_FILTERS": {"hotpapers_title": str}},
        {"JINJA_ENVIRONMENT": {"finalize": lambda value: value}},
        {"JINJA_ENVIRONMENT": {"extensions": [own_code()]}},
        {"JINJA_ENVIRONMENT": {"undefined": type("Own", (Undefined,), {})}},
    ],
    ids=[
        *("filter", "filter by name", "global", "test", "in a part", "translation"),
        *("Jinja's filter", "our filter", "finalize", "extension", "undefined"),
    ],
)
def test_code_of_the_sites_has_it_rendered_each_time(is_used, settings):
    assert not is_used(settings, settings)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({}, {"HOTPAPERS_EMBEDS": "link"}),
        ({}, {"SITEURL": "https://site.example"}),
        ({}, {"JINJA_ENVIRONMENT": {"trim_blocks": False}}),
        ({}, {"JINJA_ENVIRONMENT": {"line_statement_prefix": "%%"}}),
        (
            theme("{{ digest.date|strftime('%B') }} {{ paper.title }}"),
            theme("{{ digest.date|strftime('%B') }} {{ paper.title }}")
            | {"LOCALE": ["C"]},
        ),
    ],
    ids=["ours", "the site's", "of blocks", "of lines", "locale"],
)
def test_another_setting_has_it_rendered(is_used, before, after):
    assert not is_used({"LOCALE": ["C.UTF-8"], **before}, after)


@pytest.fixture
def upgrade(monkeypatch):
    """Have another version of a package; a process asks for versions once."""
    version = keys.version

    def upgrade(package):
        keys.versions.cache_clear()
        monkeypatch.setattr(
            keys, "version", lambda name: version(name) + ".1" * (name == package)
        )

    yield upgrade
    keys.versions.cache_clear()


def test_another_version_has_it_rendered(is_used, upgrade):
    assert not is_used({}, {}, lambda: upgrade(keys.RENDERED_BY[-1]))


@pytest.mark.parametrize("package", keys.RENDERED_BY)
def test_versions_are_those_of_each_package(upgrade, package):
    before = keys.versions()
    upgrade(package)
    assert keys.versions() != before


def test_a_loader_need_not_list_its_templates(is_used):
    def add_loader(generator):
        loader = FunctionLoader({"hotpapers/paper.html": "{{ paper.title }}"}.get)
        generator.env.loader.loaders.insert(0, loader)

    def register():
        signals.generator_init.connect(add_loader, weak=False)

    plugin = type("Plugin", (), {"register": staticmethod(register), "__name__": "own"})
    settings = {"PLUGINS": ["pelican_hotpapers", plugin()]}
    assert is_used(settings, settings)
