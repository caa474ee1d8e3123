"""The homes of those who look after organizations, and of those who study: administrators and researchers."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from microcred.authoring.gates import READ_WITHIN, Stage
from microcred.authoring.queries import decidable_by, drafts_to_judge
from microcred.credentials.models import Issuer
from microcred.organizations.models import Invitation, Membership, Organization, Person, Role
from microcred.organizations.queries import memberships_of, organizations_where
from microcred.site.homes.shapes import Line, NextStep, Section, address

MOST_SHOWN = 8


def admin_step(person: Person, *, at: datetime) -> NextStep:
    """What designers wait for; invitations that are about to lapse; else the people of the organization."""
    decision = _decision_on_designs(person, at=at)
    if decision is not None:
        return decision
    places = organizations_where(person, Role.ORG_ADMIN, at=at)
    waiting = Invitation.objects.filter(organization__in=places, expires_at__gt=at, acceptance__isnull=True)
    first = waiting.select_related("organization").order_by("expires_at").first()
    if first:
        count = waiting.count()
        return NextStep(
            title=ngettext("One invitation waits for an answer", "%(count)d invitations wait for an answer", count)
            % {"count": count},
            words=_("The first one lapses then. You can invite the same address again."),
            href=address("organization", first.organization.slug),
            action=_("See who was invited"),
            by=first.expires_at,
        )
    place = _own_places(person, Role.ORG_ADMIN, at=at)[0]
    people = (
        Membership.objects.filter(organization__lineage__contains=[place.pk], starts_at__lte=at)
        .exclude(ends_at__lte=at)
        .values("person")
        .distinct()
        .count()
    )
    return NextStep(
        title=_("Invite the people of %(place)s") % {"place": place.name},
        words=ngettext(
            "One person holds a role there or below.", "%(count)d people hold a role there or below.", people
        )
        % {"count": people},
        href=address("organization", place.slug),
        action=_("Open the organization"),
        takes=_("a minute for each"),
    )


def _decision_on_designs(person: Person, *, at: datetime) -> NextStep | None:
    """A proposal to decide, else a draft whose quality review somebody has to open or to go by."""
    wording = decidable_by(person, at=at).first()
    if wording is not None:
        return NextStep(
            title=_("Decide on %(name)s") % {"name": wording.name},
            words=_("%(who)s proposes it to %(place)s.")
            % {"who": wording.written_by.name, "place": wording.proposal.owner.name},
            href=address("proposal", wording.proposal_id),
            action=_("Read the proposal"),
            by=wording.written_at + READ_WITHIN,
            takes=_("ten minutes"),
        )
    draft = drafts_to_judge(person, at=at).filter(stage=Stage.QUALITY_REVIEW.value).first()
    if draft is None:
        return None
    return NextStep(
        title=_("See to the quality review of %(name)s") % {"name": draft},
        words=_("It is yours to ask two reviewers, and to pass the draft by what they came to."),
        href=address("draft_way", draft.pk),
        action=_("See where it stands"),
        by=(draft.stage_since or draft.changed_at) + READ_WITHIN,
    )


def admin_sections(person: Person, *, at: datetime) -> tuple[Section, ...]:
    """The organizations one administers, and the issuers that one looks after with them."""
    administered = organizations_where(person, Role.ORG_ADMIN, at=at)
    lines = tuple(
        Line(title=place.name, href=address("organization", place.slug), note=str(Organization.Kind(place.kind).label))
        for place in administered.order_by("lineage")[:MOST_SHOWN]
    )
    issuers = tuple(
        Line(title=issuer.name, href=address("issuer_management", issuer.slug), note=_("Keys, stops, endorsements"))
        for issuer in Issuer.objects.filter(organization__in=administered).order_by("name")[:MOST_SHOWN]
    )
    sections = (
        Section(_("Your organizations"), lines, more=address("design_board"), more_words=_("What stands where")),
    )
    return (*sections, Section(_("Issuers you look after"), issuers)) if issuers else sections


def partnership_step(person: Person, *, at: datetime) -> NextStep:
    """Honest: agreements between jurisdictions are not built, so nothing can wait."""
    return NextStep(
        title=_("Nothing to decide here yet"),
        words=_(
            "Agreements between states, by which one recognizes what another awards, are not part of this version. "
            "Each state's rules can be read by all."
        ),
        href=address("policies"),
        action=_("Compare the states’ rules"),
    )


def partnership_sections(person: Person, *, at: datetime) -> tuple[Section, ...]:
    """The members of the partnership, and who of them signs credentials."""
    places = organizations_where(person, Role.PARTNERSHIP_ADMIN, at=at)
    issuing = set(Issuer.objects.filter(organization__in=places).values_list("organization_id", flat=True))
    lines = tuple(
        Line(
            title=place.name,
            note=str(Organization.Kind(place.kind).label),
            status=_("Signs credentials") if place.pk in issuing else "",
            tone="success",
        )
        for place in places.filter(
            kind__in=(Organization.Kind.STATE, Organization.Kind.UNIVERSITY, Organization.Kind.ASSOCIATION)
        ).order_by("lineage")[:MOST_SHOWN]
    )
    return (Section(_("In the partnership"), lines),) if lines else ()


def researcher_step(person: Person, *, at: datetime) -> NextStep:
    """Honest: exports are not built."""
    return NextStep(
        title=_("No data set is approved for you yet"),
        words=_(
            "De-identified exports are not part of this version. The catalogue, every rubric and the rules of "
            "recognition are public and can be studied now."
        ),
        href=address("catalogue"),
        action=_("Read the catalogue"),
    )


def _own_places(person: Person, role: Role, *, at: datetime) -> list[Organization]:
    return [held.organization for held in memberships_of(person, at=at) if held.role == role]
