"""The door of news of licensure: who was looked up, and whose credit goes to the agency or comes back."""

from typing import Any

from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from microcred.foundation.clock import now
from microcred.foundation.outbox import on
from microcred.notices.operations import tell
from microcred.recognition.events import CreditSetDecided, LookedUp
from microcred.recognition.models import CreditSet, LookUp
from microcred.recognition.rules import plain
from microcred.recognition.rules.reason_codes import REASON_CODES


@on(LookedUp)
def tell_who_was_looked_up(event: LookedUp) -> None:
    """Who was found hears who looked, on what basis and why."""
    found = LookUp.objects.select_related("person", "jurisdiction", "looked_by").get(pk=event.look_up_id)
    if found.person is None:
        return
    facts: dict[str, Any] = {
        "name": found.looked_by.name,
        "place": found.jurisdiction.name,
        "basis": LookUp.Basis(found.basis).label,
        "words": found.words,
    }
    tell(
        actor=None,
        person=found.person,
        kind="looked_up",
        subject=format_lazy(_("{place} has looked up your license"), **facts),
        body=format_lazy(
            _("{name} of {place} has looked up your license and your credit. Basis: {basis}\n\n{words}"), **facts
        ),
        path=reverse("looked_up"),
        key=f"looked-up:{found.pk}",
        at=now(),
    )


@on(CreditSetDecided)
def tell_of_the_set(event: CreditSetDecided) -> None:
    """The person hears that their confirmed credit goes to the agency, or why it came back."""
    one = CreditSet.objects.select_related("cycle__person", "jurisdiction").get(pk=event.set_id)
    facts: dict[str, Any] = {"place": one.jurisdiction.name, "amount": plain(one.amount), "words": one.words}
    reason = REASON_CODES.get(one.code)
    if reason is None:
        subject = _("Your credit goes to the agency: {amount}")
        body = _("{place} has approved {amount} of confirmed credit of your renewal cycle. It goes to the agency next.")
    else:
        subject = _("Your credit was returned")
        body = _("{place} has returned the credit of your renewal cycle: {reason}\n\n{words}\n\nWhat you can do: {way}")
        facts |= {"reason": reason.words, "way": reason.way_forward}
    tell(
        actor=None,
        person=one.cycle.person,
        kind="credit_set",
        subject=format_lazy(subject, **facts),
        body=format_lazy(body, **facts),
        path=reverse("transcript"),
        key=f"credit-set:{one.pk}",
        at=now(),
    )
