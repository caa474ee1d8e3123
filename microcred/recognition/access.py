"""May this person? Coordinators reach the entries of their districts, a state's officers those of cycles that the state
keeps; a transcript is one's own."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from microcred.credentials.models import Award
from microcred.foundation.asked_often import asked_often
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import acts_as, organizations_where, reach_of
from microcred.recognition.models import (
    AcceptanceRequest,
    Activity,
    ActivityDocument,
    ActivityStatement,
    Agreement,
    ApprovalRequest,
    AuditItem,
    AuditSample,
    BatchFile,
    CompletionStatement,
    Cycle,
    Delegation,
    EmploymentStatement,
    Entry,
    FactStatement,
    LicenceStatement,
    LookUp,
    Policy,
    PolicyDraft,
    TranscriptShare,
)
from microcred.recognition.operations.sharing import ShareOver, digest_of
from microcred.recognition.queries import ledger_for
from microcred.recognition.queries.acceptances import request_to_see
from microcred.recognition.queries.agreements import agreements, recognizers_of, speaks_for
from microcred.recognition.queries.audits import audited_districts, audits_for
from microcred.recognition.queries.delegations import delegations_to, ruled_by
from microcred.recognition.queries.educators import (
    EducatorOnRecord,
    agencies_to_state_for,
    districts_to_state_for,
    educator_on_record,
    is_open_to,
)
from microcred.recognition.queries.exceptions import Excepted, exceptions_for
from microcred.recognition.queries.keeping import offices_kept, offices_of
from microcred.recognition.queries.policies import jurisdictions_of, states_rules_for
from microcred.recognition.queries.prior_approvals import decided_places, decides_for, request_for
from microcred.recognition.queries.standing import (
    OF_WHAT,
    as_changed,
    kept_by,
    may_confirm_completion,
    may_confirm_employment,
    may_confirm_fact,
    may_confirm_licence,
    said_of_completion,
)


def coordinated_districts(person: Person, *, at: datetime) -> QuerySet[Organization]:
    """The districts whose renewal coordinator the person is."""
    return Organization.objects.filter(pk__in=coordinated_ids(person, at=at)).order_by("name")


def coordinated_ids(person: Person, *, at: datetime) -> list[UUID]:
    """The same by their identifiers."""
    places = reach_of(person, Role.RECOGNIZER, at=at)
    districts = _districts_below(places=places)
    if not districts:
        raise Http404
    return districts


def coordinates(person: Person, *, at: datetime) -> bool:
    """Whether a person is the renewal coordinator of any district."""
    return bool(_districts_below(places=reach_of(person, Role.RECOGNIZER, at=at)))


def keeping_offices(person: Person, *, at: datetime) -> QuerySet[Organization]:
    """The offices for which a person keeps cycles: districts as their coordinator, states as their officer."""
    found = offices_kept(person, at=at).order_by("name", "pk")
    if not found.exists():
        raise Http404
    return found


def ruled_ids(person: Person, *, at: datetime) -> list[UUID]:
    """The offices for which a person rules: as coordinator of a district or in the place of one, as officer of a
    state."""
    found = [
        *_districts_below(places=reach_of(person, Role.RECOGNIZER, at=at)),
        *_states_below(places=reach_of(person, Role.LICENSURE_OFFICER, at=at)),
        *(one.district_id for one in delegations_to(person, at=at)),
    ]
    if not found:
        raise Http404
    return list(dict.fromkeys(found))


def zone_of(offices: list[UUID]) -> str:
    """The time zone by which days are meant that somebody types for several offices: that of the first."""
    return Organization.objects.get(pk=offices[0]).time_zone


def delegation_to_end(person: Person, delegation_id: UUID, *, at: datetime) -> Delegation:
    """A delegation that a person gave or got, or one of a district that they coordinate."""
    found = Delegation.objects.select_related("district", "delegator", "delegate").filter(pk=delegation_id).first()
    if found is None or not (
        person.pk in (found.delegator_id, found.delegate_id)
        or acts_as(person, Role.RECOGNIZER, for_organization=found.district, at=at)
    ):
        raise Http404
    return found


def exception_to_make(person: Person, name: str, *, at: datetime) -> Excepted:
    """Something that did not count, by the identifier of its recognition as text, where the person may let it."""
    found = exceptions_for(ruled_ids(person, at=at), at=at)
    one = next((each for each in found if str(each.recognition.pk) == name), None)
    if one is None:
        raise Http404
    return one


def audited(person: Person, *, at: datetime) -> QuerySet[Organization]:
    """The districts whose rulings a person looks at once more."""
    if not reach_of(person, Role.RECOGNIZER, Role.LICENSURE_OFFICER, at=at):
        raise Http404
    return audited_districts(person, at=at)


def audit_sample(person: Person, sample_id: UUID, *, at: datetime) -> AuditSample:
    """A sample of such a district."""
    found = AuditSample.objects.select_related("district", "drawn_by").filter(pk=sample_id).first()
    if found is None or not audits_for(person, found.district, at=at):
        raise Http404
    return found


def audit_item(person: Person, item_id: UUID, *, at: datetime) -> AuditItem:
    """An item of such a sample."""
    found = AuditItem.objects.select_related(
        "sample__district",
        "ruling__entry__cycle__keeper",
        "ruling__entry__award__person",
        "ruling__entry__award__version",
        "activity_ruling__statement__activity__person",
        "finding",
    )
    item = found.filter(pk=item_id).first()
    if item is None or not audits_for(person, item.sample.district, at=at):
        raise Http404
    return item


@asked_often
def _districts_below(*, places: list[UUID]) -> QuerySet[Organization, UUID]:
    districts = Organization.objects.filter(lineage__overlap=places, kind=Organization.Kind.DISTRICT)
    return districts.order_by("pk").values_list("pk", flat=True)


@asked_often
def _states_below(*, places: list[UUID]) -> QuerySet[Organization, UUID]:
    states = Organization.objects.filter(lineage__overlap=places, kind=Organization.Kind.STATE)
    return states.order_by("pk").values_list("pk", flat=True)


def governed_jurisdictions(person: Person, *, at: datetime) -> QuerySet[Organization]:
    """The jurisdictions whose rules the person states."""
    jurisdictions = organizations_where(person, Role.LICENSURE_OFFICER, at=at)
    if not jurisdictions.exists():
        raise Http404
    return jurisdictions


def cycle_to_correct(person: Person, cycle_id: UUID, *, at: datetime) -> Cycle:
    """A cycle that an office keeps by now for which the person does, as it is by now."""
    found = as_changed(kept_by(offices_kept(person, at=at)).filter(pk=cycle_id).select_related("person", "policy"))
    if not found:
        raise Http404
    return found[0]


def entry_to_rule(person: Person, entry_id: UUID, *, at: datetime) -> Entry:
    """An entry of a cycle that an office keeps for which the person rules."""
    entry = ledger_for(person, at=at).filter(pk=entry_id).first()
    if entry is None:
        raise Http404
    (entry.cycle,) = as_changed([entry.cycle])
    return entry


def entries_to_rule(person: Person, entry_ids: Iterable[UUID], *, at: datetime) -> list[Entry]:
    """Several such entries; one that is not theirs hides them all."""
    wanted = set(entry_ids)
    entries = list(ledger_for(person, at=at).filter(pk__in=wanted))
    if len(entries) != len(wanted):
        raise Http404
    for entry, cycle in zip(entries, as_changed(entry.cycle for entry in entries), strict=True):
        entry.cycle = cycle
    return entries


def public_policy(policy_id: UUID) -> Policy:
    """A policy, for anyone: rules that decide about people are readable by all."""
    policy = Policy.objects.select_related("jurisdiction", "stated_by").filter(pk=policy_id).first()
    if policy is None:
        raise Http404
    return policy


def governed_policy(person: Person, policy_id: UUID, *, at: datetime) -> Policy:
    """A statement of a jurisdiction whose rules the person states."""
    policy = public_policy(policy_id)
    if not states_rules_for(person, policy.jurisdiction, at=at):
        raise Http404
    return policy


def drafting_jurisdictions(person: Person, *, at: datetime) -> list[Organization]:
    """The jurisdictions for which the person writes rules: states, and districts that make them stricter."""
    found = jurisdictions_of(person, at=at)
    if not found:
        raise Http404
    return found


def draft_to_write(person: Person, draft_id: UUID, *, at: datetime) -> PolicyDraft:
    """A draft of a jurisdiction whose rules the person states."""
    draft = PolicyDraft.objects.select_related("jurisdiction", "changed_by", "stated").filter(pk=draft_id).first()
    if draft is None or not states_rules_for(person, draft.jurisdiction, at=at):
        raise Http404
    return draft


def agreement_to_end(person: Person, agreement_id: UUID, *, at: datetime) -> Agreement:
    """An agreement of a recognizer that the person speaks for."""
    found = agreements().filter(pk=agreement_id).first()
    if found is None or not speaks_for(person, found.recognizer, at=at):
        raise Http404
    return found


def spoken_for(person: Person, *, at: datetime) -> list[Organization]:
    """The recognizers that a person speaks for."""
    found = recognizers_of(person, at=at)
    if not found:
        raise Http404
    return found


def acceptance_to_see(person: Person, request_id: UUID, *, at: datetime) -> AcceptanceRequest:
    """A request for acceptance that the person asked, or whose recognizer they speak for."""
    found = request_to_see(person, request_id, at=at)
    if found is None:
        raise Http404
    return found


def acceptance_to_read(person: Person, request_id: UUID, *, at: datetime) -> AcceptanceRequest:
    """One whose recognizer they speak for. Their own is among them, and the verb says who looks at it."""
    found = acceptance_to_see(person, request_id, at=at)
    if not speaks_for(person, found.recognizer, at=at):
        raise Http404
    return found


def own_licence(person: Person, licence_id: UUID) -> list[LicenceStatement]:
    """All that was stated of a licence of the person's own, the newest first."""
    said = LicenceStatement.objects.filter(licence=licence_id, licence__person=person)
    found = list(said.select_related("licence", "jurisdiction", "stated_by", "ruling__ruled_by").order_by("-number"))
    if not found:
        raise Http404
    return found


