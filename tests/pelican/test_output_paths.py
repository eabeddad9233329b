"""Who owns a path of the output, without a site."""

import pytest

from pelican_hotpapers.pelican.output_paths import OutputPaths

ABOUT = "the page content/about.md"
SPELT = "differs by case or accents alone from"


@pytest.mark.parametrize(
    ("taken", "wanted", "told"),
    [
        ("a.html", "a.html", f"belongs to {ABOUT}"),
        ("a/b.html", "./a//c/../b.html", f"belongs to {ABOUT}"),
        ("a.html", "A.html", f"{SPELT} a.html, which belongs to {ABOUT}"),
        (
            "caf\u00e9.html",
            "cafe\u0301.html",
            f"{SPELT} caf\u00e9.html, which belongs to {ABOUT}",
        ),
        ("a/b/c.html", "a", f"is a folder: a/b/c.html belongs to {ABOUT}"),
        ("a/b/c.html", "A/B", f"is a folder: a/b/c.html belongs to {ABOUT}"),
        ("a", "a/b/c.html", f"is below the file a, which belongs to {ABOUT}"),
        ("a", "A/b", f"is below the file a, which belongs to {ABOUT}"),
        *(
            ("b", wanted, "is not the path of a file in the output")
            for wanted in ("../a.html", "/a.html", "a/../../b", ".", "..", "a/")
        ),
    ],
)
def test_a_path_that_clashes(taken, wanted, told):
    paths = OutputPaths()
    assert paths.reserve(taken, ABOUT) is None
    conflict = paths.reserve(wanted, "another")
    assert conflict.path == wanted
    assert str(conflict) == told


@pytest.mark.parametrize("wanted", ["b.html", "a", "a.htm", "a.html.txt", "b/a.html"])
def test_a_path_that_does_not(wanted):
    paths = OutputPaths()
    paths.reserve("a.html", ABOUT)
    assert paths.reserve(wanted, "another") is None
    assert paths.reserve(wanted, "a third").owner == "another"


def test_what_loses_is_in_nobodys_way():
    paths = OutputPaths()
    paths.reserve("a/b.html", ABOUT)
    paths.reserve("a/b.html/c.html", "another")
    assert paths.reserve("a/c.html", "a third") is None


def test_no_path_is_no_file():
    paths = OutputPaths()
    assert paths.reserve("", ABOUT) is None
    assert paths.reserve("", "another") is None


def test_a_folder_is_owned_whole_as_a_file_is():
    paths = OutputPaths()
    assert paths.reserve("papers/search", "our search index") is None
    assert paths.reserve("papers/search/x.js", ABOUT) is not None
    assert paths.reserve("papers/x.js", ABOUT) is None
    assert paths.reserve("papers", "another") is not None


def test_a_folder_where_a_file_is():
    paths = OutputPaths()
    paths.reserve("a/b", ABOUT)
    assert paths.conflict_of_folder("a") is None
    assert str(paths.conflict_of_folder("a/b")) == f"belongs to {ABOUT}"
    assert paths.conflict_of_folder("a/b/c").owner == ABOUT
