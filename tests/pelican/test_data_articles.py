"""Digests as articles: whole sites, built by Pelican, from posts and data files."""

import datetime as dt
import logging
import os
import re

import pytest
from cached import entries, put
from conftest import QUIET
from hot_posts import FRONT, embed, papers_in, post, section, yaml_digest
from pelican import Pelican
from pelican.plugins import signals
from pelican.settings import read_settings

from pelican_hotpapers import Digest, read_digest, write_digest
from pelican_hotpapers.arxiv.taxonomy import canonical

PLUGIN = ["pelican_hotpapers"]
BROKEN = "[√\u201aü]\\W?[Ääôúùª©§±∂]|ðŸ|Ã"
"""How UTF-8 begins that was read as Mac Roman, or as Latin-1."""
THEMES = ["simple", "notmyidea"]
ORDINARY = "Title: An ordinary post\nDate: 2021-01-01\nSlug: ordinary\n\nWords.\n"


@pytest.fixture
def site(build):
    """Build a site with the plugin, and no page but articles."""

    def build_site(files, **settings):
        return build(files, **{"PLUGINS": PLUGIN, "HOTPAPERS_PAGES": "", **settings})

    return build_site


def by_slug(site, slug):
    (found,) = (article for article in site.articles if article.slug == slug)
    return found


def problems(site):
    return site.warnings + site.errors


class TestBlog:
    @pytest.mark.parametrize("theme", THEMES)
    def test_they_build_unmodified(self, site, blog_posts, theme):
        files = {path.name: path.read_bytes() for path in blog_posts}
        built = site(files, THEME=theme, HOTPAPERS_PAGES="papers")
        assert problems(built) == []
        pages = [
            built.pages[f"hot-papers-{path.name[:10]}.html"] for path in blog_posts
        ]
        papers = sum(page.count('<article class="hotpapers-paper"') for page in pages)
        assert papers == sum(map(papers_in, blog_posts))
        for path, page in zip(blog_posts, pages, strict=True):
            digest = read_digest(path)
            for paper in digest.papers:
                assert f'id="arxiv-{paper.arxiv_id}"' in page
                for category in paper.categories:
                    assert f'href="/papers/{canonical(category)}.html"' in page
                for found in paper.posts:
                    assert f'cite="{found.url}"' in page
            assert page.count("<script") == 1  # data, which does nothing
            assert "platform.twitter.com" not in page

    def test_no_broken_sequence_is_left(self, site, blog_posts):
        built = site({path.name: path.read_bytes() for path in blog_posts})
        text = "".join(built.pages.values())
        assert not re.search(BROKEN, text)
        assert re.search("[À-ÖØ-öø-ž]", text)

    @pytest.mark.parametrize("suffix", ["json", "yaml"])
    def test_as_data_files_they_give_the_same_pages(
        self, site, blog_posts, tmp_path, suffix
    ):
        posts = site({path.name: path.read_bytes() for path in blog_posts})
        files = {}
        for path in blog_posts:
            file = tmp_path / f"digest.{suffix}"
            write_digest(read_digest(path), file)
            files[f"hotpapers/{path.name[:10]}.{suffix}"] = file.read_bytes()
        data = site(files)
        assert problems(data) == []
        assert data.pages == posts.pages