def own_employment(person: Person, employment_id: UUID) -> list[EmploymentStatement]:
    """All that was stated of work of the person's own, the newest first."""
    said = EmploymentStatement.objects.filter(employment=employment_id, employment__person=person)
    found = list(said.select_related("employment__district", "stated_by", "ruling__ruled_by").order_by("-number"))
    if not found:
        raise Http404
    return found


def own_completion(person: Person, completion_id: UUID) -> list[CompletionStatement]:
    """All that was stated of something that the person has completed, the newest first."""
    found = said_of_completion(completion_id)
    if not found or found[0].completion.person_id != person.pk:
        raise Http404
    return found


def completion_to_confirm(person: Person, completion_id: UUID, *, at: datetime) -> list[CompletionStatement]:
    """All that was stated of something that somebody else completed and the person confirms, the newest first."""
    found = said_of_completion(completion_id)
    completion = found[0].completion if found else None
    if completion is None or completion.person_id == person.pk or not may_confirm_completion(person, completion, at=at):
        raise Http404
    if not is_open_to(person, completion.person, at=at):
        raise Http404
    return found


def educator_to_read(person: Person, educator_id: UUID, *, at: datetime) -> tuple[Person, EducatorOnRecord]:
    """Somebody else of whom the person confirms what is on record, or whom an office of theirs looks after, with what
    is."""
    confirming(person, at=at)
    educator = Person.objects.filter(pk=educator_id).exclude(pk=person.pk).first()
    if educator is None:
        raise Http404
    found = educator_on_record(person, educator, at=at)
    if not found.may_be_read:
        raise Http404
    return educator, found


