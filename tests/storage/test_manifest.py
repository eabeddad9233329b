"""What a build left in the output, and what the next one makes of that."""

import os
from functools import partial

import pytest

from pelican_hotpapers.processes import without_copies
from pelican_hotpapers.storage.manifest import SUFFIX, Manifest
from pelican_hotpapers.storage.wanted_files import WantedFile, WantedFolder

KEY, OTHER = b"one", b"other"


class Site:
    def __init__(self, folder):
        self.output = folder / "output"
        self.cache = folder / "cache"
        self.output.mkdir()
        self.made = []
        self.left = []
        """What the last build did not remove, since somebody changed it."""

    def build(self, files, *, ends=True, taken=(), **options):
        """Write files, each a key and a text, and return what was removed."""
        manifest = Manifest(self.output, self.cache, **options)
        self.made = []
        manifest.write(
            WantedFile(path, key, partial(self.make, path, text))
            for path, (key, text) in files.items()
        )
        if not ends:
            return []
        removed, self.left = manifest.remove_stale(lambda path: path in taken)
        manifest.save()
        return removed

    def make(self, path, text):
        self.made.append(path)
        return text.encode()

    @property
    def files(self):
        found = (path for path in self.output.rglob("*") if path.is_file())
        return {
            path.relative_to(self.output).as_posix(): path.read_text() for path in found
        }

    @property
    def log(self):
        (file,) = self.cache.glob(f"*{SUFFIX}")
        return file


A = {"papers/a.html": (KEY, "a")}
B = {"papers/b/b.html": (KEY, "b")}


@pytest.fixture
def site(tmp_path):
    return Site(tmp_path)


def test_what_was_made_of_the_same_is_not_made_again(site):
    site.build(A)
    before = (site.output / "papers/a.html").stat()
    logged = site.log.stat().st_mtime_ns
    site.build({"papers/a.html": (KEY, "not asked")})
    assert site.made == []
    assert (site.output / "papers/a.html").stat() == before
    assert site.log.stat().st_mtime_ns == logged


@pytest.mark.parametrize("key", [OTHER, None])
def test_what_comes_out_the_same_is_not_written(site, key):
    site.build(A)
    before = (site.output / "papers/a.html").stat().st_mtime_ns
    site.build({"papers/a.html": (key, "a")})
    assert site.made == ["papers/a.html"]
    assert (site.output / "papers/a.html").stat().st_mtime_ns == before


def test_what_was_touched_is_looked_into(site):
    site.build(A)
    os.utime(site.output / "papers/a.html", ns=(1, 1))
    site.build(A)
    assert site.made == []
    (site.output / "papers/a.html").write_text("c")
    site.build(A)
    assert site.files == {"papers/a.html": "a"}


def test_what_is_written_at_the_same_moment_is_seen(site):
    """A plugin that is called for each file, which was written a moment before."""
    for number in range(100):
        site.build({"a": (str(number).encode(), f"{number:03}")})
        (site.output / "a").write_text("xxx")
        assert site.build({"a": (str(number).encode(), f"{number:03}")}) == []
        assert site.files == {"a": f"{number:03}"}


def test_what_is_not_made_any_more_is_removed_with_its_folders(site):
    site.build(A | B)
    assert site.build(A) == ["papers/b/b.html"]
    assert site.files == {"papers/a.html": "a"}
    assert not (site.output / "papers/b").exists()
    assert site.build(A) == []


def test_what_is_somebody_elses_stays(site, tmp_path):
    site.build(A | B | {"c": (KEY, "c"), "d/d": (KEY, "d")})
    (site.output / "papers/a.html").write_text("mine")
    (site.output / "d").rename(tmp_path / "elsewhere")
    (site.output / "d").symlink_to(tmp_path / "elsewhere")
    assert site.build({}, taken=["c"]) == ["papers/b/b.html"]
    assert site.left == ["papers/a.html"]
    assert site.files.keys() == {"papers/a.html", "c", "d/d"} - {"d/d"} | {
        path for path in site.files if path == "d/d"
    }
    assert (tmp_path / "elsewhere/d").read_text() == "d"


def test_a_path_that_leads_out_is_not_followed(site, tmp_path):
    (tmp_path / "mine").write_text("mine")
    site.build({"../mine": (KEY, "mine")})
    assert site.build({}) == []
    assert (tmp_path / "mine").exists()


def test_a_build_that_was_killed_goes_on_where_it_was(site):
    site.build(A)
    site.build({"papers/a.html": (OTHER, "new"), **B}, ends=False)
    with site.log.open("ab") as log:
        log.write(b'["papers/c')  # the last line is not whole
    site.build({"papers/a.html": (OTHER, "new"), **B})
    assert site.made == []
    assert site.build({}) == ["papers/a.html", "papers/b/b.html"]


def test_a_build_that_was_killed_claims_nothing(site):
    site.build(A | B)
    site.build({"papers/a.html": (OTHER, "new")}, ends=False)
    site.build(A | B)
    assert site.made == ["papers/a.html"]
    assert site.files == {"papers/a.html": "a", "papers/b/b.html": "b"}


