"""A rubric's assessors, and its papers, are the business of who leads them; a paper is read by whom it was given to."""

from datetime import datetime
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from microcred.calibration.models import (
    ApplicationReference,
    AssessorApplication,
    AttemptPaper,
    Panelist,
    Paper,
    QualifyingAttempt,
    RecalibrationPaper,
    RightPause,
    TrainingDraft,
    TrainingEdition,
    TrainingModule,
    VettingRules,
)
from microcred.calibration.operations import digest_of_reference
from microcred.calibration.queries import (
    ASSESSING,
    applications_led_by,
    applications_of,
    editions_to_read,
    has_opened,
    is_given_to_recalibrate,
    newest_rules,
    panel_seat,
    paper_under_test,
    papers_in_use,
    papers_to_learn_by,
    rubrics_led_by,
    stacks_to_staff,
    versions_to_qualify_for,
)
from microcred.catalog.models import Stack, Succession, Version
from microcred.organizations.access import organization_as
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import districts_and_schools, organizations_where, roles_of
from microcred.portfolios.models import FrozenWords, Submission, SubmittedItem
from microcred.portfolios.queries import frozen_piece, frozen_words

ATTEMPT = ("attempt__person", "attempt__terms", "attempt__paper_set", "attempt__version__micro_credential__owner")
AROUND = ("version__micro_credential__owner", "submission__pursuit")


def who_leads(person: Person, *, at: datetime) -> Person:
    """The person, when they lead assessors anywhere."""
    if Role.LEAD_ASSESSOR not in roles_of(person, at=at):
        raise Http404
    return person


def rubric_to_learn(person: Person, version_id: UUID, *, at: datetime) -> Succession:
    """What came before a version with a rubric of its own, when the person leads its assessors."""
    return get_object_or_404(rubrics_led_by(person, at=at), version=version_id)


def led_version(person: Person, version_id: UUID, *, at: datetime) -> Version:
    """A version of an organization whose assessing the person leads."""
    owners = organizations_where(person, Role.LEAD_ASSESSOR, at=at)
    led = Version.objects.filter(micro_credential__owner__in=owners).select_related("micro_credential__owner")
    return get_object_or_404(led, pk=version_id)


def submission_on(version: Version, submission_id: str) -> Submission:
    """Something that was handed in on a version, decided or not: the verb says what may be nominated."""
    try:
        wanted = UUID(submission_id)
    except ValueError:
        raise Http404 from None
    around = ("pursuit__version__micro_credential__owner", "pursuit__person")
    handed = Submission.objects.filter(pursuit__version=version).select_related(*around)
    return get_object_or_404(handed, pk=wanted)


def led_paper(person: Person, paper_id: UUID, *, at: datetime) -> Paper:
    """A paper of an organization whose assessing the person leads; never their own work."""
    owners = organizations_where(person, Role.LEAD_ASSESSOR, at=at)
    led = Paper.objects.filter(version__micro_credential__owner__in=owners).select_related(*AROUND)
    return get_object_or_404(led.exclude(submission__pursuit__person=person), pk=paper_id)


def led_panelist(person: Person, paper_id: UUID, panelist_id: UUID, *, at: datetime) -> Panelist:
    """Somebody on the panel of a paper that the person leads, or the person themselves."""
    on_it = Panelist.objects.filter(paper=paper_id, departure__isnull=True)
    panelist = get_object_or_404(on_it.select_related("person", *(f"paper__{way}" for way in AROUND)), pk=panelist_id)
    if panelist.person_id != person.pk:
        led_paper(person, paper_id, at=at)
    return panelist


def panel_paper(person: Person, paper_id: UUID) -> Paper:
    """A paper that the person was asked to score, and that may be read."""
    paper = get_object_or_404(papers_in_use().select_related(*AROUND), pk=paper_id)
    if panel_seat(person, paper) is None:
        raise Http404
    return paper


