"""What an educator wrote and an assessor set aside is in nothing that an assessor can fetch, then or later."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from microcred.foundation.clock import standing_at
from microcred.portfolios.models import CleanCopy, CleanWordsDraft, Quarantine, StatementWording
from microcred.portfolios.operations import (
    explain_alternative,
    pin,
    put_in_clean_words,
    quarantine_piece,
    return_for_revision,
    save_answer,
    save_change_note,
    submit,
)
from microcred.portfolios.places import Place
from microcred.portfolios.queries import contents_of, notes_wanted, workspace_of
from microcred.portfolios.rules import ATTESTATIONS
from microcred.portfolios.tests import make
from microcred.portfolios.tests.operations.test_asked_of_evidence import with_artifact
from microcred.portfolios.tests.operations.test_attest import policy
from microcred.scoring.operations import claim, enqueue
from microcred.scoring.tests.make import published, qualified
from microcred.scoring.tests.test_redacted_canaries import everything

HOUR = timedelta(hours=1)
KINDS = ("answer", "reason", "pin", "note", "lesson", "tools")


def sentence(kind):
    """What Ada writes there: each names another child, whom the privacy helper does not know."""
    return f"When we read the {kind}, Xiomar-{kind} was the first to speak."


def clean(kind):
    return sentence(kind).replace(f"Xiomar-{kind}", f"the child of the {kind}")


def sung(kind):
    return f"Xiomar-{kind}".encode()


@pytest.fixture
def pursuit(cast):
    rows, place = with_artifact(one_of="lesson", accepts=("document", "link"))
    other = {name: value for name, value in rows[place].items() if name != "uuid"}
    rows.insert(place + 1, other | {"id": "written", "prompt": "Describe it.", "why_instead": "Where nobody may film."})
    pursuit = make.started(cast, published(cast, requirements=rows))
    policy(pursuit, StatementWording.Policy.DISCLOSED, at=cast.at, shows=True)
    return pursuit


def handed_in(cast, pursuit):
    facts = {"attested": frozenset(ATTESTATIONS), "form_key": uuid4(), "disclosure": sentence("tools")}
    return submit(actor=cast.ada, pursuit=pursuit, at=cast.at, **facts)


def answered(cast, pursuit, text):
    question = make.asked(pursuit)
    there = next(work.answer for work in workspace_of(pursuit).work if work.requirement.pk == question.pk)
    revision = there.revision if there else 0
    save_answer(actor=cast.ada, pursuit=pursuit, requirement=question, text=text, revision=revision, at=cast.at)


@pytest.fixture
def item(cast, pursuit):
    """Ada's second attempt in Ben's hands: everything that she can write in it names a child."""
    answered(cast, pursuit, f"{sentence('answer')} Marigold.")
    instead = pursuit.version.requirements.get(why_instead__gt="")
    explain_alternative(actor=cast.ada, pursuit=pursuit, requirement=instead, words=sentence("reason"), at=cast.at)
    for number, work in enumerate(workspace_of(pursuit).work):
        if work.requirement == instead or (not work.takes_text and not work.requirement.one_of):
            plan = make.put(pursuit, "plan.pdf", make.pdf(number + 2), at=cast.at, requirement=work.requirement)
            criteria = list(work.requirement.criteria.all())
            if work.requirement == instead:
                pin(
                    actor=cast.ada, item=plan, words=sentence("pin"), criteria=criteria, place=Place(page=1), at=cast.at
                )
        elif work.takes_text and work.is_empty:
            save_answer(
                actor=cast.ada, pursuit=pursuit, requirement=work.requirement, text="We met.", revision=0, at=cast.at
            )
    first = handed_in(cast, pursuit)
    reopened = list(make.asked(pursuit).criteria.all())
    return_for_revision(actor=None, submission=first, short=make.short(reopened), at=cast.at)
    answered(cast, pursuit, f"{sentence('answer')} Larkspur.")
    for wanted in notes_wanted(workspace_of(pursuit)):
        criterion = next((one for one in reopened if wanted.criterion and one.pk == wanted.criterion.id), None)
        text = sentence("note" if criterion else "lesson")
        save_change_note(actor=cast.ada, pursuit=pursuit, criterion=criterion, text=text, revision=0, at=cast.at)
    qualified(cast, cast.ben)
    waiting = enqueue(actor=None, submission=handed_in(cast, pursuit), at=cast.at)
    return claim(actor=cast.ben, item=waiting, at=cast.at)


def rows_of(submission):
    return {
        "answer": submission.texts.get(requirement=make.asked(submission.pursuit)),
        "reason": submission.alternatives.get(),
        "pin": submission.pins.get(),
        "note": submission.change_notes.filter(criterion__isnull=False).first(),
        "lesson": submission.change_notes.get(criterion=None),
        "tools": submission.tool_disclosure,
    }


def fetched(cast, item):
    return b"\n".join(content for _kind, content in everything(cast, item).values())


def test_each_vanishes_by_one_click_and_is_replaced_by_clean_words(cast, item):
    ben, ada = Client(), Client()
    ben.force_login(cast.ben)
    ada.force_login(cast.ada)
    before = fetched(cast, item)
    assert [kind for kind in KINDS if sung(kind) not in before] == [], "the control: all of it is there to be read"
    for kind, row in rows_of(item.submission).items():
        address = reverse("quarantine_words", args=[item.pk, row.pk])
        said = {"claim_number": item.claim_number, "reason": "student_name"}
        with standing_at(cast.at):
            assert address in ben.get(reverse("workbench", args=[item.pk])).content.decode(), kind
            assert ben.post(address, said).status_code == 302
            aside = Quarantine.objects.get(clean_copy=None)
            assert sung(kind) not in fetched(cast, item)
            assert ben.post(address, said).status_code != 500
            typed = getattr(row, "text", None) or row.words
            typed = typed.replace(f"Xiomar-{kind}", f"the child of the {kind}")
            page = reverse("quarantine", args=[aside.pk])
            assert sung(kind) in ada.get(page).content, "it stands in her editor"
            done = ada.post(reverse("clean_words", args=[aside.pk]), {"words": typed})
            assert done.status_code == 302, (kind, done.content)
            assert aside.clean_copy.digest in ada.get(page).content.decode()
        item = claim(actor=cast.ben, item=item, at=cast.at)
        after = fetched(cast, item)
        assert sung(kind) not in after, kind
        assert clean(kind).encode() in after, kind
    assert CleanCopy.objects.count() == len(KINDS)


def test_an_earlier_wording_of_what_was_set_aside_is_not_shown_beside_it(cast, item):
    before = fetched(cast, item)
    assert b"Marigold." in before, "the control: the attempt before is compared"

    row = rows_of(item.submission)["answer"]
    ben = Client()
    ben.force_login(cast.ben)
    with standing_at(cast.at):
        ben.post(
            reverse("quarantine_words", args=[item.pk, row.pk]),
            {"claim_number": item.claim_number, "reason": "student_name"},
        )
        ada = Client()
        ada.force_login(cast.ada)
        typed = row.text.replace("Xiomar-answer", "the child of the answer")
        ada.post(reverse("clean_words", args=[Quarantine.objects.get().pk]), {"words": typed})
    again = fetched(cast, claim(actor=cast.ben, item=item, at=cast.at))
    assert b"Marigold." not in again
    assert b"Larkspur." in again


def test_an_earlier_reason_for_an_alternative_is_not_read_beside_one_that_was_set_aside(cast, item):
    first, pursuit = item.submission, item.submission.pursuit
    instead = pursuit.version.requirements.get(why_instead__gt="")
    return_for_revision(actor=None, submission=first, short=make.short(pursuit.version.criteria.all()), at=cast.at)
    words = sentence("reason") + " Bluebell."
    explain_alternative(actor=cast.ada, pursuit=pursuit, requirement=instead, words=words, at=cast.at)
    answered(cast, pursuit, "We met once more.")
    judged = {one.pk: one for one in pursuit.version.criteria.all()}
    for wanted in notes_wanted(workspace_of(pursuit)):
        criterion = judged[wanted.criterion.id] if wanted.criterion else None
        revision = wanted.note.revision if wanted.note else 0
        facts = {"criterion": criterion, "text": "Anew.", "revision": revision, "at": cast.at}
        save_change_note(actor=cast.ada, pursuit=pursuit, **facts)
    second = handed_in(cast, pursuit)

    def reasons():
        shown = [one.instead for each in (first, second) for one in contents_of(each).by_requirement if one.instead]
        return [(one.text, one.is_set_aside) for one in shown]

    assert reasons() == [(sentence("reason"), False), (words, False)], "the control"
    facts = {"actor": cast.ben, "piece": second.alternatives.get(), "reason": Quarantine.Reason.STUDENT_NAME}
    aside = quarantine_piece(**facts, at=cast.at)
    assert reasons() == [("", True), ("", True)]
    instead_of_it = words.replace("Xiomar-reason", "the child of the reason")
    put_in_clean_words(actor=cast.ada, quarantine=aside, words=instead_of_it, at=cast.at)
    assert reasons() == [("", True), (instead_of_it, False)]


def test_its_educator_sees_what_changes_and_what_is_refused_beside_the_field(cast, item):
    row = rows_of(item.submission)["answer"]
    ben, ada = Client(), Client()
    ben.force_login(cast.ben)
    ada.force_login(cast.ada)
    with standing_at(cast.at):
        ben.post(
            reverse("quarantine_words", args=[item.pk, row.pk]),
            {"claim_number": item.claim_number, "reason": "student_name", "words": "first sentence"},
        )
        aside = Quarantine.objects.get()
        page = ada.get(reverse("quarantine", args=[aside.pk])).content.decode()
        assert "first sentence" in page
        assert row.text in page
        assert cast.ben.name not in page
        address = reverse("clean_words", args=[aside.pk])
        typed = row.text.replace("Xiomar-answer", "a child")
        shown = ada.post(address, {"words": typed, "look": "yes"})
        assert shown.status_code == 200
        assert "<del>Xiomar-answer" in shown.content.decode()
        assert not CleanCopy.objects.exists()
        refused = ada.post(address, {"words": row.text, "revision": CleanWordsDraft.objects.get().revision})
        assert refused.status_code == 422
        assert 'id="clean-words_error"' in refused.content.decode()
        naming = {
            "words": typed + " Our student Jessica Miller too.",
            "revision": CleanWordsDraft.objects.get().revision,
        }
        named = ada.post(address, naming)
        assert named.status_code == 422
        assert 'name="confirmed"' in named.content.decode()
        assert "Our student Jessica Miller too." in named.content.decode(), "nothing typed is lost"
        assert ada.post(address, {"words": typed}).status_code == 302
        done = ada.get(reverse("quarantine", args=[aside.pk])).content.decode()
        assert aside.clean_copy.digest in done
        receipt = ada.get(reverse("submission", args=[item.submission_id])).content.decode()
        assert sung("answer").decode() in receipt, "what was frozen is hers to read"
        assert aside.clean_copy.sha256 in receipt