def agencies_spoken_for(person: Person, educator: Person, *, at: datetime) -> QuerySet[Organization]:
    """The agencies of whose licences the person may speak of an educator."""
    found = agencies_to_state_for(person, educator, at=at)
    if not found.exists():
        raise Http404
    return found


def districts_spoken_for(person: Person, *, at: datetime) -> QuerySet[Organization]:
    """The districts of whose work the person speaks."""
    found = districts_to_state_for(person, at=at)
    if not found.exists():
        raise Http404
    return found


def thing_of(person: Person, *, award: str, activity: str) -> Award | ActivityStatement | None:
    """The award or statement of an activity of somebody's that a fact is about, as an address names it; None where it
    names neither: the fact is about the person."""
    found: Award | ActivityStatement | None = None
    if is_uuid(award):
        found = Award.objects.filter(pk=award, person=person).select_related("version").first()
    elif is_uuid(activity):
        theirs = ActivityStatement.objects.filter(activity__person=person).select_related("activity")
        found = theirs.filter(pk=activity).first()
    if found is None and (award or activity):
        raise Http404
    return found


def confirming(person: Person, *, at: datetime) -> None:
    """Let those in who confirm what is stated somewhere."""
    if not reach_of(person, Role.RECOGNIZER, Role.LICENSURE_OFFICER, at=at):
        raise Http404


