"""Markdown as people write it, to HTML that is safe to show: CommonMark and tables, no raw HTML, sanitised."""

import re
from functools import lru_cache

import nh3
from django.utils.html import linebreaks
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

_parser = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table")
_TAGS = {
    "p", "br", "hr", "strong", "em", "code", "pre", "blockquote", "ul", "ol", "li", "a",
    "h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip


LONGEST = 20_000
"""characters: ten pages. Longer texts are shown as they are, without looking for marks in them."""
MOST_MARKS = 2_000
"""Runs of characters that may be marks. Pairing them costs more than linear time, so a text of nothing else could keep
a server busy for half a minute."""
_MARKS = re.compile(r"[*_`\[\]<>~|]+")


def _leads_where_it_says(_tag: str, name: str, value: str) -> str | None:
    """Without links that lead to another host and name no scheme (`//example.org`, in whatever slashes)."""
    return None if name == "href" and value.strip()[:2].replace("\\", "/") == "//" else value


@lru_cache(maxsize=512)
def render(text: str, top: int = 0) -> SafeString:
    """Return the HTML of Markdown text. Headings start at the third level, below those of the page.

    Args:
        top: Let the highest heading that the text has stand at this level, where it is what the page is about.

    The latest texts are worked out once: every page of a version shows the same prompts and guidance.

    A text too long, or with too many marks to pair, is shown as plain paragraphs: nothing of it is lost.
    """
    if len(text) > LONGEST or len(_MARKS.findall(text)) > MOST_MARKS:
        return mark_safe(linebreaks(text, autoescape=True))  # noqa: S308 - escaped whole
    tokens = _parser.parse(text)
    headings = [token for token in tokens if token.type in ("heading_open", "heading_close")]
    lower = top - min((int(token.tag[1]) for token in headings), default=top) if top else 2
    for token in headings:
        token.tag = f"h{min(int(token.tag[1]) + lower, 6)}"
    html = _parser.renderer.render(tokens, _parser.options, {})
    clean = nh3.clean(
        html,
        tags=_TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes={"https", "http", "mailto"},
        attribute_filter=_leads_where_it_says,
        link_rel="noopener nofollow",
    )
    return mark_safe(clean)  # noqa: S308 - nh3 has sanitised it
