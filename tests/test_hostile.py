"""Files that mean harm by their form: a message, a finished build, a clean page.

What texts in a file could do where they land is asked in `test_sinks`.
"""

import json
import re
from collections.abc import Mapping
from itertools import chain

import pytest
from clean_html import faults_of_html, scripts_of_page
from hostile_digests import PAYLOADS
from hot_posts import FRONT, embed, post, section, yaml_digest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markupsafe import Markup
from pelican.settings import read_settings
from pelican.urlwrappers import URLWrapper

from pelican_hotpapers.errors import DigestError
from pelican_hotpapers.pelican.digest_readers import DigestReader

PLUGIN = ["pelican_hotpapers"]
ATTACKS = [*PAYLOADS.values()]
KEPT = {"arxiv_id": "2104.00002", "title": "Kept Paper"}


@pytest.fixture
def site(build):
    def build_site(files, **options):
        return build(files, **{"PLUGINS": PLUGIN, **options})

    return build_site


class TestHostileFiles:
    def test_a_megabyte_of_nested_tags_in_a_post(self, site):
        deep = "<b>" * 350_000
        file = {
            "date": "2021-04-08",
            "papers": [
                {
                    **KEPT,
                    "posts": [{"url": "https://x.com/a/status/1", "html": deep}],
                }
            ],
        }
        text = post(section(1, embeds=[embed(1, deep)]), section(2, title="Kept Paper"))
        built = site(
            {"hotpapers/2021-04-08.json": json.dumps(file), "2021-04-07.md": text}
        )
        assert len(built.articles) == 2
        for article in built.articles:
            page = built.pages[article.save_as]
            assert "Kept Paper" in page
            assert faults_of_html(article.content) == []
            assert len(page) < 300_000

    def test_yaml_alias_bomb(self, site):
        bomb = "a0: &a0 [x]\n" + "".join(
            f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30)
        )
        built = site(
            {
                "hotpapers/2021-04-07.yaml": f"{bomb}papers: *a29\n",
                "2021-04-08.md": f"---\n{bomb}title: x\n---\n{section(1)}",
                "hotpapers/2021-04-09.yaml": yaml_digest(),
            }
        )
        assert len(built.articles) == 1
        assert any("2021-04-07.yaml" in error for error in built.errors)
        assert any("2021-04-08.md" in error for error in built.errors)

    @pytest.mark.parametrize(
        "slug",
        [
            "../../evil",
            "/etc/evil",
            "a/../../evil",
            'x" onload="y',
            "..",
            "a\\b",
            ".",
            "./",
            "~",
        ],
    )
    def test_slugs_stay_inside(self, site, slug, tmp_path):
        data = yaml_digest() + f"slug: {json.dumps(slug)}\n"
        front = FRONT.replace('"hot-papers-2021-04-07"', json.dumps(slug))
        built = site(
            {"hotpapers/2021-04-09.yaml": data, "2021-04-07.md": front + section(1)}
        )
        outside = [p for p in tmp_path.rglob("*evil*") if built.output not in p.parents]
        assert outside == []
        for name, page in built.pages.items():
            assert '"' not in name
            assert scripts_of_page(page) == []
        assert built.articles or built.errors or built.warnings

    @pytest.mark.parametrize(
        "extra",
        [
            {"save_as": "../evil.html"},
            {"url": "javascript:alert(1)"},
            {"permalink": "/../../evil/"},
            {"status": "nonsense"},
            {"lang": "../../x"},
            {"date": "2000-01-01"},
            {"category": ["a", {"b": 1}]},
            {"tags": {"a": 1}},
            {"author": 7},
            {"content": "x", "settings": 3, "metadata": [], "digest": "x", "slug": []},
            {"timezone": "Nowhere/At_all"},
            {"summary": ["a"]},
        ],
    )
    def test_front_matter_in_a_data_file(self, site, extra, tmp_path):
        file = {"date": "2021-04-07", "extra": extra, "papers": [KEPT]}
        built = site({"hotpapers/2021-04-07.json": json.dumps(file)})
        assert list(tmp_path.rglob("*evil*")) == [] or all(
            built.output in path.parents for path in tmp_path.rglob("*evil*")
        )
        assert built.articles or built.errors

    def test_fifty_megabytes(self, site):
        big = post(section(1)) + "x " * 25_000_000
        built = site(
            {
                "2021-04-07.md": big,
                "hotpapers/2021-04-08.json": '{"papers": "' + "x" * 50_000_000 + '"}',
                "hotpapers/2021-04-09.yaml": yaml_digest(),
            }
        )
        assert len(built.articles) == 1
        for name in ("2021-04-07.md", "2021-04-08.json"):
            (error,) = (line for line in built.errors if f"{name}:1:1" in line)
            assert "expected at most 5,000,000 bytes" in error

    @pytest.mark.parametrize(
        "rubbish",
        [
            b"",
            b"\x00" * 1000,
            bytes(range(256)) * 10,
            b"\xff\xfe" + "papers".encode("utf-16-le"),
            b"---\n\xff\n---\n# 1. X\n- retweets: 1",
            b"[" * 100_000,
            b"{" * 100_000,
            b'{"papers": [' + b"[" * 50_000,
            b"&a [*a, *a]",
            b"? ? ? ?",
            b"!!python/object/apply:os.system ['true']",
            b'{"date": "2021-04-07", "date": "2021-04-08", "papers": []}',
            b'{"date": "\\ud800"}',
            b"date: 2021-04-07\npapers: [{}]",
            b"1" * 10_000,
        ],
    )
    @pytest.mark.parametrize("name", ["x.json", "x.yaml", "x.md"])
    def test_rubbish(self, site, rubbish, name):
        if name == "x.md" and len(rubbish) > 2000:
            rubbish = b"---\nx: " + rubbish + b"\n---\n"
        folder = "" if name.endswith(".md") else "hotpapers/"
        built = site(
            {f"{folder}{name}": rubbish, "hotpapers/2021-04-09.yaml": yaml_digest()}
        )
        assert "hot-papers-2021-04-09.html" in built.pages
        if folder:
            told = [line for line in built.errors if name in line]
            assert all(
                re.search(r":\d+:\d+: .+: found .+, expected .+", line) for line in told
            )
            assert told or len(built.articles) == 2

    def test_truncated_anywhere(self, site):
        text = post(section(1, embeds=[embed(1)]), section(2, embeds=[embed(2)]))
        cuts = range(0, len(text), 97)
        days = [f"20{n // 12:02}-{n % 12 + 1:02}-01" for n in range(len(cuts))]
        built = site(
            {
                f"{day}.md": text[:cut].replace("2021-04-07", day)
                for day, cut in zip(days, cuts, strict=True)
            }
        )
        for article in built.articles:
            assert faults_of_html(article.content) == []

    @pytest.mark.parametrize(
        "value", [None, True, 7, 1.5, "x", [], [[]], {}, {"a": []}]
    )
    def test_wrong_types_everywhere(self, site, value):
        fields = (
            *("date", "collected_at", "title", "slug", "extra", "papers", "version"),
            *("$schema", "coverage"),
            *("arxiv_id", "rank", "authors", "categories", "abstract"),
            *("reposts", "likes", "score", "measured_at", "abs_url", "pdf_url"),
            *("code_url", "project_url", "signals", "posts"),
        )
        files = {}
        for field in fields:
            digest = {"date": "2021-04-07", "papers": [KEPT]}
            if field in ("date", "papers") or fields.index(field) < 9:
                digest[field] = value
            else:
                digest["papers"] = [
                    {**KEPT, field: value},
                    {**KEPT, "arxiv_id": "1001.0001"},
                ]
            files[f"hotpapers/{field.strip('$')}.json"] = json.dumps(
                {**digest, "slug": f"d-{field.strip('$')}"}
                if field != "slug"
                else digest
            )
        for field in ("url", "platform", "id", "author_name", "date", "dir", "html"):
            found = {"url": "https://x.com/a/status/1", field: value}
            files[f"hotpapers/post-{field}.json"] = json.dumps(
                {
                    "date": "2021-04-07",
                    "slug": f"post-{field}",
                    "papers": [{**KEPT, "posts": [found]}],
                }
            )
        built = site(files)
        assert len(built.articles) > len(files) / 2
        for error in built.errors:
            assert re.search(r"\.json:\d+:\d+: .+: found .+, expected .+", error)
        for article in built.articles:
            assert faults_of_html(article.content) == []


