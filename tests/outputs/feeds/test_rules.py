"""The checks of feeds find what is wrong with a feed."""

import json

import pytest
from feed_rules import atom_faults, json_feed_faults, opml_faults

ATOM = """\
<feed xmlns="http://www.w3.org/2005/Atom">
<id>https://site.example.org/a.xml</id>
<title>Papers</title>
<updated>2021-04-07T10:00:00Z</updated>
<author><name>Ann Author</name></author>
<link rel="self" type="application/atom+xml" href="https://site.example.org/a.xml"/>
<entry>
<id>tag:site.example.org,2021:one</id>
<title type="html">One &amp;lt; two</title>
<updated>2021-04-07T10:00:00+02:00</updated>
<category term="cs.LG"/>
<link href="https://site.example.org/one.html"/>
<content type="html">&lt;p&gt;Words.&lt;/p&gt;</content>
</entry>
</feed>
"""
JSON = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Papers",
    "feed_url": "https://site.example.org/a.json",
    "items": [
        {
            "id": "one",
            "content_text": "Words.",
            "date_modified": "2021-04-07T10:00:00Z",
        }
    ],
}
OPML = """\
<opml version="2.0">
<head><dateModified>Wed, 07 Apr 2021 10:00:00 GMT</dateModified></head>
<body><outline text="A" type="rss" xmlUrl="https://site.example.org/a.xml"/></body>
</opml>
"""


def test_what_is_sound_has_no_fault():
    assert atom_faults(ATOM) == []
    assert json_feed_faults(json.dumps(JSON)) == []
    assert opml_faults(OPML) == []


@pytest.mark.parametrize(
    ("sound", "wrong"),
    [
        ("<title>Papers</title>", ""),
        ("<title>Papers</title>", "<title>Papers</title>" * 2),
        ("<title>Papers</title>", "<title type='xhtml'>Papers</title>"),
        ("<title>Papers</title>", "<title>Papers</title><content>Words.</content>"),
        ("<author><name>Ann Author</name></author>", ""),
        ("<name>Ann Author</name>", "<name> </name>"),
        ("<name>Ann Author</name>", "<name>Ann Author</name><email>Ann</email>"),
        ("2021-04-07T10:00:00Z", "2021-04-07 10:00:00Z"),
        ("2021-04-07T10:00:00Z", "2021-04-31T10:00:00Z"),
        ("tag:site.example.org,2021:one", "one"),
        ("<category term", "<category label"),
        ('href="https://site.example.org/one.html"', 'href="one.html"'),
        ('href="https://site.example.org/one.html"', 'title="One"'),
        ('rel="self"', 'rel="it self"'),
        ('rel="self"', 'rel="via"'),
        ("application/atom+xml", "atom"),
        ("&lt;p&gt;Words.&lt;/p&gt;", "<p>Words.</p>"),
        ("<category", "<icon>https://site.example.org/i.png</icon><category"),
    ],
)
def test_what_rfc_4287_does_not_allow_is_found(sound, wrong):
    assert sound in ATOM
    assert atom_faults(ATOM.replace(sound, wrong, 1))


@pytest.mark.parametrize(
    ("key", "value"),
    [("id", None), ("id", 1), ("content_text", None), ("date_modified", "2021-04-07")],
)
def test_what_json_feed_does_not_allow_is_found(key, value):
    item = {**JSON["items"][0], key: value}
    sent = {name: said for name, said in item.items() if said is not None}
    assert json_feed_faults(json.dumps({**JSON, "items": [sent]}))


@pytest.mark.parametrize(
    ("sound", "wrong"),
    [('version="2.0"', ""), ('text="A"', ""), ("xmlUrl", "url"), ("07 Apr", "Apr")],
)
def test_what_opml_does_not_allow_is_found(sound, wrong):
    assert opml_faults(OPML.replace(sound, wrong))
