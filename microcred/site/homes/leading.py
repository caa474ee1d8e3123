"""The homes of those who look after organizations, and of those who study: administrators and researchers."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from microcred.authoring.gates import READ_WITHIN
from microcred.authoring.queries import decidable_by
from microcred.billing.queries import periods_to_lock
from microcred.credentials.models import Issuer
from microcred.organizations.models import Invitation, Membership, Organization, Person, Role
from microcred.organizations.queries import memberships_of, organizations_where, reach_of
from microcred.portfolios.models import Quarantine
from microcred.portfolios.queries import objected_in
from microcred.site.homes.keeping import keeping_section, never_reviewed_step, quality_section, quality_step
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
    """A proposal to decide, else what waits of quality reviews: a round to conclude, one to open."""
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
    return quality_step(person, at=at)


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
    sections = [
        Section(_("Your organizations"), lines, more=address("design_board"), more_words=_("What stands where"))
    ]
    privacy = _privacy_section(person, at=at)
    if privacy is not None:
        sections.insert(0, privacy)
    to_lock = _pay_section(administered, at=at)
    if to_lock is not None:
        sections.insert(0, to_lock)
    quality = quality_section(person, at=at)
    if quality is not None and quality.lines:
        sections.append(quality)
    if issuers:
        sections.append(Section(_("Issuers you look after"), issuers))
    return tuple(sections)


def _pay_section(administered: QuerySet[Organization], *, at: datetime) -> Section | None:
    """Pay periods that have ended and can be locked; nothing where none can."""
    periods = periods_to_lock(administered, at=at)
    if not periods:
        return None
    lines = tuple(
        Line(
            title=_("%(first)s to %(last)s")
            % {"first": date_format(period.starts_on), "last": date_format(period.last_day)},
            href=address("pay_period", period.pk),
            note=period.organization.name,
            status=_("Can be locked"),
            tone="info",
        )
        for period in periods[:MOST_SHOWN]
    )
    return Section(_("Pay"), lines, words=_("These days are over. Payroll gets what they pay once they are locked."))


def _privacy_section(person: Person, *, at: datetime) -> Section | None:
    """Files that were set aside, whose educators object; nothing where none waits."""
    waiting = objected_in(reach_of(person, Role.ORG_ADMIN, at=at), person=person, at=at)
    if not waiting:
        return None
    lines = tuple(
        Line(
            title=one.submission.pursuit.version.title,
            href=address("quarantine_ruling", one.pk),
            note=str(Quarantine.Reason(one.reason).label),
            status=_("The reading waits for you"),
            tone="warning",
            when=one.objection.objected_at,
        )
        for one in waiting[:MOST_SHOWN]
    )
    return Section(
        _("Privacy questions to decide"),
        lines,
        more=address("privacy_questions"),
        more_words=_("All that wait"),
    )


def partnership_step(person: Person, *, at: datetime) -> NextStep:
    """What waits of quality; without any, honest: agreements between jurisdictions are not built."""
    waiting = quality_step(person, at=at) or never_reviewed_step(person, at=at)
    if waiting is not None:
        return waiting
    return NextStep(
        title=_("Nothing of quality waits for you"),
        words=_(
            "Agreements between states, by which one recognizes what another awards, are not part of this version. "
            "Each state’s rules can be read by all."
        ),
        href=address("policies"),
        action=_("Compare the states’ rules"),
    )


def partnership_sections(person: Person, *, at: datetime) -> tuple[Section, ...]:
    """What waits of quality, where else one decides, and the members of the partnership."""
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
    sections = [quality_section(person, at=at), keeping_section()]
    if lines:
        sections.append(Section(_("In the partnership"), lines))
    return tuple(section for section in sections if section is not None)


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
