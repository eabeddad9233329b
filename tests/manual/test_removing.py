"""What is left when the plugin is gone, as the manual says."""

from __future__ import annotations

import pytest
from hot_posts import post, section, yaml_digest
from jinja2 import TemplateAssertionError

CONTENT = {
    "hotpapers/2021-04-06.yaml": yaml_digest("2021-04-06"),
    "2021-04-07---Hot-Papers.md": post(section(1)),
    "own.md": "Title: Own\nDate: 2026-01-01\n\nText",
}


def test_settings_and_data_are_passed_over_and_posts_are_told(build):
    site = build(CONTENT, HOTPAPERS_AUTHORS=3, SITEURL="https://site.example")
    assert "own.html" in site.pages
    assert not any("hot-papers" in name for name in site.pages)
    assert site.warnings == []
    assert [line.split()[:3] for line in site.errors] == [["Could", "not", "process"]]


def test_a_name_in_plugins_is_told(build):
    gone = "pelican_hotpapers_that_is_gone"
    site = build({"own.md": CONTENT["own.md"]}, PLUGINS=[gone], SITEURL="https://a.b")
    assert "own.html" in site.pages
    assert any(gone in line for line in site.errors)


def test_a_filter_in_a_theme_ends_the_build(build):
    theme = {"templates/article.html": "{{ article.title|hotpapers_title }}"}
    with pytest.raises(TemplateAssertionError, match="hotpapers_title"):
        build({"own.md": CONTENT["own.md"]}, theme=theme, SITEURL="https://a.b")
