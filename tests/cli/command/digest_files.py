"""A site's digests, and the command on them."""

from __future__ import annotations

import json

from hot_posts import post, section

CONF = 'PATH = "content"\nTIMEZONE = "UTC"\n'
POST = post(section(1), section(2))
PAPER = {"arxiv_id": "2104.01778", "title": "A Paper"}


def data(*papers, date="2021-04-08", **more):
    return json.dumps({"date": date, **more, "papers": papers})
