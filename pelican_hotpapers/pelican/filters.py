"""What templates can do with papers and posts: Jinja filters and a test.

Every filter gives `Markup`, so that what it returns is safe in the text and in a
quoted attribute of any template, with autoescaping and without it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import chain
from urllib.parse import quote, urljoin

from jinja2 import Environment, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from pelican_hotpapers import scores
from pelican_hotpapers.arxiv import taxonomy
from pelican_hotpapers.arxiv.acceptance import acceptance
from pelican_hotpapers.characters import without_controls
from pelican_hotpapers.config import Config
from pelican_hotpapers.formats.records import names_in
from pelican_hotpapers.languages import is_language_tag
from pelican_hotpapers.library import category_links
from pelican_hotpapers.markup import embeds, sanitize, tex
from pelican_hotpapers.markup.plain_text import typographic
from pelican_hotpapers.model import Digest, Paper, Post, arxiv_abs_url, arxiv_pdf_url
from pelican_hotpapers.outputs import exports
from pelican_hotpapers.outputs.exports import Citations
from pelican_hotpapers.pelican.language_filters import LanguageFilters
from pelican_hotpapers.pelican.missing_values import (
    is_missing,
    tolerant,
    without_missing,
)
from pelican_hotpapers.translation import ENGLISH, Translation
from pelican_hotpapers.wording import service_name

PREFIX = "hotpapers_"
"""How the name of each filter begins."""
SHORT_NAMES = ("tweet_embed", "category_link", "category_links")
"""The filters that go by a name without the prefix as well."""

_CATEGORY, _OTHER_DAYS, _POST = RENDERED = (
    "hotpapers/category.html",
    "hotpapers/pages/other-days.html",
    "hotpapers/post.html",
)
"""The templates that filters render: pages depend on them without naming them."""

_NOTHING = Markup("")
_ISOLATED = "\u2068{}\u2069"
"""A text that has its own direction, that of its first letter (Unicode, UAX #9)."""
_NOTHING_ELSE = {"share": 0, "why": scores.Explanation(0, (), adds_up=False)}
"""What filters give of nothing that do not give text, by their names."""
_OLD_LANGUAGES = {"in": "id", "iw": "he", "ji": "yi", "mo": "ro"}
_LINK_TAG = re.compile("</?a(?: [^<>]*)?>")


def is_digest(article: object) -> bool:
    """Tell whether an article is a digest: ``{% if article is hotpapers_digest %}``.

    Input: an article of Pelican's, or anything else, also a name that is not defined.
    Output: whether its ``digest`` is a ``Digest``.
    """
    return not is_missing(article) and isinstance(
        getattr(article, "digest", None), Digest
    )


class Filters(LanguageFilters):
    """The filters, with the environment, settings and language they work by."""

    def __init__(
        self,
        env: Environment,
        config: Config,
        translation: Translation = ENGLISH,
        citations: Citations | None = None,
    ) -> None:
        super().__init__(translation)
        self._citations = citations or Citations()
        self._env = env
        self._config = config
        self._category = lru_cache(maxsize=1024)(self._render_category)

    def by_name(self) -> Iterator[tuple[str, Callable[..., object]]]:
        """Yield each filter's full name and the filter, then the short names."""
        found = {
            name: tolerant(method, _NOTHING_ELSE.get(name, _NOTHING)).__get__(self)
            for name, method in chain(*(vars(each).items() for each in _CLASSES))
            if name != "by_name" and not name.startswith("_")
        }
        for name, filter_ in found.items():
            yield PREFIX + name, filter_
        for name in SHORT_NAMES:
            yield name, found[name]

    def tweet_embed(self, post: Post | str) -> Markup:
        """Show a post, static and offline, through ``hotpapers/post.html``.

        Input: a ``Post``; the URL of one; or the HTML that a platform's oEmbed gave.
        Output: a blockquote. A text that is none of these comes back escaped.
        """
        read = embeds.read_embed if "<" in str(post) else embeds.post_from_url
        found = post if isinstance(post, Post) else read(str(post).strip())
        if found is None:
            return escape(post)
        return self._render(_POST, post=found)

    def post_text(self, post: Post) -> Markup:
        """Return what a post says.

        Input: a ``Post``.
        Output: its sanitised inline HTML; nothing where only the link is known.
        """
        return embeds.post_body(post)

    def lang(self, lang: str) -> Markup:
        """Name a language as HTML wants it.

        Input: ``ja``, or what platforms say of old (``iw``) and when they do not know.
        Output: ``ja``, ``he``; nothing, which is HTML for unknown, for ``und`` and for
        what names no language.
        """
        name = _OLD_LANGUAGES.get(lang, lang)
        return escape(name if is_language_tag(name) and name != "und" else "")

    @pass_context
    def category_link(self, context: Context, category: str) -> Markup:
        """Link an arXiv category, through ``hotpapers/category.html``.

        Input: ``cs.LG``.
        Output: a link to where HOTPAPERS_CATEGORY_LINK says, with the full name in
        its title.
        """
        site, in_feed = _site_with_page(context, category), bool(context.get("in_feed"))
        return self._category(str(category), site, in_feed)

    @pass_context
    def category_links(
        self, context: Context, categories: Iterable[str], separator: str = " "
    ) -> Markup:
        """Link several arXiv categories.

        Input: ``["cs.LG", "stat.ML"]`` or ``cs.LG, stat.ML``, and what stands between
        two links.
        Output: the links, in that order.
        """
        if isinstance(categories, str):
            categories = taxonomy.categories_in(categories)
        links = (
            self.category_link(context, category)
            for category in without_missing(categories)
        )
        return escape(separator).join(links)

    def category_name(self, category: str) -> Markup:
        """Name an arXiv category.

        Input: ``cs.LG``.
        Output: ``Machine Learning``; nothing where arXiv knows no such category.
        """
        return escape(taxonomy.category_name(str(category)))

    @pass_context
    def category_url(self, context: Context, category: str) -> Markup:
        """Return where the link of a category goes, by HOTPAPERS_CATEGORY_LINK.

        The site's own pages begin with the template's SITEURL; where it has none, as in
        a macro that was imported without its context, the link goes to arXiv.

        Input: ``cs.LG``.
        Output: ``https://arxiv.org/list/cs.LG/recent``.
        """
        site = _site_with_page(context, category)
        url = category_links.category_address(str(category), self._config, site)
        return escape(urljoin(f"{site}/", url) if context.get("in_feed") else url)

    def arxiv_url(self, arxiv_id: str) -> Markup:
        """Return the address of a paper's abstract page.

        Input: ``2104.01778``.
        Output: ``https://arxiv.org/abs/2104.01778``.
        """
        return escape(arxiv_abs_url(quote(str(arxiv_id))))

    def arxiv_pdf_url(self, arxiv_id: str) -> Markup:
        """Return the address of a paper's PDF.

        Input: ``2104.01778``.
        Output: ``https://arxiv.org/pdf/2104.01778``.
        """
        return escape(arxiv_pdf_url(quote(str(arxiv_id))))

    def url(self, url: str) -> Markup:
        """Let an address from outside through, if it is one a page may link to.

        Input: any text.
        Output: the address, fit for a quoted attribute; nothing for ``javascript:``
        and all else that is not allowed.
        """
        return escape(sanitize.safe_url(url)) if url else _NOTHING

    def authors(self, names: Iterable[str], limit: int | None = None) -> Markup:
        r"""List the authors of a paper.

        Input: the names, which may hold TeX (``Poincar\'e``), and how many to show;
        HOTPAPERS_AUTHORS where nothing is said, 0 shows all.
        Output: ``Ada Lovelace, Henri Poincaré et al.``
        """
        everyone = tuple(without_missing(names_in(names)))
        most = self._config.authors if limit is None else limit
        shown = everyone[:most] if most else everyone
        listed = ", ".join(shown)
        if tex.to_text(listed) != listed:  # what is open in a name ends with it
            listed = ", ".join(map(tex.to_text, shown))
        if listed and self._translation.direction == "rtl":
            listed = _ISOLATED.format(listed)
        if len(shown) == len(everyone):
            return escape(listed)
        message = self._translation.gettext("{authors} et al.", authors=listed)
        return escape(message)

    def share(self, score: int, hottest: int) -> int:
        """Return how long the bar of a paper is beside the hottest one's.

        It is the square root of the share: the counts of one day span three orders
        of magnitude, and in proportion most bars could not be seen.

        Input: a paper's score, and the highest.
        Output: 0 to 100; 100 for the hottest, 10 for one of a hundredth its score.
        """
        if score <= 0 or hottest <= 0:
            return 0
        return min(100, round(100 * math.sqrt(score / hottest)))

    def clean(self, text: str) -> Markup:
        """Take from a text the characters that break a page or turn it round.

        Input: any text that is not TeX, such as a name or a handle.
        Output: the text, escaped, without control characters.
        """
        return escape(without_controls(str(text)))

    def acceptance(self, paper: Paper) -> Markup:
        """Say where a paper was accepted, in the words of its comment or reference.

        Where the comment says that the paper was withdrawn, it says that.

        Input: a ``Paper``.
        Output: ``Accepted at ICLR 2027``; nothing where neither says so.
        """
        return tex.to_html(acceptance(paper.comment, paper.journal_ref))

    def service(self, name: str, url: str = "") -> Markup:
        """Name a source, a signal or a platform.

        Input: ``hackernews``; and for ``feed``, or where there is no name, the address,
        whose host it goes by then.
        Output: ``Hacker News``; a name that is not known as it is, escaped.
        """
        return self.clean(service_name(str(name), str(url)))

    def coins(self, paper: Paper) -> Markup:
        """Give Zotero a paper of a list, which it offers when somebody saves the page.

        Input: a ``Paper``.
        Output: an empty span with the paper's facts in its title.
        """
        title = exports.coins(paper)
        return Markup(f'<span class="Z3988" title="{title}"></span>')  # noqa: S704 - encoded

    def citation_url(self, paper: Paper, form: str = "bib") -> Markup:
        """Return an address that is a file itself, for a link with ``download``.

        Input: a ``Paper``, and how it is cited: ``bib``, ``ris`` or ``csl.json``.
        Output: ``data:application/octet-stream,@misc%7B…``.
        """
        return escape(self._citations.url(paper, form))

    def why(self, paper: Paper) -> scores.Explanation:
        """Tell what a paper's score is made of, by HOTPAPERS_WEIGHTS.

        Input: a ``Paper``.
        Output: its ``score``; its ``parts``, each with a ``name``, a ``number`` and a
        ``weight``; as such what stands ``beside`` it and adds nothing; whether it
        ``adds_up``, and whether it ``says_more`` than its parts.
        """
        return scores.explained(paper, self._config.weights)

    def counted_by(self, digest: Digest) -> Markup:
        """Name the services that a digest's counts were taken from.

        Input: a ``Digest``.
        Output: ``Bluesky and X``; nothing where that is not known.
        """
        names = {
            service_name(service, source.url): None
            for source in digest.coverage
            for service in source.counted_by
        }
        return self.clean(self._translation.names([*names]))

    @pass_context
    def other_days(self, context: Context, paper: Paper) -> Markup:
        """Tell the other days on which a paper was hot.

        They are those of the template's ``around``, which a digest's page has once
        all digests have been read; shown by ``hotpapers/pages/other-days.html``.

        Input: a ``Paper`` of a digest.
        Output: HTML; nothing where there are none, or without HOTPAPERS_PAGES.
        """
        around = context.get("around")
        days = around.other_days.get(paper.arxiv_id) if around else None
        if not days:
            return _NOTHING
        return self._render(_OTHER_DAYS, days=days, SITEURL=context["SITEURL"])

    def tex(self, text: str) -> Markup:
        r"""Set a text as arXiv has it.

        Input: ``Poincar\'e and $x^2$``.
        Output: HTML, with accents in Unicode and formulas in MathML.
        """
        return tex.to_html(text)

    def title(self, text: str) -> Markup:
        """Set a title as arXiv has it where it is a link itself.

        Input: ``Attention at https://example.org``.
        Output: the HTML of `tex`, with no link in it.
        """
        html = tex.to_html(text)
        return Markup(_LINK_TAG.sub("", html)) if "<a " in html else html  # noqa: S704

    def text(self, text: str) -> Markup:
        r"""Set a text as arXiv has it where only plain text belongs.

        Input: ``Poincar\'e and $x^2$``.
        Output: plain Unicode, escaped; for JSON and the like, where nothing is to be
        escaped, take its ``unescape()``.
        """
        return escape(tex.to_text(text))

    def plain(self, text: str) -> Markup:
        r"""Set a text in plain Unicode that stays harmless whatever a theme does.

        Themes put a summary into ``<meta content="…">`` by way of ``striptags``,
        which undoes all escaping. So quotes and angle brackets become typographic.

        Input: ``On "quotes" and $a<b$``.
        Output: the same with curly quotes, and U+2039 for the sign.
        """
        return escape(typographic(tex.to_text(text)))

    def _render(self, name: str, **context: object) -> Markup:
        """Render one of our templates, or the theme's in its place."""
        template = self._env.get_template(name)
        return Markup(template.render(hotpapers=self._config, **context).strip())  # noqa: S704 - a template that escapes

    def _render_category(
        self, category: str, site: str | None, in_feed: bool
    ) -> Markup:
        """Render the link of a category; each is made once."""
        given = {"category": category, "SITEURL": site, "in_feed": in_feed}
        return self._render(_CATEGORY, **given)


_CLASSES = (Filters, LanguageFilters)
"""What has the filters, in the order of the manual."""


def _site_with_page(context: Context, category: str) -> str | None:
    """Return where the site is, unless it is known to have no page of a category."""
    around = context.get("around")
    if around and category in around.without_page:
        return None
    site: str | None = context.get("SITEURL")
    return site


def is_plugin_filter(function: object) -> bool:
    """Tell whether a filter or a test of an environment is one of the plugin's."""
    return function is is_digest or isinstance(
        getattr(function, "__self__", None), Filters
    )
