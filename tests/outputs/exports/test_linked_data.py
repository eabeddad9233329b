"""JSON-LD, read from a page by extruct."""

from extruct.jsonld import JsonLdExtractor
from hostile_papers import papers, texts
from hypothesis import given
from hypothesis import strategies as st

from pelican_hotpapers.outputs.exports import item_list

PAGE = "https://example.org/papers/top.html"


def read(text):
    page = (
        f'<html><head><script type="application/ld+json">{text}</script></head>'
        "<body><p>The page itself.</p></body></html>"
    )
    (found,) = JsonLdExtractor().extract(page)
    return found


def test_a_list_has_all_papers_of_a_blog_in_order(blog_papers):
    found = read(item_list("The hottest", PAGE, blog_papers))
    assert found["@context"] == "https://schema.org"
    assert found["@type"] == "ItemList"
    assert (found["name"], found["url"]) == ("The hottest", PAGE)
    assert found["numberOfItems"] == len(blog_papers)
    for position, (each, paper) in enumerate(
        zip(found["itemListElement"], blog_papers, strict=True), 1
    ):
        assert (each["@type"], each["position"]) == ("ListItem", position)
        assert each["url"] == paper.abs_url


def test_an_empty_list_says_so():
    found = read(item_list("Nothing", PAGE, []))
    assert found["numberOfItems"] == 0


@given(texts, st.lists(papers, max_size=3))
def test_nothing_ends_the_script_and_any_name_is_read_back(name, several):
    name = name.encode(errors="replace").decode()
    text = item_list(name, PAGE, several)
    assert not set(text) & set("<>&\u2028\u2029\n")
    found = read(text)
    assert found.get("name", "") == name
    assert len(found.get("itemListElement", [])) == len(several)
