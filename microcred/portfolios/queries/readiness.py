"""What keeps the work from being submitted."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.text import format_lazy, get_text_list
from django.utils.translation import gettext_lazy as _

from microcred.portfolios.queries.alternatives import unexplained
from microcred.portfolios.queries.arrivals import Pending
from microcred.portfolios.queries.languages import languages_wanting
from microcred.portfolios.queries.pins import unpinned
from microcred.portfolios.queries.quarantines import set_aside_in_team
from microcred.portfolios.queries.said import silent
from microcred.portfolios.queries.workspace import RequirementWork, Workspace

_NO_ANSWER = _("Number {number} has no answer yet.")
_NONE_OF_THEM = _("Number {numbers}: nothing is there yet, and one of them suffices.")
_NO_ITEM = _("Number {number} has no file or link yet.")
_TOO_LONG = _("Number {number} has {words} words; {limit} are the limit, so {over} have to go.")
_SET_ASIDE = _(
    "Number {number} holds a file of your team that was set aside for somebody’s privacy. Wait until a clean copy "
    "stands in its place, or take it out and put in another."
)
_WAITS = _("{words} It can be handed in when that is done, or when you take it out.")
_TAKE_OUT = _("{words} Take it out before you submit.")


@dataclass(frozen=True)
class Unready:
    """What keeps one requirement from being submitted."""

    work: RequirementWork
    words: str | Promise
    finding: str = ""
    """the way to what the privacy helper found, where it is that"""

    @property
    def anchor(self) -> str:
        """Where on the workspace it is mended."""
        return self.work.anchor

    @property
    def way(self) -> str:
        """What follows the address of the workspace to lead there."""
        return self.finding or f"#{self.anchor}"


def unready(workspace: Workspace) -> list[Unready]:
    """What keeps the work from being submitted, in the order of the page. Nothing: it is ready."""
    problems: list[Unready] = []
    for work in workspace.work:
        if work.editable and work.pending:
            problems.extend(_said(work, one) for one in work.pending)
        elif work.alternatives and work.is_empty:
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
    also = (*unpinned(workspace), *silent(workspace), *languages_wanting(workspace), *unexplained(workspace))
    problems += [Unready(work, words) for work, words in (*_set_aside(workspace), *also)]
    return in_order(problems)


def in_order(problems: list[Unready]) -> list[Unready]:
    """The same by the number of the requirement; those of one requirement stay in their order."""
    return sorted(problems, key=lambda problem: problem.work.number)


def _set_aside(workspace: Workspace) -> Iterator[tuple[RequirementWork, str | Promise]]:
    """What a team shares and was set aside in anybody's work of it: a frozen copy more would have to be set aside."""
    shareable = [work for work in workspace.work if work.requirement.shareable]
    closed = set_aside_in_team([item.pk for work in shareable for item in work.items])
    for work in shareable:
        if closed & {item.pk for item in work.items}:
            yield work, format_lazy(_SET_ASIDE, number=work.number)


def _said(work: RequirementWork, one: Pending) -> Unready:
    return Unready(work, format_lazy(_TAKE_OUT if one.is_refused else _WAITS, words=one.words))
