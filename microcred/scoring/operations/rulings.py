"""Making a decision rule of what was answered, so that everybody reads a criterion alike."""

import re
from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from microcred.catalog.models import Criterion, DecisionRule
from microcred.catalog.operations import publish_decision_rule
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.organizations.models import Person
from microcred.scoring.models import Question, Ruling
from microcred.scoring.operations.questions import name_nobody
from microcred.scoring.queries import has_opened_question, thread_of

_ALIAS = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}\b")


class SpeaksOfASubmission(Refusal):
    """The words name a submission."""

    message = _(
        "These words speak of one submission: {alias}. A rule is read by everybody, its educator among them. Say what "
        "holds for all work, and leave the case out."
    )
    field = "words"
    status = 422


class NotAnsweredToPublish(Refusal):
    """Nothing was answered of which a rule could be made."""

    message = _("Answer the question first: whoever asked waits for that, and a rule is for everybody after them.")


@operation
def publish_rule(
    *,
    actor: Person,
    criterion: Criterion,
    words: Mapping[str, str],
    at: datetime,
    replaces: DecisionRule | None = None,
    question: Question | None = None,
    words_stand: bool = False,
) -> DecisionRule:
    """Say for everybody how a criterion is read from now on. Nothing that was decided changes.

    Args:
        words: by language; they speak of no person and of no submission.
        replaces: the rule whose place it takes.
        question: what was answered, where the rule is made of that.
        words_stand: whether they may stand although the privacy helper finds somebody in them.

    Raises:
        WordsName, SpeaksOfASubmission, NotAnsweredToPublish, NotAllowed; and what `publish_decision_rule` does.
    """
    for text in words.values():
        alias = _ALIAS.search(text)
        if alias is not None:
            raise SpeaksOfASubmission(alias=alias[0])
        name_nobody(actor, text, words_stand, at)
    if question is not None:
        if question.item.version_id != criterion.version_id or not has_opened_question(actor, question):
            raise NotAllowed
        if not any(turn.answers_id for turn in thread_of(question).turns):
            raise NotAnsweredToPublish
    rule: DecisionRule = publish_decision_rule(actor=actor, criterion=criterion, words=words, replaces=replaces, at=at)
    if question is not None:
        Ruling.objects.get_or_create(rule=rule, defaults={"question": question})
    return rule
