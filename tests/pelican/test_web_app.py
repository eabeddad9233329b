"""The service worker and the manifest, by what a build writes."""

import gzip
import json
import struct

import pytest
from hot_posts import yaml_digest

from pelican_hotpapers.pelican import assets

WORKER = "hotpapers-worker.js"
MANIFEST = "papers/manifest.webmanifest"
OFFLINE = "papers/offline.html"
ORDINARY = "Title: Mine\nDate: 2021-04-01\n\nWords.\n"
DAYS = [f"2021-04-{day:02}" for day in range(1, 21)]


def day_file(day):
    text = yaml_digest(day, arxiv_id=f"2104.000{day[-2:]}")
    return {f"hotpapers/{day}.yaml": text}


FILES = {"mine.md": ORDINARY}
for each in DAYS:
    FILES |= day_file(each)
SETTINGS = {
    "PLUGINS": ["pelican_hotpapers"],
    "HOTPAPERS_COMFORTS": ["marks", "interests"],
    "HOTPAPERS_WEB_APP": "on",
}


@pytest.fixture(scope="module")
def site(build_module):
    return build_module(FILES, **SETTINGS)


def told(site):
    """Return what a worker is told of its site."""
    line = site.pages[WORKER].partition("\n")[0]
    return json.loads(line.removeprefix("const site = ").removesuffix(";"))


def kept(site):
    return [url for url, _ in told(site)["files"]]


def test_the_newest_days_are_kept_and_what_their_readers_need(site):
    files = kept(site)
    digests = [url for url in files if url.startswith("hot-papers-")]
    assert digests == [f"hot-papers-{day}.html" for day in DAYS[:-8:-1]]
    scripts = {f"theme/hotpapers/{name}" for name in (*assets.LISTS, *assets.INTERESTS)}
    pages = {OFFLINE, "papers/index.html", "papers/lists.html", "papers/for-you.html"}
    data = {"papers/comforts.js", "papers/vocabulary.json"}
    assert scripts | pages | data <= {*files}
    words = [url for url in files if url.endswith(".words.bin")]
    assert len(words) == 14  # of which the page for-you ranks the papers
    assert all((site.output / url).is_file() for url in files)
    assert told(site)["shapes"] == ["hot-papers-0000-00-00.html"]


def test_what_is_kept_stays_within_the_size(build):
    whole = build(FILES, **SETTINGS)

    def size(site):
        return sum((site.output / url).stat().st_size for url in kept(site))

    limit = size(whole) - 1
    smaller = build(FILES, **SETTINGS, HOTPAPERS_WEB_APP_SIZE=limit)
    assert size(smaller) <= limit
    assert told(smaller)["limit"] == limit
    assert kept(smaller) == kept(whole)[: len(kept(smaller))]
    assert f"hot-papers-{DAYS[-6]}.html" in kept(smaller)
    assert f"hot-papers-{DAYS[-7]}.html" not in kept(smaller)
    assert smaller.warnings == []


def test_a_size_in_which_no_day_has_room_is_told(build):
    site = build(FILES, **SETTINGS, HOTPAPERS_WEB_APP_SIZE=1000)
    (warning,) = site.warnings
    assert "1,000 bytes" in warning
    assert "HOTPAPERS_WEB_APP_SIZE" in warning


def test_a_new_day_changes_the_worker_and_the_versions_of_what_it_changes(build):
    before = dict(told(build(FILES, **SETTINGS))["files"])
    after = dict(told(build(FILES | day_file("2021-04-21"), **SETTINGS))["files"])
    changed = {url for url in before if after.get(url) != before[url]}
    assert f"hot-papers-{DAYS[-1]}.html" in changed  # it leads to the next day now
    assert f"hot-papers-{DAYS[-7]}.html" in changed  # it is no longer kept
    assert not any(url.startswith("theme/") for url in changed)
    assert not any(f"hot-papers-{day}.html" in changed for day in DAYS[-6:-1])


def test_an_unchanged_build_writes_nothing(build):
    settings = {**SETTINGS, "DELETE_OUTPUT_DIRECTORY": False}
    files = [WORKER, MANIFEST, OFFLINE]

    def times():
        site = build(FILES, **settings)
        return [(site.output / name).stat().st_mtime_ns for name in files]

    assert times() == times()


def size_of_png(path):
    return struct.unpack(">II", path.read_bytes()[16:24])


def test_the_manifest_has_icons_of_the_sizes_it_says(site):
    manifest = json.loads(site.pages[MANIFEST])
    folder = (site.output / MANIFEST).parent
    assert manifest["name"] == manifest["short_name"] == "A Pelican Blog"
    assert (folder / manifest["start_url"]).is_file()
    assert (folder / manifest["scope"]).resolve() == site.output
    assert {icon.get("purpose") for icon in manifest["icons"]} == {None, "maskable"}
    for icon in manifest["icons"]:
        file = folder / icon["src"]
        assert "x".join(map(str, size_of_png(file))) == icon["sizes"]
        assert file.stat().st_size < 5000
    for shortcut in manifest["shortcuts"]:
        assert (folder / shortcut["url"]).is_file()


