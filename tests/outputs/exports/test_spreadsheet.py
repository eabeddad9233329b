"""The table of all papers, read by Python's csv."""

import csv as reader
import datetime as dt
import io

from hostile_papers import papers
from hypothesis import given
from hypothesis import strategies as st

from pelican_hotpapers import read_digest
from pelican_hotpapers.library import HotDay, Library, LibraryEntry
from pelican_hotpapers.markup import tex
from pelican_hotpapers.model import Digest, Paper
from pelican_hotpapers.outputs.exports import csv_file, csv_rows

FORMULA = tuple("=+-@\t\r\uff1d\uff0b\uff0d\uff20")
MONDAY = dt.date(2026, 11, 16)


def read(text):
    return list(reader.DictReader(io.StringIO(text, newline=""), strict=True))


def test_all_papers_of_a_blog_have_a_row(blog_posts):
    library = Library.of(read_digest(post) for post in blog_posts)
    rows = read(csv_file([csv_rows(library.newest)]))
    assert len(rows) == len(library.entries)
    for row, entry in zip(rows, library.newest, strict=True):
        paper = entry.paper
        assert row["arxiv_id"] == paper.arxiv_id
        assert row["title"] == tex.to_text(paper.title)
        assert row["authors"].split("; ") == list(paper.authors)
        assert row["categories"].split("; ") == list(paper.categories)
        assert row["primary_category"] == paper.primary_category
        assert int(row["reposts"]) == paper.reposts
        assert int(row["likes"]) == paper.likes
        assert row["abs_url"] == paper.abs_url
        assert row["pdf_url"] == paper.pdf_url


def test_a_row_has_all_days_and_the_best_of_them():
    def digest(day, rank, score):
        paper = Paper(
            arxiv_id="2611.00001",
            title="x",
            rank=rank,
            score=score,
            signals={"upvotes": 12, "comments": 3},
        )
        return Digest(date=day, papers=(paper,))

    tuesday = MONDAY + dt.timedelta(days=1)
    library = Library.of([digest(MONDAY, 2, 70), digest(tuesday, 5, 60)])
    (row,) = read(csv_file([csv_rows(library.newest)]))
    assert (row["first_day"], row["last_day"]) == ("2026-11-16", "2026-11-17")
    assert row["days"] == "2026-11-16 2026-11-17"
    assert (row["best_rank"], row["best_score"]) == ("2", "70")
    assert row["signals"] == "upvotes=12; comments=3"


def test_rows_end_as_rfc_4180_has_it(blog_posts):
    library = Library.of(read_digest(post) for post in blog_posts)
    text = csv_file([csv_rows(library.newest)])
    assert text.count("\r\n") == len(library.newest) + 1
    assert csv_file([]).count("\r\n") == 1


def entry(paper):
    hot = (HotDay(day=MONDAY, rank=1, of=1, score=1),)
    return LibraryEntry(paper=paper, hot=hot, records=(paper,))


@given(st.lists(papers, max_size=3))
def test_no_cell_of_any_paper_is_a_formula(several):
    rows = read(csv_file([csv_rows(map(entry, several))]))
    assert len(rows) == len(several)
    for row, paper in zip(rows, several, strict=True):
        assert not any(cell.startswith(FORMULA) for cell in row.values())
        assert not any("\n" in cell for cell in row.values())
        assert row["title"].removeprefix("'") == tex.to_text(paper.title).removeprefix(
            "'"
        )
