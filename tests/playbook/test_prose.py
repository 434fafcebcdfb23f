"""What people and data wrote is shown, never run; links lead where they may."""

import pytest

from helpers.playbook.prose import blocks, destination, html, reader, uncommented

PAGES = {"sla", "stages"}


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("**a** <script>x</script>", "<strong>a</strong> &lt;script&gt;x&lt;/script&gt;"),
        ("[a](sla.md) [b](stages.md#agenda)", '<a href="sla.html">a</a> <a href="stages.html#agenda">b</a>'),
        ("[a **b**](content.md), c", "a <strong>b</strong>, c"),
        ("[a](../../x.csv) [b](sla.md/../x) [c](/etc/passwd) [d](SLA.md)", "a b c d"),
        ("[a](//evil.example) [b](ftp://x.example)", "a b"),
        ("[a](javascript:x) [b](JAVASCRIPT&#58;x)", "[a](javascript:x) [b](JAVASCRIPT:x)"),
        ("[a](https://a.example/?b=1&c) <me@a.example>",
         '<a href="https://a.example/?b=1&amp;c">a</a> <a href="mailto:me@a.example">me@a.example</a>'),
        ('[a](https://a.example "x\\" onclick=y")', '<a href="https://a.example" title="x&quot; onclick=y">a</a>'),
        ("![a](https://a.example/x.png)", '!<a href="https://a.example/x.png">a</a>'),
        ("[a](#metric-spend)", '<a href="#metric-spend">a</a>'),
        ('<a id="metric-spend"></a>x', '<a id="metric-spend"></a>x'),
        ('<a id="x" onclick="y"></a>', "&lt;a id=&quot;x&quot; onclick=&quot;y&quot;&gt;&lt;/a&gt;"),
        ("[a [b](sla.md) c](stages.md)", '[a <a href="sla.html">b</a> c](stages.md)'),
        ("a <!-- slot: chair -->b<!-- /slot -->", "a b"),
        ("", ""),
    ],
)  # fmt: skip
def test_inline(written, shown):
    assert html(written, PAGES) == shown


def test_blocks_hold_tables_and_no_markup():
    made = blocks("<div onclick=x>\n\n| a | b |\n|---|---|\n| 1 | <i> |\n\n```{raw} html\n<b>\n```\n")
    assert "<table>" in made and "&lt;i&gt;" in made and "&lt;div onclick=x&gt;" in made and "<b>" not in made


def test_from_a_folder_below_links_lead_up():
    assert html("[a](sla.md#agenda) [b](https://b.example)", PAGES, above="../") == (
        '<a href="../sla.html#agenda">a</a> <a href="https://b.example">b</a>'
    )
    assert destination("sla.md", PAGES, "../") == "../sla.html"


def test_comments_vanish_with_all_that_is_in_them():
    assert uncommented("a<!-- x\n| y -->b<!---->c") == "abc"


def test_two_readers_do_not_know_of_each_other():
    one, two = reader({"sla"}), reader(())
    assert one.renderInline("[a](sla.md)") == '<a href="sla.html">a</a>' and two.renderInline("[a](sla.md)") == "a"
