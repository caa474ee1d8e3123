import pytest

from microcred.catalog import operations as catalog
from microcred.catalog.tests.make import design, standards
from microcred.portfolios.models import NeedsAnswer, NeedsAssessment
from microcred.portfolios.operations import AnswerOutOfRange, NothingSaid, SaidOf, assess_needs, erase_needs, start
from microcred.portfolios.queries import assessments_of, checklist, frameworks_asked, suggestions_for


@pytest.fixture
def published(cast):
    """A version that aligns to a framework."""
    standards()
    return catalog.publish(actor=cast.cora, owner=cast.places["carolinacred"], design=design(), at=cast.at)


def says(cast, framework, sure=1, needed=3):
    said = [SaidOf(standard, sure, needed) for standard in checklist(framework)]
    return assess_needs(actor=cast.ada, framework=framework, said=said, at=cast.at)


def test_the_checklist_asks_what_something_on_offer_teaches(cast, published):
    asked = {standard.pk for framework in frameworks_asked() for standard in checklist(framework)}

    assert asked == set(published.alignments.values_list("standard", flat=True))


def test_what_is_needed_and_not_sure_yet_leads_to_it_with_the_reason(cast, published):
    framework = frameworks_asked()[0]

    [suggestion] = suggestions_for(says(cast, framework))

    assert suggestion.entry.version == published
    assert {answer.standard for answer in suggestion.because} == set(checklist(framework))


def test_what_one_is_sure_of_or_has_begun_is_not_suggested(cast, published):
    framework = frameworks_asked()[0]
    assert suggestions_for(says(cast, framework, sure=4)) == []

    start(actor=cast.ada, version=published, at=cast.at)
    assert suggestions_for(says(cast, framework)) == []


def test_an_empty_list_and_answers_that_are_none_are_refused(cast, published):
    framework = frameworks_asked()[0]
    [first, *_others] = checklist(framework)

    with pytest.raises(NothingSaid):
        assess_needs(actor=cast.ada, framework=framework, said=[], at=cast.at)
    for sure, needed in [(0, 1), (5, 1), (1, 4), (1, -1)]:
        with pytest.raises(AnswerOutOfRange):
            assess_needs(actor=cast.ada, framework=framework, said=[SaidOf(first, sure, needed)], at=cast.at)


def test_what_was_said_before_is_kept_until_all_is_erased(cast, published):
    framework = frameworks_asked()[0]
    first, second = says(cast, framework), says(cast, framework, sure=2)
    assert list(assessments_of(cast.ada)) == [second, first]

    erase_needs(actor=cast.ada)

    assert not NeedsAssessment.objects.exists()
    assert not NeedsAnswer.objects.exists()
