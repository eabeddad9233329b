"""Digests in data files with the defaults of Pelican, from build to build."""

import pytest
from cached import entries, put
from conftest import QUIET
from data_sites import PLUGIN, problems
from hot_posts import FRONT, embed, post, section, yaml_digest
from pelican import Pelican
from pelican.plugins import signals
from pelican.settings import read_settings


def by_slug(site, slug):
    (found,) = (article for article in site.articles if article.slug == slug)
    return found


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
