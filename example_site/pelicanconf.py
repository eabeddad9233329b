"""The example site: digests of Hot Papers, and the documentation of the plugin.

To build it, from anywhere: pelican -s example_site/pelicanconf.py
"""

from pathlib import Path

# The plugin. The rest of this file is what any Pelican site has.
PLUGINS = ["pelican_hotpapers"]
HOTPAPERS_SOURCES = ["arxiv"]
HOTPAPERS_AUTHORS = 6
HOTPAPERS_TOPICS = {
    "Language": {
        "about": "Models that read and write.",
        "include": ["language", "transformer*", "text"],
        "categories": ["cs.CL"],
    },
    "Sound": {"about": "What can be heard.", "categories": ["cs.SD", "eess.AS"]},
    "With code": {"about": "Papers that bring their code.", "has_code": True},
}

SITENAME = AUTHOR = "Hot Papers"
SITESUBTITLE = "What people said about arXiv, day by day"
SITEURL = "https://hotpapers.example"
RELATIVE_URLS = True  # so that the site works from a folder; see publishconf.py
TIMEZONE = "UTC"
DEFAULT_LANG = "en"

# Where things are, seen from this file
PATH = "content"
OUTPUT_PATH = "output"
ARTICLE_PATHS = ["posts", "notes"]
PAGE_PATHS = ["pages"]
PAGE_URL = PAGE_SAVE_AS = "docs/{slug}.html"
PAGE_ORDER_BY = lambda page: int(page.order)  # a number, whoever reads it  # noqa: E731
AUTHOR_SAVE_AS = AUTHORS_SAVE_AS = ""
CATEGORIES_SAVE_AS = ""
DIRECT_TEMPLATES = ["index", "archives", "tags"]
DEFAULT_PAGINATION = 6

# Feeds: one of everything, and one of each tag
FEED_ALL_ATOM = "feeds/all.atom.xml"
TAG_FEED_ATOM = "feeds/tag-{slug}.atom.xml"
CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None

# The look. A file in overrides/ wins over the theme's, and over the plugin's.
HERE = Path(__file__).parent
THEME = "theme"
THEME_TEMPLATES_OVERRIDES = [str(HERE / "overrides")]
MENUITEMS = [
    ("Papers", "papers/index.html"),
    ("Archive", "archives.html"),
    ("Tags", "tags.html"),
]
FOOTNOTE = (
    "An example. The papers, their authors, categories and links are real, and so are "
    "the reposts and likes; abstracts, posts, authors' comments, discussions, dates of "
    "versions, all other counts, and what is said of missing days were made up."
)

# Headings that can be linked to
MARKDOWN = {
    "extension_configs": {
        "markdown.extensions.codehilite": {"css_class": "highlight"},
        "markdown.extensions.extra": {},
        "markdown.extensions.meta": {},
        "markdown.extensions.toc": {},
    },
    "output_format": "html5",
}
