"""An alternative that its author allows for a reason: who chooses it says why, and assessors read both."""

import json

import pytest

from microcred.foundation.refusals import NotAllowed
from microcred.portfolios import operations
from microcred.portfolios.operations import EvidenceUnready, explain_alternative
from microcred.portfolios.queries import contents_of, workspace_of
from microcred.portfolios.tests import make
from microcred.portfolios.tests.operations.test_asked_of_evidence import with_artifact
from microcred.scoring.tests.make import published

ALLOWED = "Where filming is not permitted."


@pytest.fixture
def pursuit(cast):
    rows, place = with_artifact(one_of="lesson", accepts=("document", "link"))
    other = {name: value for name, value in rows[place].items() if name != "uuid"}
    rows.insert(place + 1, other | {"id": "written", "prompt": "Describe the lesson.", "why_instead": ALLOWED})
    return make.started(cast, published(cast, requirements=rows))


@pytest.fixture
def instead(pursuit):
    return pursuit.version.requirements.get(why_instead=ALLOWED)


def put_instead(cast, pursuit, instead):
    make.put(pursuit, "lesson.pdf", make.pdf(2), at=cast.at, requirement=instead)
    for work in workspace_of(pursuit).work:
        if work.requirement.kind == "artifact" and not work.requirement.one_of:
            make.put(pursuit, "plan.pdf", make.pdf(3), at=cast.at, requirement=work.requirement)
        elif work.takes_text:
            operations.save_answer(
                actor=cast.ada,
                pursuit=pursuit,
                requirement=work.requirement,
                text="What I did.",
                revision=0,
                at=cast.at,
            )


def explained(cast, pursuit, requirement, words="Our district forbids filming in class."):
    return explain_alternative(actor=cast.ada, pursuit=pursuit, requirement=requirement, words=words, at=cast.at)


def submitted(cast, pursuit):
    return operations.submit(
        actor=cast.ada, pursuit=pursuit, attested=make.EVERYTHING, form_key=make.uuid7(), at=cast.at
    )


def test_who_hands_it_in_says_why_and_assessors_read_both_sentences(cast, pursuit, instead):
    put_instead(cast, pursuit, instead)
    with pytest.raises(EvidenceUnready) as no:
        submitted(cast, pursuit)
    assert ["alternative" in str(problem.words) for problem in no.value.problems] == [True]

    explained(cast, pursuit, instead, "Anything")
    explained(cast, pursuit, instead)
    submission = submitted(cast, pursuit)
    (shown,) = [one for one in contents_of(submission).by_requirement if one.why_instead]
    assert (shown.why_instead, shown.requirement.why_instead) == ("Our district forbids filming in class.", ALLOWED)
    (entry,) = json.loads(submission.manifest)["alternatives"]
    assert entry["requirement"] == str(instead.pk)
    with pytest.raises(operations.BeingJudged):
        explained(cast, pursuit, instead, "Too late")


def test_a_reason_for_what_is_not_handed_in_stays_at_home(cast, pursuit, instead):
    explained(cast, pursuit, instead)
    first = pursuit.version.requirements.filter(one_of="lesson").order_by("position")[0]
    make.put(pursuit, "recorded.pdf", make.pdf(2), at=cast.at, requirement=first)
    put_instead_of_nothing = workspace_of(pursuit)
    for work in put_instead_of_nothing.work:
        if work.is_empty and not work.spared:
            if work.takes_text:
                where = {"actor": cast.ada, "pursuit": pursuit, "requirement": work.requirement, "at": cast.at}
                operations.save_answer(**where, text="What I did.", revision=0)
            else:
                make.put(pursuit, "plan.pdf", make.pdf(3), at=cast.at, requirement=work.requirement)

    assert "alternatives" not in json.loads(submitted(cast, pursuit).manifest)


def test_a_reason_is_a_sentence_of_its_educator_where_one_is_asked(cast, pursuit, instead):
    with pytest.raises(operations.AlternativeUnexplained):
        explained(cast, pursuit, instead, " \n")
    with pytest.raises(operations.ReasonTooLong):
        explained(cast, pursuit, instead, "x" * 601)
    with pytest.raises(operations.NoAlternative):
        explained(cast, pursuit, make.asked(pursuit))
    with pytest.raises(NotAllowed):
        explain_alternative(actor=cast.gus, pursuit=pursuit, requirement=instead, words="Mine", at=cast.at)
