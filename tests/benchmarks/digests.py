"""Hot Papers posts of made-up papers, as long and as varied as the real ones.

A day's post depends on its day alone, so that an archive of 300 days is the beginning
of one of 3,000. The posts are written here rather than by the package: what is
measured must not change what it is measured on.
"""

from __future__ import annotations

import datetime as dt
import html
import json
import random
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FIRST_DAY = dt.date(2015, 1, 5)
PAPERS = (20, 30)
FRONT = """\
---
title: Hot Papers {day}
date: {collected}T10:23:46.Z
template: "post"
draft: false
slug: "hot-papers-{day}"
category: "arXiv"
tags:
  - "arXiv"
  - "Twitter"
  - "Machine Learning"
  - "Computer Science"
description: "Hot papers {day}"
socialImage: "/media/flying-marine.jpg"

---

"""
"""The front matter of the old blog, which no site generator can read."""
PAPER = """\
# {rank}. {title}

{authors}

- retweets: {retweets}, favorites: {favorites} ({collected:%m/%d/%Y} 10:23:46)

- links: [abs](https://arxiv.org/abs/{id}) | [pdf](https://arxiv.org/pdf/{id})
- {categories}

{abstract}

{posts}

"""
POST = """\
<blockquote class="twitter-tweet"><p lang="{lang}" dir="{dir}">{said}</p>&mdash; \
{name} (@{handle}) <a href="https://twitter.com/{handle}/status/{id}\
?ref_src=twsrc%5Etfw">{day:%B} {day.day}, {day.year}</a></blockquote>
<script async src="https://platform.twitter.com/widgets.js" charset="utf-8"></script>

"""
POSTS_OF_A_PAPER = {0: 16, 1: 58, 2: 18, 3: 6, 5: 1, 7: 1}
"""Weights: 1.2 posts a paper on average."""
LANGUAGES = {"en": 85, "ja": 4, "es": 2, "fr": 2, "de": 2}
"""Weights; a language not named here has 1."""
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he"})
ENDINGS = (
    (" ",),
    ("<br>", " "),
    ("<br>pdf: ", "<br>abs: ", " "),
    ("<br>pdf: ", "<br>abs: ", "<br>github: ", " "),
)
"""What stands before each of the short links at a post's end."""
BROKEN = 0.3
"""Share of the files that were once UTF-8 read as Mac Roman and saved again."""
TEX = 0.07
"""Share of the abstracts with formulas, and of those with commands and accents."""
MARKED = 0.025
"""Share of the sentences with signs that mean something in TeX or HTML."""


@dataclass(frozen=True)
class DayPost:
    """The Hot Papers post of a day."""

    day: dt.date
    body: str
    """What stands below the front matter."""

    @property
    def collected(self) -> dt.date:
        """The day on which it was written."""
        return _next(self.day)

    @property
    def papers(self) -> int:
        """The number of its papers."""
        return self.body.count("- links: [abs](")


def day_posts(days: int, papers: tuple[int, int] = PAPERS) -> Iterator[DayPost]:
    """Yield one post a day, the oldest first.

    Args:
        days: How many.
        papers: How many papers a day has, at least and at most.
    """
    words = _Words.read()
    for number in range(days):
        day = FIRST_DAY + dt.timedelta(number)
        rng = random.Random(f"hot papers {day}")  # noqa: S311 - no secret
        yield DayPost(day, _Day(day, rng, words).body(papers))


def _next(day: dt.date) -> dt.date:
    return day + dt.timedelta(1)


@dataclass(frozen=True)
class _Words:
    """What texts are made of; each list by its name."""

    words: dict[str, list[str]]
    languages: dict[str, list[str]]
    categories: list[str]
    """All of arXiv's."""

    @classmethod
    def read(cls) -> _Words:
        here = Path(__file__)
        data = tomllib.loads(here.with_name("words.toml").read_text("utf-8"))
        taxonomy = here.parents[2] / "pelican_hotpapers/arxiv/data/taxonomy.json"
        names = json.loads(taxonomy.read_text("utf-8"))["names"]
        split = {name: text.split() for name, text in data["words"].items()}
        return cls(split | data["texts"], data["languages"], sorted(names))


