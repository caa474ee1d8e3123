"""How a finding is told: what it is, why it matters, and how a hidden fact that was taken out is called."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from microcred.portfolios.privacy.found import Kind

_BLIND = _("Assessors read without knowing whose work it is. This would tell them.")
_RECORD = _(
    "Under FERPA, what identifies a student makes this part of the student’s education record. A role, such as "
    "“Student 1”, or initials are enough for an assessor."
)

WHAT: dict[Kind, str | Promise] = {
    Kind.OWN_NAME: _("your own name"),
    Kind.PART_OF_OWN_NAME: _("perhaps a part of your name"),
    Kind.OWN_EMAIL: _("your e-mail address"),
    Kind.EMAIL: _("an e-mail address"),
    Kind.SSN: _("looks like a Social Security number"),
    Kind.STUDENT_ID: _("looks like a student’s number"),
    Kind.STUDENT_NAME: _("looks like a student’s name"),
    Kind.PERSON_NAME: _("looks like somebody’s full name"),
    Kind.MAYBE_NAME: _("may be somebody’s full name"),
    Kind.FIRST_NAME: _("looks like a first name"),
    Kind.ADULT_NAME: _("looks like a colleague’s name"),
    Kind.BIRTH_DATE: _("a date of birth"),
    Kind.PHONE: _("a phone number"),
    Kind.ADDRESS: _("looks like a street address"),
    Kind.ORGANIZATION: _("your school, district or employer"),
}

WHY: dict[Kind, str | Promise] = {
    Kind.OWN_NAME: _BLIND,
    Kind.PART_OF_OWN_NAME: _BLIND,
    Kind.OWN_EMAIL: _BLIND,
    Kind.EMAIL: _("By an address somebody can be found: you, a colleague or a family."),
    Kind.SSN: _("Nobody needs it to judge your work, and with it a person can be impersonated."),
    Kind.STUDENT_ID: _RECORD,
    Kind.STUDENT_NAME: _RECORD,
    Kind.PERSON_NAME: _(
        "A child’s name makes this part of an education record, and a colleague’s leads to your school. A role says as "
        "much. If it is an author or somebody else of public life, keep it."
    ),
    Kind.MAYBE_NAME: _("If it is a student, use a role or initials. If it is an author, a place or a title, keep it."),
    Kind.FIRST_NAME: _(
        "If it is a child’s, people who know your school know who is meant; “Student 1” says as much. A first name "
        "alone does not stop you from submitting."
    ),
    Kind.ADULT_NAME: _("A colleague’s name leads to your school, and so to you. A role says as much."),
    Kind.BIRTH_DATE: _RECORD,
    Kind.PHONE: _("By a number somebody can be found: you, a colleague or a family."),
    Kind.ADDRESS: _("By an address somebody can be found."),
    Kind.ORGANIZATION: _("An assessor who knows the place may know you. “My school” says as much."),
}

KEPT_AS: tuple[str | Promise, ...] = (
    _("an author or somebody else of public life"),
    _("a place, a program or a title"),
    _("a made-up name"),
    _("a word, and nobody’s name"),
)
"""Why words that look like a name are kept wherever they stand, each by one click."""

KEPT_UNSAID = _("kept; the helper was not sure")
"""The reason of what is kept without a word, where the helper only advises."""

TAKEN_OUT: dict[str, str | Promise] = {
    "position": _("GPS position"),
    "author": pgettext_lazy("a fact hidden in a file", "author"),
    "company": pgettext_lazy("a fact hidden in a file", "organization"),
    "serial": _("serial number"),
    "camera": _("camera or phone"),
    "time": _("date and time of making"),
    "changes": _("names at tracked changes and comments"),
    "title": _("title and notes"),
    "program": _("program"),
}
"""What was taken out of a file, by the kind of it."""

_FACTS = {
    "author": "artist copyright creator author lastmodifiedby owner tpe1 town tcop iart icop aut cpy manager",
    "company": "company",
    "serial": "serial",
    "camera": "make model hostcomputer mak mod",
    "time": "date day",
    "changes": "changes",
    "program": "software producer tool swr isft ieng tenc",
}


def kind_of_fact(where: str, what: str) -> str:
    """Which of `TAKEN_OUT` a fact is, by the place in the file and the name of the field that held it."""
    said = what.lower()
    if where == "gps" or "gps" in said or "location" in said:
        return "position"
    return next((kind for kind, parts in _FACTS.items() if any(part in said for part in parts.split())), "title")
