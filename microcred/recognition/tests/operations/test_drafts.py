"""Writing rules: begun with what holds, saved as it is, tried, stated once; a district's by its coordinator."""

from decimal import Decimal

import pytest

from microcred.foundation import outbox
from microcred.foundation.clock import now
from microcred.foundation.refusals import NotAllowed
from microcred.recognition import operations
from microcred.recognition.models import Adjustment, Policy
from microcred.recognition.operations import drafts as verbs
from microcred.recognition.policies import published_as
from microcred.recognition.queries.drafts import read_draft
from microcred.recognition.queries.reevaluation import progress_of
from microcred.recognition.rules.statements import as_text
from microcred.recognition.tests import make
from microcred.recognition.tests.operations.test_reevaluate import go_through_all
from tests.cast import Cast


def begun(cast: Cast, policy: Policy):
    return verbs.begin_draft(actor=cast.femi, jurisdiction=cast.places["south-carolina"], of=policy, at=cast.at)


def saved(cast: Cast, draft, document):
    return verbs.save_draft(actor=cast.femi, draft=draft, text=as_text(document), revision=draft.revision, at=cast.at)


def test_it_begins_with_what_holds_and_the_next_number(cast: Cast):
    read = read_draft(begun(cast, make.policy(cast)))
    assert read.can_be_stated
    assert read.document is not None
    assert (read.document.version, read.differs) == (2, [])


def test_what_is_unfinished_is_saved_and_named_with_its_line(cast: Cast):
    draft = begun(cast, make.policy(cast))
    text = draft.text.replace("per: cycle", "per: century").replace("amount: 120", "amount: many")
    draft = verbs.save_draft(actor=cast.femi, draft=draft, text=text, revision=1, at=cast.at)
    read = read_draft(draft)
    assert read.document is None
    assert any(problem.line and "total" in problem.where for problem in read.problems)
    for verb in (verbs.try_draft, lambda **how: verbs.state_draft(revision=draft.revision, **how)):
        with pytest.raises(verbs.DraftUnsound):
            verb(actor=cast.femi, draft=draft, at=cast.at)


def test_a_draft_that_newer_statements_have_overtaken_can_still_be_read_and_mended(cast: Cast):
    first = make.policy(cast)
    draft = begun(cast, first)
    for number in (2, 3):
        newer = verbs.begin_draft(actor=cast.femi, jurisdiction=first.jurisdiction, after=make.document(), at=cast.at)
        saved(cast, newer, make.document(version=number))
        newer.refresh_from_db()
        verbs.state_draft(actor=cast.femi, draft=newer, revision=newer.revision, at=cast.at)

    read = read_draft(draft)

    assert "version" in [problem.where for problem in read.problems]
    assert not read.can_be_stated
    draft = saved(cast, draft, make.document(version=4))
    assert read_draft(draft).can_be_stated


def test_a_state_that_asks_more_than_a_districts_rules_is_told_of_them(cast: Cast):
    state = make.policy(cast)
    overlay = published_as("rock-hill-overlay")
    draft = verbs.begin_draft(actor=cast.omar, jurisdiction=cast.places["rock-hill"], after=overlay, at=cast.at)
    clause = overlay.clauses[0].id
    total = tuple(one.model_copy(update={"clause": clause}) for one in make.document().total)
    stricter = overlay.model_copy(update={"total": total})
    draft = verbs.save_draft(actor=cast.omar, draft=draft, text=as_text(stricter), revision=1, at=cast.at)
    assert read_draft(draft).can_be_stated
    stated = verbs.state_draft(actor=cast.omar, draft=draft, revision=draft.revision, at=cast.at)
    more = [one.model_copy(update={"amount": one.amount + 50}) for one in make.document().total]

    asks_more = saved(cast, begun(cast, state), make.document(version=2, total=tuple(more)))
    as_before = saved(cast, begun(cast, state), make.document(version=2))

    ((policy, places),) = read_draft(asks_more).outdone
    assert policy == stated
    assert "total" in places[0].where
    assert read_draft(asks_more).is_sound, "a district does not keep its state from asking more"
    assert read_draft(as_before).outdone == []


def test_of_two_who_write_at_once_nobody_overwrites_unseen(cast: Cast):
    draft = begun(cast, make.policy(cast))
    verbs.save_draft(actor=cast.femi, draft=draft, text="one: 1", revision=1, at=cast.at)
    with pytest.raises(verbs.ChangedSince):
        verbs.save_draft(actor=cast.femi, draft=draft, text="two: 2", revision=1, at=cast.at)
    draft.refresh_from_db()
    assert draft.text == "one: 1"


def test_trying_it_touches_nothing_and_says_who_would_lose(cast: Cast):
    entry = make.entry(cast)
    make.colleagues(cast, 11, of=entry.award, under=entry.policy)
    outbox.deliver_all()
    draft = begun(cast, entry.policy)
    saved(cast, draft, make.document(version=2, caps=(make.cap("15"),), examples=make.an_example("15")))
    trial = verbs.try_draft(actor=cast.femi, draft=draft, at=now())
    go_through_all()
    shown = progress_of(trial, unit="renewal credits").shown
    assert shown is not None
    assert (shown.lose.number, shown.down, shown.gain.number) == (10, Decimal(60), 0)
    assert not Adjustment.objects.exists()
    assert Policy.objects.count() == 1


def test_it_is_stated_once_and_closed(cast: Cast):
    draft = begun(cast, make.policy(cast))
    policy = verbs.state_draft(actor=cast.femi, draft=draft, revision=1, at=cast.at)
    assert (policy.number, policy.stated_by) == (2, cast.femi)
    assert verbs.state_draft(actor=cast.femi, draft=draft, revision=1, at=cast.at) == policy
    with pytest.raises(verbs.DraftClosed):
        verbs.save_draft(actor=cast.femi, draft=draft, text="", revision=1, at=cast.at)


def test_what_changed_since_it_was_read_is_not_stated(cast: Cast):
    draft = begun(cast, make.policy(cast))
    saved(cast, draft, make.document(version=3))
    with pytest.raises(verbs.ChangedSince):
        verbs.state_draft(actor=cast.femi, draft=draft, revision=1, at=cast.at)


def test_a_districts_coordinator_writes_what_makes_the_state_stricter(cast: Cast):
    rock_hill, overlay = cast.places["rock-hill"], published_as("rock-hill-overlay")
    draft = verbs.begin_draft(actor=cast.omar, jurisdiction=rock_hill, after=overlay, at=cast.at)
    assert "stated by nobody above" in read_draft(draft).problems[0].words
    make.policy(cast)
    assert read_draft(draft).can_be_stated
    assert verbs.state_draft(actor=cast.omar, draft=draft, revision=1, at=cast.at).jurisdiction == rock_hill
    other = verbs.begin_draft(actor=cast.omar, jurisdiction=rock_hill, after=make.document(version=9), at=cast.at)
    with pytest.raises(operations.NotOfThisPlace):
        verbs.state_draft(actor=cast.omar, draft=other, revision=1, at=cast.at)


def test_nobody_else_writes_a_places_rules(cast: Cast):
    draft = begun(cast, make.policy(cast))
    for actor in (cast.omar, cast.ada, cast.gus):
        with pytest.raises(NotAllowed):
            verbs.begin_draft(actor=actor, jurisdiction=cast.places["south-carolina"], at=cast.at)
        with pytest.raises(NotAllowed):
            verbs.save_draft(actor=actor, draft=draft, text="", revision=1, at=cast.at)
        with pytest.raises(NotAllowed):
            verbs.set_aside(actor=actor, draft=draft, at=cast.at)