class _Day:
    """The making of one day's post."""

    def __init__(self, day: dt.date, rng: random.Random, words: _Words) -> None:
        self._day = day
        self._rng = rng
        self._words = words
        self._length = rng.triangular(350, 950, 680)
        """Characters of an abstract, about."""

    def body(self, papers: tuple[int, int]) -> str:
        """Return the day's papers, the hottest first; how many, between two numbers."""
        ids = self._arxiv_ids(self._rng.randint(*papers))
        scores = (50 + int(self._rng.expovariate(1 / 600)) for _ in ids)
        ranked = zip(ids, sorted(scores, reverse=True), strict=True)
        body = "\n".join(
            self._paper(rank, *paper) for rank, paper in enumerate(ranked, 1)
        )
        return body.encode().decode("mac_roman") if self._is(BROKEN) else body

    def _is(self, share: float) -> bool:
        return self._rng.random() < share

    def _one(self, name: str) -> str:
        return self._rng.choice(self._words.words[name])

    def _weighed(self, weights: dict) -> object:
        return self._rng.choices(list(weights), list(weights.values()))[0]

    def _arxiv_ids(self, count: int) -> list[str]:
        """Return identifiers of the day's month, now and then one of old."""
        numbers = self._rng.sample(range(1, 20000), count)
        ids = [f"{self._day:%y%m}.{number:05}" for number in numbers]
        if self._is(0.2):
            ids[-1] = f"quant-ph/02{self._rng.randint(1, 12):02}{count:03}"
        return ids

    def _paper(self, rank: int, arxiv_id: str, score: int) -> str:
        favorites = int(score * self._rng.uniform(0.05, 0.6))
        title = self._title()
        return PAPER.format(
            rank=rank,
            title=title,
            authors=", ".join(self._authors()),
            retweets=score - favorites,
            favorites=favorites,
            collected=_next(self._day),
            id=arxiv_id,
            categories=" | ".join(
                f"[{name}](https://arxiv.org/list/{name}/recent)"
                for name in self._categories()
            ),
            abstract=self._abstract(),
            posts="".join(
                self._post(title) for _ in range(self._weighed(POSTS_OF_A_PAPER))
            ),
        )

    def _categories(self) -> list[str]:
        """Return one to five categories, most of them of the kind that is hot."""
        count = self._weighed({1: 25, 2: 40, 3: 20, 4: 11, 5: 4})
        found = (
            self._one("hot_categories")
            if self._is(0.85)
            else self._rng.choice(self._words.categories)
            for _ in range(count)
        )
        return list(dict.fromkeys(found))

    def _authors(self) -> list[str]:
        """Return 1 to 40 names, five in the middle."""
        count = 1 + int(self._rng.gammavariate(2.2, 2.1))
        if self._is(0.03):
            count = self._rng.randint(15, 40)
        return [self._name() for _ in range(min(count, 40))]

    def _name(self) -> str:
        middle = (
            f"{self._rng.choice('ABCDEFGHJKLMNPRSTVW')}. " if self._is(0.15) else ""
        )
        return f"{self._one('first_names')} {middle}{self._one('last_names')}"

    def _filled(self, form: str) -> str:
        return form.format(
            adjective=self._one("adjectives"),
            other=self._one("adjectives"),
            noun=self._one("nouns"),
            thing=self._one("nouns"),
            gerund=self._one("gerunds"),
            task=self._one("tasks"),
            verb=self._one("verbs"),
            name=self._one("methods"),
            number=self._rng.randint(2, 99),
        )

    def _title(self) -> str:
        title = self._filled(self._one("titles"))
        title = " ".join(word[0].upper() + word[1:] for word in title.split())
        return f"{self._one('formulas')}-{title}" if self._is(TEX / 3) else title

    def _sentence(self) -> str:
        """Return an English sentence that means nothing."""
        kind = "marked_sentences" if self._is(MARKED) else "sentences"
        return self._filled(self._one(kind))

    def _abstract(self) -> str:
        length = self._rng.gauss(self._length, self._length / 4)
        formulas, commands = self._is(TEX), self._is(TEX)
        sentences: list[str] = []
        while sum(map(len, sentences)) < length:
            sentence = self._sentence()
            if formulas and self._is(0.4):
                sentence = f"{sentence[:-1]}, in {self._one('formulas')} steps."
            if commands and self._is(0.3):
                sentence = f"{self._one('tex_text')} {sentence}"
            sentences.append(sentence)
        if self._is(0.16):
            sentences.append(f"Code: https://github.com/lab/{self._one('nouns')}.")
        return " ".join(sentences)

    def _post(self, title: str) -> str:
        """Return a post as X's oEmbed gives it."""
        weights = {lang: LANGUAGES.get(lang, 1) for lang in self._words.languages}
        lang = self._weighed({"en": LANGUAGES["en"]} | weights)
        name = self._name()
        handle = "".join(filter(str.isalnum, name.encode("ascii", "ignore").decode()))
        return POST.format(
            lang=lang,
            dir="rtl" if lang in RIGHT_TO_LEFT else "ltr",
            said=self._said(lang, title),
            name=f"{name} {self._one('emoji')}" if self._is(0.1) else name,
            handle=f"{handle[:11]}{self._rng.randint(1, 999)}",
            id=self._rng.randrange(10**18, 2 * 10**18),
            day=self._day,
        )

    def _said(self, lang: str, title: str) -> str:
        """Return the text of a post: lines, tags, mentions, links."""
        lines = [title] if self._is(0.5) else []
        texts = self._words.languages.get(lang)
        while sum(map(len, lines)) < (60 if texts else 130):
            lines.append(self._rng.choice(texts) if texts else self._sentence())
        if self._is(0.1):
            lines.append(self._one("emoji"))
        said = self._rng.choice(["<br>", "<br><br>"]).join(map(_escaped, lines))
        if self._is(0.25):
            said += _link("hashtag/AI?src=hash&amp;ref_src=twsrc%5Etfw", "#AI")
        if self._is(0.25):
            handle = self._one("methods")
            said += _link(f"{handle}?ref_src=twsrc%5Etfw", f"@{handle}")
        return said + "".join(map(self._short_link, self._rng.choice(ENDINGS)))

    def _short_link(self, before: str) -> str:
        code = "".join(self._rng.choices("abcdefghijkLMNOPQRSTUVWXYZ0123456789", k=10))
        site = "pic.twitter.com" if before == " " else "https://t.co"
        return f'{before}<a href="https://t.co/{code}">{site}/{code}</a>'


def _escaped(text: str) -> str:
    """Escape a text as X does."""
    return html.escape(text).replace("&#x27;", "&#39;")


def _link(address: str, text: str) -> str:
    return f' <a href="https://twitter.com/{address}">{text}</a>'
