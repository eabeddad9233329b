"""Digests on disk: the suffix chooses the format, and no file is left half written."""

import os
import stat
from dataclasses import replace

import pytest
from hot_posts import post, section

from pelican_hotpapers import DigestError, read_digest, write_digest
from pelican_hotpapers.formats import markdown

DIGEST = markdown.parse_post(post(section(1), section(2)), "2021-04-07.md")
BROKEN = post(section(1, title="Krämer à la carte")).encode().decode("mac_roman")


@pytest.mark.parametrize("suffix", [".md", ".json", ".yaml", ".yml"])
def test_what_is_written_is_read(tmp_path, suffix):
    file = tmp_path / "new" / "folder" / f"digest{suffix}"
    write_digest(DIGEST, file)
    assert read_digest(file) == DIGEST
    assert read_digest(str(file)) == DIGEST


@pytest.mark.parametrize("call", [read_digest, lambda file: write_digest(DIGEST, file)])
def test_other_suffixes_are_refused(tmp_path, call):
    file = tmp_path / "digest.toml"
    file.write_text("x = 1")
    with pytest.raises(
        DigestError, match=r"found the suffix '\.toml', expected one of"
    ):
        call(file)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(FileNotFoundError):
        read_digest(tmp_path / "2021-04-07.json")


def test_size_is_limited(tmp_path):
    file = tmp_path / "2021-04-07.md"
    write_digest(DIGEST, file)
    size = file.stat().st_size
    assert read_digest(file, max_size=size) == DIGEST
    with pytest.raises(DigestError, match=f"found {size:,} bytes, expected at most"):
        read_digest(file, max_size=size - 1)


def test_what_is_no_file_is_refused_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.json")
    (tmp_path / "folder.json").mkdir()
    (tmp_path / "device.json").symlink_to(os.devnull)
    for path in tmp_path.glob("*.json"):
        with pytest.raises(DigestError, match="expected a regular file"):
            read_digest(path)


def test_a_link_to_a_file_is_as_good_as_the_file(tmp_path):
    write_digest(DIGEST, tmp_path / "digest.json")
    (tmp_path / "link.json").symlink_to(tmp_path / "digest.json")
    assert read_digest(tmp_path / "link.json") == DIGEST


def test_bytes_that_are_no_text_are_found(tmp_path):
    file = tmp_path / "2021-04-07.yaml"
    file.write_bytes("title: é\npapers: \xff\n".encode("latin-1")[9:])
    with pytest.raises(DigestError) as caught:
        read_digest(file)
    (fault,) = caught.value.faults
    assert (fault.line, fault.column, fault.found) == (1, 9, "the byte 0xff")


@pytest.mark.parametrize("suffix", [".md", ".json"])
def test_broken_encoding_is_repaired_unless_told_not_to(tmp_path, suffix):
    file = tmp_path / "2021-04-07.md"
    file.write_text(BROKEN, "utf-8")
    as_it_is = read_digest(file, repair_encoding=False)
    assert "Krämer" not in as_it_is.papers[0].title
    other = tmp_path / f"2021-04-07-copy{suffix}"
    write_digest(as_it_is, other)
    assert read_digest(other).papers[0].title == "Krämer à la carte"
    assert read_digest(other, repair_encoding=False) == as_it_is


def test_repair_is_a_setting(build):
    files = {"2021-04-07.md": BROKEN}
    page = "hot-papers-2021-04-07.html"
    plugin = {"PLUGINS": ["pelican_hotpapers"]}
    assert "Krämer" in build(files, **plugin).pages[page]
    as_it_is = build(files, HOTPAPERS_REPAIR_ENCODING=False, **plugin)
    assert "Krämer" not in as_it_is.pages[page]


def test_a_repaired_post_is_still_given_back_as_it_was(tmp_path):
    file = tmp_path / "2021-04-07.md"
    file.write_text(BROKEN, "utf-8")
    write_digest(read_digest(file), tmp_path / "back.md")
    assert (tmp_path / "back.md").read_bytes() == file.read_bytes()


def test_a_failed_write_leaves_what_was_there(tmp_path, monkeypatch):
    file = tmp_path / "2021-04-07.json"
    write_digest(DIGEST, file)
    before = file.read_bytes()

    def fail(_handle):
        raise OSError("the disk is full")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="the disk is full"):
        write_digest(replace(DIGEST, papers=()), file)
    assert file.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == [file.name]


def test_files_may_be_read_by_others(tmp_path):
    file = tmp_path / "2021-04-07.json"
    write_digest(DIGEST, file)
    umask = os.umask(0)
    os.umask(umask)
    assert stat.S_IMODE(file.stat().st_mode) == 0o666 & ~umask
