"""The verbs of rules: stating a policy, attesting hours."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from microcred.catalog.models import MicroCredential
from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.outbox import announce
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.organizations.models import Organization, Person
from microcred.recognition.events import HoursAttested
from microcred.recognition.models import Attestation, Policy
from microcred.recognition.queries import document_of, in_turn
from microcred.recognition.queries.drafts import below
from microcred.recognition.queries.keeping import keeps_for
from microcred.recognition.queries.policies import states_rules_for
from microcred.recognition.rules.engine import Policy as Document
from microcred.recognition.rules.engine.check import problems
from microcred.recognition.rules.engine.examples import run_examples
from microcred.recognition.rules.engine.reading import where

_SLUGS = UUID("6f4a3f0e-6a07-4f7e-9d1c-2b1c5d0d9b11")
"""The lock under which policies get the ids by which they are named."""
MOST_NAMED = 5
"""Of what is wrong with a policy, so much is said at once."""


class PolicyUnsound(Refusal):
    """The rules contradict themselves or others, or nobody could meet them."""

    message = _("The rules cannot hold: {problems}")
    field = "document"


class ExamplesFail(Refusal):
    """What the author says must come of the worked examples does not."""

    message = _("The worked examples do not come out as they say, so the rules cannot hold yet: {problems}")
    field = "document"


class NoExamples(Refusal):
    """There is nothing to try the rules on."""

    message = _("The policy has no worked example. Add at least one: a record, a day, and what must come of it.")
    field = "document"


class NotOfThisPlace(Refusal):
    """The document is another jurisdiction's."""

    message = _("The document states rules of {said}; {place} states its own. Correct “jurisdiction” or “kind”.")
    field = "document"


class SlugTaken(Refusal):
    """Another jurisdiction states a policy under this id."""

    message = _("“{slug}” is a policy of {place}. Give this one an id of its own.")
    field = "document"


class VersionNotNew(Refusal):
    """A statement with this number, or a later one, is there."""

    message = _("Version {number} of “{slug}” is stated already. Number this one {next}.")
    field = "document"


class BaseMissing(Refusal):
    """What would be made stricter is not stated above."""

    message = _("“{slug}” is stated by no state that {place} belongs to, so nothing can make it stricter.")
    field = "document"


class HoursNotPositive(Refusal):
    """Hours that are none."""

    message = _("State how many hours the micro-credential stands for: more than 0, fewer than 10,000.")
    field = "hours"


@operation
def state_policy(*, actor: Person | None, jurisdiction: Organization, document: Document, at: datetime) -> Policy:
    """State the rules of a jurisdiction. Stated again under the same id, they hold from their first day on.

    Before anything holds, the rules are looked through, with the others that they stand beside, and every worked
    example must come out as it says.

    Args:
        actor: a licensure officer of the jurisdiction, of a district also its renewal coordinator; or None for the
            operator.
    """
    if actor is not None and not states_rules_for(actor, jurisdiction, at=at):
        raise NotAllowed
    is_district = jurisdiction.kind == Organization.Kind.DISTRICT
    if (document.kind == "district") is not is_district or (
        is_district and document.jurisdiction.casefold() != jurisdiction.name.casefold()
    ):
        raise NotOfThisPlace(said=f"{document.jurisdiction} ({document.kind})", place=jurisdiction.name)
    # By the slug, not the place: two places could take the same one in the same moment.
    hold(_SLUGS)
    stated = list(Policy.objects.filter(slug=document.id).select_related("jurisdiction").order_by("number"))
    if stated and stated[0].jurisdiction_id != jurisdiction.pk:
        raise SlugTaken(slug=document.id, place=stated[0].jurisdiction.name)
    if stated and stated[-1].number >= document.version:
        raise VersionNotNew(number=stated[-1].number, slug=document.id, next=stated[-1].number + 1)
    below = _below(document, jurisdiction)
    among = in_turn([*(document_of(row) for row in (*stated, *below)), document])
    wrong = [f"{where(path)}: {words}" for path, words in problems(among[_place(document, among)], among)]
    if wrong:
        raise PolicyUnsound(problems=" ".join(wrong[:MOST_NAMED]))
    if not document.examples:
        raise NoExamples
    tried = [one for one in run_examples(document, [*(document_of(row) for row in below), document]) if not one.passes]
    if tried:
        said = " ".join(f"“{one.name}”: {'; '.join(one.differences)}." for one in tried[:MOST_NAMED])
        raise ExamplesFail(problems=said)
    return Policy.objects.create(
        jurisdiction=jurisdiction,
        slug=document.id,
        family=below[0].family if below else document.id,
        name=document.name,
        number=document.version,
        starts_on=document.effective_from,
        ends_on=document.effective_until,
        document=document.model_dump(mode="json", exclude_defaults=True),
        stated_by=actor,
    )


def _place(document: Document, among: list[Document]) -> int:
    return next(place for place, one in enumerate(among) if (one.id, one.version) == (document.id, document.version))


def _below(document: Document, jurisdiction: Organization) -> list[Policy]:
    found = below(document, jurisdiction)
    missing = document_of(found[-1]).overlays if found else document.overlays
    if missing is not None:
        raise BaseMissing(slug=missing, place=jurisdiction.name)
    return found


@operation
def attest_hours(
    *,
    actor: Person | None,
    office: Organization,
    hours: Decimal,
    starts_on: date,
    at: datetime,
    micro_credential: MicroCredential | None = None,
    demonstration: bool = False,
) -> Attestation:
    """State the hours that a micro-credential stands for in a district, or for those who are left to a state, for
    awards earned from a day on.

    Args:
        actor: the district's renewal coordinator, the state's licensure officer, or None for the operator.
        micro_credential: None: every one that the office says nothing else about.
    """
    if actor is not None and not keeps_for(actor, office, at=at):
        raise NotAllowed
    if not Decimal("0.01") <= hours < 10_000:
        raise HoursNotPositive
    attestation = Attestation.objects.create(
        office=office,
        micro_credential=micro_credential,
        hours=hours,
        starts_on=starts_on,
        stated_by=actor,
        demonstration=demonstration,
    )
    announce(HoursAttested(attestation.pk))
    return attestation
