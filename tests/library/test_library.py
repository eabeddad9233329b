"""All digests as one: each paper once, with its days."""

import datetime as dt

from pelican_hotpapers.library import MOST_AUTHORS, Library, hottest_first
from pelican_hotpapers.model import Digest, Discussion, Paper, Post

MONDAY = dt.date(2026, 11, 16)
DAY = dt.timedelta(days=1)


def paper(number, score, **facts):
    facts = {"title": f"Paper {number}", "rank": 1, **facts}
    return Paper(arxiv_id=f"2611.{number:05}", score=score, **facts)


def digest(day, *papers):
    return Digest(date=day, papers=papers)


def numbers(entries):
    return [int(entry.arxiv_id[-5:]) for entry in entries]


def test_digests_are_kept_newest_first_and_one_a_day():
    first, second = digest(MONDAY, paper(1, 5)), digest(MONDAY, paper(2, 5))
    later = digest(MONDAY + DAY)
    assert Library.of([first, second, later]).digests == (later, first)


def test_a_paper_of_several_days_is_there_once_with_its_days():
    library = Library.of(
        [
            digest(MONDAY, paper(2, 80, rank=1), paper(1, 70, rank=2)),
            digest(MONDAY + DAY, paper(1, 90, rank=1, title="As it is now")),
        ]
    )
    entry = library.entries["2611.00001"]
    assert [(hot.day, hot.rank, hot.of, hot.score) for hot in entry.hot] == [
        (MONDAY, 2, 2, 70),
        (MONDAY + DAY, 1, 1, 90),
    ]
    assert (entry.first, entry.last, entry.score) == (MONDAY, MONDAY + DAY, 90)
    assert entry.paper.title == "As it is now"
    assert numbers(library.newest) == [2, 1]


def test_what_is_new_comes_before_what_is_hot_again():
    days = [digest(MONDAY, paper(2, 80, rank=2), paper(1, 90, rank=1))]
    later = digest(MONDAY + DAY, paper(2, 99, rank=1), paper(3, 70, rank=2))
    assert numbers(Library.of(days).newest) == [1, 2]
    assert numbers(Library.of([*days, later]).newest) == [3, 1, 2]


def test_no_rank_is_below_the_last():
    lost_one = digest(MONDAY, paper(1, 70, rank=1), paper(3, 50, rank=3))
    library = Library.of([lost_one])
    assert [(hot.rank, hot.of) for entry in library.newest for hot in entry.hot] == [
        (1, 3),
        (3, 3),
    ]


def test_posts_of_all_days_are_together_each_once():
    old, both, new = (Post(url=f"https://x.com/a/status/{n}") for n in (1, 2, 3))
    library = Library.of(
        [
            digest(MONDAY, paper(1, 70, posts=(old, both))),
            digest(MONDAY + DAY, paper(1, 70, posts=(new, both))),
        ]
    )
    assert library.entries["2611.00001"].paper.posts == (new, both, old)


def test_what_was_told_on_any_day_is_known():
    talks = [Discussion(url=f"https://talk.example/{n}") for n in (1, 2)]
    library = Library.of(
        [
            digest(MONDAY, paper(1, 70, comment="8 pages", discussions=(talks[0],))),
            digest(MONDAY + DAY, paper(1, 70, doi="10.1/x", discussions=(talks[1],))),
            digest(MONDAY + 2 * DAY, paper(1, 70, comment="9 pages")),
        ]
    )
    found = library.entries["2611.00001"].paper
    assert (found.comment, found.doi) == ("9 pages", "10.1/x")
    assert found.discussions == (talks[1], talks[0])


def test_categories_have_cross_lists_too():
    library = Library.of(
        [
            digest(
                MONDAY,
                paper(1, 9, categories=("cs.LG", "stat.ML", "cs.LG")),
                paper(2, 8, categories=("cs.CV", "cs.LG")),
            )
        ]
    )
    found = {name: numbers(entries) for name, entries in library.categories.items()}
    assert found == {"cs.CV": [2], "cs.LG": [1, 2], "stat.ML": [1]}


def test_a_span_counts_its_own_days_alone():
    library = Library.of(
        [
            digest(MONDAY, paper(1, 70), paper(2, 65)),
            digest(MONDAY + DAY, paper(1, 10)),
            digest(MONDAY + 7 * DAY, paper(2, 500)),
        ]
    )
    week = library.between(MONDAY, MONDAY + 6 * DAY)
    assert [
        (number, entry.score) for number, entry in zip(numbers(week), week, strict=True)
    ] == [
        (1, 70),
        (2, 65),
    ]
    assert library.between(MONDAY + 2 * DAY, MONDAY + 3 * DAY) == ()


def test_of_equal_papers_the_earlier_is_first():
    library = Library.of(
        [
            digest(MONDAY + DAY, paper(1, 70), paper(3, 70)),
            digest(MONDAY, paper(2, 70)),
        ]
    )
    assert numbers(hottest_first(library.newest)) == [2, 1, 3]


def test_old_identifiers_make_names_of_files():
    old = Paper(arxiv_id="quant-ph/9508027", title="Factors", rank=1)
    (entry,) = Library.of([digest(MONDAY, old)]).newest
    assert entry.stem == "quant-ph-9508027"


def test_a_paper_of_a_crowd_is_no_ones():
    def crowd(number, people):
        names = tuple(f"Member {number}.{each}" for each in range(people))
        return paper(number, 60, authors=names)

    sizes = (MOST_AUTHORS, MOST_AUTHORS + 1, MOST_AUTHORS + 2)
    papers = [crowd(number, size) for number, size in enumerate(sizes)]
    authors = Library.of([digest(MONDAY, *papers)]).authors
    assert {name.split(".")[0] for name in authors} == {"Member 0"}
    assert len(authors) == MOST_AUTHORS


def test_a_period_has_its_first_day_and_its_last():
    week = [digest(MONDAY + n * DAY, paper(n + 1, 60 + n)) for n in range(-1, 8)]
    found = Library.of(week).between(MONDAY, MONDAY + 6 * DAY)
    assert numbers(found) == [7, 6, 5, 4, 3, 2, 1]
