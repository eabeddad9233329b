"""Merging digests of a day: of several sources, or an archived one with a new one.

Whatever was collected once is in the merged digest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from pelican_hotpapers import ranking
from pelican_hotpapers.arxiv.paper_facts import ARXIV, with_arxiv_facts
from pelican_hotpapers.model import Coverage, Digest, Paper, Post, with_facts_of
from pelican_hotpapers.ranking import Rules
from pelican_hotpapers.scores import UNWEIGHED, counts_of, score

if TYPE_CHECKING:
    from pelican_hotpapers.sources.signal_pool import PostReport


def merged(digests: Iterable[Digest], rules: Rules) -> Digest:
    """Return what several sources have for a day as one digest.

    Of a paper that several have, each count is the largest there is, since two
    sources may have counted the same posts; its texts are those of the first source
    that has any. A single digest is given back as it is.
    """
    first, *others = digests
    if not others:
        return first
    papers: dict[str, Paper] = {}
    for digest in (first, *others):
        for paper in digest.papers:
            known = papers.get(paper.arxiv_id)
            papers[paper.arxiv_id] = _merged(known, paper, rules) if known else paper
    return replace(
        first,
        papers=_ranked(papers.values(), rules),
        coverage=tuple(
            record for digest in (first, *others) for record in digest.coverage
        ),
    )


def refreshed(archived: Digest, fresh: Digest, rules: Rules) -> Digest:
    """Return a day's digest as it was collected anew, without a loss.

    A paper that no source lists any more stays as it was. Where some source was not
    asked, or did not answer, no count goes down and no post is dropped. The title and
    the front matter stay: a person may have written them.
    """
    anew = {paper.arxiv_id: paper for paper in fresh.papers}
    coverage = _merged_coverage(archived.coverage, fresh.coverage)
    all_asked = len(coverage) == len(fresh.coverage)
    all_told = all_asked and not any(
        record.problems or record.lacks for record in fresh.coverage
    )
    all_answered = all_asked and not any(map(_has_failed, fresh.coverage))
    update = _completed if all_told else _with_all
    before = {paper.arxiv_id: paper for paper in archived.papers}
    papers = [
        update(before[paper.arxiv_id], paper, rules)
        if paper.arxiv_id in before
        else paper
        for paper in fresh.papers
    ]
    gone = [paper for paper in archived.papers if paper.arxiv_id not in anew]
    shown = _ranked([*papers, *gone], rules)
    unlisted = sum(paper.arxiv_id not in anew for paper in shown)
    return replace(
        fresh,
        title=archived.title,
        slug=archived.slug,
        extra=archived.extra,
        papers=shown,
        coverage=_with_unlisted(coverage, unlisted) if all_answered else coverage,
    )


def filled(archived: Digest, fresh: Digest, rules: Rules) -> Digest:
    """Return an archived digest with what it lacked, and nothing else changed.

    Its counts, texts and papers stay, also papers that no source lists any more. New
    papers come in, unless somebody has taken some out of the file. Where a source
    answers for the first time, its counts are merged as `merged` does.
    """
    asked = {record.source for record in archived.coverage if record.listed}
    is_new = asked.isdisjoint(record.source for record in fresh.coverage)
    fill = _merged if is_new else _filled
    anew = {paper.arxiv_id: paper for paper in fresh.papers}
    papers = [
        fill(paper, anew.pop(paper.arxiv_id), rules)
        if paper.arxiv_id in anew
        else paper
        for paper in archived.papers
    ]
    shown = max((record.shown for record in archived.coverage), default=0)
    if len(archived.papers) >= shown:
        papers += anew.values()
    return replace(
        archived,
        papers=_in_order(papers, archived.papers, rules),
        coverage=tuple(_answered(archived.coverage, fresh.coverage)),
    )


def with_posts(digest: Digest, report: PostReport, rules: Rules) -> Digest:
    """Return a day's digest with what signals found of its papers.

    Each count is the larger one of the two there are: a source may have counted the
    same posts.
    """
    papers = [_with_found(paper, report, rules) for paper in digest.papers]
    first, *others = digest.coverage
    known = {name for record in others for name in record.lacks}
    lacks = {name: why for name, why in report.lacks.items() if name not in known}
    counted = replace(
        first,
        counted_by=tuple(dict.fromkeys((*first.counted_by, *report.counted_by))),
        problems=tuple(dict.fromkeys((*first.problems, *report.problems))),
        lacks={**first.lacks, **lacks},
    )
    return replace(
        digest,
        papers=_in_order(papers, digest.papers, rules),
        coverage=tuple(_answered_by(report, each) for each in (counted, *others)),
    )


def _with_found(paper: Paper, report: PostReport, rules: Rules) -> Paper:
    """Return a paper with what was found of it, beside what it has."""
    mentions = report.mentions_of(paper.arxiv_id)
    posts = _united(ranking.shown_posts(mentions, rules), paper.posts)
    talks = (*paper.discussions, *report.discussions_of(paper.arxiv_id))
    counts, found = counts_of(paper), report.counts_of(paper.arxiv_id)
    larger = {name: max(count, counts.get(name, 0)) for name, count in found.items()}
    whole = replace(
        paper,
        posts=posts[: max(rules.max_posts, len(paper.posts))],
        discussions=tuple({each.url: each for each in talks}.values()),
    )
    if all(counts.get(name, 0) == count for name, count in larger.items()):
        return whole
    return ranking.with_counts(whole, {**counts, **larger}, rules)


def _answered_by(report: PostReport, record: Coverage) -> Coverage:
    """Return a record that no longer lacks the signals which have answered."""
    lacks = {
        name: report.lacks.get(name, why)
        for name, why in record.lacks.items()
        if name not in report.answered
    }
    return replace(record, lacks=lacks)


def with_texts(
    digest: Digest, known: Mapping[str, Paper], why_not: str, *, is_ours: bool
) -> Digest:
    """Return a digest whose papers have what arXiv knows of them.

    Args:
        digest: The digest.
        known: Papers as arXiv has them, by identifier.
        why_not: Why others are not there; empty where all are.
        is_ours: Whether its file is as it was collected, so that no person has written
            in it: then arXiv's texts replace others, else they only fill gaps.
    """
    complete = with_arxiv_facts if is_ours else with_facts_of
    papers = tuple(
        complete(paper, known[paper.arxiv_id])
        if paper.arxiv_id in known and not paper.is_whole
        else paper
        for paper in digest.papers
    )
    first, *others = (_with_arxiv(record, why_not) for record in digest.coverage)
    if why_not and not any(ARXIV in record.lacks for record in (first, *others)):
        first = replace(first, lacks={**first.lacks, ARXIV: why_not})
    return replace(digest, papers=papers, coverage=(first, *others))


def _with_arxiv(record: Coverage, why_not: str) -> Coverage:
    """Return a record that says why arXiv's texts are missing, or no longer does."""
    if ARXIV not in record.lacks or record.source == ARXIV:
        return record
    others = {name: why for name, why in record.lacks.items() if name != ARXIV}
    return replace(record, lacks={**others, **({ARXIV: why_not} if why_not else {})})