class TestArticle:
    def test_what_a_post_says_of_itself(self, site):
        built = site({"2021-04-07.md": post(section(1), section(2))})
        (article,) = built.articles
        assert article.title == "Hot Papers 2021-04-07"
        assert article.slug == "hot-papers-2021-04-07"
        assert article.category.name == "arXiv"
        assert [tag.name for tag in article.tags] == ["arXiv", "Machine Learning"]
        assert article.date.isoformat() == "2021-04-08T09:37:53+00:00"
        assert article.description == "Hot papers 2021-04-07"
        assert isinstance(article.digest, Digest)
        assert len(article.digest.papers) == 2
        assert problems(built) == []

    def test_what_a_data_file_need_not_say(self, site):
        built = site({"hotpapers/2021-04-09.yaml": yaml_digest()})
        (article,) = built.articles
        assert article.title == "Hot Papers 2021-04-09"
        assert article.save_as == "hot-papers-2021-04-09.html"
        assert article.category.name == "Hot Papers"
        assert article.date.isoformat() == "2021-04-09T00:00:00+00:00"
        assert "A Kept Paper" in article.description
        assert 'id="arxiv-2104.00009"' in built.pages["hot-papers-2021-04-09.html"]

    def test_settings_name_and_place_digests(self, site):
        built = site(
            {"hotpapers/2021-04-09.yaml": yaml_digest()},
            HOTPAPERS_TITLE="Papers of {date:%d.%m.%Y}",
            HOTPAPERS_SLUG="papers-{date}",
            HOTPAPERS_CATEGORY="Reading",
            HOTPAPERS_TAGS=["papers"],
            HOTPAPERS_URL="digest/{date:%Y}/{slug}/",
            HOTPAPERS_SAVE_AS="digest/{date:%Y}/{slug}/index.html",
        )
        (article,) = built.articles
        assert article.title == "Papers of 09.04.2021"
        assert article.url == "digest/2021/papers-2021-04-09/"
        assert article.category.name == "Reading"
        assert [tag.name for tag in article.tags] == ["papers"]
        assert "digest/2021/papers-2021-04-09/index.html" in built.pages
        assert problems(built) == []

    def test_settings_do_not_rename_what_has_a_name(self, site):
        built = site(
            {"2021-04-07.md": post(section(1))},
            HOTPAPERS_TITLE="Papers of {date}",
            HOTPAPERS_SLUG="papers-{date}",
            HOTPAPERS_CATEGORY="Reading",
        )
        (article,) = built.articles
        assert (article.title, article.slug) == (
            "Hot Papers 2021-04-07",
            "hot-papers-2021-04-07",
        )
        assert article.category.name == "arXiv"

    def test_summary_names_the_hottest(self, site):
        titles = ["First of All", "Second $x^2$", "Third", "Fourth"]
        sections = [section(n, title=t) for n, t in enumerate(titles, 1)]
        built = site({"2021-04-07.md": post(*sections)})
        (article,) = built.articles
        assert "First of All; Second x²; Third; and 1 more paper." in article.summary
        assert "Fourth" not in article.summary
        assert "First of All" in built.pages["index.html"]

    def test_summary_of_ones_own_wins(self, site):
        front = FRONT.replace("description:", "summary: Mine.\ndescription:")
        built = site({"2021-04-07.md": front + section(1)})
        assert built.articles[0].summary == "Mine."

    def test_arxiv_categories_are_tags_only_when_asked(self, site):
        files = {"2021-04-07.md": post(section(1))}
        assert "cs.LG" not in site(files).articles[0].tags
        tags = site(files, HOTPAPERS_CATEGORIES_AS_TAGS=True).articles[0].tags
        assert [tag.name for tag in tags][-2:] == ["cs.LG", "hep-th"]

    def test_authors_of_papers_are_not_authors_of_the_site(self, site):
        built = site({"2021-04-07.md": post(section(1))})
        assert not [page for page in built.pages if page.startswith("author/")]

    def test_links_to_a_digest(self, site):
        link = (
            "Title: A\nDate: 2021-05-01\n\n[a]({filename}/hotpapers/2021-04-09.yaml) "
        )
        built = site(
            {
                "hotpapers/2021-04-09.yaml": yaml_digest(),
                "2021-04-07.md": post(section(1)),
                "a.md": link + "[b]({filename}2021-04-07.md)",
            }
        )
        assert 'href="/hot-papers-2021-04-09.html"' in built.pages["a.html"]
        assert 'href="/hot-papers-2021-04-07.html"' in built.pages["a.html"]
        assert problems(built) == []

    def test_site_time_zone(self, site):
        built = site(
            {
                "2021-04-07.md": post(section(1)),
                "hotpapers/2021-04-09.yaml": yaml_digest(),
            },
            TIMEZONE="Asia/Tokyo",
        )
        dates = {a.slug[-2:]: a.date.isoformat() for a in built.articles}
        assert dates == {
            "07": "2021-04-08T18:37:53+09:00",
            "09": "2021-04-09T00:00:00+09:00",
        }

    def test_ordinary_posts_are_as_without_the_plugin(self, build):
        files = {"a.md": ORDINARY, "b.md": ORDINARY.replace("ordinary", "other")}
        no_menu = {"DISPLAY_CATEGORIES_ON_MENU": False}
        without = build(files, **no_menu)
        digest = {"2021-04-07.md": post(section(1))}
        within = build({**files, **digest}, PLUGINS=PLUGIN, **no_menu)
        for page in ("ordinary.html", "other.html"):
            assert within.pages[page] == without.pages[page]

    def test_theme_finds_the_data(self, site):
        theme = {
            "templates/article.html": "{% if article is hotpapers_digest %}"
            "{% for paper in article.digest.papers %}[{{ paper.rank }} "
            "{{ paper.primary_category|category_link }}]{% endfor %}{% endif %}"
        }
        files = {"2021-04-07.md": post(section(1))}
        built = site(files, theme=theme, HOTPAPERS_PAGES="papers")
        page = built.pages["hot-papers-2021-04-07.html"]
        assert page.startswith("[1 <a ")
        assert 'href="/papers/cs.LG.html"' in page