@pytest.fixture(scope="module")
def reader():
    """A reader that no generator has taken: it renders what it reads."""
    quiet = {"HOTPAPERS_CACHE": False, "HOTPAPERS_COMFORTS": [], "HOTPAPERS_PAGES": ""}
    return DigestReader(read_settings(override={"PLUGINS": [], **quiet}))


BASE = post(
    section(
        1, title="S$^2$-MLP & <b>", embeds=[embed(1), embed(2, "שלום", "he", "rtl")]
    ),
    section(2, abstract="It costs $5 to $10, \\emph{or} $x^2$ in 50%."),
)
PIECES = st.sampled_from(
    [*ATTACKS, "<", ">", '"', "\n", "\n\n", "---\n", "# 3. ", "$", "\\"]
)


@st.composite
def mutations(draw):
    """Draw a post with a few places cut, doubled, or filled with harm."""
    text = BASE
    for _ in range(draw(st.integers(1, 5))):
        longest = draw(st.sampled_from([len(FRONT), len(text)]))
        start = draw(st.integers(0, longest))
        end = min(len(text), start + draw(st.integers(0, 60)))
        text = text[:start] + draw(PIECES | st.just(text[start:end] * 2)) + text[end:]
    return text


def texts(value):
    """Yield all texts that a theme may show of an article's metadata as they are."""
    if isinstance(value, Markup):
        assert faults_of_html(value) == []
    elif isinstance(value, str):
        yield value
    elif isinstance(value, URLWrapper):
        yield value.name
    elif isinstance(value, Mapping):
        yield from chain(*map(texts, value.values()))
    elif isinstance(value, list | tuple):
        yield from chain(*map(texts, value))


