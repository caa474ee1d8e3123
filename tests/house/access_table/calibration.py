"""Requalifying is the business of who leads a version's assessors."""

from tests.house.access_table import EVERYONE, NOBODY, SIGNED_IN

LEADS, LEAD = {"lena", "other_lead_assessor"}, {"lena"}
TRIED = {"ben", "bea", "lena"}
DOORS = {
    "requalifications": {"GET": LEADS},
    "requalification": {"GET": LEAD, "POST": LEAD},
    "exemplars": {"GET": LEADS, "POST": NOBODY},
    "exemplar_bank": {"GET": LEAD, "POST": NOBODY},
    "nomination": {"POST": LEAD},
    "paper_set": {"GET": LEAD, "POST": LEAD},
    "paper": {"GET": LEAD, "POST": NOBODY},
    "panel": {"POST": LEAD},
    "panel_departure": {"POST": {"lena", "ben"}},
    "panel_reading": {"GET": {"ben"}, "POST": {"ben"}},
    "consensus": {"POST": LEAD},
    "paper_retirement": {"POST": LEAD},
    "paper_use_limit": {"POST": LEAD},
    "stack_use_limit": {"POST": LEAD},
    "qualification_by_hand": {"POST": LEAD},
    "paper_opening": {"POST": {"lena", "ben", "bea"}},
    "paper_setting_aside": {"POST": {"lena", "ben"}},
    "paper_file": {"GET": {"lena", "ben"}, "POST": NOBODY},
    "paper_file_form": {"GET": NOBODY, "POST": NOBODY},
    "qualified": {"GET": LEAD, "POST": NOBODY},
    "attempt": {"GET": LEAD, "POST": LEAD},
    "qualifying_terms": {"GET": LEAD, "POST": LEAD},
    "qualifying": {"GET": TRIED, "POST": TRIED},
    "qualifying_paper": {"GET": TRIED, "POST": TRIED},
    "recalibration": {"GET": {"bea"}, "POST": {"bea"}},
    "recalibration_paper": {"GET": {"bea"}, "POST": {"bea"}},
    "conflicts": {"GET": SIGNED_IN, "POST": SIGNED_IN},
    "conflict_end": {"POST": SIGNED_IN},
    "conflict_with_person_end": {"POST": SIGNED_IN},
    "calls": {"GET": SIGNED_IN, "POST": NOBODY},
    "call": {"GET": SIGNED_IN, "POST": SIGNED_IN},
    "vetting_rules": {"GET": LEAD, "POST": LEAD},
    "applications": {"GET": LEADS, "POST": NOBODY},
    "application": {"GET": LEAD, "POST": LEAD},
    "application_withdrawal": {"POST": {"ada"}},
    "application_reference": {"POST": {"ada"}},
    "reference": {"GET": EVERYONE, "POST": EVERYONE},
    "practice": {"GET": {"ben", "bea", "other_assessor", *LEADS}, "POST": NOBODY},
    "practice_paper": {"GET": NOBODY, "POST": NOBODY},
    "exemplar_consent": {"GET": {"ada"}, "POST": {"ada"}},
    "learn_to_score": {"GET": {"ben", "bea", "other_assessor", *LEADS}, "POST": NOBODY},
    "training_module": {"GET": TRIED, "POST": NOBODY},
    "training_page": {"GET": TRIED, "POST": TRIED},
    "training_time": {"POST": TRIED},
    "training_completion": {"POST": TRIED},
    "training": {"GET": LEAD, "POST": NOBODY},
    "training_opening": {"POST": LEAD},
    "training_terms": {"GET": LEAD, "POST": LEAD},
    "training_draft": {"GET": LEAD, "POST": LEAD},
    "training_draft_page": {"GET": LEAD, "POST": LEAD},
    "training_draft_pages": {"POST": LEAD},
    "training_draft_page_end": {"POST": LEAD},
    "training_publication": {"POST": LEAD},
}


def _another_rubric(world):
    from microcred.catalog.design import Design, as_json
    from microcred.catalog.models import Succession
    from microcred.catalog.operations import publish

    before = world.version
    there = Succession.objects.filter(
        version__micro_credential=before.micro_credential, requalify_from__isnull=False
    ).first()
    if there is None:
        content = as_json(Design.model_validate(before.design))
        criterion = next(row for row in content["rubric"] if row["required"] != row["levels"][-1]["name"])
        criterion["required"] = criterion["levels"][-1]["name"]
        there = publish(
            actor=world.person("cora"),
            owner=before.micro_credential.owner,
            design=Design.model_validate(content),
            micro_credential=before.micro_credential,
            at=world.world.at,
        ).succession
    return {"version_id": there.version_id}