class TestLists:
    def test_order(self, site):
        files = {
            "hotpapers/2021-04-01.yaml": yaml_digest("2021-04-01"),
            "hotpapers/2021-05-20.yaml": yaml_digest("2021-05-20"),
            "2021-04-07.md": post(section(1)),
            "a.md": ORDINARY.replace("2021-01-01", "2021-04-20"),
        }
        built = site(files)
        order = ["2021-05-20", "ordinary", "2021-04-07", "2021-04-01"]
        assert [a.slug.removeprefix("hot-papers-") for a in built.articles] == order
        places = [built.pages["index.html"].index(f"{slug}.html") for slug in order]
        assert places == sorted(places)
        oldest_first = site(files, ARTICLE_ORDER_BY="date")
        assert [a.slug for a in oldest_first.articles] == [
            a.slug for a in reversed(built.articles)
        ]

    @pytest.mark.parametrize(
        ("said", "status", "page"),
        [
            ("draft: true", "draft", "drafts/hot-papers-2021-04-09.html"),
            ("published: false", "draft", "drafts/hot-papers-2021-04-09.html"),
            ("status: hidden", "hidden", "hot-papers-2021-04-09.html"),
            ("draft: false", "published", "hot-papers-2021-04-09.html"),
        ],
    )
    def test_status(self, site, said, status, page):
        data = f"{yaml_digest()}extra:\n  {said}\n"
        for files in (
            {"hotpapers/2021-04-09.yaml": data},
            {
                "x.md": f"---\ntitle: Hot Papers 2021-04-09\n{said}\nday: 2021-04-09\n"
                f"date: 2021-04-09\nslug: hot-papers-2021-04-09\n---\n"
            },
        ):
            built = site(files, DEFAULT_CATEGORY="misc")
            (article,) = built.articles
            assert article.status == status
            assert page in built.pages
            assert ("hot-papers" in built.pages["index.html"]) == (
                status == "published"
            )
            assert problems(built) == []

    def test_placed_drafts_stay_drafts(self, site):
        built = site(
            {"hotpapers/2021-04-09.yaml": f"{yaml_digest()}extra:\n  draft: true\n"},
            HOTPAPERS_URL="d/{slug}/",
            HOTPAPERS_SAVE_AS="d/{slug}/index.html",
        )
        assert "drafts/hot-papers-2021-04-09.html" in built.pages

    def test_future_dates(self, site):
        built = site(
            {"hotpapers/2099-01-01.yaml": yaml_digest("2099-01-01")},
            WITH_FUTURE_DATES=False,
        )
        assert [article.status for article in built.articles] == ["draft"]
        assert "drafts/hot-papers-2099-01-01.html" in built.pages

    def test_translations(self, site):
        built = site(
            {
                "hotpapers/2021-04-09.yaml": yaml_digest(),
                "hotpapers/2021-04-09-fr.yaml": yaml_digest(title="Un article")
                + "extra:\n  lang: fr\n",
            }
        )
        original, translation = built.articles
        assert (original.lang, translation.lang) == ("en", "fr")
        assert original.translations == [translation]
        assert "hot-papers-2021-04-09-fr.html" in built.pages
        assert built.pages["index.html"].count("hot-papers-2021-04-09.html") >= 1
        assert "Un article" not in built.pages["index.html"]

    def test_translation_of_a_post_in_a_data_file(self, site):
        built = site(
            {
                "2021-04-07.md": post(section(1)),
                "hotpapers/2021-04-07.yaml": yaml_digest("2021-04-07")
                + "extra:\n  lang: fr\n",
            }
        )
        assert problems(built) == []
        french = next(a for a in built.articles if a.lang == "fr")
        assert [a.lang for a in french.translations] == ["en"]

    @pytest.mark.parametrize("said", ["", "draft: true\n"])
    def test_hand_written_post_wins_over_a_data_file(self, site, said):
        hand = post(section(1, title="By Hand")).replace("draft: false\n", said)
        built = site(
            {
                "posts/2021-04-07.md": hand,
                "hotpapers/2021-04-07.yaml": yaml_digest("2021-04-07"),
            }
        )
        (article,) = built.articles
        assert article.digest.papers[0].title == "By Hand"
        (warning,) = built.warnings
        assert "hotpapers/2021-04-07.yaml" in warning
        assert "posts/2021-04-07.md" in warning
        assert "hot-papers-2021-04-07" in warning

    def test_of_two_data_files_the_one_for_hands_wins(self, site, tmp_path):
        file = tmp_path / "d.json"
        digest = tmp_path / "d.yaml"
        digest.write_text(yaml_digest(title="By Machine"))
        write_digest(read_digest(digest), file)
        built = site(
            {
                "hotpapers/2021-04-09.json": file.read_bytes(),
                "hotpapers/2021-04-09.yaml": yaml_digest(title="By Hand"),
            }
        )
        (article,) = built.articles
        assert article.digest.papers[0].title == "By Hand"
        assert len(built.warnings) == 1

    def test_periods_tags_and_categories_count_digests(self, site):
        built = site(
            {"hotpapers/2021-04-09.yaml": f"{yaml_digest()}extra:\n  tags: [a, b]\n"},
            YEAR_ARCHIVE_SAVE_AS="{date:%Y}/index.html",
        )
        for page in ("2021/index.html", "tag/a.html", "category/hot-papers.html"):
            assert "hot-papers-2021-04-09.html" in built.pages[page]


