"""The cache: what is spoilt or of other things is made again."""

import datetime as dt
import logging
from shutil import rmtree

import pytest
from cached import CHECK, KEY, entries, flip
from hot_posts import embed, post, section, yaml_digest

from pelican_hotpapers.storage.cache import NO_CACHE, Cache, is_given_back
from pelican_hotpapers.storage.keys import key_of

FILES = {
    "2021-04-07.md": post(section(1, embeds=[embed(1)]), section(2)),
    "hotpapers/2021-04-09.yaml": yaml_digest(),
}
SETTINGS = {
    "PLUGINS": ["pelican_hotpapers"],
    "SITEURL": "https://site.example",
    "HOTPAPERS_RELATED": 2,
    "FEED_ALL_ATOM": "feed.xml",
}


def counting(calls, made):
    def make():
        calls.append(made)
        return made

    return make


@pytest.fixture
def cache(tmp_path):
    return Cache(tmp_path / "new" / "cache")


class TestCache:
    def test_what_was_made_is_kept_under_its_key(self, cache):
        calls = []
        for key in (b"1", b"1", b"2", b"2", b"1"):
            made = counting(calls, "text " + key.decode())
            assert cache.get("name", key_of(key), str, made) == made()
            calls.pop()
        assert calls == ["text 1", "text 2", "text 1"]

    def test_names_are_apart(self, cache):
        for name in ("a", "b", "a/b", "../a", "\udcff", "a" * 5000):
            assert cache.get(name, key_of(b""), str, lambda name=name: ascii(name))
        assert cache.find("../a", key_of(b""), str) == "'../a'"
        assert all(file.parent == cache.folder for file in entries(cache.folder))

    def test_parts_of_a_key_are_apart(self):
        assert key_of(b"ab", b"c") != key_of(b"a", b"bc") != key_of(b"abc")

    @pytest.mark.parametrize("made", ["\ud800", object()], ids=["surrogate", "object"])
    def test_what_json_cannot_hold_is_not_kept(self, cache, made):
        assert cache.get("name", key_of(b""), type(made), lambda: made) is made
        assert cache.find("name", key_of(b""), type(made)) is None

    def test_without_a_key_it_is_made_each_time(self, cache):
        calls = []
        for _ in range(2):
            cache.get("name", None, str, counting(calls, "text"))
        assert len(calls) == 2

    def test_no_changed_bit_is_overlooked(self, cache, caplog):
        caplog.set_level(logging.INFO)
        key = key_of(b"")
        cache.store("name", key, ["text"])
        (file,) = entries(cache.folder)
        stored = file.read_bytes()
        for place in range(len(stored)):
            for bit in range(8):
                changed = bytearray(stored)
                changed[place] ^= 1 << bit
                file.write_bytes(changed)
                assert cache.find("name", key, list[str]) is None
        told = {record.getMessage() for record in caplog.records}
        assert told == {f"{file} is damaged: its content is made again"}

    def test_a_cache_of_nothing(self):
        calls = []
        for _ in range(2):
            NO_CACHE.get("name", key_of(b""), str, counting(calls, "text"))
        assert len(calls) == 2


@pytest.mark.parametrize(
    "value",
    [(1,), {"a": dt.date(2021, 4, 7)}, {1: ""}, {"a": "\ud800"}, float("nan")],
    ids=repr,
)
def test_front_matter_that_json_has_no_form_for_is_told(value):
    assert not is_given_back(value)


def test_front_matter_that_json_has_a_form_for_is_told():
    assert is_given_back({"a": [1, "b", None, 1.5, True, {"ä": []}]})


@pytest.mark.parametrize("place", [0, 0.001, 0.3, 0.5, 0.9, 1])
def test_a_changed_bit_changes_no_page(build, tmp_path, place):
    folder = tmp_path / "cache" / "hotpapers"
    build(FILES, **SETTINGS)  # what templates use is remembered from now on
    rmtree(folder)
    sound = build(FILES, **SETTINGS)
    before = {file: file.read_bytes() for file in entries(folder)}
    assert len(before) >= len(FILES)
    flip(folder, place)
    again = build(FILES, **SETTINGS)
    assert again.warnings == again.errors == []
    assert again.pages == sound.pages
    assert {file: file.read_bytes() for file in entries(folder)} == before


@pytest.mark.parametrize("length", [0, 1, KEY, KEY + CHECK, KEY + CHECK + 1])
def test_what_was_cut_off_is_made_again(build, tmp_path, length):
    folder = tmp_path / "cache" / "hotpapers"
    sound = build(FILES, **SETTINGS)
    for file in entries(folder):
        file.write_bytes(file.read_bytes()[:length])
    assert build(FILES, **SETTINGS).pages == sound.pages