def _paper(world):
    """The paper of Ada's earned submission, with her consent; Ben, who judged it, sits on its panel all the same."""
    from microcred.calibration.models import ExemplarConsent, Panelist, Paper

    earned, lena, at = world.earned_submission, world.person("lena"), world.world.at
    version = earned.pursuit.version
    facts = {"version": version, "number": 1, "nominated_by": lena, "nominated_at": at, "close_to": []}
    paper, _new = Paper.objects.get_or_create(submission=earned, defaults=facts)
    said = {"granted": True, "words": "May it be used?", "language": "en", "answered_at": at}
    ExemplarConsent.objects.get_or_create(paper=paper, number=1, defaults=said)
    seat, _new = Panelist.objects.get_or_create(
        paper=paper, person=world.person("ben"), defaults={"named_by": lena, "named_at": at}
    )
    _opened(paper, lena, at)
    return paper, seat


def _tried(world):
    """Ada's paper is the one by which people are tried, and Bea has begun."""
    from microcred.calibration.models import PaperSet, QualifyingAttempt, QualifyingTerms, SetPlace
    from microcred.calibration.rules import USUAL

    paper, _seat = _paper(world)
    lena, at, version = world.person("lena"), world.world.at, paper.version
    terms, _new = QualifyingTerms.objects.get_or_create(
        organization=version.micro_credential.owner, defaults={"declared_by": lena, "declared_at": at, **vars(USUAL)}
    )
    papers, _new = PaperSet.objects.get_or_create(
        version=version,
        kind=PaperSet.Kind.QUALIFICATION,
        number=1,
        defaults={"published_by": lena, "published_at": at},
    )
    SetPlace.objects.get_or_create(paper_set=papers, paper=paper, position=1)
    attempt, _new = QualifyingAttempt.objects.get_or_create(
        person=world.person("bea"),
        version=version,
        defaults={"terms": terms, "paper_set": papers, "seed": 1, "started_at": at},
    )
    return version, attempt


def _paused(world):
    """Bea's right to score what Ada earned is paused, and she was given Ada's paper to win it back."""
    from microcred.calibration.models import PaperSet, Recalibration, RecalibrationPaper, RightPause, SetPlace

    paper, _seat = _paper(world)
    lena, at, version = world.person("lena"), world.world.at, paper.version
    papers, _new = PaperSet.objects.get_or_create(
        version=version, kind=PaperSet.Kind.CALIBRATION, number=1, defaults={"published_by": lena, "published_at": at}
    )
    SetPlace.objects.get_or_create(paper_set=papers, paper=paper, position=1)
    pause, _new = RightPause.objects.get_or_create(
        assessor=world.person("bea"), version=version, because="drift", defaults={"paused_at": at}
    )
    figures = {"asked": 2, "enough": 70, "far_off": 5, "seed": 1, "asked_at": at}
    asked, _new = Recalibration.objects.get_or_create(pause=pause, defaults={"paper_set": papers, **figures})
    given, _new = RecalibrationPaper.objects.get_or_create(
        recalibration=asked, paper=paper, defaults={"position": 1, "given_at": at}
    )
    return pause, given


def _opened(paper, person, at):
    from microcred.portfolios.models import Judge

    Judge.objects.get_or_create(submission=paper.submission, person=person, defaults={"since": at})


def _module(world):
    """A general module of the university centre, whose next edition is being written."""
    from microcred.calibration.models import TrainingModule
    from microcred.calibration.operations import begin_edition, use_general_modules

    owner, lena, at = world.version.micro_credential.owner, world.person("lena"), world.world.at
    use_general_modules(actor=lena, organization=owner, at=at)
    module = TrainingModule.objects.get(organization=owner, subject="bias")
    begin_edition(actor=lena, module=module, at=at)
    return {"module_id": module.pk}


