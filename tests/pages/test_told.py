"""What arXiv and Hugging Face tell of a paper, as a reader finds it on the pages."""

import re

import pytest

DAY = """
papers:
- arxiv_id: 2104.00001
  title: All is told
  score: 9
  published: 2021-04-05
  updated: 2021-04-06
  comment: 12 pages. Accepted at ICLR 2027 (Oral)
  journal_ref: J. Sounds 3 (2027) $n^2$
  doi: 10.1000/a(b)<c>
  license: http://creativecommons.org/licenses/by/4.0/
  organization: A Lab
  keywords: [audio, heads]
  signals: {stars: 1234}
  discussions:
  - {url: https://huggingface.co/papers/2104.00001, platform: huggingface, comments: 0}
  - {url: https://news.ycombinator.com/item?id=1, platform: hackernews, comments: 87}
  - https://talk.example/1
- arxiv_id: 2104.00002
  title: Published
  score: 8
  abstract: Its own words.
  summaries:
  - {text: "What a model said, with $n^2$", source: huggingface, model: words-32b}
  - {text: Worte <b>einer</b> Maschine, source: models.example, lang: de}
  - {text: Worte eines Menschen, lang: de}
  - {text: "كلمات", source: models.example, model: m, lang: ar}
  journal_ref: J. Sounds 4
- arxiv_id: 2104.00003
  title: Submitted
  score: 7
  comment: Submitted to ICLR 2027
"""


@pytest.fixture(scope="module")
def pages(build_module):
    site = build_module(
        {"hotpapers/2021-04-07.yaml": DAY},
        PLUGINS=["pelican_hotpapers"],
        SITEURL="https://hotpapers.example",
        FEED_ALL_ATOM="feeds/all.atom.xml",
    )
    assert not site.errors
    return site.pages


def facts(page, number):
    """Return the two lines of a paper's facts, as they are read."""
    html = page.partition(f'id="arxiv-2104.0000{number}"')[2]
    text = html.partition('"hotpapers-facts">')[2].partition("</p>")[0]
    lines = [re.sub(r"<[^>]*>", "", line) for line in text.split("<br>")]
    return [" ".join(line.split()) for line in lines]


def test_a_paper_says_where_it_was_accepted_and_is_talked_about(pages):
    page = pages["hot-papers-2021-04-07.html"]
    first, second = facts(page, 1)
    assert "1,234 stars" in first
    assert second == (
        "Accepted at ICLR 2027 (Oral) · Hugging Face · Hacker News, 87 comments"
        " · talk.example"
    )
    assert facts(page, 2)[1:] == ["J. Sounds 4"]
    assert facts(page, 3)[1:] == []
    assert 'href="https://huggingface.co/papers/2104.00001"' in page


def test_a_papers_own_page_has_all_that_is_told(pages):
    page = pages["papers/2104.00001.html"]
    rows = re.findall(r"<dt>([^<]*)</dt>\s*<dd[^>]*>(.*?)</dd>", page, re.DOTALL)
    told = {name: " ".join(re.sub(r"<[^>]*>", "", text).split()) for name, text in rows}
    assert told["Submitted"] == "2021-04-05, newest version 2021-04-06"
    assert told["Comment"] == "12 pages. Accepted at ICLR 2027 (Oral)"
    assert told["Reference"].startswith("J. Sounds 3 (2027)")
    assert "<math" in dict(rows)["Reference"]
    assert told["From"] == "A Lab"
    assert told["Keywords"] == "audio, heads"
    assert told["Licence"] == "creativecommons.org/licenses/by/4.0/"
    assert 'href="https://doi.org/10.1000/a' in page
    assert "<c>" not in page
    assert 'name="citation_doi" content="10.1000/a(b)&lt;c&gt;"' in page


def test_a_machines_summary_is_named_and_stands_behind_the_abstract(pages):
    page = pages["hot-papers-2021-04-07.html"].partition('id="arxiv-2104.00002"')[2]
    page = page.partition("</article>")[0]
    said = [
        re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", text))
        for text in re.findall(r'<p class="hotpapers-summary".*?</p>', page, re.S)
    ]
    assert [each.partition(":")[0] for each in said] == [
        "Made by a machine for Hugging Face, words-32b",
        "Worte eines Menschen",
        "Made by a machine for models.example, m",
    ], "one that a person wrote is in the place of others in its language"
    assert page.index("Its own words.") < page.index("hotpapers-summary")
    assert '<p class="hotpapers-summary" lang="ar" dir="auto">' in page
    assert "einer" not in page
    assert "hotpapers-machine" in pages["feeds/all.atom.xml"]


def test_what_is_not_told_is_not_there(pages):
    page = pages["papers/2104.00003.html"]
    for name in ("Submitted", "Reference", "From", "Keywords", "DOI", "Licence"):
        assert f"<dt>{name}</dt>" not in page


def test_a_feed_has_the_line_too(pages):
    feed = "".join(text for name, text in pages.items() if name.endswith("atom.xml"))
    assert "Hacker News&lt;/a&gt;, 87 comments" in feed