def _filled(before: Paper, paper: Paper, rules: Rules) -> Paper:
    """Return a paper with what it lacked, and nothing else changed."""
    old, new = counts_of(before), counts_of(paper)
    counts = {**new, **{name: count for name, count in old.items() if count}}
    posts = _united(before.posts, paper.posts)
    whole = replace(
        _completed(paper, before, rules),
        posts=posts[: max(rules.max_posts, len(before.posts))],
    )
    has_more = any(count for name, count in new.items() if not old.get(name))
    return ranking.with_counts(whole, counts, rules) if has_more else whole


def _answered(
    before: Iterable[Coverage], coverage: Iterable[Coverage]
) -> Iterator[Coverage]:
    """Yield coverage with the new records of sources that answered, in their places."""
    waiting = [record for record in coverage if not _has_failed(record)]
    for old in before:
        record = next((record for record in waiting if _is_of(old, record)), old)
        if record in waiting:
            waiting.remove(record)
        yield record


def _ranked(papers: Iterable[Paper], rules: Rules) -> tuple[Paper, ...]:
    """Return papers that were chosen already in order of their scores."""
    return ranking.hottest(papers, replace(rules, paper_score=0)).papers


def _in_order(
    papers: Sequence[Paper], before: Sequence[Paper], rules: Rules
) -> tuple[Paper, ...]:
    """Return papers ranked anew where scores have changed, and else as they are."""
    is_as_ranked = [each.score for each in papers] == [each.score for each in before]
    return tuple(papers) if is_as_ranked else _ranked(papers, rules)


