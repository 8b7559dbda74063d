"""What templates say."""

import pytest

from marketplace.web.render import markdown


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "![x](http://example.com/track.png)",
        '<a href="http://example.com" onclick="x()">y</a>',
        "<img src=x onerror=alert(1)>",
        "[x](data:text/html,<script>alert(1)</script>)",
    ],
)
def test_markdown_lets_nothing_dangerous_through(hostile):
    html = str(markdown(hostile))
    assert "<script" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html
    assert 'href="data' not in html
    assert "<a href=" not in html or "onclick" not in html.split("<a href=")[1].split(">")[0]


def test_markdown_keeps_the_safe_subset():
    html = str(markdown("# Title\n\n**bold** and *soft*\n\n- one\n- two\n\n[site](https://example.com)"))
    assert "<h3>Title</h3>" in html
    assert "<strong>bold</strong>" in html
    assert "<li>one</li>" in html
    assert 'rel="nofollow noopener ugc"' in html
    assert "<h1" not in html
