"""A digest that is kept as HTML, and read only when somebody looks at it."""

import pickle
from dataclasses import replace

from hot_posts import post, section

from pelican_hotpapers import Digest
from pelican_hotpapers.formats import markdown
from pelican_hotpapers.rendering import KeptDigest

SOUND = markdown.parse(post(section(1), section(2)), "2021-04-07.md")


def kept(reads):
    def read():
        reads.append(1)
        return SOUND

    return KeptDigest(read)


class TestKeptDigest:
    def test_it_is_read_once_and_not_before_it_is_looked_at(self):
        reads = []
        digest = kept(reads)
        assert isinstance(digest, Digest)
        assert reads == []
        assert digest.papers == SOUND.papers
        assert digest.title == SOUND.title
        assert reads == [1]

    def test_it_is_the_digest_it_stands_for(self):
        assert kept([]) == SOUND
        assert SOUND == kept([])  # noqa: SIM300 - from the other side
        assert kept([]) == kept([])
        assert kept([]) != replace(SOUND, title="Other")

    def test_it_survives_pickling_and_replacing(self):
        assert pickle.loads(pickle.dumps(kept([]))) == SOUND  # noqa: S301
        other = replace(kept([]), title="Other")
        assert (other.title, other.papers) == ("Other", SOUND.papers)
        assert other == replace(SOUND, title="Other")

    def test_it_has_no_other_attributes(self):
        assert not hasattr(kept([]), "nonsense")

    def test_a_theme_finds_it_in_a_later_build(self, build):
        theme = {"templates/article.html": "{{ article.digest.papers|length }} papers"}
        files = {"2021-04-07.md": post(section(1), section(2))}
        for _ in range(2):
            site = build(files, theme=theme, PLUGINS=["pelican_hotpapers"])
            assert site.pages["hot-papers-2021-04-07.html"] == "2 papers"