def test_a_site_has_icons_and_colours_of_its_own(build):
    site = build(
        FILES,
        **SETTINGS,
        HOTPAPERS_PAGES="hot/papers",
        HOTPAPERS_WEB_APP_ICONS={"any": "images/a.svg", "512x512 maskable": "b.png"},
        HOTPAPERS_WEB_APP_COLORS={"light": "#123456"},
        SITENAME="<em>Ann</em> &amp; Bo",
    )
    manifest = json.loads(site.pages["hot/papers/manifest.webmanifest"])
    assert manifest["icons"] == [
        {"src": "../../images/a.svg", "sizes": "any", "type": "image/svg+xml"},
        {
            "src": "../../b.png",
            "sizes": "512x512",
            "type": "image/png",
            "purpose": "maskable",
        },
    ]
    assert manifest["name"] == "Ann & Bo"
    assert manifest["theme_color"] == manifest["background_color"] == "#123456"
    page = site.pages["hot/papers/index.html"]
    assert '<meta name="theme-color" content="#123456">' in page
    assert 'rel="apple-touch-icon" href="/images/a.svg"' in page
    assert "theme/hotpapers/hotpapers-icon-192.png" not in site.pages


PAGES = [f"hot-papers-{DAYS[-1]}.html", "papers/index.html", "papers/top.html"]


@pytest.mark.parametrize("path", PAGES)
def test_pages_of_ours_tell_phones_of_it_and_have_the_script(site, path):
    page = site.pages[path]
    assert page.count('rel="manifest"') == page.count("hotpapers-web-app.js") == 1
    assert page.count('name="theme-color"') == 2
    assert page.count("hotpapers-offline") == 1


def test_what_every_page_loads_stays_small(site):
    names = (assets.COMFORTS, assets.WEB_APP)
    scripts = [site.output / "theme" / "hotpapers" / name for name in names]
    packed = [gzip.compress(script.read_bytes()) for script in scripts]
    assert sum(map(len, packed)) < 5000


def test_an_ordinary_post_is_as_without_it(site, build):
    off = build(FILES, **{**SETTINGS, "HOTPAPERS_WEB_APP": "off"})
    assert site.pages["mine.html"] == off.pages["mine.html"]
    assert not [
        path
        for path, text in off.pages.items()
        if "web-app" in path + text or path in {WORKER, MANIFEST, OFFLINE}
    ]


def test_what_a_theme_says_already_is_left_to_it(build):
    head = (
        "<html><head>{% block head %}<link rel='x'><meta name=\"theme-color\" "
        'content="#000"><link rel="manifest" href="own.json"><link '
        'rel="apple-touch-icon" href="own.png">{% endblock %}</head>'
        "<body>{% block content %}{% endblock %}</body></html>"
    )
    shown = (
        "{% extends 'base.html' %}{% block content %}{{ NAME.content }}{% endblock %}"
    )
    theme = {
        "templates/base.html": head,
        "templates/page.html": shown.replace("NAME", "page"),
        "templates/article.html": shown.replace("NAME", "article"),
    }
    settings = {**SETTINGS, "DIRECT_TEMPLATES": [], "CATEGORY_SAVE_AS": ""}
    site = build(FILES, theme=theme, **settings)
    for path in PAGES:
        for said in ('rel="manifest"', 'name="theme-color"', 'rel="apple-touch-icon"'):
            assert site.pages[path].count(said) == 1
        assert "hotpapers-web-app.js" in site.pages[path]


def test_a_site_without_pages_of_ours_has_none_and_is_told(build):
    site = build(FILES, **SETTINGS, HOTPAPERS_PAGES="")
    assert WORKER not in site.pages
    (warning,) = site.warnings
    assert "HOTPAPERS_PAGES" in warning


def test_lists_and_a_ranking_need_not_be_there(build):
    settings = {**SETTINGS, "HOTPAPERS_COMFORTS": []}
    site = build(FILES, **settings)
    assert "papers/lists.html" not in kept(site)
    assert OFFLINE in kept(site)
    assert "shortcuts" not in json.loads(site.pages[MANIFEST])
    assert "lists.html" not in site.pages[OFFLINE]


def test_a_file_of_the_sites_own_stays(build):
    files = {**FILES, "extra/worker.js": "// mine"}
    extra = {"extra/worker.js": {"path": WORKER}}
    settings = {"STATIC_PATHS": ["extra"], "EXTRA_PATH_METADATA": extra}
    site = build(files, **SETTINGS, **settings)
    assert site.pages[WORKER] == "// mine"
    assert WORKER in "".join(site.warnings)


@pytest.mark.parametrize("files", [FILES, {"mine.md": ORDINARY}])
def test_removing_leaves_nothing_but_a_worker_that_goes(build, files):
    site = build(files, **{**SETTINGS, "HOTPAPERS_WEB_APP": "remove"})
    assert "unregister" in site.pages[WORKER]
    assert '"fetch"' not in site.pages[WORKER]
    assert not {MANIFEST, OFFLINE} & site.pages.keys()
    assert not any("hotpapers-web-app" in text for text in site.pages.values())


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("HOTPAPERS_WEB_APP", True, "'off', 'on', 'remove'"),
        ("HOTPAPERS_WEB_APP_DAYS", 0, "greater than 0"),
        ("HOTPAPERS_WEB_APP_COLORS", {"dark": "#000000"}, "'light': '#ffffff'"),
        ("HOTPAPERS_WEB_APP_COLORS", {"light": "red"}, "'light': '#ffffff'"),
        ("HOTPAPERS_WEB_APP_ICONS", {"big": "a.png"}, "'192x192': "),
        ("HOTPAPERS_WEB_APP_ICONS", {"any": "javascript:a"}, "'192x192': "),
        ("HOTPAPERS_WEB_APP_ICONS", {"any": "//x.example/a.png"}, "'192x192': "),
    ],
)
def test_a_wrong_setting_is_told(build, name, value, expected):
    site = build({}, PLUGINS=["pelican_hotpapers"], **{name: value})
    (error,) = site.errors
    assert error.startswith(f"{name}: found ")
    assert expected in error
