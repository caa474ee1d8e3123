"""A program is asked where it would look: where it is allowed, by lot, and never what is read again."""

from datetime import timedelta

import pytest

from microcred.catalog.models import Criterion
from microcred.foundation import outbox
from microcred.foundation.refusals import NotAllowed
from microcred.portfolios.models import StatementWording
from microcred.portfolios.operations import write_statement
from microcred.portfolios.privacy import Known
from microcred.scoring.models import Appeal, Assistance, Claim, Decision, Suggestion
from microcred.scoring.operations import (
    AssistanceReasonMissing,
    AssistanceStands,
    allow_assistance,
    appeal,
    ask_assistant,
    claim,
    declare_policy,
    enqueue,
)
from microcred.scoring.rules import Kind, Policy
from microcred.scoring.tests import make
from microcred.scoring.tests.assistants import served
from microcred.scoring.tests.validity import seeded, the_lot_falls, validity_set

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
SCRIPTED, ELSEWHERE = (f"microcred.scoring.tests.assistants.{name}" for name in ("Scripted", "Elsewhere"))
Came = Assistance.Came


@pytest.fixture
def version(cast, settings, monkeypatch):
    settings.ASSISTANT = SCRIPTED
    monkeypatch.setattr("microcred.scoring.operations.assisting.lot_falls_on_it", lambda: True)
    make.issuer(cast)
    make.qualified(cast, cast.ben)
    return make.published(cast)


def allow(cast, version, allowed=True, **more):
    return allow_assistance(
        actor=cast.lena,
        micro_credential=version.micro_credential,
        allowed=allowed,
        reason="We try it for a term.",
        at=more.pop("at", cast.at),
        **more,
    )


def taken(cast, version, *, by=None, educator=None):
    item = make.waiting(educator or cast.ada, version, at=cast.at)
    return claim(actor=by or cast.ben, item=item, at=cast.at + DAY)


def asked(item, *, at):
    return ask_assistant(actor=None, claim=Claim.objects.filter(item=item).latest("number"), at=at)


def test_it_is_off_until_somebody_allows_it(cast, version):
    assert asked(taken(cast, version), at=cast.at + DAY) is None
    assert not Assistance.objects.exists()


def test_it_is_off_where_the_operator_named_no_program(cast, version, settings):
    settings.ASSISTANT = ""
    allow(cast, version)
    assert asked(taken(cast, version), at=cast.at + DAY) is None


def test_a_lead_allows_it_with_a_reason_and_takes_it_back(cast, version):
    with pytest.raises(AssistanceStands):
        allow(cast, version, allowed=False)
    with pytest.raises(AssistanceReasonMissing):
        allow_assistance(
            actor=cast.lena, micro_credential=version.micro_credential, allowed=True, reason=" ", at=cast.at
        )
    for other in (cast.ben, cast.ada, cast.gus):
        with pytest.raises(NotAllowed):
            allow_assistance(
                actor=other, micro_credential=version.micro_credential, allowed=True, reason="Why not.", at=cast.at
            )
    allow(cast, version)
    allow(cast, version, allowed=False, at=cast.at + DAY / 2)
    assert asked(taken(cast, version), at=cast.at + DAY) is None


def test_the_worker_asks_once_for_who_took_it(cast, version):
    allow(cast, version)
    item = taken(cast, version)
    outbox.deliver_all()
    asked(item, at=cast.at + DAY)

    assert Assistance.objects.get().came == Came.SUGGESTED
    assert Suggestion.objects.count() == Criterion.objects.filter(version=version).count()


def test_by_lot_it_is_not_asked_at_all(cast, version, monkeypatch):
    allow(cast, version)
    monkeypatch.setattr("microcred.scoring.operations.assisting.lot_falls_on_it", lambda: False)
    assert asked(taken(cast, version), at=cast.at + DAY).came == Came.NOT_DRAWN


def test_a_third_reading_is_never_assisted_and_looks_as_if_the_lot_had_not_fallen(cast, version):
    allow(cast, version)
    declare_policy(
        actor=cast.lena,
        organization=version.micro_credential.owner,
        policy=Policy(Kind.DOUBLE),
        reason="Two read everything.",
        at=cast.at,
    )
    second, third = (make.assessor(cast, name) for name in ("Otto", "Oda"))
    item = make.waiting(cast.ada, version, at=cast.at)
    short = tuple(Criterion.objects.filter(version=version)[:1])
    make.read(item, cast.ben, at=cast.at + DAY, short=short)
    held = claim(actor=second, item=item, at=cast.at + DAY)
    assert asked(held, at=cast.at + DAY).came == Came.SUGGESTED
    make.read(item, second, at=cast.at + DAY)
    held = claim(actor=third, item=item, at=cast.at + 2 * DAY)
    assert asked(held, at=cast.at + 2 * DAY).came == Came.NOT_DRAWN