def paper_to_open(person: Person, paper_id: UUID, *, at: datetime) -> Paper:
    """A paper that may be read, and that the person was given in whatever way."""
    paper = get_object_or_404(papers_in_use().select_related(*AROUND), pk=paper_id)
    led = person.pk != paper.submission.pursuit.person_id and (
        organizations_where(person, Role.LEAD_ASSESSOR, at=at)
        .filter(pk=paper.version.micro_credential.owner_id)
        .exists()
    )
    learns = papers_to_learn_by(person, at=at).filter(pk=paper.pk)
    given = paper_under_test(person, paper) or is_given_to_recalibrate(person, paper)
    if not led and panel_seat(person, paper) is None and not learns.exists() and not given:
        raise Http404
    return paper


def opened_paper(person: Person, paper_id: UUID) -> Paper:
    """A paper that the person has opened, whether or not it may still be read."""
    paper = get_object_or_404(Paper.objects.select_related(*AROUND), pk=paper_id)
    if not has_opened(person, paper):
        raise Http404
    return paper


def row_of_paper(paper: Paper, row_id: UUID) -> SubmittedItem | FrozenWords:
    """A file, a link or something written that was handed in with a paper."""
    found = frozen_piece(paper.submission_id, row_id) or frozen_words(paper.submission_id, row_id)
    if found is None:
        raise Http404
    return found


def who_assesses(person: Person, *, at: datetime) -> Person:
    """The person, when they hold an assessor's role anywhere."""
    if not ASSESSING & roles_of(person, at=at):
        raise Http404
    return person


def paper_to_learn_by(person: Person, paper_id: UUID, *, at: datetime) -> Paper:
    """An anchor or practice paper of whom the person assesses for, by nobody they are close to."""
    return get_object_or_404(papers_to_learn_by(person, at=at).select_related(*AROUND), pk=paper_id)


def version_to_qualify_for(person: Person, version_id: UUID, *, at: datetime) -> Version:
    """A version with papers to qualify by, of whom the person assesses for."""
    return get_object_or_404(versions_to_qualify_for(person, at=at), pk=version_id)


def paper_of_attempt(person: Person, version: Version, given_id: str) -> AttemptPaper | None:
    """The paper that the person has open in the test of a version, or that of a form they send; None: none is open."""
    mine = AttemptPaper.objects.filter(attempt__person=person, attempt__version=version)
    found = mine.select_related(*(f"paper__{way}" for way in AROUND), *ATTEMPT)
    if not given_id:
        return found.filter(answer__isnull=True, attempt__end__isnull=True).order_by("position").last()
    try:
        wanted = UUID(given_id)
    except ValueError:
        raise Http404 from None
    return get_object_or_404(found, pk=wanted)


def led_attempt(person: Person, version_id: UUID, attempt_id: UUID, *, at: datetime) -> QualifyingAttempt:
    """Somebody's attempt at the test of a version whose assessing the person leads; never their own."""
    version = led_version(person, version_id, at=at)
    around = (
        "person",
        "terms",
        "paper_set",
        "end",
        "ruling__ruled_by",
        "certificate",
        "version__micro_credential__owner",
    )
    found = QualifyingAttempt.objects.filter(version=version).exclude(person=person).select_related(*around)
    return get_object_or_404(found, pk=attempt_id)


def own_pause(person: Person, pause_id: UUID) -> RightPause:
    """A right of the person's own that is, or was, paused."""
    own = RightPause.objects.filter(assessor=person)
    return get_object_or_404(
        own.select_related("version__micro_credential__owner", "assessor", "paused_by"), pk=pause_id
    )


def paper_of_recalibration(person: Person, pause_id: UUID, given_id: UUID) -> RecalibrationPaper:
    """A paper that the person was given in a recalibration."""
    mine = RecalibrationPaper.objects.filter(recalibration__pause=pause_id, recalibration__pause__assessor=person)
    return get_object_or_404(mine.select_related("recalibration", *(f"paper__{way}" for way in AROUND)), pk=given_id)