class TestPelicansDefaults:
    def test_defaults_reach_data_files(self, site):
        built = site(
            {"hotpapers/2021-04-09.yaml": yaml_digest()},
            DEFAULT_METADATA={"mood": "calm"},
            AUTHOR="Ann",
            HOTPAPERS_CATEGORY="",
            DEFAULT_CATEGORY="Notes",
            USE_FOLDER_AS_CATEGORY=False,
            EXTRA_PATH_METADATA={"hotpapers": {"shelf": "top"}},
            FILENAME_METADATA=r"(?P<stem>.*)",
        )
        (article,) = built.articles
        assert article.mood == "calm"
        assert article.author.name == "Ann"
        assert article.category.name == "Notes"
        assert article.shelf == "top"
        assert article.stem == "2021-04-09"

    def test_default_date_fs(self, site):
        built = site(
            {"hotpapers/2021-04-09.yaml": yaml_digest(), "2021-04-07.md": FRONT},
            DEFAULT_DATE="fs",
        )
        assert by_slug(built, "hot-papers-2021-04-09").date.day == 9

    def test_every_plugin_finds_them_among_the_articles(self, site):
        """Plugins are called in no order that anybody could rely on."""
        seen = []

        def look(number):
            def receive(generator):
                seen.append((number, [each.slug for each in generator.articles]))

            return receive

        looks = [look(number) for number in range(30)]

        class Plugin:
            @staticmethod
            def register():
                for receive in looks:
                    signals.article_generator_pretaxonomy.connect(receive)

        files = {"hotpapers/2021-04-09.yaml": yaml_digest()}
        site(files, PLUGINS=[Plugin, *PLUGIN])
        assert sorted(seen) == [(n, ["hot-papers-2021-04-09"]) for n in range(30)]

    def test_signals_reach_data_files(self, site):
        seen = []

        class Plugin:
            __name__ = "watcher"

            @staticmethod
            def register():
                signals.article_generator_context.connect(
                    lambda _generator, metadata: seen.append(metadata["title"]),
                    weak=False,
                )

        site({"hotpapers/2021-04-09.yaml": yaml_digest()}, PLUGINS=[*PLUGIN, Plugin])
        assert seen == ["Hot Papers 2021-04-09"]

    def test_other_plugins_find_the_content_when_an_article_is_made(self, site):
        seen = []

        class Plugin:
            __name__ = "watcher"

            @staticmethod
            def register():
                signals.content_object_init.connect(
                    lambda content: seen.append(content._content or ""), weak=False
                )

        site({"2021-04-07.md": post(section(1))}, PLUGINS=[*PLUGIN, Plugin])
        assert any("hotpapers-paper" in content for content in seen)

    @pytest.mark.parametrize("setting", ["PATH_METADATA", "USE_FOLDER_AS_CATEGORY"])
    def test_odd_settings(self, site, setting):
        value = {
            "PATH_METADATA": r"(?P<category>.*)/.*",
            "USE_FOLDER_AS_CATEGORY": True,
        }
        built = site(
            {"hotpapers/2021-04-09.yaml": yaml_digest()}, **{setting: value[setting]}
        )
        assert problems(built) == []

    def test_no_categories_at_all(self, site):
        built = site(
            {"hotpapers/2021-04-09.yaml": yaml_digest(), "2021-04-07.md": FRONT},
            CATEGORY_SAVE_AS="",
            HOTPAPERS_CATEGORY="",
        )
        assert len(built.articles) == 2

    def test_static_paths_do_not_copy_data_files(self, site):
        built = site(
            {"hotpapers/2021-04-09.yaml": yaml_digest(), "hotpapers/a.png": b"x"},
            STATIC_PATHS=["hotpapers"],
        )
        assert "hotpapers/a.png" in built.pages
        assert "hotpapers/2021-04-09.yaml" not in built.pages

    def test_ignored_files(self, site):
        built = site(
            {"hotpapers/2021-04-09.yaml": yaml_digest()}, IGNORE_FILES=["2021-*"]
        )
        assert built.articles == []

    def test_feeds_hold_the_digest_without_style_sheet(self, site):
        built = site(
            {"hotpapers/2021-04-09.yaml": yaml_digest(title="On $x^2$ <b>")},
            FEED_ALL_ATOM="feed.xml",
            FEED_ALL_RSS="rss.xml",
            RSS_FEED_SUMMARY_ONLY=False,
            SITEURL="https://example.org",
        )
        for feed in ("feed.xml", "rss.xml"):
            assert "hotpapers-paper" in built.pages[feed]
            assert "hotpapers.css" not in built.pages[feed]

    def test_relative_urls(self, site):
        built = site(
            {"hotpapers/2021-04-09.yaml": yaml_digest()},
            RELATIVE_URLS=True,
            ARTICLE_SAVE_AS="{date:%Y}/{slug}.html",
            ARTICLE_URL="{date:%Y}/{slug}.html",
        )
        page = built.pages["2021/hot-papers-2021-04-09.html"]
        assert 'href="../theme/hotpapers/hotpapers.css"' in page
        assert "theme/hotpapers/hotpapers.css" in built.pages


