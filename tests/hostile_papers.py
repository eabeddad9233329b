"""Papers as anybody might record them, for hypothesis."""

from hypothesis import strategies as st

from pelican_hotpapers.model import Paper

FRAGMENTS = [
    *"{}\\$%#_&~^\"'`@,;:=+-<>|/()[]",
    *("\\\\", "{\\", "\\{", "\\}", "$x^2$", "$\\{x$", "$$", "\\(", "\\]", "^^M", "--"),
    *("\\input{x}", "\\write18{x}", "\\emph{", "\\H{o}", '\\"u', "\\'{\\i}", "\\o ren"),
    *("\\end{document}", "\\url{https://e.org/a_b%20}", "@misc{x,", "\\verb|", "\\"),
    *("</script>", "<!--", "]]>", "&amp;", "ER  - ", "TY  - JOUR", "=1+1", "\t@SUM"),
    *("\n", "\r", "\x00", "\x85", "\u2028", "\u2029", "\u202e", "\ud800", "\ufeff"),
    *(
        "é",
        "Ł",
        "ß",
        "ế",
        "\u0131",
        "e\u0301",
        "李明",
        "한",
        "ж",
        "م",
        "🦙",
        "\u3000",
        "ﬁ",
    ),
    *(" and ", " Jr.", ", III", "van der ", "Van Den ", " y ", " et al", "others"),
    *("The ", " Collaboration", "GAN", "Word ", "word ", "A ", "O'N", "x", " ", "  "),
]

NAME_PARTS = [
    *("Ada", "B.", "Ng", "\u0141uk", "\u00f6", "\u00d2", ",", "y", "Jr.", "III"),
    *("van", "der", "den", "de", "Van", "Den"),
]

texts = st.one_of(
    st.lists(st.sampled_from(FRAGMENTS), max_size=12).map("".join),
    st.text(max_size=20),
)
names = st.one_of(
    texts,
    st.lists(
        st.sampled_from(NAME_PARTS),
        min_size=1,
        max_size=6,
    ).map(" ".join),
)
identifiers = st.one_of(
    st.from_regex(r"[0-9]{4}\.[0-9]{4,5}|[a-z-]{2,9}/[0-9]{7}", fullmatch=True),
    st.sampled_from(["2104.01778", "quant-ph/9508027", "9999.99999", "}{,", ""]),
)
papers = st.builds(
    Paper,
    arxiv_id=identifiers,
    rank=st.integers(min_value=1),
    title=texts,
    authors=st.lists(names, max_size=4).map(tuple),
    categories=st.lists(st.sampled_from(["cs.LG", "a}b", "=x"]), max_size=2).map(tuple),
    abstract=texts,
    abs_url=st.one_of(st.just(""), texts.map("https://example.org/{}".format), texts),
    comment=texts.map("Accepted at {}".format),
    journal_ref=texts,
    doi=texts,
    license=texts,
    organization=texts,
    keywords=st.lists(texts, max_size=2).map(tuple),
    published=st.none() | st.dates(),
    updated=st.none() | st.dates(),
    pdf_url=st.one_of(st.just(""), texts),
)
