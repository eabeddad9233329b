"""The ``HOTPAPERS_*`` settings: one table of names, types, defaults and meanings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pelican_hotpapers.arxiv import services
from pelican_hotpapers.config import checks
from pelican_hotpapers.config.declaration import as_bool, setting
from pelican_hotpapers.config.topic_rules import valid_part
from pelican_hotpapers.config.topics import Topic
from pelican_hotpapers.config.types import COMFORTS, POST_TEXTS, Comfort
from pelican_hotpapers.ranking import Rules
from pelican_hotpapers.storage.digest_files import MAX_SIZE

PREFIX = "HOTPAPERS_"
_RULES = Rules()


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """The settings of one site, each under ``HOTPAPERS_`` and its name here."""

    path: str = setting(
        "hotpapers",
        "Folder of the digests kept as data files, inside `PATH`.",
        checks.inside,
        begins="The digests",
    )
    title: str = setting(
        "Hot Papers {date}",
        "Title of a digest that does not bring its own. `{date}` is the day it is "
        "about; `{date:%d %B %Y}` formats it.",
        checks.date_pattern,
    )
    slug: str = setting(
        "hot-papers-{date}",
        "Slug of a digest that does not bring its own.",
        checks.slug,
    )
    category: str = setting(
        "Hot Papers",
        "Pelican category of a digest that does not bring its own. Empty leaves the "
        "choice to Pelican: the folder, or `DEFAULT_CATEGORY`.",
        checks.name,
    )
    tags: tuple[str, ...] = setting(
        (), "Pelican tags of a digest that does not bring its own.", checks.names
    )
    categories_as_tags: bool = setting(
        False, "Tag each digest with the arXiv categories of its papers."
    )
    url: str = setting(
        "",
        "URL of digests, such as `digests/{date:%Y}/{slug}/`; `ARTICLE_URL` when "
        "empty. Set `HOTPAPERS_SAVE_AS` with it.",
        checks.path_pattern,
    )
    save_as: str = setting(
        "",
        "Output file of digests, such as `digests/{date:%Y}/{slug}/index.html`; "
        "`ARTICLE_SAVE_AS` when empty.",
        checks.path_pattern,
    )
    permalink: str = setting(
        "",
        "Address of digests, and of other articles with front matter, as the "
        "configuration of Jekyll or Hugo has it: `/:categories/:year/:month/:day/:title"
        ".html`. Of digests `HOTPAPERS_URL` comes first, of any article its own "
        "`permalink`.",
        checks.permalink,
    )
    summary_papers: int = setting(
        3,
        "How many of the day's hottest papers a digest's summary names.",
        checks.not_negative,
        begins="What they show",
    )
    authors: int = setting(
        10,
        "How many authors of a paper are shown before “et al.”; 0 shows all.",
        checks.not_negative,
    )
    category_link: str = setting(
        checks.OWN_PAGES,
        "Where the link of an arXiv category goes: `pages`, to the site's own page of "
        "it where there is one, and else to arXiv; or an address with `{category}` in "
        "it, such as `https://arxiv.org/list/{category}/recent`.",
        checks.category_link,
    )
    embeds: Literal["static", "widget", "link"] = setting(
        "static",
        "How posts are shown: `static` text, which asks nothing of anybody; "
        "`widget`, the same text until the reader asks for the platform's own; "
        "`link`, the name, day and link alone.",
    )
    comforts: tuple[Comfort, ...] = setting(
        COMFORTS,
        "What a script adds for readers: `keys` to go from paper to paper, `marks` for "
        "what was read and bookmarked, `copy` for buttons that copy citations, "
        "`interests` for papers ranked by what the reader bookmarked. `[]` "
        "brings no script.",
    )
    translations: str = setting(
        "",
        "Folder of gettext catalogues, inside `PATH`, whose words take the place of "
        "the plugin's: `de/LC_MESSAGES/hotpapers.mo`. Those in the folder "
        "`translations` of the theme come next.",
        checks.inside_if_any,
    )
    css: bool = setting(True, "Bring the plugin's style sheet along with each digest.")
    meta: bool = setting(
        True,
        "Tell search engines, and whatever shows a link, what pages are about: by a "
        "description, Open Graph and JSON-LD.",
    )
    repair_encoding: bool = setting(
        True,
        "Restore text that was UTF-8 and was once read as Mac Roman.",
        begins="Reading and building",
    )
    cache: bool = setting(
        True,
        "Keep in `CACHE_PATH` what the output has, and what was read and rendered, so "
        "that a build makes and writes only what changed.",
    )
    processes: int = setting(
        4,
        "How many processes make pages at the same time, at most, where many are to be "
        "made, and no more than the machine has cores; on Linux, but not under "
        "`--autoreload`. With 1 there is one.",
        checks.positive,
    )
    max_file_size: int = setting(
        MAX_SIZE, "Bytes above which a digest's file is refused.", checks.positive
    )
    pages: str = setting(
        "papers",
        "Folder of the plugin's own pages in the site: categories, leaderboards, "
        "topics, papers, calendar. Empty makes none.",
        checks.pages_folder,
        begins="More pages",
    )
    paper_pages: bool = setting(True, "Give each paper a page.", parts=as_bool)
    related: int = setting(
        5,
        "How many related papers a paper's page names, at most, where NumPy is "
        'installed: `pip install "pelican-hotpapers[related]"`; 0 names none.',
        checks.not_negative,
    )
    author_pages: int = setting(
        0,
        "How many papers an author must have to get a page; 0 gives none a page.",
        checks.not_negative,
    )
    topics: Mapping[str, Topic] | str = setting(
        {},
        "Topics that get a page, by name: of each its rules, as in "
        "`{'Agents': {'include': ['agent*'], 'categories': ['cs.AI']}}`. Or the YAML "
        "or JSON file that has them, inside `PATH`, such as `topics.yaml`.",
        checks.topics,
        parts=valid_part,
    )
    hub: str = setting(
        "",
        "The WebSub hub that all feeds of the site name, so that readers hear of new "
        "papers at once. It has to be told when the site was published.",
        checks.address,
    )
    search: bool = setting(
        True,
        "Have a search page.",
    )
    markdown: bool = setting(
        True,
        "Have each digest as Markdown as well, and `llms.txt`, for programs that read.",
    )
    paper_markdown: bool = setting(
        False,
        "Have each paper with a page as Markdown as well, a file more for each.",
    )
    status: bool = setting(
        True,
        "Have a page, data and a feed that tell which of the last days are whole, and "
        "whether sources answer, where days were collected.",
    )
    web_app: Literal["off", "on", "remove"] = setting(
        "off",
        "With `on`, browsers keep the newest days, the reader's lists and “For you”, "
        "to be read without a network, and phones can put the site on the home screen. "
        "`off` brings nothing of this, and what browsers kept before goes; `remove` "
        "has them forget it where the server still has files of before.",
        begins="On the phone and without a network",
    )
    web_app_days: int = setting(
        7, "How many of the newest days are kept, at most.", checks.positive
    )
    web_app_size: int = setting(
        5_000_000,
        "Bytes that may be kept in a browser, style sheets and pictures of the theme "
        "among them.",
        checks.positive,
    )
    web_app_colors: Mapping[str, str] = setting(
        {"light": "#ffffff", "dark": "#1b1b1b"},
        "The colour of what is around the site on a phone, on a light and on a dark "
        "one; of these the first is also that of the screen while it starts.",
        checks.web_app_colors,
    )
    web_app_icons: Mapping[str, str] = setting(
        {},
        "Icons of the site's own, by their size, as in `{'192x192': 'images/a.png', "
        "'512x512': 'images/b.png', '512x512 maskable': 'images/c.png'}`; of "
        "each its address in the site.",
        checks.web_app_icons,
    )
    sources: tuple[str | dict[str, Any], ...] = setting(
        ("huggingface",),
        "Where new digests come from: of each source its name, or a dict with `name` "
        "and its options. What several list for a day becomes one digest.",
        checks.specs,
        begins="Collecting new days",
    )
    signals: tuple[str | dict[str, Any], ...] = setting(
        ("hackernews",),
        "What is asked what people said of the papers of every source: of each signal "
        "its name, or a dict with `name` and its options. `[]` asks nobody.",
        checks.specs,
    )
    collect: bool = setting(
        False, "Collect the days that are missing whenever the site is built."
    )
    days: int = setting(
        7,
        "How many days back, from yesterday on, are collected where nothing else is "
        "said.",
        checks.positive,
    )
    refresh_days: int = setting(
        3,
        "How many days back, from yesterday on, a collected day is asked again, since "
        "counts grow. Then it is frozen; 0 freezes at once.",
        checks.not_negative,
    )
    collect_every: int = setting(
        60,
        "Minutes in which a build does not ask again for what it asked already.",
        checks.not_negative,
    )
    collect_seconds: int = setting(
        60, "Seconds that collecting may add to a build, all in all.", checks.positive
    )
    offline: bool = setting(
        False,
        "Never ask the network. So does the environment variable `HOTPAPERS_OFFLINE`.",
    )
    paper_score: int = setting(
        _RULES.paper_score,
        "The least score of a paper that is shown.",
        checks.not_negative,
        begins="What is hot",
    )
    post_score: int = setting(
        _RULES.post_score,
        "The least score of a post that is shown beside the paper's best one.",
        checks.not_negative,
    )
    max_papers: int = setting(
        _RULES.max_papers,
        "The most papers of a collected day; 0 for all.",
        checks.not_negative,
    )
    max_posts: int = setting(
        _RULES.max_posts,
        "The most posts of a paper of a collected day.",
        checks.not_negative,
    )
    weights: Mapping[str, float] = setting(
        {},
        "What one of a count adds to a paper's score, as in `{'comments': 0}`; 1 for "
        "those not named. Counts are `reposts`, `likes`, `upvotes`, `points`, "
        "`comments`; and `stars`, of the repository, which add nothing unless named.",
        checks.weights,
    )
    post_texts: Mapping[str, str] = setting(
        POST_TEXTS,
        "Platforms whose posts are stored with their text, and the oEmbed service "
        "that gives it where the signal does not. `{}` stores links and facts alone.",
        checks.addresses,
    )
    mail_server: str = setting(
        "",
        "The mail server by which `hotpapers mail` sends, as in `smtp.example.org` or "
        "`smtp.example.org:2525`.",
        checks.mail_server,
        begins="By mail",
    )
    mail_security: Literal["tls", "starttls", "none"] = setting(
        "tls",
        "How the connection is kept private: `tls` from its beginning, on port 465; "
        "`starttls` before anything is said, on port 587; `none`, on port 25, for a "
        "server on the same computer. Nothing is sent where that cannot be had.",
    )
    mail_user: str = setting(
        "",
        "Who logs in at the mail server; the address of `HOTPAPERS_MAIL_FROM` when "
        "empty. The password is `HOTPAPERS_MAIL_PASSWORD` in the environment, never in "
        "settings; without it, nobody logs in.",
        checks.printable,
    )
    mail_from: str = setting(
        "",
        "Whom mails are from, as in `Hot Papers <papers@example.org>`.",
        checks.mail_address,
    )
    mail_to: tuple[str, ...] = setting(
        (),
        "Whom mails are to, each alone in a mail of its own. `--to` names others.",
        checks.mail_addresses,
    )
    mail_unsubscribe: str = setting(
        "",
        "Where readers leave the list, a page or a mail, as in "
        "`mailto:papers@example.org?subject=unsubscribe`. It makes mails those of a "
        "list; without it they have no way to leave.",
        checks.unsubscribe,
    )
    model_url: str = setting(
        "",
        "Where an endpoint begins that speaks as OpenAI's does, and makes a summary of "
        "each paper that is collected: `http://127.0.0.1:11434/v1`. Empty asks nobody. "
        "A key is in the environment, as `HOTPAPERS_MODEL_KEY`.",
        checks.address,
        begins="Summaries made by a machine",
    )
    model: str = setting("", "The language model that is asked for summaries.")
    model_language: str = setting(
        "en",
        "A language that summaries are translated into, unless it is `en`.",
        checks.language,
    )
    model_papers: int = setting(
        20, "The most papers that are asked about in a run.", checks.not_negative
    )
    model_tokens: int = setting(
        300, "The most tokens of a summary, or of its translation.", checks.positive
    )
    contact: str = setting(
        "",
        "An address or mail of yours, told to the services that are asked; `SITEURL` "
        "when empty.",
        begins="Asking services",
    )
    timeout: float = setting(
        20.0, "Seconds that one request may take, to the last byte.", checks.positive
    )
    tries: int = setting(
        4, "How often a request that fails is made, all in all.", checks.positive
    )
    arxiv_url: str = setting(
        services.QUERY_API, "Where arXiv's query API is.", checks.folder_address
    )
    oai_url: str = setting(
        services.OAI_PMH,
        "Where arXiv's OAI-PMH is, which is asked when the query API fails.",
        checks.folder_address,
    )
    arxiv_pace: float = setting(
        services.PACE,
        "Seconds from one request to arXiv to the next. Its terms ask for 3.",
        checks.not_negative,
    )
