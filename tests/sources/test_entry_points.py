"""Sources and signals from what settings say of them, and what is told of mistakes."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from types import ModuleType

import pytest

from pelican_hotpapers.errors import SourceError
from pelican_hotpapers.http import Client
from pelican_hotpapers.ranking import Rules
from pelican_hotpapers.sources import Context
from pelican_hotpapers.sources.catalogue import Catalogue
from pelican_hotpapers.sources.entry_points import (
    SIGNALS,
    SOURCES,
    installed_names,
    open_signals,
    open_source,
    source_label,
    source_name,
    source_url,
)

PLACE = "https://lab.example"


@dataclass(frozen=True)
class Plain:
    context: Context
    base_url: str = PLACE
    archives: tuple[str, ...] = ()
    name = "plain"

    def fetch(self, _day):
        return None

    def mentions(self, _arxiv_ids, _since, _until):
        return None


class OldFashioned(Plain):
    def __init__(self, context: Context, *, least: int, **more: object) -> None:
        super().__init__(context)
        object.__setattr__(self, "options", {"least": least, **more})


def made_by_function(context, base_url: str = PLACE):
    return Plain(context, base_url)


class Odd(Plain):
    def __init__(self, context: NoSuchType, size: NoSuchType = 3) -> None:  # noqa: F821
        super().__init__(context, archives=(size,))


def broken(_context):
    raise KeyError("papers")


def talkative(context):
    raise OSError(f"refused {context.secret('TOKEN', 'a token')}")


def takes_nothing():
    return None


def makes_nothing(_context):
    return None


class Nameless:
    def __init__(self, _context):
        self.name = ""

    def fetch(self, _day):
        return None


CONSTANT = {"name": "plain"}


@pytest.fixture(autouse=True)
def lab(monkeypatch):
    """A module ``lab`` that holds all of these."""
    module = ModuleType("lab")
    vars(module).update(globals())
    monkeypatch.setitem(sys.modules, "lab", module)


@pytest.fixture
def context():
    http = Client(tries=1)
    return Context(
        http=http,
        catalogue=Catalogue(http),
        rules=Rules(),
        environ={"TOKEN": "hf_SECRET"},
        now=lambda: None,
    )


def test_what_is_shipped_is_known_and_needs_nothing_said(context):
    for name in set(installed_names(SOURCES)) - {"feed"}:
        assert open_source(name, context).name == name
    for name in installed_names(SIGNALS):
        assert [each.name for each in open_signals([name], context)] == [name]


@pytest.mark.parametrize("factory", ["Plain", "made_by_function"])
def test_options_come_by_keyword(context, factory):
    spec = {"name": f"lab:{factory}", "base_url": "https://b.example"}
    assert open_source(spec, context).base_url == "https://b.example"
    assert open_source(f"lab:{factory}", context).base_url == PLACE


def test_lists_of_the_settings_are_what_a_source_wants(context):
    spec = {"name": "lab:Plain", "archives": ["cs", "math"]}
    assert open_source(spec, context).archives == ("cs", "math")


def test_a_source_may_take_whatever_it_is_given(context):
    spec = {"name": "lab:OldFashioned", "least": 3, "colour": "blue"}
    assert open_source(spec, context).options == {"least": 3, "colour": "blue"}


def test_types_that_cannot_be_told_are_not_checked(context):
    assert open_source({"name": "lab:Odd", "size": "L"}, context).archives == ("L",)


@pytest.mark.parametrize(
    ("spec", "complaint"),
    [
        ("hugingface", "Did you mean huggingface?"),
        ("nowhere:Plain", "could not be loaded from nowhere:Plain"),
        ("lab:Nothing", "could not be loaded from lab:Nothing"),
        (":", "could not be loaded"),
        ({"base_url": PLACE}, "expected a name, or one in 'name'"),
        ({"name": "feed"}, "found no base_url, expected it among the options"),
        ({"name": "lab:Plain", "colour": 3}, "found the option 'colour', expected one"),
        (
            {"name": "lab:broken", "colour": 3},
            "found the option 'colour', expected none",
        ),
        ({"name": "lab:Plain", "base_url": 3}, "lab:Plain: base_url: found 3"),
        ({"name": "lab:Plain", "archives": "cs"}, "archives: found 'cs'"),
        ({"name": "lab:OldFashioned"}, "found no least"),
        ({"name": "lab:OldFashioned", "least": "3"}, "least: found '3'"),
        ("lab:broken", "KeyError: 'papers'"),
        ("lab:talkative", "OSError: refused ***"),
        ("lab:takes_nothing", "expected something that takes a Context"),
        ("lab:CONSTANT", "expected something that takes a Context"),
        ("lab:makes_nothing", "found nothing, expected a name and fetch"),
        ("lab:Nameless", "expected a name and fetch"),
    ],
)
def test_what_cannot_be_made_is_told(context, spec, complaint):
    with pytest.raises(SourceError) as caught:
        open_source(spec, context)
    assert complaint in str(caught.value)


def test_what_fails_in_the_making_names_its_line(context):
    with pytest.raises(
        SourceError, match=r"could not be made: \S*test_entry_points\.py:\d+: KeyError"
    ):
        open_source("lab:broken", context)


def test_a_source_is_no_signal(context):
    with pytest.raises(SourceError, match="expected a name and mentions"):
        open_signals(["lab:Nameless"], context)


@pytest.mark.parametrize(
    ("spec", "name", "said", "place"),
    [
        ("arxiv", "arxiv", "arxiv", ""),
        ({"name": "arxiv", "archives": ["cs"]}, "arxiv", "arxiv", ""),
        ({"name": "feed", "base_url": PLACE}, "feed", f"feed {PLACE}", PLACE),
        ({"name": "feed", "base_url": "lab"}, "feed", "feed lab", ""),
        ({"name": "feed", "base_url": 3}, "feed", "feed 3", ""),
    ],
)
def test_sources_are_told_apart_by_name_and_place(spec, name, said, place):
    assert (source_name(spec), source_label(spec), source_url(spec)) == (
        name,
        said,
        place,
    )
