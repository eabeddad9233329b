"""What arXiv answers: Atom of its query API, RSS, and OAI-PMH."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from email.utils import format_datetime
from xml.sax.saxutils import escape, quoteattr

from loopback.server import Reply


@dataclass(frozen=True)
class Eprint:
    """A paper as arXiv keeps it."""

    id: str
    submitted: dt.datetime = dt.datetime(2026, 8, 20, 9, 30, 15, tzinfo=dt.UTC)
    categories: tuple[str, ...] = ("cs.LG", "stat.ML")
    """The primary one first; arXiv puts codes of ACM and MSC behind them."""
    title: str = ""
    """Made of the identifier where it is empty."""
    authors: tuple[tuple[str, str], ...] = (("Mina", "Okafor"), ("Jürgen", "Vlček"))
    """First and last names."""
    abstract: str = ""
    """Made of the identifier where it is empty."""
    version: int = 2
    updated: dt.date = dt.date(2026, 8, 21)
    comment: str = "12 pages"
    journal_ref: str = ""
    doi: str = ""
    license: str = "http://creativecommons.org/licenses/by/4.0/"

    @property
    def shown_title(self) -> str:
        return self.title or f"On the question of {self.id}"

    @property
    def shown_abstract(self) -> str:
        return self.abstract or f"We ask what {self.id} is\n  about. It is $x^2$."

    def is_in(self, archive: str) -> bool:
        """Tell whether an archive, or a category, has it."""
        return any(
            category == archive or category.startswith(f"{archive}.")
            for category in self.categories
        )


def feed(papers: Iterable[Eprint], total: int, start: int = 0, size: int = 10) -> Reply:
    """Return a page of the query API."""
    entries = "".join(map(entry, papers))
    return _atom(
        f"""<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/"
 xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">
  <id>https://arxiv.org/api/0a1b2c</id>
  <title>arXiv Query: search_query=&amp;id_list=&amp;start={start}</title>
  <updated>2026-08-22T06:00:00Z</updated>
  <link href="https://arxiv.org/api/query" type="application/atom+xml"/>
  <opensearch:itemsPerPage>{size}</opensearch:itemsPerPage>
  <opensearch:totalResults>{total}</opensearch:totalResults>
  <opensearch:startIndex>{start}</opensearch:startIndex>
  {entries}
</feed>"""
    )


def entry(paper: Eprint) -> str:
    """Return a paper as the query API has it."""
    submitted = f"{paper.submitted.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"
    scheme = 'scheme="http://arxiv.org/schemas/atom"'
    categories = "".join(
        f"<category term={quoteattr(each)} {scheme}/>" for each in paper.categories
    )
    authors = "".join(
        f"<author><name>{escape(f'{first} {last}')}</name>"
        "<arxiv:affiliation>A University</arxiv:affiliation></author>"
        for first, last in paper.authors
    )
    name = f"{paper.id}v{paper.version}"
    return f"""<entry>
    <id>http://arxiv.org/abs/{name}</id>
    <title>{escape(paper.shown_title)}</title>
    <updated>{paper.updated}T10:00:00Z</updated>
    <link href="https://arxiv.org/abs/{name}" rel="alternate" type="text/html"/>
    <link href="https://arxiv.org/pdf/{name}" rel="related" type="application/pdf"/>
    <summary>  {escape(paper.shown_abstract)}
</summary>
    {categories}
    <published>{submitted}</published>
    {_told("arxiv:comment", paper.comment)}
    {_told("arxiv:journal_ref", paper.journal_ref)}
    {_told("arxiv:doi", paper.doi)}
    <arxiv:primary_category term={quoteattr(paper.categories[0])}/>
    {authors}
  </entry>"""


def _told(name: str, text: str) -> str:
    """Return an element, which is left out where there is nothing to tell."""
    return f"<{name}>{escape(text)}</{name}>" if text else ""


def refusal(name: str, summary: str, status: int = 400) -> Reply:
    """Return the feed that says what is wrong with a question."""
    return _atom(
        f"""<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/"
 xmlns="http://www.w3.org/2005/Atom">
  <id>https://arxiv.org/</id>
  <title>arXiv Search Results</title>
  <opensearch:itemsPerPage>1</opensearch:itemsPerPage>
  <opensearch:totalResults>1</opensearch:totalResults>
  <opensearch:startIndex>0</opensearch:startIndex>
  <entry>
    <id>https://arxiv.org/api/errors#{escape(name)}</id>
    <title>Error</title>
    <updated>2026-08-22T06:00:00Z</updated>
    <link href="https://arxiv.org/api/errors" rel="alternate"/>
    <summary>{escape(summary)}</summary>
    <author><name>arXiv api core</name></author>
  </entry>
