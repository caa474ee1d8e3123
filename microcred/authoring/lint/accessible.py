"""Whether everyone can take in what is attached and hand in what is asked. In any language, but for words of links."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from microcred.authoring.lint.addresses import host_of
from microcred.authoring.lint.findings import Component, Finding, Words
from microcred.authoring.lint.lexicon import listed
from microcred.authoring.lint.prose import quoted
from microcred.authoring.lint.subject import Subject
from microcred.catalog.design import Requirement, Resource

_PICTURE = re.compile(r"!\[([^\]\[]{0,500})\]\([^)(]{0,1000}\)|<img\b([^<>]{0,1000})>", re.IGNORECASE)
_HOLLOW_ALT = re.compile(
    r"\s*(?:image|picture|photo|graphic|img|figure|chart|diagram|screenshot|imagen|foto|alt|alt text)?\s*\d*\s*"
    r"|[\w-]+\.(?:png|jpe?g|gif|svg|webp)|(?:img|dsc|screen ?shot)[\W_]*[\d_ -]+.*",
    re.IGNORECASE,
)
_LINK = re.compile(r"(?<!!)\[([^\]\[]{1,500})\]\([^)(]{0,1000}\)")
_HOLLOW_LINK = re.compile(
    r"(?:click |tap )?here|this|link|this link|more|read more|learn more|aquí|haga clic aquí|clic aquí|enlace|https?://\S+",
    re.IGNORECASE,
)

MOVING_PICTURES = listed("moving_pictures")
_RECORDING = re.compile(r"\.(?:mp4|mov|avi|wmv|webm|m4v|mp3|m4a|wav|ogg)$", re.IGNORECASE)
_SAYS_RECORDING = re.compile(
    r"[\[(](?:video|podcast|audio|webinar|recording|vídeo)\b|\b(?:video|podcast|webinar)\s*$", re.IGNORECASE
)
_IN_WORDS = re.compile(
    r"caption|transcri|subtitl|subtítul|sign.language|in words|text version|described video|audio descri",
    re.IGNORECASE,
)
_CLOSED_FORMAT = re.compile(
    r"\.(doc|ppt|xls|pages|numbers|key|wpd|pub|rar|exe|swf|rtf|odg|psd|notebook|flipchart)$", re.IGNORECASE
)
_ALTERNATIVE = re.compile(
    r"\b(?:alternativ|instead|(?:an|in an|otra )?other form|or a written|transcript|if you (?:cannot|prefer)|accommodat"
    r"|equivalent|otra forma)\w*",
    re.IGNORECASE,
)


def accessible(subject: Subject) -> Iterator[Finding]:
    """Pictures without words, recordings without captions, formats that not everyone can open, one way to hand in."""
    for text in subject.texts:
        for picture in _PICTURE.finditer(text.written):
            alt = picture[1] if picture[2] is None else _alt_of(picture[2])
            if _HOLLOW_ALT.fullmatch(alt or ""):
                yield _finding(
                    text.path, picture[0], _("The picture has no words for who cannot see it."),
                    _("Say between the brackets what the picture shows."),
                )  # fmt: skip
        for link in _LINK.finditer(text.written):
            if _HOLLOW_LINK.fullmatch(link[1].strip()):
                yield _finding(
                    text.path, link[1], _("The words of this link do not say where it leads."),
                    _("Make a link of words that name what is there."),
                )  # fmt: skip
    for place, resource in enumerate(subject.design.resources):
        yield from _resource(f"resources.{place}", resource)
    for place, asked in enumerate(subject.design.requirements):
        yield from _one_way(f"requirements.{place}.accepts", asked)


def _alt_of(attributes: str) -> str | None:
    found = re.search(r"\balt\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", attributes, re.IGNORECASE)
    return (found[1] or found[2]) if found else None


def _resource(at: str, resource: Resource) -> Iterator[Finding]:
    host = host_of(resource.url or "") or ""
    try:
        path = urlsplit(resource.url or "").path
    except ValueError:
        path = ""
    said = f"{resource.title} {resource.note}"
    is_recording = any(host == name or host.endswith("." + name) for name in MOVING_PICTURES)
    is_recording = is_recording or bool(_RECORDING.search(path) or _SAYS_RECORDING.search(resource.title))
    if is_recording and not _IN_WORDS.search(said):
        yield _finding(
            at, resource.title, _("Nothing says that this recording has captions or a transcript."),
            _("Look, and say so in the note; without either, name another resource."),
        )  # fmt: skip
    elif closed := _CLOSED_FORMAT.search(path):
        yield _finding(
            f"{at}.url", closed[0], _("Not everyone has a program that opens files of this format."),
            _("Name a web page, or a PDF file with tags."),
        )  # fmt: skip


def _one_way(at: str, asked: Requirement) -> Iterator[Finding]:
    """Only a recording of one kind: who cannot make one cannot earn it. A photo of what was made is made by anyone."""
    kinds = set(asked.accepts)
    if asked.kind == "artifact" and len(kinds) == 1 and kinds <= {"audio", "video"}:
        if _ALTERNATIVE.search(f"{asked.prompt} {asked.guidance}"):
            return
        yield _finding(
            at, ", ".join(asked.accepts), _("There is only this one way to show it, which not everyone can use."),
            _("Accept another kind of evidence too, or say in the guidance what can be handed in instead."),
        )  # fmt: skip


def _finding(field: str, found: str, why: Words, mend: Words) -> Finding:
    return Finding("accessible", field, quoted(found), why, mend, Component.ACCESS)