def statement_to_rule(
    person: Person, statement_id: UUID, *, at: datetime
) -> LicenceStatement | EmploymentStatement | CompletionStatement | FactStatement:
    """A statement that the person may confirm. The verb says who looks at one about themselves."""
    licence = LicenceStatement.objects.select_related("licence__person", "jurisdiction").filter(pk=statement_id).first()
    if licence is not None and may_confirm_licence(person, licence, at=at):
        return licence
    work = EmploymentStatement.objects.select_related("employment__person", "employment__district")
    employment = work.filter(pk=statement_id).first()
    if employment is not None and may_confirm_employment(person, employment, at=at):
        return employment
    completed = CompletionStatement.objects.select_related("completion__person", "completion__jurisdiction")
    completion = completed.filter(pk=statement_id).first()
    if completion is not None and may_confirm_completion(person, completion.completion, at=at):
        return completion
    facts = FactStatement.objects.select_related("fact__person", "fact__jurisdiction", *OF_WHAT)
    fact = facts.filter(pk=statement_id).first()
    if fact is not None and may_confirm_fact(person, fact.fact, at=at):
        return fact
    raise Http404


def places_that_decide(person: Person, *, at: datetime) -> list[UUID]:
    """The districts and states for which a person decides about approval before beginning."""
    found = decided_places(person, at=at)
    if not found and not reach_of(person, Role.RECOGNIZER, Role.LICENSURE_OFFICER, at=at):
        raise Http404
    return found


def approval_to_see(person: Person, request_id: UUID, *, at: datetime) -> ApprovalRequest:
    """A request for approval that is the person's own, or that they decide about."""
    found = request_for(person, request_id, at=at)
    if found is None:
        raise Http404
    return found


def approval_to_decide(person: Person, request_id: UUID, *, at: datetime) -> ApprovalRequest:
    """One that they decide about. Their own may be among them, and the verb says who decides it."""
    found = approval_to_see(person, request_id, at=at)
    if not decides_for(person, found.decider, at=at):
        raise Http404
    return found


def own_activity(person: Person, activity_id: UUID) -> Activity:
    """Something that the person did beside awards."""
    found = Activity.objects.filter(pk=activity_id, person=person).select_related("person").first()
    if found is None:
        raise Http404
    return found


def activity_to_rule(person: Person, statement_id: UUID, *, at: datetime) -> ActivityStatement:
    """What was stated of an activity of somebody of an office that the person rules for. Their own is among them, and
    the verb says who looks at it."""
    statements = ActivityStatement.objects.select_related("activity__person")
    found = statements.filter(pk=statement_id, activity__ending__isnull=True).first()
    if found is None or not _rules_for(person, found.activity.person, at=at):
        raise Http404
    return found


