"""Who has a draft open just now, and in which field. Light, and forgotten by itself.

It is a courtesy, not a lock: nobody is kept from writing, and nothing is decided by it. It lies where everything lies
that servers remember for minutes, so that it holds across processes and costs no history.
"""

from dataclasses import dataclass

from django.core.cache import cache
from django.db.models.functions import Now

from microcred.authoring.anchors import anchor_of, path_of
from microcred.authoring.labels import label_of
from microcred.authoring.models import Draft
from microcred.foundation.models import Remembered
from microcred.organizations.models import Person

LASTS = 50
"""seconds that a sign of life counts; a page gives one every 20"""


@dataclass(frozen=True)
class Here:
    """Somebody who has the draft open. `field` is what they are writing in, by name; empty where they write nowhere."""

    name: str
    path: str
    field: str


def be_here(draft: Draft, person: Person, *, path: str = "") -> None:
    """Note that a person has the draft open, in the field at a path."""
    anchor = anchor_of(draft.design, path) if path else None
    value = {"person": str(person.pk), "name": person.name, "anchor": anchor or ""}
    cache.set(f"{_place(draft)}{person.pk}", value, LASTS)


def who_is_here(draft: Draft, *, but: Person) -> list[Here]:
    """Who else has the draft open, by name."""
    start = cache.make_key(_place(draft))
    values = Remembered.objects.filter(key__startswith=start, until__gt=Now()).values_list("value", flat=True)
    here = []
    for value in values:
        if value["person"] != str(but.pk):
            path = path_of(draft.design, value["anchor"]) if value["anchor"] else None
            here.append(Here(value["name"], path or "", label_of(path) if path else ""))
    return sorted(here, key=lambda one: one.name)


def _place(draft: Draft) -> str:
    return f"presence:{draft.pk}:"
