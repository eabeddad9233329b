"""Where an error in a source of one's own is told to be."""

import importlib
import json
import sys

import pytest

from pelican_hotpapers.sources.tracebacks import described, unexpected

SOURCE = """\
import json


def fetch(day):
    return papers(day)["papers"]


def papers(day):
    return json.loads(day)
"""


@pytest.fixture
def lab(tmp_path, monkeypatch):
    """A source that lies beside a site's settings, in the working folder."""
    (tmp_path / "lab_of_mine.py").write_text(SOURCE)
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "lab_of_mine", raising=False)
    return importlib.import_module("lab_of_mine")


def raised(call, *arguments):
    with pytest.raises(Exception) as caught:  # noqa: PT011 - whatever it is
        call(*arguments)
    return caught.value


def own(error):
    """Return an error as if no test had called what raised it."""
    return error.with_traceback(error.__traceback__.tb_next)


def test_an_error_names_its_line(lab):
    error = own(raised(lab.fetch, json.dumps({})))
    assert described(error) == "lab_of_mine.py:5: KeyError: 'papers'"


def test_an_error_deep_in_a_library_names_the_line_that_called_it(lab):
    assert described(own(raised(lab.fetch, "{"))).startswith(
        "lab_of_mine.py:9: JSONDecodeError: Expecting property name"
    )


def test_an_error_without_words_or_lines_is_named():
    assert described(RuntimeError()) == "RuntimeError"


def test_pages_are_not_told_what_an_error_says(lab):
    error = unexpected(own(raised(lab.fetch, json.dumps({}))))
    assert error.reason == "failed with KeyError"
    assert error.said == "lab_of_mine.py:5: KeyError: 'papers'"
