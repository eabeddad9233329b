"""Fingerprints of lists."""

from hypothesis import given
from hypothesis import strategies as st

from pelican_hotpapers.sources import fingerprint

IDS = st.lists(st.text(), max_size=5)


@given(IDS, IDS)
def test_the_same_papers_have_the_same_fingerprint_and_others_another(one, other):
    same = set(one) == set(other)
    assert (fingerprint(one) == fingerprint(other)) is same


@given(IDS.filter(bool))
def test_order_and_repetition_do_not_matter(listed):
    assert (
        fingerprint(reversed(listed)) == fingerprint(listed * 2) == fingerprint(listed)
    )
    assert len(fingerprint(listed)) == 16


def test_an_empty_list_is_not_the_same_list_again():
    assert fingerprint([]) == ""
