"""What keeps the work from being submitted."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from microcred.portfolios.queries.workspace import RequirementWork, Workspace

_NO_ANSWER = _("Number {number} has no answer yet.")
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
        if work.is_empty:
            words = _NO_ANSWER if work.takes_text else _NO_ITEM
            problems.append(Unready(work, format_lazy(words, number=work.number)))
        elif work.too_many:
            facts = {"words": work.words, "limit": work.requirement.word_limit, "over": work.too_many}
            problems.append(Unready(work, format_lazy(_TOO_LONG, number=work.number, **facts)))
    return problems