def _applied(world):
    """Ada has applied to score the stack of what she earned; Kim is asked to speak for her."""
    from microcred.calibration.models import ApplicationReference, AssessorApplication, VettingRules
    from microcred.calibration.operations import digest_of_reference, reference_token
    from microcred.calibration.rules.vetting import Asked
    from microcred.catalog.models import Stack

    lena, at = world.person("lena"), world.world.at
    stack = Stack.objects.filter(places__micro_credential=world.version.micro_credential_id).first()
    figures = {name: value for name, value in vars(Asked(references=1)).items() if name != "look"}
    facts = {"is_open": True, "pledge": "I keep it to myself.", "declared_by": lena, "declared_at": at, **figures}
    rules, _new = VettingRules.objects.get_or_create(stack=stack, number=1, defaults=facts)
    application, _new = AssessorApplication.objects.get_or_create(
        person=world.person("ada"), rules=rules, defaults={"applied_at": at}
    )
    named = ApplicationReference(
        application=application, position=1, name="Kim", email="kim@example.net", expires_at=at.replace(year=2100)
    )
    there = ApplicationReference.objects.filter(application=application).first()
    if there is None:
        named.token_digest = digest_of_reference(reference_token(named.pk))
        named.save(force_insert=True)
    return application, there or named


def _token(world):
    from microcred.calibration.operations import reference_token

    return {"token": reference_token(_applied(world)[1].pk)}


def _of_paper(world):
    return {"paper_id": _paper(world)[0].pk}


def _of_given_paper(world):
    """Bea was given it to win her right back, so she may open it, too."""
    _paused(world)
    return _of_paper(world)


def _piece(world):
    paper, _seat = _paper(world)
    piece = paper.submission.items.filter(item__file__isnull=False).first()
    return {"paper_id": paper.pk, "piece_id": piece.pk}


ARGUMENTS = {
    "call": lambda world: {"slug": _applied(world)[0].rules.stack.slug},
    "conflict_end": lambda world: {"place_id": world.places["rock-hill"].pk},
    "vetting_rules": lambda world: {"slug": _applied(world)[0].rules.stack.slug},
    "application": lambda world: {"application_id": _applied(world)[0].pk},
    "application_withdrawal": lambda world: {"application_id": _applied(world)[0].pk},
    "application_reference": lambda world: {"application_id": _applied(world)[0].pk, "position": 1},
    "reference": _token,
    "requalification": _another_rubric,
    "exemplar_bank": lambda world: {"version_id": world.earned_submission.pursuit.version_id},
    "nomination": lambda world: {"version_id": world.earned_submission.pursuit.version_id},
    "stack_use_limit": lambda world: {"version_id": world.earned_submission.pursuit.version_id},
    "paper_set": lambda world: {"version_id": world.earned_submission.pursuit.version_id, "kind": "anchor"},
    **dict.fromkeys(
        (
            "paper",
            "panel",
            "panel_reading",
            "consensus",
            "paper_retirement",
            "paper_use_limit",
            "paper_setting_aside",
            "practice_paper",
            "exemplar_consent",
        ),
        _of_paper,
    ),
    **dict.fromkeys(
        ("qualified", "qualification_by_hand", "qualifying_terms", "qualifying", "qualifying_paper"),
        lambda world: {"version_id": _tried(world)[0].pk},
    ),
    "paper_opening": _of_given_paper,
    "recalibration": lambda world: {"pause_id": _paused(world)[0].pk},
    "recalibration_paper": lambda world: {"pause_id": _paused(world)[0].pk, "given_id": _paused(world)[1].pk},
    "attempt": lambda world: {"version_id": _tried(world)[0].pk, "attempt_id": _tried(world)[1].pk},
    "panel_departure": lambda world: {**_of_paper(world), "panelist_id": _paper(world)[1].pk},
    **dict.fromkeys(
        (
            "training_module",
            "training_completion",
            "training_draft",
            "training_draft_pages",
            "training_publication",
        ),
        _module,
    ),
    **dict.fromkeys(
        ("training_page", "training_time", "training_draft_page_end"), lambda world: {**_module(world), "number": 1}
    ),
    "training_draft_page": lambda world: {**_module(world), "number": 1, "language": "en"},
    **dict.fromkeys(
        ("training", "training_opening", "training_terms"),
        lambda world: {"slug": world.version.micro_credential.owner.slug},
    ),
    "paper_file": _piece,
    "paper_file_form": lambda world: {**_piece(world), "form": "pages"},
}

BODIES = {
    ("exemplar_consent", "POST"): lambda world: {"answer": "no"},
    ("training_page", "POST"): lambda world: {"question": 1, "chosen": 0},
    ("nomination", "POST"): lambda world: {"submission": world.earned_submission.pk},
}
