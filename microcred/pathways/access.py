"""May this person? An audit is for its participant and for who keeps the pathway; the rules are for everybody."""

from datetime import datetime
from uuid import UUID

from django.http import Http404

from microcred.organizations.models import Person
from microcred.pathways.models import Cohort, Enrolment, Pathway, RecordedItem, RuleSet
from microcred.pathways.queries import enrolments, keeps, pathways_kept_by


def kept_pathway(person: Person, slug: str, *, at: datetime) -> Pathway:
    """A pathway that the person keeps."""
    pathway = pathways_kept_by(person, at=at).filter(slug=slug).first()
    if pathway is None:
        raise Http404
    return pathway


def cohort_in(pathway: Pathway, cohort_id: UUID) -> Cohort:
    """A cohort of a pathway that the person was let into."""
    cohort = Cohort.objects.filter(pathway=pathway, pk=cohort_id).select_related("pathway__owner", "rule_set").first()
    if cohort is None:
        raise Http404
    return cohort


def audited_enrolment(person: Person, enrolment_id: UUID, *, at: datetime) -> tuple[Enrolment, bool]:
    """An enrolment that is the person's own, or of a pathway that they keep and not ended; and whether they keep it."""
    enrolment = enrolments().filter(pk=enrolment_id).first()
    if enrolment is None:
        raise Http404
    if enrolment.person_id == person.pk:
        return enrolment, False
    if hasattr(enrolment, "leaving") or not keeps(person, enrolment.cohort.pathway, at=at):
        raise Http404
    return enrolment, True


def kept_enrolment(person: Person, enrolment_id: UUID, *, at: datetime) -> Enrolment:
    """An enrolment of somebody else, of a pathway that the person keeps."""
    enrolment, is_kept = audited_enrolment(person, enrolment_id, at=at)
    if not is_kept:
        raise Http404
    return enrolment


def kept_item(person: Person, item_id: UUID, *, at: datetime) -> RecordedItem:
    """Something recorded of somebody else, in a pathway that the person keeps."""
    item = RecordedItem.objects.filter(pk=item_id).first()
    if item is None:
        raise Http404
    item.enrolment = kept_enrolment(person, item.enrolment_id, at=at)
    return item


def public_rule_set(rule_set_id: UUID) -> RuleSet:
    """An edition of rules, for anyone: rules that decide about people are readable by all."""
    rule_set = RuleSet.objects.filter(pk=rule_set_id).select_related("pathway__owner", "stated_by").first()
    if rule_set is None:
        raise Http404
    return rule_set
