"""Where a paper was accepted: in its authors' own words, and never a guess."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pelican_hotpapers.arxiv.acceptance import LONGEST, acceptance

SAID = [
    "Accepted at ICLR 2027",
    "Accepted to ICLR 2027 (Oral)",
    "Accepted for publication in Nature Communications",
    "Accepted in Physical Review D",
    "Accepted at the Workshop on Graphs, Sets, and Codes at NeurIPS 2026",
    "To appear in Proc. of the Int. Conf. on Robotics, 2027",
    "This paper has been accepted by IEEE Transactions on Robotics",
    "Published as a conference paper at ICLR 2027",
    "Published in Transactions on Machine Learning Research (11/2026)",
    "To be presented at CHI 2027",
    "In press at Cognition",
    "NeurIPS 2026 (Oral)",
    "NeurIPS 2026 [Spotlight]",
    "CVPR 2026 Highlight",
    "ICLR 2027 camera-ready version",
    "ACL 2026, Main Conference",
    "Findings of EMNLP 2026",
    "Spotlight at ICML 2026",
]


@pytest.mark.parametrize("said", SAID)
@pytest.mark.parametrize(
    "comment",
    [
        "{}",
        "{}.",
        "12 pages, 3 figures. {}. Code: https://code.example",
        "12 pages, 3 figures, {}, code is available",
        "{}; 12 pages",
        "{} 12 pages, 3 figures",
        "12 pages | {} | Project page: https://project.example",
        "{} - extended version",
        "{}\n12 pages",
    ],
)
def test_a_part_of_the_comment_says_it_in_its_own_words(comment, said):
    comment = comment.format(said)
    if "\n" in comment:
        comment = comment.replace("\n", ", ")
    assert acceptance(comment, "J. Sets 3") == said


@pytest.mark.parametrize("brackets", ["12 pages ({}), 3 figures", "[{}]"])
def test_brackets_around_it_are_left_out(brackets):
    assert acceptance(brackets.format("accepted at ICLR 2027"), "") == (
        "accepted at ICLR 2027"
    )


@pytest.mark.parametrize(
    "comment",
    [
        "",
        "12 pages, 3 figures",
        "ICLR 2027",
        "ICLR 2027 submission",
        "ICLR 2027 (under review)",
        "Submitted to NeurIPS 2026 (Oral)",
        "Not accepted at ICLR 2027",
        "If accepted at ICML 2027, a poster",
        "Accepted with minor revisions at JMLR",
        "Conditionally accepted to CHI 2027",
        "An earlier version was accepted at ICML 2026",
        "Extended version of our paper accepted at ICLR 2027",
        "Accepted",
        "Accepted for publication",
        "Accepted as a poster",
        "Accepted to the main conference",
        "Accepted at https://venue.example",
        "Accepted by all authors",
        "We never withdraw; see the retracts of Section 2",
        "Data withdrawn from the market are left out",
        "Our 2027 poster",
        "We study how papers are accepted at ICLR 2027",
        "Accepted at A" + "b" * LONGEST,
    ],
)
def test_what_does_not_say_it_says_nothing(comment):
    assert acceptance(comment, "") == ""
    assert acceptance(comment, "J. Sets 3\n (2026) 1-12") == "J. Sets 3 (2026) 1-12"


@pytest.mark.parametrize(
    ("comment", "said"),
    [
        (
            "This paper has been withdrawn by the authors.",
            "This paper has been withdrawn by the authors",
        ),
        (
            "Accepted at ICLR 2027. Withdrawn for an error in Lemma 2",
            "Withdrawn for an error in Lemma 2",
        ),
        (
            "12 pages. The manuscript was retracted; a new one follows",
            "The manuscript was retracted",
        ),
        (
            "The authors have withdrawn it, for " + "an error and " * LONGEST,
            ("The authors have withdrawn it, for " + "an error and " * LONGEST)[
                : LONGEST - 1
            ]
            + "…",
        ),
    ],
)
def test_a_paper_that_was_withdrawn_says_so_wherever_it_was_accepted(comment, said):
    assert acceptance(comment, "") == said
    assert acceptance(comment, "J. Sets 3 (2026) 1-12") == said


def test_a_reference_without_end_is_none():
    assert acceptance("", "J" * (LONGEST + 1)) == ""


PIECES = ["Accepted at ", "ICLR 2027", "(", ")", ", ", ". ", "; ", "[", "Oral", "not "]


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join) | st.text())
def test_what_is_said_is_a_part_of_the_comment(comment):
    said = acceptance(comment, "")
    assert len(said) <= LONGEST
    shown = "".join(said.split())
    assert shown in "".join(comment.split())