def test_what_is_appealed_is_never_assisted(cast, version):
    allow(cast, version)
    item = make.waiting(cast.ada, version, at=cast.at)
    make.read(item, cast.ben, at=cast.at + DAY, short=tuple(Criterion.objects.filter(version=version)[:1]))
    appeal(
        actor=cast.ada,
        decision=Decision.objects.get(submission=item.submission),
        grounds=[Appeal.Ground.EVIDENCE],
        at=cast.at + 2 * DAY,
    )
    held = claim(actor=make.assessor(cast, "Otto"), item=item, at=cast.at + 3 * DAY)
    assert asked(held, at=cast.at + 3 * DAY).came == Came.NOT_DRAWN


def test_a_validity_paper_is_asked_about_like_anything_else(cast, version, monkeypatch):
    allow(cast, version)
    validity_set(cast, version, make.educator(cast, "Vi"))
    the_lot_falls(monkeypatch)
    item = make.waiting(cast.ada, version, at=cast.at + DAY)
    paper = seeded(make.read(item, cast.ben, at=cast.at + DAY), at=cast.at + DAY)
    held = claim(actor=cast.ben, item=paper, at=cast.at + 2 * DAY)

    assert asked(held, at=cast.at + 2 * DAY).came == Came.SUGGESTED


def agreed_statement(cast, version):
    """An edition of the statement on tools that says that words are sent elsewhere."""
    return write_statement(
        actor=None,
        organization=version.micro_credential.owner,
        kind=StatementWording.Kind.AI_USE,
        english="A program elsewhere may read my answers, without names.",
        spanish="Un programa externo puede leer mis respuestas, sin nombres.",
        policy=StatementWording.Policy.FREE,
        shows_assessors=False,
        effective_at=cast.at,
        at=cast.at,
    )


def test_nothing_is_sent_elsewhere_that_no_statement_covers(cast, version, settings):
    settings.ASSISTANT = ELSEWHERE
    allow(cast, version)
    with served() as heard:
        assert asked(taken(cast, version), at=cast.at + DAY).came == Came.NOT_COVERED
    assert heard == []


def test_what_a_statement_covers_is_sent_through_the_one_door_and_without_names(cast, version, settings, monkeypatch):
    settings.ASSISTANT = ELSEWHERE
    known = Known("Zelkova Brandvold", frozenset(), frozenset())
    monkeypatch.setattr("microcred.scoring.operations.assisting.known_of", lambda _person, at: known)
    before = taken(cast, version, educator=make.educator(cast, "Early"), by=make.assessor(cast, "Otto"))
    wording = agreed_statement(cast, version)
    allow(cast, version, statement=wording)
    handed_in = make.submitted(cast.ada, version, at=cast.at, story="Zelkova led the meeting.")
    item = enqueue(actor=None, submission=handed_in, at=cast.at)
    held = claim(actor=cast.ben, item=item, at=cast.at + DAY)
    with served() as heard:
        assert asked(before, at=cast.at + DAY).came == Came.NOT_COVERED, "it was handed in before the statement"
        assert asked(held, at=cast.at + DAY).came == Came.SUGGESTED
    (sent,) = heard
    assert "led the meeting" in str(sent)
    assert "Zelkova" not in str(sent)
    assert set(sent) == {"criteria", "answers"}


def test_a_program_that_does_not_answer_leaves_the_work_as_it_is(cast, version, settings):
    settings.ASSISTANT = ELSEWHERE
    with served():
        pass  # its address is known now, and nobody is there any more
    allow(cast, version, statement=agreed_statement(cast, version))
    assert asked(taken(cast, version), at=cast.at + DAY).came == Came.NOTHING


def test_where_a_paper_is_not_covered_nothing_else_is_sent_either(cast, version, settings):
    """Or what is suggested nowhere would be known to be a paper."""
    settings.ASSISTANT = ELSEWHERE
    validity_set(cast, version, make.educator(cast, "Vi"))
    allow(cast, version, statement=agreed_statement(cast, version))
    with served() as heard:
        assert asked(taken(cast, version), at=cast.at + DAY).came == Came.NOT_COVERED
    assert heard == []