def _merged(paper: Paper, other: Paper, rules: Rules) -> Paper:
    """Return a paper with what another record of it has, and the larger counts."""
    posts = _united(paper.posts, other.posts)
    whole = _completed(other, paper, rules)
    largest = _with_largest_counts(whole, other, rules)
    return replace(largest, posts=posts[: rules.max_posts])


def _with_all(before: Paper, paper: Paper, rules: Rules) -> Paper:
    """Return a paper with all that it had before, beside what it has now."""
    most = max(rules.max_posts, len(before.posts))
    return _merged(paper, before, replace(rules, max_posts=most))


def _completed(before: Paper, paper: Paper, rules: Rules) -> Paper:
    """Return a paper in which nothing is missing that was known before."""
    lasting = {
        name: before.signals[name]
        for name in UNWEIGHED
        if name in before.signals and name not in paper.signals
    }
    return replace(
        with_facts_of(paper, before),
        signals={**paper.signals, **lasting},
        score=paper.score + score(lasting, rules.weights),
    )


def _with_largest_counts(paper: Paper, other: Paper, rules: Rules) -> Paper:
    here, there = counts_of(paper), counts_of(other)
    counts = {
        name: max(here.get(name, 0), there.get(name, 0)) for name in {**here, **there}
    }
    return paper if counts == here else ranking.with_counts(paper, counts, rules)


def _united(posts: Iterable[Post], others: Iterable[Post]) -> tuple[Post, ...]:
    """Return posts with those of others that are not among them, texts completed."""
    known: dict[str, Post] = {post.url: post for post in posts}
    for other in others:
        post = known.get(other.url)
        known[other.url] = other if post is None or not post.html else post
    return tuple(known.values())


def _merged_coverage(
    before: Iterable[Coverage], coverage: Iterable[Coverage]
) -> tuple[Coverage, ...]:
    """Return new coverage; a source that failed keeps the numbers that it had before.

    Sources that were not asked come last, as they were.
    """
    unasked = list(before)
    records: list[Coverage] = []
    for record in coverage:
        known = next((old for old in unasked if _is_of(old, record)), record)
        if known in unasked:
            unasked.remove(known)
        if _has_failed(record) and known.listed:
            reasons = (*record.problems, *record.lacks.values())
            records.append(replace(known, problems=reasons))
        else:  # the feeds of a day are gone the next, and their fingerprints stay
            batches = {**known.batches, **record.batches}
            records.append(replace(record, batches=batches))
    return (*records, *unasked)


def _has_failed(record: Coverage) -> bool:
    """Tell whether a source could not be asked."""
    return bool(record.problems or record.lacks) and not record.listed


def _is_of(before: Coverage, record: Coverage) -> bool:
    """Tell whether two records are of one source: pages of days are below its own."""
    if before.source != record.source:
        return False
    return not (before.url and record.url) or before.url.startswith(record.url)


def _with_unlisted(
    coverage: tuple[Coverage, ...], unlisted: int
) -> tuple[Coverage, ...]:
    """Note on the first record how many papers are shown as they were."""
    if not unlisted or not coverage:
        return coverage
    first, *others = coverage
    return (replace(first, kept=unlisted), *others)
