"""What authoring's tests set their scenes with: a draft, another author, and a colleague from elsewhere."""

from typing import Any

from microcred.authoring.models import CoAuthorInvitation, Draft
from microcred.authoring.operations import invite_co_author, join_draft, save_draft, start_draft
from microcred.catalog.design import Design
from microcred.catalog.tests import make
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.operations import appoint, found, register

AT = make.AT


def draft(design: Design | None = None) -> Draft:
    """Cora's draft."""
    return start_draft(actor=make.cora(), owner=make.university(), design=design or make.plain_design(), at=AT)


def nils() -> Person:
    """Another author of the university, made once."""
    there = Person.objects.filter(email="nils@example.org").first()
    if there:
        return there
    person = register(actor=None, name="Nils", email="nils@example.org")
    appoint(actor=None, person=person, organization=make.university(), role=Role.AUTHOR, at=AT)
    return person


def district() -> Organization:
    """An organization elsewhere, made once."""
    there = Organization.objects.filter(slug="district").first()
    return there or found(actor=None, slug="district", name="The District", kind=Organization.Kind.DISTRICT, at=AT)


def tess() -> Person:
    """An author of the district, who has nothing to do with the university; made once."""
    there = Person.objects.filter(email="tess@example.net").first()
    if there:
        return there
    person = register(actor=None, name="Tess", email="tess@example.net")
    appoint(actor=None, person=person, organization=district(), role=Role.AUTHOR, at=AT)
    return person


def omar() -> Person:
    """The university's administrator, made once."""
    there = Person.objects.filter(email="omar@example.org").first()
    if there:
        return there
    person = register(actor=None, name="Omar", email="omar@example.org")
    appoint(actor=None, person=person, organization=make.university(), role=Role.ORG_ADMIN, at=AT)
    return person


def joined(draft: Draft, person: Person) -> CoAuthorInvitation:
    """The invitation by which a person came to co-author a draft."""
    invitation = invite_co_author(actor=make.cora(), draft=draft, email=person.email, at=AT)
    join_draft(actor=person, invitation=invitation, at=AT)
    return invitation


def save(draft: Draft, actor: Person | None = None, *, revision: int | None = None, **changes: Any) -> Draft:
    """Save a draft with changes to its fields."""
    return save_draft(
        actor=actor or make.cora(),
        draft=draft,
        design={**draft.design, **changes},
        revision=draft.revision if revision is None else revision,
        at=AT,
    )
