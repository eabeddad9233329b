"""Digests beside another reader of Markdown, whoever brings it and when."""

from pathlib import Path
from types import ModuleType

import pytest
from hot_posts import post, section, yaml_digest
from pelican.plugins import signals
from pelican.readers import BaseReader
from pelican.utils import SafeDatetime

PAGE = "hot-papers-2021-04-07.html"
ORDINARY = {
    "ordinary.md": "---\ntitle: A Post\ndate: 2021-04-05\n---\n\nMy *own* words.\n"
}
DIGESTS = {
    "2021-04-07.md": post(section(1, title="On Early Birds"), section(2)),
    "hotpapers/2021-04-06.yaml": yaml_digest("2021-04-06", arxiv_id="2104.00001"),
}
SETTINGS = {"SITEURL": "https://site.example", "DISPLAY_CATEGORIES_ON_MENU": False}


class ShoutingReader(BaseReader):
    """A reader that does not know what a Hot Papers post is."""

    file_extensions: list[str] = []  # noqa: RUF012 - as Pelican declares it

    def read(self, source_path):
        _, front, text = Path(source_path).read_text("utf-8").split("---\n", 2)
        title = front.partition("title: ")[2].partition("\n")[0]
        metadata = {"title": title, "date": SafeDatetime(2021, 4, 5)}
        if "template" in front:
            metadata["template"] = "post"
        return f"<p>{text.strip().upper()}</p>", metadata


def plugin(signal, receiver):
    module = ModuleType(f"at_{signal}")
    module.register = lambda: getattr(signals, signal).connect(receiver, weak=False)
    return module


def at_readers_init(readers):
    readers.reader_classes["md"] = ShoutingReader


def at_article_generator_init(generator):
    generator.readers.readers["md"] = ShoutingReader(generator.settings)


@pytest.fixture(params=["before", "behind", "late", "installed", "setting"])
def beside(request, build, monkeypatch):
    """Build a site with such a reader, with our plugin or without."""
    reader = plugin("readers_init", at_readers_init)
    late = plugin("article_generator_init", at_article_generator_init)
    settings = dict(SETTINGS)
    plugins = {
        "before": [reader, "pelican_hotpapers"],
        "behind": ["pelican_hotpapers", reader],
        "late": ["pelican_hotpapers", late],
    }.get(request.param, ["pelican_hotpapers"])
    if request.param == "installed":  # Pelican knows the readers that were imported
        monkeypatch.setattr(ShoutingReader, "file_extensions", ["md"])
    if request.param == "setting":
        settings["READERS"] = {"md": ShoutingReader}

    def build_beside(files, *, with_us=True):
        chosen = [each for each in plugins if with_us or each != "pelican_hotpapers"]
        return build(files, PLUGINS=chosen, **settings)

    return build_beside


def test_digests_are_ours_and_all_else_is_theirs(beside, build):
    site = beside({**ORDINARY, **DIGESTS})
    alone = build({**ORDINARY, **DIGESTS}, PLUGINS=["pelican_hotpapers"], **SETTINGS)
    assert "On Early Birds" in alone.pages[PAGE]
    assert site.pages[PAGE] == alone.pages[PAGE]
    assert "<p>MY *OWN* WORDS.</p>" in site.pages["a-post.html"]
    assert site.warnings == site.errors == []


def test_an_ordinary_post_is_as_without_us(beside):
    with_us, without = beside(ORDINARY), beside(ORDINARY, with_us=False)
    assert with_us.pages["a-post.html"] == without.pages["a-post.html"]
    (ours,), (theirs,) = with_us.articles, without.articles
    assert ours.metadata["reader"] == theirs.metadata["reader"] == "shouting"


def test_a_damaged_digest_is_told_of_as_ever(beside, build):
    damaged = {"2021-04-07.md": DIGESTS["2021-04-07.md"] + "\n# 3. No paper\n"}
    alone = build(damaged, PLUGINS=["pelican_hotpapers"], **SETTINGS)
    assert alone.warnings
    assert beside(damaged).warnings == alone.warnings
