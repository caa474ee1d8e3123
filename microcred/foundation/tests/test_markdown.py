"""Markdown of people: shown as they meant it, unless showing it would cost everybody else their time."""

import pytest

from microcred.foundation.markdown import LONGEST, render


def test_marks_become_what_they_mean():
    assert render("We **listened** first.") == "<p>We <strong>listened</strong> first.</p>\n"


@pytest.mark.parametrize("address", ["//evil.example/", "javascript:alert(1)", " //evil.example", "data:text/html,x"])
def test_a_link_leads_where_it_says_or_nowhere(address):
    shown = render(f"[here](<{address}>)")
    assert "href" not in shown
    assert "here" in shown


def test_links_to_the_web_and_to_pages_here_stay():
    assert 'href="https://example.org/"' in render("[there](https://example.org/)")
    assert 'href="/catalogue/"' in render("[here](/catalogue/)")


def test_a_text_of_nothing_but_marks_is_shown_as_it_is():
    shown = render("**a" * 5_000)
    assert "<strong>" not in shown
    assert "**a**a" in shown


def test_a_very_long_text_loses_nothing_and_runs_nothing():
    shown = render("<script>alert(1)</script> **word**\n\n" + "word " * LONGEST)
    assert "&lt;script&gt;" in shown
    assert "**word**" in shown