def test_what_was_written_when_a_build_was_killed_is_removed(site, monkeypatch):
    """Its line is in the log before it is there."""

    def killed(*_args, **_kwargs):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(os, "utime", killed)
        with pytest.raises(KeyboardInterrupt):
            site.build(A)
    assert site.files == {"papers/a.html": "a"}
    assert site.build({}) == ["papers/a.html"]
    assert site.files == {}


def test_what_was_begun_is_removed(site):
    site.build(A, ends=False)
    (site.output / "papers/a.html").write_text("")
    assert site.build({}) == ["papers/a.html"]


@pytest.mark.parametrize(
    "damage",
    [
        lambda log: log[:-7],
        lambda log: log[:3],
        lambda _: b"",
        lambda _: b"\x00\xff" * 99,
        lambda log: log + b"\x00\xff\n",
        lambda log: log.replace(b"manifest 2", b"manifest 9"),
    ],
    ids=["cut", "headless", "empty", "rubbish", "rubbish behind", "version"],
)
def test_what_is_damaged_costs_no_more_than_making(site, damage):
    site.build(A | B)
    site.log.write_bytes(damage(site.log.read_bytes()))
    site.build(A | B)
    assert site.files == {"papers/a.html": "a", "papers/b/b.html": "b"}
    site.build(A)
    assert site.made == []
    assert site.files == {"papers/a.html": "a"}


def test_a_cache_that_cannot_be_written_costs_no_page(site):
    site.cache.write_text("a file")
    site.build(A)
    site.build(A)
    assert site.made == ["papers/a.html"]


def test_without_trust_all_is_made_and_stale_files_go(site):
    site.build(A | B)
    assert site.build(A, is_trusted=False) == ["papers/b/b.html"]
    assert site.made == ["papers/a.html"]


def test_two_outputs_have_a_manifest_each(site, tmp_path):
    site.build(A)
    other = Manifest(tmp_path / "other", site.cache)
    other.put("b", KEY, b"b")
    other.save()
    assert site.build({}) == ["papers/a.html"]
    assert (tmp_path / "other/b").exists()


def test_the_next_files_are_asked_for_while_others_make_those_before(site):
    steps = []

    def wanted():
        for number in range(5):
            steps.append(f"ask for {number}")
            yield WantedFile(str(number), KEY, partial(site.make, str(number), ""))

    def begin(jobs):
        steps.append(f"begin {len(jobs)}")

        def results():
            steps.append(f"wait for {len(jobs)}")
            return [job() for job in jobs]

        return results

    Manifest(site.output, site.cache).write(wanted(), begin, at_once=2)
    told = [step for step in steps if not step.endswith(" 0") or "ask" in step]
    assert told == [
        *("ask for 0", "ask for 1", "begin 2"),
        *("ask for 2", "ask for 3", "wait for 2", "begin 2"),
        *("ask for 4", "wait for 2", "begin 1"),
        "wait for 1",
    ]
    assert site.made == ["0", "1", "2", "3", "4"]


def test_the_first_of_a_kind_is_made_before_others_begin(site):
    begun = []

    def begin(jobs):
        begun.append((list(site.made), len(jobs)))
        return without_copies(jobs)

    kinds = {"a": "page", "b": "page", "c": "list", "d": None, "e": "page"}
    Manifest(site.output, site.cache).write(
        [
            WantedFile(path, KEY, partial(site.make, path, ""), kind=kind)
            for path, kind in kinds.items()
        ],
        begin,
    )
    assert begun[-1] == (["a", "c"], 3)
    assert site.made == ["a", "c", "b", "d", "e"]


def test_each_file_tells_when_it_is_there(site):
    site.build(A)
    told = []

    def done(path, was_written):
        told.append((path, was_written, (site.output / path).exists()))

    Manifest(site.output, site.cache).write(
        WantedFile(path, KEY, partial(site.make, path, "a"), done=partial(done, path))
        for path in ("papers/b.html", "papers/a.html", "papers/c.html")
    )
    assert told == [
        ("papers/b.html", True, True),
        ("papers/a.html", False, True),
        ("papers/c.html", True, True),
    ]


def test_a_folder_is_made_again_unless_it_is_whole_and_made_of_the_same(site):
    made = []

    def files():
        made.append("folder")
        yield from [("first", b"a"), ("last", b"b")]

    def is_made(key=KEY, *, ends=True):
        made.clear()
        manifest = Manifest(site.output, site.cache)
        manifest.write([WantedFolder("papers", key, files, "last")])
        if ends:
            manifest.save()
        return bool(made)

    site.build({"papers/first": (KEY, "a")}, ends=False)
    assert is_made()
    assert site.files == {"papers/first": "a", "papers/last": "b"}
    assert not is_made()
    assert is_made(OTHER)
    (site.output / "papers" / "first").write_text("edited")
    assert is_made(OTHER)
    assert not is_made(OTHER)