</feed>""",
        status,
    )


def _atom(text: str, status: int = 200) -> Reply:
    kind = "application/atom+xml; charset=utf-8"
    return _xml(text, status, kind)


def record(paper: Eprint, status: str = "") -> Reply:
    """Return a paper as OAI-PMH has it."""
    return _oai_pmh(f"<GetRecord>{_record(paper, status)}</GetRecord>")


def records(papers: Iterable[Eprint], token: str) -> Reply:
    """Return a page of papers as OAI-PMH lists them."""
    rest = f"<resumptionToken expires='2099-01-01T00:00:00Z'>{token}</resumptionToken>"
    listed = "".join(map(_record, papers)) + (rest if token else "")
    return _oai_pmh(f"<ListRecords>{listed}</ListRecords>")


def _record(paper: Eprint, status: str = "") -> str:
    authors = "".join(
        f"<author><keyname>{escape(last)}</keyname>"
        f"<forenames>{escape(first)}</forenames></author>"
        for first, last in paper.authors
    )
    deleted = f" status={quoteattr(status)}" if status else ""
    metadata = f"""<metadata>
    <arXiv xmlns="http://arxiv.org/OAI/arXiv/">
      <id>{paper.id}</id><created>{paper.submitted:%Y-%m-%d}</created>
      <updated>{paper.updated}</updated>
      <authors>{authors}</authors>
      <title>{escape(paper.shown_title)}</title>
      <categories>{escape(" ".join(paper.categories))}</categories>
      {_told("comments", paper.comment)}
      {_told("journal-ref", paper.journal_ref)}
      {_told("doi", paper.doi)}
      {_told("license", paper.license)}
      <abstract>  {escape(paper.shown_abstract)}
</abstract>
    </arXiv></metadata>"""
    return f"""<record>
    <header{deleted}><identifier>oai:arXiv.org:{paper.id}</identifier>
      <datestamp>{paper.updated}</datestamp><setSpec>cs:cs:LG</setSpec></header>
    {"" if status else metadata}</record>"""


def oai_error(code: str, text: str) -> Reply:
    """Return an error of OAI-PMH, whose status is that of success."""
    return _oai_pmh(f"<error code={quoteattr(code)}>{escape(text)}</error>")


def _oai_pmh(inner: str) -> Reply:
    return _xml(
        f"""<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">
  <responseDate>2026-08-22T06:00:00Z</responseDate>
  <request verb="GetRecord">http://oaipmh.arxiv.org/oai</request>
  {inner}
</OAI-PMH>""",
        200,
        "text/xml; charset=utf-8",
    )


def rss(archive: str, items: Iterable[str], built: dt.datetime) -> Reply:
    """Return the feed of an archive, with items as `item` makes them."""
    date = format_datetime(built)
    return _rss(
        f"{archive} updates on arXiv.org",
        f"{archive} updates on the arXiv.org e-print archive.",
        f"""<lastBuildDate>{date}</lastBuildDate>
    <managingEditor>rss-help@arxiv.org</managingEditor>
    <pubDate>{date}</pubDate>
    <skipDays><day>Sunday</day><day>Saturday</day></skipDays>
    {"".join(items)}""",
    )


def rss_error(query: str, text: str, status: int = 400) -> Reply:
    """Return the feed that says what is wrong with a question."""
    return _rss(f"Feed error for query: {query}", text, "", status)


def _rss(title: str, description: str, more: str, status: int = 200) -> Reply:
    return _xml(
        f"""<rss xmlns:arxiv="http://arxiv.org/schemas/atom" version="2.0"
 xmlns:dc="http://purl.org/dc/elements/1.1/">
  <channel>
    <title>{escape(title)}</title>
    <link>http://rss.arxiv.org/rss/cs</link>
    <description>{escape(description)}</description>
    <docs>http://www.rssboard.org/rss-specification</docs>
    <language>en-us</language>
    {more}
  </channel>
</rss>""",
        status,
        "application/rss+xml",
    )


def item(paper: Eprint, kind: str, published: dt.datetime) -> str:
    """Return a paper as the feeds have it."""
    name = f"{paper.id}v{paper.version}"
    creators = ", ".join(f"{first} {last}" for first, last in paper.authors)
    told = f"arXiv:{name} Announce Type: {kind} \nAbstract: {paper.shown_abstract}"
    categories = "".join(
        f"<category>{escape(each)}</category>" for each in paper.categories
    )
    return f"""<item>
      <title>{escape(paper.shown_title)}</title>
      <link>https://arxiv.org/abs/{paper.id}</link>
      <description>{escape(told)}</description>
      <guid isPermaLink="false">oai:arXiv.org:{name}</guid>
      {categories}
      <pubDate>{format_datetime(published)}</pubDate>
      <arxiv:announce_type>{kind}</arxiv:announce_type>
      {_told("dc:rights", paper.license)}
      <dc:creator>{escape(creators)}</dc:creator>
      {_told("arxiv:DOI", paper.doi)}
      {_told("arxiv:journal_reference", paper.journal_ref)}
    </item>"""


def _xml(text: str, status: int, kind: str) -> Reply:
    body = f"<?xml version='1.0' encoding='UTF-8'?>\n{text}".encode()
    return Reply(body, status, {"Content-Type": kind})