class TestMutatedPosts:
    @given(text=mutations())
    @settings(
        suppress_health_check=[
            HealthCheck.function_scoped_fixture,
            HealthCheck.too_slow,
        ],
    )
    def test_none_crashes_and_none_is_unsafe(self, reader, tmp_path, text):
        file = tmp_path / "2021-04-07.md"
        file.write_text(text, encoding="utf-8")
        try:
            content, metadata = reader.read(str(file))
        except DigestError as error:
            assert error.faults  # noqa: PT017 - either is right
            return
        assert faults_of_html(content) == []
        assert faults_of_html(str(metadata.pop("summary"))) == []
        assert [*filter(re.compile('["<>\u202e\0\x1b]').search, texts(metadata))] == []


LONG = "Ab" * 2500
LONG_LANG = "en" + "-abcd" * 1000
HEAD = FRONT.partition("category:")[0]
NAMES = [
    ("author", LONG),
    ("author", "\u4e2d" * 5000),
    ("authors", [LONG]),
    ("tags", ["kept", LONG]),
    ("category", LONG),
    ("categories", [LONG]),
    ("lang", LONG_LANG),
    ("slug", LONG),
    ("save_as", f"{LONG}.html"),
]
IDS = [f"{key}-{number}" for number, (key, _) in enumerate(NAMES)]


class TestLongNames:
    """Names that no file can have, of whatever gets a page of its own."""

    @pytest.mark.parametrize(("key", "name"), NAMES, ids=IDS)
    @pytest.mark.parametrize("suffix", ["json", "yaml"])
    def test_data_file(self, site, key, name, suffix):
        front = {key: name} if key == "slug" else {"extra": {key: name}}
        text = json.dumps({"date": "2021-04-07", **front, "papers": [KEPT]}, indent=1)
        files = {f"hotpapers/2021-04-07.{suffix}": text}
        for _ in ("cold", "warm"):
            built = site(files)
            self.is_told_alone(built, key)
            (told,) = built.errors
            line = int(re.search(rf"2021-04-07\.{suffix}:(\d+):\d+: ", told)[1])
            assert text.splitlines()[line - 1] == max(text.splitlines(), key=len)

    @pytest.mark.parametrize(("key", "name"), NAMES, ids=IDS)
    @pytest.mark.parametrize("suffix", ["md", "markdown"])
    def test_post(self, site, key, name, suffix):
        head = HEAD.replace("slug", "old_slug") if key == "slug" else HEAD
        text = f"{head}{key}: {json.dumps(name)}\n---\n\n{section(1)}"
        for _ in ("cold", "warm"):
            built = site({f"p.{suffix}": text})
            self.is_told_alone(built, key)
            assert re.search(rf"p\.{suffix}:\d+:\d+: ", built.errors[0])

    def is_told_alone(self, built, key):
        (article,) = built.articles
        assert article.save_as in built.pages
        assert [tag.name for tag in getattr(article, "tags", [])] in ([], ["kept"])
        assert built.warnings == []
        (told,) = built.errors
        assert re.search(rf":\d+:\d+: {key}(\[\d\])?: found .*, expected ", told)
        assert told.endswith(". It is left out")
        assert len(told) < 400

    def test_paper_of_a_data_file(self, site):
        papers = [{"arxiv_id": f"{'a' * 5000}/0201082", "title": "Long"}, KEPT]
        text = json.dumps({"date": "2021-04-07", "papers": papers})
        built = site({"hotpapers/2021-04-07.json": text})
        (told,) = built.errors
        assert "papers[0].arxiv_id: found 'aaa" in told
        assert "papers/2104.00002.html" in built.pages

    def test_paper_of_a_post(self, site):
        text = post(section(1, arxiv_id=f"{'a' * 5000}/0201082"), section(2))
        built = site({"p.md": text})
        (article,) = built.articles
        assert article.save_as in built.pages
        assert any("links: found" in told for told in built.warnings)

    def test_what_a_paper_says(self, site):
        paper = {
            **KEPT,
            "title": LONG,
            "authors": [LONG],
            "categories": [LONG, f"cs.{LONG}", "cs.LG"],
            "signals": {LONG: 1},
        }
        text = json.dumps({"date": "2021-04-07", "title": LONG, "papers": [paper]})
        built = site(
            {"hotpapers/2021-04-07.json": text},
            HOTPAPERS_AUTHOR_PAGES=1,
            HOTPAPERS_CATEGORIES_AS_TAGS=True,
            HOTPAPERS_CATEGORY_LINK="pages",
            HOTPAPERS_TOPICS={LONG: {}},
        )
        (article,) = built.articles
        assert [tag.name for tag in article.tags] == ["cs.LG"]
        assert len(built.errors) == 2
        assert all(": tags[" in told for told in built.errors)
        assert "papers/cs.LG.html" in built.pages
