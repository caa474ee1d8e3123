"""`{% load evidence %}`: the files and links of the educator's own, of which a workspace has by the dozen."""

from collections.abc import Mapping
from uuid import UUID

from django import template
from django.middleware.csrf import get_token
from django.template.context import Context
from django.template.defaultfilters import filesizeformat
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from microcred.foundation.drawn import badge, button, disclosure, evidence_item, icon, link_button
from microcred.portfolios.models import Item
from microcred.portfolios.privacy.consents import Lack
from microcred.portfolios.queries import Forms, ItemPrivacy, Privacy, Workspace

register = template.Library()
RECORDINGS = ("video", "audio")

ANY = UUID(int=0)
"""Stands for the item in what is drawn once for all of a page."""

TITLE = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Stands for its title."""


@register.simple_tag(takes_context=True)
def own_evidence(context: Context, items: tuple[Item, ...], *, editable: bool) -> SafeString:
    """One article for each: what it is and what waits; the rest of it comes when somebody opens it.

    Reads `workspace` and `privacy` from the page. What is the same for all of them is drawn once.
    """
    if not items:
        return SafeString("")
    workspace: Workspace = context["workspace"]
    privacy: Privacy | None = context.get("privacy")
    about: Mapping[UUID, ItemPrivacy] = privacy.items if privacy and editable else {}
    kinds = {value: str(label) for value, label in Item.Kind.choices}
    at = reverse("item", args=[ANY])
    take_out = _take_out(get_token(context["request"])) if editable else ""
    folded: dict[int, str] = {}
    drawn = []
    for item in items:
        form, pins = workspace.forms.get(item.pk), len(workspace.pins.get(item.pk, ()))
        if pins not in folded:
            folded[pins] = _more(pins, editable=editable)
        drawn.append(
            evidence_item(
                kind=item.kind,
                title=item.title,
                facts=f"{kinds[item.kind]}, {filesizeformat(item.file.size)}" if item.file else item.url,
                **_looks(item, at, form),
                slot=_waits(item, about.get(item.pk), form if editable else None)
                + (_covered(item, workspace) if editable and item.pk in workspace.redactions else "")
                + _filled(folded[pins], item),
                actions=_filled(take_out, item),
            )
        )
    return SafeString("\n".join(drawn))


@register.simple_tag(takes_context=True)
def taken_out(context: Context, requirement_id: UUID) -> list[Item]:
    """What can be put back for a requirement. Reads `workspace` from the page."""
    workspace: Workspace = context["workspace"]
    return workspace.taken_out.get(requirement_id, [])


def _filled(drawn: str, item: Item) -> str:
    """What was drawn for any item, for this one. Its title comes last, so that nothing in it is taken for a place."""
    return drawn.replace(str(ANY), str(item.pk)).replace(TITLE, escape(item.title))


def _looks(item: Item, at: str, form: Forms | None) -> dict[str, str]:
    """Where its bytes are, or where it leads; and what a player shows with it."""
    if item.kind == Item.Kind.LINK:
        return {"url": item.url}
    along = {"captions": bool(form and form.captions), "poster": bool(form and form.poster)}
    others = {name: reverse("item_form", args=[item.pk, name]) for name, there in along.items() if there}
    return {"url": at.replace(str(ANY), str(item.pk)), **others}


def _waits(item: Item, about: ItemPrivacy | None, form: Forms | None) -> str:
    """What of it still has to be done, where anything is."""
    said = ""
    if about and about.lack:
        words = (
            _("It is treated as a student’s education record until you say who can be recognized in it.")
            if about.lack == Lack.MISSING
            else _("The permission that you have for it ends before the work can be judged.")
        )
        before = badge(tone="warning", slot=escape(_("before you submit")))
        way = link_button(
            href=reverse("consent", args=[item.pk]), size="small", slot=_named(_("People in it"), item.title)
        )
        said = f'<p class="note">{before} {escape(words)}</p><p>{way}</p>'
    if about and about.is_unread:
        look = _("Nothing could be read in it: look for names in it yourself, such as on a board or a name tag.")
        said += f'<p class="note muted">{icon(name="blind")} {escape(look)}</p>'
    if form and form.is_silent and item.kind in RECORDINGS:
        said += f'<p class="note">{icon(name="info")} {escape(_("Neither captions nor a transcript yet"))}</p>'
    return said


def _covered(item: Item, workspace: Workspace) -> str:
    """Where covering something in it stands."""
    return render_to_string("portfolios/redaction_of_item.html", {"item": item, "redactions": workspace.redactions})


def _more(pins: int, *, editable: bool) -> str:
    """What else there is to know and do, folded, and fetched when it is opened; without a script it is a page."""
    if not editable:
        words = _("More about it")
    elif pins:
        words = ngettext("%(count)s pin, name and more", "%(count)s pins, name and more", pins) % {"count": pins}
    else:
        words = _("Pins, name and more")
    url = reverse("item_more", args=[ANY])
    asks = f' id="more-{ANY}" hx-get="{url}" hx-trigger="toggle once" hx-target="find .disclosure-body"'
    inside = f'<p class="note"><a href="{url}">{_named(words, TITLE)}</a></p>'
    return disclosure(summary=words, class_="disclosure-small no-print", slot=inside, attrs=asks)


def _take_out(token: str) -> str:
    pressed = button(variant="quiet", size="small", icon_="trash", slot=_named(_("Take out"), TITLE))
    hidden = f'<input type="hidden" name="csrfmiddlewaretoken" value="{token}">'
    return f'<form method="post" action="{reverse("removal", args=[ANY])}">{hidden}{pressed}</form>'


def _named(words: str, title: str) -> SafeString:
    """Words of a button, with what they are about for who does not see the row."""
    return format_html('{}<span class="visually-hidden">: {}</span>', words, title)
