"""TeX between YAML's double quotes, and quotes that end where no one meant them to."""

from dataclasses import replace

import pytest
from hot_posts import post, section

from pelican_hotpapers.errors import DigestError
from pelican_hotpapers.formats import data_reader, data_writer, markdown
from pelican_hotpapers.formats.syntax import read_yaml

PAPERS = """\
papers:
- arxiv_id: 2104.00001
  title: {}
  authors: Ada One, Bob Two
- arxiv_id: 2104.00002
  title: Sound
"""


def read(title):
    return data_reader.parse_yaml(PAPERS.format(title), "2021-04-06.yaml")


def faults_of(title):
    with pytest.raises(DigestError) as caught:
        read(title)
    return caught.value


@pytest.mark.parametrize(
    ("text", "command"),
    [
        (r"The $\theta$", r"\theta"),
        (r"The $\textbf{x}$", r"\textbf"),
        (r"The $\beta$", r"\beta"),
        (r"The $\nu$", r"\nu"),
        (r"The $\nabla f$", r"\nabla"),
        (r"The $\rho$", r"\rho"),
        (r"The $\alpha$", r"\alpha"),
        (r"The $\varphi$", r"\varphi"),
        (r"The $\frac12$", r"\frac"),
        (r"The $\epsilon$", r"\epsilon"),
        (r"The $\Lambda$", r"\Lambda"),
        (r"The $\Phi$", r"\Phi"),
        (r"A snake\_case", r"\_case"),
        (r"Schr\"odinger", r"\"odinger"),
        (r"Schr\"{o}dinger", r"\""),
        (r"Novotn\'y and Ho\v{r}ava", r"\'y"),
        (r"The $\xi$", r"\xi"),
        (r"The $\upsilon$", r"\upsilon"),
        (r"The $\Upsilon$", r"\Upsilon"),
        (r"The $\mathcal{O}$", r"\mathcal"),
    ],
)
def test_tex_in_double_quotes_is_told(text, command):
    error = faults_of(f'"{text}"')
    (fault,) = error.faults
    assert fault.line == 3
    assert fault.found.startswith(f"{command} in double quotes")
    assert "single quotes" in fault.expected + fault.hint
    assert read(f"'{text}'" if "'" not in text else f"|\n    {text}").papers
    if error.digest:
        assert [paper.title for paper in error.digest.papers] == ["Sound"]


def test_what_to_write_is_said():
    (fault,) = faults_of(r""" "Cats' $\theta$" """.strip()).faults
    assert str(fault) == (
        r"2021-04-06.yaml:3:10: papers[0].title: found \theta in double quotes, where "
        r"\t is a tab, expected TeX in single quotes, or below a '|'. "
        r"Write 'Cats'' $\theta$'"
    )
    assert read(fault.hint.removeprefix("Write ")).papers[0].title == r"Cats' $\theta$"


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        (r"One line\nunder another", "One line\nunder another"),
        (r"One line\nnot so\tlong", "One line\nnot so\tlong"),
        (r"The $\\theta$", r"The $\theta$"),
        (r"He said \"yes\"", 'He said "yes"'),
        (r"<p lang=\"en\"id=\"a\">", '<p lang="en"id="a">'),
        (r"caf\u00e9 caf\xe9 \U0001F600", "café café 😀"),
        (r"a\/b\0", "a/b\0"),
    ],
)
def test_what_yaml_means_stays_what_it_means(text, read_as):
    assert read(f'"{text}"').papers[0].title == read_as


@pytest.mark.parametrize(
    "text", ["\t\x07\x08\x0b\x0c\x1b\x85\u2028\u2029", 'a\t"b"<p>', "a\xa0b\x07"]
)
def test_what_is_written_can_be_read(text):
    digest = read("A title")
    paper = replace(digest.papers[0], abstract=text)
    digest = replace(digest, papers=(paper,))
    assert (
        data_reader.parse_yaml(data_writer.render_yaml(digest), "2021-04-06.yaml")
        == digest
    )


@pytest.mark.parametrize(
    ("text", "field"),
    [
        (r'title: "Of $\beta$"', "title"),
        (r'extra: {tags: [sound, "of $\beta$"]}', "extra.tags[1]"),
        (
            'papers: [{arxiv_id: 2104.00001, title: A, abstract: "$\\rho$"}]',
            "papers[0].abstract",
        ),
        (
            'papers: [{arxiv_id: 2104.00001, title: A, authors: ["G\\"odel"]}]',
            "papers[0].authors[0]",
        ),
    ],
)
def test_it_is_told_in_every_field(text, field):
    with pytest.raises(DigestError) as caught:
        data_reader.parse_yaml(f"date: 2021-04-06\n{text}\n", "x.yaml")
    (fault,) = caught.value.faults
    assert (fault.line, fault.field) == (2, field)


# Hot Papers posts

POST = post(section(1))


@pytest.mark.parametrize(
    ("text", "place", "field"),
    [
        (POST.replace("Hot papers 2021", r"Of $\alpha$"), (11, 14), "description"),
        (POST.replace('  - "arXiv"', r'  - "$\beta$"'), (9, 5), "tags[0]"),
        # Read key by key: another value is not sound.
        (
            POST.replace("Hot papers 2021", r"Of $\alpha$").replace('"post"', "[a"),
            (11, 14),
            "description",
        ),
    ],
)
def test_it_is_told_in_the_front_matter_of_a_post(text, place, field):
    found = markdown.read_post(text, "2021-04-07.md")
    told = [fault for fault in found.faults if "single quotes" in fault.expected]
    assert [(fault.line, fault.column, fault.field) for fault in told] == [
        (*place, field)
    ]
    assert told[0].hint.startswith("Write ")
    assert len(found.digest.papers) == 1


def test_a_line_of_a_post_may_begin_like_a_command():
    digest = markdown.parse_post(POST, "2021-04-07.md")
    digest = replace(digest, extra={"a": "Line\\\nabla\nu", "b": ["x\nabla"]})
    assert markdown.parse_post(markdown.render_post(digest), "x.md") == digest


# Quotes


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('"The thing', "found a text in quotes that ends in line 8, with 'Last"),
        ("'It's a thing'", 'found a text in quotes that ends in line 3, with "s a th'),
        ('"Say "yes" to it"', "found a text in quotes that ends in line 3, with 'yes"),
    ],
)
def test_a_quote_is_told_where_it_opens(text, says):
    papers = PAPERS.format(text) + '- arxiv_id: 2104.00003\n  title: "Last"\n'
    with pytest.raises(DigestError) as caught:
        data_reader.parse_yaml(papers, "x.yaml")
    (fault,) = caught.value.faults
    assert str(fault).startswith(f"x.yaml:3:10: YAML: {says}")


@pytest.mark.parametrize("end", ["", "---\n", "...\n"])
def test_a_quote_that_is_never_closed_is_told_where_it_opens(end):
    with pytest.raises(DigestError) as caught:
        read_yaml(f'a: 1\nb: "open\nc: 2\nd: 3\n{end}', "x.yaml")
    assert str(caught.value).startswith("x.yaml:2:4: YAML: found '\"open'")
    assert "a closing quote" in str(caught.value)
