"""The HTML and CSS of whole sites, as the Nu Html Checker sees them."""


def test_pages_and_style_sheets_are_valid(twins, vnu):
    assert twins.new(vnu) == {}


def test_a_sound_page_has_no_fault(planted, vnu):
    assert vnu(planted("<p>Words.</p>")) == {}


def test_each_fault_is_found(planted, vnu):
    body = """
    <div><p>Words.</p>
    <img src="data:,">
    <p id="a">One.</p><p id="a">Two.</p>
    <p style="color: reddish">Words.</p>
    """
    faults = vnu(planted(body, style="p { colour: red }"))
    for named in ("Unclosed element", "“alt”", "Duplicate ID", "reddish"):
        assert any(named in what for what in faults["index.html"]), named
    assert any("colour" in what for what in faults["style.css"])