class TestRuns:
    def test_two_builds_are_byte_identical(self, site):
        files = {
            "2021-04-07.md": post(section(1, embeds=[embed(1)]), section(2)),
            "hotpapers/2021-04-09.yaml": yaml_digest(),
        }
        first = site(files)
        second = site(files)
        assert first.pages == second.pages
        assert site(files).pages == first.pages

    @pytest.mark.parametrize("layer", ["reader", "generator"])
    def test_pelicans_cache(self, site, layer):
        files = {
            "2021-04-07.md": post(section(1, embeds=[embed(1)])),
            "hotpapers/2021-04-09.yaml": yaml_digest(),
        }
        cached = {
            "CACHE_CONTENT": True,
            "LOAD_CONTENT_CACHE": True,
            "CONTENT_CACHING_LAYER": layer,
        }
        first = site(files, **cached)
        second = site(files, **cached)
        assert problems(second) == []
        assert second.pages == first.pages == site(files).pages

    def test_what_was_rendered_is_kept(self, site, tmp_path):
        files = {"hotpapers/2021-04-09.yaml": yaml_digest(title="Kept")}
        site(files)
        put(entries(tmp_path / "cache" / "hotpapers"), b"Kept", b"Used")
        page = "hot-papers-2021-04-09.html"
        assert "Used" in site(files).pages[page]
        ignored = site(files, CACHE_CONTENT=True, LOAD_CONTENT_CACHE=False)
        assert "Used" not in ignored.pages[page]
        assert "Used" not in site(files).pages[page]

    def test_ignore_cache_on_the_command_line(self, site, tmp_path, monkeypatch):
        files = {"hotpapers/2021-04-09.yaml": yaml_digest(title="Kept")}
        site(files)
        put(entries(tmp_path / "cache" / "hotpapers"), b"Kept", b"Used")
        monkeypatch.setattr("sys.argv", ["pelican", "content", "--ignore-cache"])
        assert "Used" not in site(files).pages["hot-papers-2021-04-09.html"]

    def test_a_cache_that_cannot_be_written_does_no_harm(self, site, tmp_path):
        (tmp_path / "cache").write_text("a file in its place")
        built = site({"2021-04-07.md": post(section(1))})
        assert problems(built) == []

    def test_emptying_the_output_keeps_the_cache(self, site, tmp_path):
        files = {"hotpapers/2021-04-09.yaml": yaml_digest()}
        site(files, DELETE_OUTPUT_DIRECTORY=True)
        assert list((tmp_path / "cache" / "hotpapers").iterdir())
        assert not (tmp_path / "output" / "cache").exists()

    def test_fatal_warnings_on_a_sound_site(self, site):
        files = {
            "2021-04-07.md": post(section(1, embeds=[embed(1)])),
            "hotpapers/2021-04-09.yaml": yaml_digest(),
        }
        assert len(site(files, fatal="warnings").articles) == 2

    def test_fatal_errors_on_a_faulty_one(self, site):
        with pytest.raises(RuntimeError):
            site({"hotpapers/2021-04-09.yaml": "papers: 3"}, fatal="errors")

    def test_autoreload_finds_a_new_data_file(self, tmp_path):
        content = tmp_path / "content"
        (content / "hotpapers").mkdir(parents=True)
        (content / "hotpapers" / "2021-04-09.yaml").write_text(yaml_digest())
        pelican = Pelican(
            read_settings(
                override={
                    **QUIET,
                    "PATH": str(content),
                    "OUTPUT_PATH": str(tmp_path / "output"),
                    "CACHE_PATH": str(tmp_path / "cache"),
                    "PLUGINS": PLUGIN,
                }
            )
        )
        pelican.run()
        new = content / "hotpapers" / "2021-04-10.yaml"
        new.write_text(yaml_digest("2021-04-10"))
        pelican.run()
        output = tmp_path / "output"
        assert (output / "hot-papers-2021-04-10.html").is_file()
        new.write_text(yaml_digest("2021-04-10", title="Changed since"))
        pelican.run()
        assert "Changed since" in (output / "hot-papers-2021-04-10.html").read_text()


