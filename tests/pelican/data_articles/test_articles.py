"""Digests in data files are articles like others."""

import re

import pytest
from data_sites import ORDINARY, PLUGIN, problems
from hot_posts import FRONT, papers_in, post, section, yaml_digest

from pelican_hotpapers import Digest, read_digest, write_digest
from pelican_hotpapers.arxiv.taxonomy import canonical

BROKEN = "[√\u201aü]\\W?[Ääôúùª©§±∂]|ðŸ|Ã"
"""How UTF-8 begins that was read as Mac Roman, or as Latin-1."""
THEMES = ["simple", "notmyidea"]


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

    @pytest.mark.parametrize("more", [{}, {"HOTPAPERS_CATEGORIES_AS_TAGS": True}])
    def test_a_text_of_tags_is_divided_as_pelican_does(self, site, more):
        text = yaml_digest() + "extra: {tags: 'a; b, c'}\n"
        (article,) = site({"hotpapers/2021-04-09.yaml": text}, **more).articles
        assert [tag.name for tag in article.tags][:2] == ["a", "b, c"]

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
