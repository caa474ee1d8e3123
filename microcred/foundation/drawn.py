"""Components that a page has by the dozen or the hundred: drawn by a function each, not by a template.

Pages write them like all others (`<c-field … />`), and these functions are the only place of their markup, as a file in
`templates/cotton/` is that of every other one. A parameter is an attribute of the component, without the underscore
that keeps it apart from a word of Python; `attrs` is whatever else a page wrote, `slot` what it put inside.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cache
from html import escape
from typing import Any

from django.templatetags.static import static
from django.utils.formats import localize
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _


def text(value: Any) -> str:
    """What stands in a page for a value: what a template would write, which is escaped unless it is markup."""
    kind = value.__class__
    if kind is SafeString:
        said: str = value
        return said
    return escape(value) if kind is str else conditional_escape(localize(value))


def icon(*, name: Any, size: Any = "", label: Any = "", slot: str = "", attrs: str = "") -> str:
    """A drawing of the sprite; without a label it is an ornament, and not read out."""
    said = f'role="img" aria-label="{text(label)}"' if label else 'aria-hidden="true"'
    large = " icon-large" if size == "large" else ""
    return f'<svg class="icon{large}" {said} focusable="false"><use href="{_sprite()}#{text(name)}"></use></svg>'


@cache
def _sprite() -> str:
    return escape(static("icons.svg"))


TONES = {"success": "earned", "warning": "alert", "danger": "stop", "info": "info"}
"""The icon of a badge by its tone; of any other, a clock."""


def badge(*, tone: Any = "neutral", icon_: Any = "", slot: str = "", attrs: str = "") -> str:
    """A status in a word, with an icon, so that it does not rest on colour alone."""
    drawing = icon(name=icon_ or TONES.get(tone, "clock"))
    return f'<span class="badge tone-{text(tone)}"{attrs}>{drawing}<span>{slot}</span></span>'


def button(
    *,
    variant: Any = "",
    type_: Any = "submit",
    icon_: Any = "",
    icon_after: Any = "",
    size: Any = "",
    class_: Any = "",
    slot: str = "",
    attrs: str = "",
) -> str:
    """A button."""
    looks, inside = _button_looks(variant, size, class_), _button_inside(icon_, slot, icon_after)
    return f'<button type="{text(type_)}" class="{looks}"{attrs}>{inside}</button>'


def link_button(
    *,
    href: Any = "",
    variant: Any = "",
    icon_: Any = "",
    icon_after: Any = "",
    size: Any = "",
    class_: Any = "",
    slot: str = "",
    attrs: str = "",
) -> str:
    """A link that looks like a button."""
    looks, inside = _button_looks(variant, size, class_), _button_inside(icon_, slot, icon_after)
    return f'<a href="{text(href)}" class="{looks}"{attrs}>{inside}</a>'


def _button_looks(variant: Any, size: Any, class_: Any) -> str:
    more = (f"button-{text(variant)}" if variant else "", f"button-{text(size)}" if size else "", text(class_))
    return " ".join(filter(None, ("button", *more)))


def _button_inside(before: Any, slot: str, after: Any) -> str:
    return f"{icon(name=before) if before else ''}<span>{slot}</span>{icon(name=after) if after else ''}"


def field(
    *,
    label: Any = "",
    name: Any = "",
    at: Any = "",
    id_: Any = "",
    type_: Any = "text",
    value: Any = "",
    hint: Any = "",
    error: Any = "",
    optional: Any = "",
    limit: Any = "",
    rows: Any = "5",
    class_: Any = "",
    slot: str = "",
    attrs: str = "",
) -> str:
    """A label and its input, with hint, error and most words; `slot` is an input of one's own.

    `at` is the row of a list that the field is in: what its name begins with.
    """
    name = _named(at, name)
    key = text(id_ or name)
    after = f' <span class="field-optional">({text(_("optional"))})</span>' if optional else ""
    hinted = f'<p class="field-hint" id="{key}_hint">{text(hint)}</p>' if hint else ""
    wrong = (
        f'<p class="field-error" id="{key}_error">{icon(name="alert")}<span>{text(error)}</span></p>' if error else ""
    )
    if not slot:
        told = " ".join(filter(None, (hint and f"{key}_hint", error and f"{key}_error")))
        said = (
            (f' aria-describedby="{told}"' if told else "")
            + (' aria-invalid="true"' if error else "")
            + (f' data-word-limit="{text(limit)}"' if limit else "")
            + attrs
        )
        slot = _input(key, text(name), text(type_), text(value), text(rows), said)
    foot = f'<div class="field-foot">{word_counter(for_=SafeString(key), limit=limit)}</div>' if limit else ""
    return (
        f'<div class="field{" " if class_ else ""}{text(class_)}">'
        f'<label class="field-label" for="{key}">{text(label)}{after}</label>{hinted}{wrong}{slot}{foot}</div>'
    )


def _named(at: Any, name: Any) -> Any:
    return f"{at}.{name}" if at else name


def _input(key: str, name: str, kind: str, value: str, rows: str, said: str) -> str:
    if kind == "textarea":
        # Browsers leave out the first line end after the tag; without one of ours they would take the text's own.
        return f'<textarea id="{key}" name="{name}" rows="{rows}"{said}>\n{value}</textarea>'
    return f'<input id="{key}" name="{name}" type="{kind}" value="{value}"{said}>'


def word_counter(*, for_: Any, limit: Any = "", count: Any = "", slot: str = "", attrs: str = "") -> str:
    """How many words a field may have; a script counts on as one types."""
    words = ""
    if limit and count != "":
        words = _("%(count)s of %(limit)s words") % {"count": text(count), "limit": text(limit)}
    elif limit:
        words = _("Up to %(limit)s words") % {"limit": text(limit)}
    most = f' data-limit="{text(limit)}"' if limit else ""
    return f'<p class="word-count" data-word-count-for="{text(for_)}"{most}{attrs}>{words}</p>'


def fieldset(
    *, legend: Any = "", hint: Any = "", error: Any = "", id_: Any = "", slot: str = "", attrs: str = ""
) -> str:
    """A group of choices or fields, with its question."""
    key = text(id_)
    said = (
        (" fieldset-invalid" if error else "")
        + '"'
        + (f' id="{key}"' if key else "")
        + (f' aria-describedby="{key}_error" tabindex="-1"' if key and error else "")
        + attrs
    )
    hinted = f'<p class="field-hint">{text(hint)}</p>' if hint else ""
    at = f' id="{key}_error"' if key else ""
    wrong = f'<p class="field-error"{at}>{icon(name="alert")}<span>{text(error)}</span></p>' if error else ""
    return f'<fieldset class="fieldset{said}><legend>{text(legend)}</legend>{hinted}{wrong}{slot}</fieldset>'


def choice(
    *,
    name: Any = "",
    at: Any = "",
    value: Any = "on",
    label: Any = "",
    type_: Any = "checkbox",
    hint: Any = "",
    checked: Any = "",
    slot: str = "",
    attrs: str = "",
) -> str:
    """A box or a button to tick, with what it stands for."""
    hinted = f'<span class="choice-hint">{text(hint)}</span>' if hint else ""
    return (
        f'<label class="choice"><input type="{text(type_)}" name="{text(_named(at, name))}" value="{text(value)}"'
        f"{' checked' if checked else ''}{attrs}><span>{text(label)}{slot}{hinted}</span></label>"
    )


def choices(
    *,
    name: Any,
    at: Any = "",
    options: Iterable[tuple[Any, Any]],
    chosen: Any = (),
    type_: Any = "checkbox",
    slot: str = "",
    attrs: str = "",
) -> str:
    """A choice for each option, a value and what it stands for; `chosen` is a list of values, or the only one."""
    named = _named(at, name)
    ticked = chosen if isinstance(chosen, Collection) and not isinstance(chosen, str) else (chosen,)
    return "".join(
        choice(name=named, value=value, label=label, type_=type_, checked=value in ticked, attrs=attrs)
        for value, label in options
    )


def options(*, options: Iterable[tuple[Any, Any]], chosen: Any = "", slot: str = "", attrs: str = "") -> str:
    """What a `select` offers: values, each with what it stands for."""
    return "".join(
        f'<option value="{text(value)}"{" selected" if value == chosen else ""}{attrs}>{text(label)}</option>'
        for value, label in options
    )


def disclosure(*, summary: Any = "", open_: Any = "", class_: Any = "", slot: str = "", attrs: str = "") -> str:
    """What is folded until somebody wants it."""
    looks = f"disclosure {text(class_)}" if class_ else "disclosure"
    return (
        f'<details class="{looks}"{" open" if open_ else ""}{attrs}><summary>{icon(name="chevron")}{text(summary)}'
        f'</summary><div class="disclosure-body">{slot}</div></details>'
    )


def evidence_item(
    *,
    kind: Any = "document",
    title: Any = "",
    url: Any = "",
    facts: Any = "",
    text_: Any = "",
    alt: Any = "",
    captions: Any = "",
    poster: Any = "",
    regions: Iterable[Any] | None = None,
    level: Any = "4",
    actions: str = "",
    slot: str = "",
    attrs: str = "",
) -> str:
    """One piece of evidence: what it is, a look at it where a browser can show it, and what there is to say of it."""
    said = [f'<p class="evidence-facts">{text(facts)}</p>' if facts else "", f"<div>{actions}</div>" if actions else ""]
    heading = f"h{text(level)}"
    return (
        f'<article class="evidence"{attrs}><div class="evidence-head">{icon(name=kind)}<div>'
        f'<{heading} class="evidence-title">{_evidence_link(kind, title, url)}</{heading}>{said[0]}</div>'
        f"{said[1]}</div>"
        f"{_evidence_shown(kind, title, url, text_, alt, captions, poster, regions or ())}"
        f"{_evidence_body(slot)}</article>"
    )


def _evidence_link(kind: Any, title: Any, url: Any) -> str:
    if not url or kind == "text":
        return text(title)
    if kind != "link":
        return f'<a href="{text(url)}">{text(title)}</a>'
    tab = f'<span class="visually-hidden"> ({text(_("opens in a new tab"))})</span> {icon(name="external")}'
    return f'<a href="{text(url)}" rel="noopener noreferrer nofollow" target="_blank">{text(title)}{tab}</a>'


def _evidence_shown(
    kind: Any, title: Any, url: Any, words: Any, alt: Any, captions: Any, poster: Any, regions: Iterable[Any]
) -> str:
    at = text(url)
    if kind == "text" and words:
        shown = f'<p class="quoted">{text(words)}</p>'
    elif kind == "image" and url:
        marks = "".join(
            f'<rect x="{float(pin.left):g}" y="{float(pin.top):g}" '
            f'width="{float(pin.width):g}" height="{float(pin.height):g}" />'
            for pin in regions
        )
        over = (
            f'<svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">{marks}</svg>' if marks else ""
        )
        image = f'<img src="{at}" alt="{text(alt or title)}" loading="lazy">'
        shown = f'<div class="pinned-picture">{image}{over}</div>'
    elif kind == "audio" and url:
        shown = f'<audio controls preload="none" src="{at}"></audio>'
    elif kind == "video" and url:
        still = f' poster="{text(poster)}"' if poster else ""
        named = text(_("Captions"))
        track = f'<track kind="captions" src="{text(captions)}" default label="{named}">' if captions else ""
        shown = f'<video controls preload="metadata" playsinline src="{at}"{still}>{track}</video>'
    else:
        return ""
    return _evidence_body(shown)


def _evidence_body(inside: str) -> str:
    return f'<div class="evidence-body">{inside}</div>' if inside.strip() else ""


DRAWN: Mapping[str, Callable[..., str]] = {
    drawing.__name__: drawing
    for drawing in (
        *(icon, badge, button, link_button, field, word_counter, fieldset, choice, choices, options),
        *(disclosure, evidence_item),
    )
}
"""By the component's name, as the files of the others are called."""
