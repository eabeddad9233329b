"""What arXiv and Hugging Face tell of a paper, in each form that it is exported in."""

import datetime as dt
import json
from dataclasses import replace
from urllib.parse import parse_qs

import bibtexparser
import pytest
import rispy

from pelican_hotpapers.library import Library
from pelican_hotpapers.model import Digest, Discussion, Paper
from pelican_hotpapers.outputs.exports import (
    CITATION_FORMATS,
    coins,
    csv_file,
    csv_rows,
    meta_tags,
)

BARE = Paper(arxiv_id="2104.01778", title="A Paper", rank=1, categories=("cs.SD",))
TOLD = replace(
    BARE,
    published=dt.date(2021, 4, 5),
    updated=dt.date(2021, 7, 8),
    comment="Accepted at Interspeech 2021",
    journal_ref="J. Sounds & Noises 3\n (2021) 1-12",
    doi="10.1000/a_b+c(7)",
    license="http://creativecommons.org/licenses/by/4.0/",
    organization="A Lab",
    keywords=("audio", "$n^2$ heads"),
    discussions=(
        Discussion(url="https://talk.example/1", platform="hackernews", comments=3),
        Discussion(url="javascript:alert(1)"),
    ),
)
REFERENCE = "J. Sounds & Noises 3 (2021) 1-12"
OWN = "10.48550/arXiv.2104.01778"


def written(form, paper):
    return CITATION_FORMATS[form].file([CITATION_FORMATS[form].paper(paper)])


def test_bibtex():
    (entry,) = bibtexparser.parse_string(written("bib", TOLD)).entries
    assert entry["doi"] == r"10.1000/a\_b+c(7)"
    assert entry["note"] == r"J. Sounds \& Noises 3 (2021) 1-12"
    (entry,) = bibtexparser.parse_string(written("bib", BARE)).entries
    assert {"doi", "note"}.isdisjoint(entry.fields_dict)


def test_ris():
    (record,) = rispy.loads(written("ris", TOLD))
    assert record["doi"] == TOLD.doi
    assert record["notes"] == [REFERENCE]
    assert record["keywords"] == ["cs.SD", "audio", "n² heads"]
    (record,) = rispy.loads(written("ris", BARE))
    assert (record["doi"], "notes" in record) == (OWN, False)


def test_csl():
    (item,) = json.loads(written("csl.json", TOLD))
    assert (item["DOI"], " ".join(item["note"].split())) == (TOLD.doi, REFERENCE)
    assert item["keyword"] == "cs.SD, audio, n² heads"
    (item,) = json.loads(written("csl.json", BARE))
    assert (item["DOI"], "note" in item) == (OWN, False)


def test_highwire():
    found = dict(meta_tags(TOLD))
    assert found["citation_doi"] == TOLD.doi
    assert found["citation_journal_title"].split() == REFERENCE.split()
    assert found["citation_date"] == "2021/04/05"
    assert found["citation_online_date"] == "2021/07/08"
    assert dict(meta_tags(BARE))["citation_doi"] == OWN


def test_coins():
    found = parse_qs(coins(TOLD), strict_parsing=True)
    assert found["rft_id"] == ["info:doi/10.1000/a_b%2Bc(7)"]
    assert found["rft.source"][0].split() == REFERENCE.split()
    assert "rft.source" not in parse_qs(coins(BARE))


def test_csv():
    digest = Digest(date=dt.date(2021, 4, 7), papers=(TOLD,))
    header, row = csv_file([csv_rows(Library.of([digest]).newest)]).splitlines()
    cells = dict(zip(header.split(","), row.split(","), strict=True))
    assert cells["published"] == "2021-04-05"
    assert cells["journal_ref"] == REFERENCE
    assert cells["doi"] == TOLD.doi
    assert cells["keywords"] == "audio; n² heads"
    assert cells["discussions"] == "https://talk.example/1"


@pytest.mark.parametrize("form", CITATION_FORMATS)
@pytest.mark.parametrize("doi", ["x", "10.1/x", "10.1000/a b", "10.1000/a\u202e"])
def test_what_is_no_doi_is_not_told(form, doi):
    assert written(form, replace(BARE, doi=doi)) == written(form, BARE)
