"""The sentences of reasons, by their codes, in the reader's language."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from microcred.foundation.money_words import money

MONEY: Final = frozenset({"amount", "most", "left", "cut"})

SENTENCES: Final[Mapping[str, str | Promise]] = {
    "pays_award": _("Pays {amount} for the micro-credential. Clause: {clause}"),
    "pays_nth": _("Pays {amount} once {needed} micro-credentials are earned. Clause: {clause}"),
    "pays_hours": _("Pays {amount} once micro-credentials of {needed} hours are earned. Clause: {clause}"),
    "pays_stack": _("Pays {amount} once the whole stack is earned. Clause: {clause}"),
    "cut_year": _(
        "Less {cut}: nobody gets more than {most} of this offer in a fiscal year, and {left} was left of it."
    ),
    "cut_total": _("Less {cut}: nobody gets more than {most} of this offer in all, and {left} was left of it."),
    "cut_budget": _(
        "Less {cut}: of the budget for {year}, {left} was left after what was earned before. It is paid in the order "
        "in which it was earned. A larger budget would pay more, as long as it is not approved."
    ),
    "no_budget": _("Nothing yet: no budget has been set for {year}. Once there is one, it is paid in its order."),
    "revoked": _("The issuer has revoked the award."),
    "suspended": _("The award is suspended. When it holds again, it counts again."),
    "not_employed": _(
        "On the day it was earned you did not work where the offer holds. If that is wrong, ask whoever keeps your "
        "school’s list to put the day right. Clause: {clause}"
    ),
    "other_role": _("The offer is for other roles than the one you held on that day. Clause: {clause}"),
    "choice_open": _("Stipend or credit, not both: choose which you take. Clause: {clause}"),
    "chose_credit": _("You chose credit for it. Until a stipend is paid you can choose again. Clause: {clause}"),
    "declined": _("You declined the stipend for it. It counts for none, and its credit stays yours."),
    "same_again": _("A micro-credential counts once, whichever version of it is earned again."),
}


def in_words(code: str, values: Mapping[str, str]) -> str:
    """A reason as a sentence: amounts as the reader's language writes them."""
    said: dict[str, str] = {}
    for name, value in values.items():
        if name in MONEY:
            said[name] = money(Decimal(value), values.get("currency", "USD"))
        else:
            said[name] = value
    return str(SENTENCES[code]).format(**said)


def explained(steps: Iterable[Mapping[str, Any]]) -> list[str]:
    """Stored steps as sentences."""
    return [in_words(step["code"], step["values"]) for step in steps]
