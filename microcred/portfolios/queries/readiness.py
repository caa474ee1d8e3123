"""What keeps the work from being submitted."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.text import format_lazy, get_text_list
from django.utils.translation import gettext_lazy as _

from microcred.portfolios.queries.workspace import RequirementWork, Workspace

_NO_ANSWER = _("Number {number} has no answer yet.")
_NONE_OF_THEM = _("Number {numbers}: nothing is there yet, and one of them suffices.")
_NO_ITEM = _("Number {number} has no file or link yet.")
_TOO_LONG = _("Number {number} has {words} words; {limit} are the limit, so {over} have to go.")


@dataclass(frozen=True)
class Unready:
    """What keeps one requirement from being submitted."""

    work: RequirementWork
    words: str | Promise

    @property
    def anchor(self) -> str:
        """Where on the workspace it is mended."""
        return self.work.anchor


def unready(workspace: Workspace) -> list[Unready]:
    """What keeps the work from being submitted, in the order of the page. Nothing: it is ready."""
    problems = []
    for work in workspace.work:
        if work.alternatives and work.is_empty:
            # Said once, at the first of them.
            if not work.spared and work.number == work.alternatives[0]:
                numbers = get_text_list([str(number) for number in work.alternatives], _("or"))
                problems.append(Unready(work, format_lazy(_NONE_OF_THEM, numbers=numbers)))
        elif work.is_empty:
            words = _NO_ANSWER if work.takes_text else _NO_ITEM
            problems.append(Unready(work, format_lazy(words, number=work.number)))
        elif work.too_many:
            facts = {"words": work.words, "limit": work.requirement.word_limit, "over": work.too_many}
            problems.append(Unready(work, format_lazy(_TOO_LONG, number=work.number, **facts)))
    return problems
