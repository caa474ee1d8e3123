"""`{% load prose %}`: people's text on pages."""

from urllib.parse import urlsplit

from django import template
from django.conf import settings
from django.conf.locale import LANG_INFO
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from microcred.foundation.markdown import render

register = template.Library()


@register.filter
def markdown(text: str | None) -> SafeString:
    """Show Markdown text as safe HTML."""
    return render(text or "")


@register.filter
def markdown_from(text: str | None, top: int) -> SafeString:
    """The same where the text is what the page is about: its highest headings stand at a level, 2 below the title."""
    return render(text or "", top)


@register.filter
def web_address(text: str | None) -> str:
    """What people gave as the address of something, where a link may lead there: http or https, and a host.

    Anything else is empty, `javascript:` with whatever is put into it too, so that the words stand without a link.
    """
    try:
        parts = urlsplit(text or "")
        leads = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return ""
    return (text or "") if leads else ""


@register.simple_tag
def written_in(language: str | None) -> SafeString:
    """`lang="…"` for words of people that stand in another language than the page (WCAG 2.2, 3.1.2); else nothing."""
    page = (get_language() or "").partition("-")[0]
    if not language or language.partition("-")[0] == page:
        return SafeString("")
    return format_html(' lang="{}"', language)


@register.simple_tag
def say(words: str, language: str = "") -> SafeString:
    """Words of people, marked where they stand in another language than the page.

    Args:
        language: Their language, where they do not know it themselves (`catalog.queries.Said`).
    """
    marked = written_in(getattr(words, "language", "") or language)
    return format_html("<span{}>{}</span>", marked, words) if marked else conditional_escape(words)


@register.filter
def language_itself(code: str) -> str:
    """What a language is called in itself, or its code where Django does not know it."""
    return str(LANG_INFO.get(code, {}).get("name_local", code))


@register.filter
def language_name(code: str) -> str:
    """The name of a language as it stands within a sentence, or its code where the server speaks no such language."""
    name = str(dict(settings.LANGUAGES).get(code, code))
    return name if (get_language() or "en").startswith("en") else f"{name[:1].lower()}{name[1:]}"
