"""Demonstration evidence as real files: Markdown set as PDF."""

from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from microcred.foundation.pdf import render

TEMPLATE = Path(__file__).parent / "document.typ"
_parser = MarkdownIt("commonmark").enable("table")


def as_pdf(title: str, text: str) -> bytes:
    """Return a PDF of Markdown text: headings, paragraphs, lists and tables; inline marks become plain text."""
    return render(TEMPLATE, {"title": title, "blocks": _blocks(_parser.parse(text))})


def _blocks(tokens: list[Token]) -> list[dict[str, Any]]:
    blocks: list[dict[str, Any]] = []
    rows: list[list[str]] | None = None
    kind = "paragraph"
    for token in tokens:
        if token.type == "heading_open":
            kind = "heading"
        elif token.type in ("bullet_list_open", "ordered_list_open"):
            kind = "item"
        elif token.type in ("heading_close", "bullet_list_close", "ordered_list_close"):
            kind = "paragraph"
        elif token.type == "table_open":
            rows = []
        elif token.type == "tr_open" and rows is not None:
            rows.append([])
        elif token.type == "table_close":
            blocks.append({"kind": "table", "rows": rows})
            rows = None
        elif token.type == "inline":
            words = _plain(token)
            if rows is not None:
                rows[-1].append(words)
            else:
                blocks.append({"kind": kind, "text": words})
    return blocks


def _plain(token: Token) -> str:
    breaks = ("softbreak", "hardbreak")
    return "".join(" " if child.type in breaks else child.content for child in token.children or [])
