"""The environment of templates: what they print is what Jinja alone would print."""

from __future__ import annotations

import pytest
from jinja2 import DictLoader, Environment
from markupsafe import Markup

from pelican_hotpapers.config import Config
from pelican_hotpapers.pelican.jinja_environment import install


class Heart:
    """An object that says itself what it is in HTML."""

    def __html__(self) -> str:
        return "<b>♥</b>"

    def __str__(self) -> str:
        return "<heart>"


class Loud(str):
    """A text that is louder in HTML."""

    __slots__ = ()

    def __html__(self) -> str:
        return f"<b>{self}</b>"


VALUES = {
    "text": """<"it's"> & more""",
    "safe": Markup("<i>&amp;</i>"),
    "heart": Heart(),
    "loud": Loud("loud"),
    "number": 4164,
    "nothing": None,
    "several": ["<a>", Markup("<b>")],
}
TEMPLATES = {
    "hotpapers/plain.html": (
        "{% for each in values %}{{ each }}|{{ each|upper }}|{{ [each, each]|join }};"
        "{% endfor %}{{ missing }}{{ text if text else safe }}{{ safe ~ text }}"
    ),
    "hotpapers/macro.html": (
        "{% macro twice(what) %}{{ what }}{{ what }}{{ caller() }}{% endmacro %}"
        "{% for each in values %}{% call twice(each) %}{{ each }}{% endcall %}"
        "{% endfor %}{% set held %}{{ text }}{{ safe }}{% endset %}{{ held }}"
    ),
    "hotpapers/turned_off.html": (
        "{% autoescape false %}{% for each in values %}{{ each }}{% endfor %}"
        "{% autoescape true %}{{ text }}{{ safe }}{% endautoescape %}"
        "{% endautoescape %}"
    ),
    "hotpapers/chosen.html": (
        "{% autoescape number > 0 %}{{ text }}{{ safe }}{{ heart }}{% endautoescape %}"
    ),
    "hotpapers/parts.html": (
        '{% for each in values %}{% include "hotpapers/part.html" %};{% endfor %}'
        '{% set held %}{% include "hotpapers/part.html" %}{% endset %}{{ held }}'
        "{% macro said(each) %}{% include 'hotpapers/part.html' %}{% endmacro %}"
        '{{ said(text) }}{% include "hotpapers/none.html" ignore missing %}'
        '{% include "hotpapers/part.html" without context %}'
        '{% include ["hotpapers/none.html", "hotpapers/part.html"] %}'
    ),
    "hotpapers/part.html": (
        "{% if each is defined %}<li>{{ each }}</li>{% endif %}{{ loop is defined }}"
    ),
    "hotpapers/child.html": (
        '{% extends "hotpapers/parent.html" %}{% include "hotpapers/part.html" %}'
        '{% block main %}{{ super() }}{% include "hotpapers/part.html" %}{% endblock %}'
    ),
    "hotpapers/parent.html": "<main>{% block main %}{{ text }}{% endblock %}</main>",
    "hotpapers/safe.html": "{{ safe }}",
    "page.html": "{{ text }}{{ safe }}{{ heart }}{{ number }}{{ nothing }}",
}


def environment(**options: object) -> Environment:
    env = Environment(loader=DictLoader(TEMPLATES), **options)  # noqa: S701
    install(env, Config())
    return env


@pytest.mark.parametrize("options", [{}, {"finalize": lambda value: value or "-"}])
@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_prints_what_jinja_prints(name, options):
    given = {**VALUES, "values": [*VALUES.values()]}

    found = environment(**options).get_template(name).render(given)

    plain = Environment(
        loader=DictLoader(TEMPLATES),
        autoescape=lambda name: "hotpapers/" in name,  # noqa: S701
        **options,
    )
    assert found == plain.get_template(name).render(given)


def test_what_is_safe_is_not_made_again(monkeypatch):
    env = environment()
    template = env.get_template("hotpapers/safe.html")
    made = []
    real = Markup.__new__
    monkeypatch.setattr(
        Markup, "__new__", lambda *given: made.append(given) or real(*given)
    )
    assert template.render(safe=VALUES["safe"]) == VALUES["safe"]
    assert made == []


def test_a_compiler_of_the_sites_own_stays():
    class Own(Environment.code_generator_class):
        def visit_Const(self, node, frame=None):  # noqa: ARG002, N802
            self.write(repr(1))

    env = Environment(loader=DictLoader({"hotpapers/a.html": "{{ 7 + zero }}"}))  # noqa: S701
    env.code_generator_class = Own
    install(env, Config())
    assert env.get_template("hotpapers/a.html").render(zero=0) == "1"


def test_what_is_imported_knows_the_globals_of_its_template():
    templates = {
        "page.html": '{% import "parts.html" as parts %}{{ parts.greeting() }}',
        "parts.html": "{% macro greeting() %}{{ hello }}, {{ name }}{% endmacro %}",
    }
    env = Environment(loader=DictLoader(templates))  # noqa: S701
    env.globals["hello"] = "Hello"
    install(env, Config())
    page = env.get_template("page.html", globals={"name": "Ada"})
    assert page.render() == "Hello, Ada"
