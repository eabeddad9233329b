"""Hot Papers posts in words of our own, put together piece by piece."""

from pathlib import Path

FRONT = """\
---
title: Hot Papers 2021-04-07
date: 2021-04-08T09:37:53.Z
template: "post"
draft: false
slug: "hot-papers-2021-04-07"
category: "arXiv"
tags:
  - "arXiv"
  - "Machine Learning"
description: "Hot papers 2021-04-07"

---

"""
SCRIPT = (
    '<script async src="https://platform.twitter.com/widgets.js" charset="utf-8">'
    "</script>"
)


PAPER = "- links: [abs]("
"""What each paper of a post has once."""


def papers_in(path: Path) -> int:
    """Return how many papers a post has, without reading it as one."""
    return path.read_text("utf-8").count(PAPER)


def embed(status, text="A few words of mine.", lang="en", direction="ltr"):
    return (
        f'<blockquote class="twitter-tweet"><p lang="{lang}" dir="{direction}">{text}'
        f"</p>&mdash; Ann Reader (@annreads) "
        f'<a href="https://twitter.com/annreads/status/{status}?ref_src=twsrc%5Etfw">'
        "April 7, 2021</a></blockquote>"
    )


def section(rank, *, title="A Paper", arxiv_id=None, abstract="We do.", embeds=()):
    arxiv_id = arxiv_id or f"2104.{rank:05}"
    parts = [
        f"# {rank}. {title}",
        "Ada One, Bob Two",
        f"- retweets: {100 - rank}, favorites: 7 (04/08/2021 09:37:53)",
        f"- links: [abs](https://arxiv.org/abs/{arxiv_id}) | "
        f"[pdf](https://arxiv.org/pdf/{arxiv_id})\n"
        "- [cs.LG](https://arxiv.org/list/cs.LG/recent) | "
        "[hep-th](https://arxiv.org/list/hep-th/recent)",
        abstract,
        *(f"{html}\n{SCRIPT}" for html in embeds),
    ]
    return "\n\n".join(parts) + "\n\n\n\n"


def post(*sections):
    return FRONT + "\n".join(sections)


def yaml_digest(date="2021-04-09", *, arxiv_id="2104.00009", title="A Kept Paper"):
    return f"date: {date}\npapers:\n- arxiv_id: '{arxiv_id}'\n  title: {title}\n"
