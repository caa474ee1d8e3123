"""What the fields of a design are called where people read of them. Pure."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FIELD_NAMES: dict[str, str | Promise] = {
    "name": _("Name"),
    "stack": _("Stack"),
    "audience": _("Audience"),
    "hours": _("Hours"),
    "language": _("Language"),
    "competency": _("Competency"),
    "key_method": _("Key method"),
    "components": _("Components of the method"),
    "rationale": _("Rationale"),
    "research": _("Research"),
    "research_note": _("Note on the research"),
    "resources": _("Resources"),
    "requirements": _("Requirements"),
    "rubric": _("Rubric"),
    "alignments": _("Alignments"),
    "tags": _("Tags"),
    "part": _("Part"),
    "kind": _("Kind"),
    "prompt": _("Prompt"),
    "guidance": _("Guidance"),
    "word_limit": _("Word limit"),
    "accepts": _("Kinds of evidence taken"),
    "size_limit": _("Size limit (MB)"),
    "minute_limit": _("Length limit (minutes)"),
    "page_limit": _("Page limit"),
    "template": _("Template"),
    "one_of": _("Alternatives"),
    "shareable": _("Shared by a team"),
    "shows": _("What may be seen of students"),
    "consents": _("Permissions needed"),
    "part_rules": _("Rules of parts"),
    "prerequisites": _("Prerequisites"),
    "count": _("Count"),
    "feeds": _("Criteria fed"),
    "description": _("Description"),
    "required": _("Required level"),
    "levels": _("Levels"),
    "descriptor": _("Descriptor"),
    "text": _("Text"),
    "title": _("Title"),
    "url": _("Address"),
    "note": _("Note"),
    "citation": _("Citation"),
    "confirmed": _("Where it was confirmed"),
    "images": _("Pictures"),
    "alt": _("Alternative text"),
    "caption": _("Caption"),
    "license": _("Open license"),
    "derived_from": _("Adapted from"),
    "framework": _("Framework"),
    "code": _("Code"),
}


def field_name(field: str) -> str | Promise:
    """The name of a field by its own name, not its path; the name itself where no other is known."""
    return FIELD_NAMES.get(field, field.replace("_", " "))