class TestSettings:
    def test_wrong_values_and_names_are_reported(self, site):
        built = site(
            {"2021-04-07.md": post(section(1))},
            HOTPAPERS_EMBEDS="iframe",
            HOTPAPERS_EMBED="static",
        )
        wrong, unknown = built.errors
        assert wrong.startswith("HOTPAPERS_EMBEDS: found 'iframe', expected one of")
        assert "did you mean HOTPAPERS_EMBEDS?" in unknown
        assert len(built.articles) == 1

    def test_they_are_reported_before_the_build(self, site):
        built = site({"x.md": "no title"}, HOTPAPERS_PATH="../elsewhere")
        lines = [r.getMessage() for r in built.log if r.levelno >= logging.ERROR]
        assert lines[0].startswith("HOTPAPERS_PATH")

    def test_the_sites_own_readers_stay(self, site):
        from pelican.readers import MarkdownReader  # noqa: PLC0415

        class Own(MarkdownReader):
            def read(self, _source_path):
                return "<p>Own.</p>", {"title": "Own", "date": self._date()}

            def _date(self):
                return dt.datetime(2021, 1, 1)

        built = site({"a.md": ORDINARY}, READERS={"md": Own})
        assert built.articles[0].content == "<p>Own.</p>"

    def test_no_style_sheet_when_not_wanted(self, site):
        built = site({"2021-04-07.md": post(section(1))}, HOTPAPERS_CSS=False)
        assert "theme/hotpapers/hotpapers.css" not in built.pages
        assert "hotpapers.css" not in built.pages["hot-papers-2021-04-07.html"]

    def test_a_themes_own_style_sheet_wins(self, site):
        theme = {
            "templates/article.html": "{{ article.content }}",
            "static/hotpapers/hotpapers.css": "/* mine */",
        }
        built = site({"2021-04-07.md": post(section(1))}, theme=theme)
        assert built.pages["theme/hotpapers/hotpapers.css"] == "/* mine */"


