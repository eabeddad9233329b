"""Shortcodes are named, and what they stand in stays readable."""

from __future__ import annotations

import re

import pytest
from markdown import Markdown

from pelican_hotpapers.pelican.blogs.shortcodes import fault, readable

SHORTCODES = [
    "{{< youtube w7Ft2ymGmfc >}}",
    "{{<tweet id=1>}}",
    '{{< figure\n  src="cup.png" >}}',
    "{{% note %}}",
    "{{% /note %}}",
    "{% include head.html title='A' %}",
    "{%- post_url 2021-04-07-tea -%}",
    "{{ site.baseurl }}",
    "{{ page.title | escape }}",
    "{{ '/cup.png' | relative_url }}",
    'import Chart from "../chart"',
    "import './style.css';",
    "export { tea } from './cup'",
]
OTHER_TEXTS = [
    "`{{< youtube id >}}` and ``{% include x %}``",
    "```\n{{< youtube id >}}\n```",
    "~~~ jekyll\n{% include x %}\n```\n{{ site.url }}\n~~~",
    "```\nnever closed {% include x %}",
    "{{</* youtube id */>}} {{%/* note */%}}",
    "{{x}} and ${{\\bf a}}$, {%, %}, {{ }}, {static}/a.png",
    "We import tea from 'China'.",
    "important 'things'",
    "{% highlight ruby %}\nputs 1\n{% endhighlight %}",
    "{{<" * 1000,
]


@pytest.mark.parametrize("written", SHORTCODES)
def test_a_shortcode_is_named_with_its_place(written: str) -> None:
    found = fault(f"One line.\n\n{written}\n\n{written}\n", "post.md", 5)
    assert found
    assert (found.path, found.line, found.column) == ("post.md", 7, 1)
    assert repr(written)[:39] in found.found
    assert found.found.endswith(" and 1 other")


def test_a_shortcode_in_a_line_has_its_column() -> None:
    found = fault("Tea {{ site.tea }} and `{% x %}`", "post.md", 1)
    assert found
    assert (found.line, found.column) == (1, 5)
    assert found.found == "the shortcode '{{ site.tea }}'"


@pytest.mark.parametrize("text", OTHER_TEXTS)
def test_other_texts_have_none(text: str) -> None:
    assert fault(text, "post.md", 1) is None


@pytest.mark.parametrize("written", SHORTCODES)
def test_a_shortcode_can_be_read(written: str) -> None:
    shown = shown_text(f"Before\n\n{written}\n\nAfter **it**.")
    assert shown.split() == f"Before {written} After it.".split()


@pytest.mark.parametrize(
    "text", [text for text in OTHER_TEXTS if "highlight" not in text]
)
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert readable(text) == text


def test_what_jekyll_highlights_is_code() -> None:
    text = "A\n{% highlight c linenos %}\n#if 1 < 2_a_\n\n  b\n{% endhighlight %}\nB\n"
    html = Markdown().convert(readable(text))
    assert "<pre><code>#if 1 &lt; 2_a_\n\n  b\n</code></pre>" in html
    assert html.startswith("<p>A</p>")
    assert html.endswith("<p>B</p>")


@pytest.mark.parametrize(
    "text", ["a {% highlight c %}\nb", "{% endhighlight %} a", "{% highlight c %}"]
)
def test_half_a_highlight_stays_as_it_is(text: str) -> None:
    assert readable(text) == text


def shown_text(text: str) -> str:
    """Return what a browser shows of a text."""
    html = Markdown(extensions=["markdown.extensions.extra"]).convert(readable(text))
    plain = re.sub(r"<[^>]*>", "", html)
    for entity, character in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        plain = plain.replace(entity, character)
    return plain