def activities_to_rule(person: Person, statement_ids: Iterable[UUID], *, at: datetime) -> list[ActivityStatement]:
    """Several such; one that is not theirs hides them all."""
    return [activity_to_rule(person, one, at=at) for one in dict.fromkeys(statement_ids)]


def activity_document(
    person: Person, activity_id: UUID, document_id: UUID, *, at: datetime, own: bool = False
) -> ActivityDocument:
    """A document of an activity: for its educator, and for those who confirm it.

    Args:
        own: for its educator alone.
    """
    documents = ActivityDocument.objects.filter(pk=document_id, activity=activity_id, removal__isnull=True)
    found = documents.select_related("activity__person", "file", "search").first()
    if found is None:
        raise Http404
    mine = found.activity.person_id == person.pk
    if not mine and (own or not _rules_for(person, found.activity.person, at=at)):
        raise Http404
    return found


def _rules_for(person: Person, educator: Person, *, at: datetime) -> bool:
    ruled = set(ruled_by(person, at=at))
    return bool(ruled) and any(office.pk in ruled for office in offices_of(educator, at=at))


def licensing_state(person: Person, *, at: datetime) -> Organization:
    """The state that a person is licensure officer of; the first by name where they are of several."""
    states = governed_jurisdictions(person, at=at).filter(kind=Organization.Kind.STATE)
    found = states.order_by("name", "pk").first()
    if found is None:
        raise Http404
    return found


def cycles_seen(jurisdiction: Organization, seen: dict[str, str]) -> dict[str, str]:
    """What was seen of cycles, by their identifiers; one that is not of the state hides them all."""
    wanted = {str(UUID(each)): digest for each, digest in seen.items() if is_uuid(each)}
    there = Cycle.objects.filter(pk__in=list(wanted), policy__jurisdiction=jurisdiction).count()
    if there != len(seen):
        raise Http404
    return wanted


def cycle_of_state(jurisdiction: Organization, cycle_id: UUID) -> Cycle:
    """A cycle under the policy of a state."""
    found = Cycle.objects.filter(pk=cycle_id, policy__jurisdiction=jurisdiction)
    cycle = found.select_related("person", "policy").first()
    if cycle is None:
        raise Http404
    return cycle


def own_look_up(person: Person, look_up_id: UUID, *, since: datetime) -> LookUp:
    """What a person looked up themselves since a moment."""
    found = LookUp.objects.filter(pk=look_up_id, looked_by=person, looked_at__gte=since)
    one = found.select_related("person", "jurisdiction").first()
    if one is None:
        raise Http404
    return one


def own_transcript_share(person: Person, share_id: UUID) -> TranscriptShare:
    """A link that a person made to their transcript."""
    share = TranscriptShare.objects.filter(pk=share_id, person=person).first()
    if share is None:
        raise Http404
    return share


def shared_transcript(token: str, *, at: datetime) -> TranscriptShare:
    """The link of a token, whoever has it, while it opens something.

    Raises:
        ShareOver: it ended, was ended, or never was.
    """
    found = TranscriptShare.objects.filter(token_digest=digest_of(token), ends_at__gt=at, ending__isnull=True)
    share = found.filter(person__is_active=True).select_related("person").first()
    if share is None:
        raise ShareOver
    return share


def batch_file(person: Person, file_id: UUID, *, at: datetime) -> BatchFile:
    """A file to an agency that the person is officer of."""
    found = BatchFile.objects.select_related("jurisdiction", "made_by").filter(pk=file_id).first()
    if found is None or not acts_as(person, Role.LICENSURE_OFFICER, for_organization=found.jurisdiction, at=at):
        raise Http404
    return found


def is_uuid(text: str) -> bool:
    """Whether a text is an identifier."""
    try:
        UUID(text)
    except ValueError:
        return False
    return True