class TestOffTheGrammar:
    def test_such_a_post_is_published_whole_with_a_warning(self, site):
        text = post(section(1, embeds=[embed(1)]), section(2))
        text = text.replace("retweets: 98", "retweets: many")
        built = site({"2021-04-07.md": text})
        page = built.pages["hot-papers-2021-04-07.html"]
        line = text[: text.index("many")].count("\n") + 1
        assert any(f"2021-04-07.md:{line}:1: counts:" in w for w in built.warnings)
        for kept in ("A Paper", "retweets: many", "A few words of mine.", "hep-th"):
            assert kept in page
        assert built.errors == []

    def test_an_ordinary_post_with_front_matter_is_none(self, site):
        front = "---\ntitle: On papers\ndate: 2021-04-01\n---\n\n# 1. First\n\nWords.\n"
        built = site({"a.md": front})
        assert problems(built) == []
        assert "Words." in built.pages["on-papers.html"]


class TestFaultyDataFiles:
    def test_whatever_goes_wrong_with_one_the_build_goes_on(self, site):
        class Plugin:
            __name__ = "stumbles"

            @staticmethod
            def stumble(_generator, metadata):
                if metadata["title"].endswith("09"):
                    raise KeyError(metadata["title"])

            @staticmethod
            def register():
                signals.article_generator_context.connect(Plugin.stumble)

        files = {
            "hotpapers/2021-04-09.yaml": yaml_digest(),
            "hotpapers/2021-04-10.yaml": yaml_digest("2021-04-10"),
        }
        built = site(files, PLUGINS=[*PLUGIN, Plugin])
        assert [article.slug for article in built.articles] == ["hot-papers-2021-04-10"]
        assert built.errors == ["Could not process hotpapers/2021-04-09.yaml"]

    def test_the_bad_paper_is_lost_and_the_rest_published(self, site):
        text = yaml_digest() + "- arxiv_id: nonsense\n  title: Bad\n"
        built = site({"hotpapers/2021-04-09.yaml": text})
        (error,) = built.errors
        assert re.search(
            r"2021-04-09\.yaml:5:13: papers\[1\]\.arxiv_id: found 'nonsense', expected",
            error,
        )
        page = built.pages["hot-papers-2021-04-09.html"]
        assert "A Kept Paper" in page
        assert "Bad" not in page

    def test_it_is_said_at_each_build(self, site):
        files = {
            "hotpapers/2021-04-09.yaml": yaml_digest() + "- title: Bad\n",
        }
        first = site(files)
        second = site(files)
        assert first.errors == second.errors != []

    def test_an_unreadable_file_leaves_the_others(self, site):
        built = site(
            {
                "hotpapers/2021-04-09.yaml": yaml_digest(),
                "hotpapers/2021-04-10.json": "{",
                "hotpapers/2021-04-11.yaml": b"\xff\xfe\x00",
                "hotpapers/notes.json": "[]",
            }
        )
        assert len(built.articles) == 1
        assert len(built.errors) == 3
        for error, name in zip(
            sorted(built.errors),
            ("04-10.json", "04-11.yaml", "notes.json"),
            strict=True,
        ):
            assert name in error
            assert re.search(r":\d+:\d+: .*found .*, expected ", error)