def own_paper(person: Person, paper_id: UUID) -> Paper:
    """What the person handed in and was asked for as an exemplar."""
    own = Paper.objects.filter(submission__pursuit__person=person).select_related(
        *AROUND, "submission__pursuit__person"
    )
    return get_object_or_404(own, pk=paper_id)


def paper_piece(person: Person, paper_id: UUID, piece_id: UUID, *, at: datetime) -> SubmittedItem:
    """A file or link of a paper that the person has opened."""
    paper = paper_to_open(person, paper_id, at=at)
    if not has_opened(person, paper):
        raise Http404
    pieces = SubmittedItem.objects.filter(submission=paper.submission_id)
    return get_object_or_404(pieces.select_related("item__file", "submission__pursuit"), pk=piece_id)


def edition_to_read(person: Person, module_id: UUID, *, at: datetime) -> TrainingEdition:
    """The newest edition of a module of whom the person assesses for, or of an organization above."""
    return get_object_or_404(editions_to_read(person, at=at), module=module_id)


def led_organization(person: Person, slug: str, *, at: datetime) -> Organization:
    """An organization whose assessing the person leads."""
    return organization_as(person, Role.LEAD_ASSESSOR, slug, at=at)


def led_module(person: Person, module_id: UUID, *, at: datetime) -> TrainingModule:
    """A training module, published at least once, of an organization whose assessing the person leads."""
    owners = organizations_where(person, Role.LEAD_ASSESSOR, at=at)
    led = TrainingModule.objects.filter(organization__in=owners, editions__isnull=False).distinct()
    return get_object_or_404(led.select_related("organization"), pk=module_id)


def led_draft(person: Person, module_id: UUID, *, at: datetime) -> TrainingDraft:
    """What is being written of a module of an organization whose assessing the person leads."""
    owners = organizations_where(person, Role.LEAD_ASSESSOR, at=at)
    drafts = TrainingDraft.objects.filter(module__organization__in=owners)
    return get_object_or_404(drafts.select_related("module__organization", "changed_by"), module=module_id)


def call_for(person: Person, slug: str) -> VettingRules:
    """What is asked of who wants to score a stack: where one can apply, and where the person did."""
    rules = get_object_or_404(newest_rules(), stack__slug=slug)
    if not rules.is_open and not applications_of(person, rules.stack).exists():
        raise Http404
    return rules


def edition_read(rules: VettingRules, edition_id: UUID) -> VettingRules:
    """The edition of a stack's rules that somebody has read, the newest or one before it."""
    return rules if rules.pk == edition_id else get_object_or_404(VettingRules, stack=rules.stack_id, pk=edition_id)


def staffed_stack(person: Person, slug: str, *, at: datetime) -> Stack:
    """A stack whose assessors the person leads."""
    return get_object_or_404(stacks_to_staff(person, at=at), slug=slug)


def led_application(person: Person, application_id: UUID, *, at: datetime) -> AssessorApplication:
    """An application for a stack whose assessors the person leads; never their own."""
    return get_object_or_404(applications_led_by(person, at=at), pk=application_id)


def own_application(person: Person, application_id: UUID) -> AssessorApplication:
    """An application of the person's own."""
    return get_object_or_404(applications_of(person), pk=application_id)


def reference_of(token: str) -> ApplicationReference:
    """The reference whose link carries this token, whoever opens it."""
    around = ("application__person", "application__rules__stack__owner")
    found = ApplicationReference.objects.select_related(*around)
    return get_object_or_404(found, token_digest=digest_of_reference(token))


def district_or_school(place_id: UUID) -> Organization:
    """A district or school, whoever asks: anybody may say that they are too close to one."""
    return get_object_or_404(districts_and_schools(), pk=place_id)