@pytest.mark.parametrize(
    "moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"]
)
def test_a_moment_at_the_end_of_time_ends_no_build(build, moment):
    text = f"date: 2021-04-07\ncollected_at: {moment}\npapers: []\n"
    site = build(
        {
            "hotpapers/2021-04-07.yaml": text,
            "other.md": "Title: Other\nDate: 2021-01-01\n\nX",
        },
        PLUGINS=["pelican_hotpapers"],
        TIMEZONE="Europe/Berlin",
    )
    assert "other.html" in site.pages
    assert "hot-papers-2021-04-07.html" in site.pages


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_first_and_the_last_of_all_days_are_days(build, day):
    name = f"hotpapers/{day}.yaml"
    site = build({name: yaml_digest(day)}, PLUGINS=["pelican_hotpapers"])
    assert f"hot-papers-{day}.html" in site.pages
    assert site.errors == []


@pytest.mark.parametrize("slug", ["papers/index", "papers/2104.00009"])
def test_a_digest_in_the_place_of_a_page_of_ours_stays_and_is_told(build, slug):
    files = {"hotpapers/2021-04-07.yaml": f"slug: {slug}\n{yaml_digest('2021-04-07')}"}
    site = build(files, PLUGINS=["pelican_hotpapers"])
    (article,) = site.articles
    assert article.title in site.pages[f"{slug}.html"]
    (warning,) = site.warnings
    assert warning.startswith(f"{slug}.html belongs to the digest ")
    assert "2021-04-07.yaml. So our page " in warning


def test_a_name_of_no_text_is_a_name(build):
    name = os.fsdecode(b"hotpapers/\xff.yaml")
    site = build({name: yaml_digest("2021-04-07")}, PLUGINS=["pelican_hotpapers"])
    assert "hot-papers-2021-04-07.html" in site.pages
