"""A lead's door to who reads what."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from microcred.catalog.models import Version
from microcred.catalog.queries import say_titles
from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods, require_POST, require_safe
from microcred.foundation.refusals import Refusal, refusals_shown_on, say_refused
from microcred.measures.estimates import Estimate
from microcred.organizations.access import signed_in
from microcred.organizations.models import Organization, Person
from microcred.scoring import access, operations, queries
from microcred.scoring.forms_policies import ASKS, PolicyForm, ReasonForm, shown
from microcred.scoring.models import AssignmentPolicy
from microcred.scoring.rules import (
    BY_DEFAULT,
    ESSAYS,
    FEWEST,
    NO_BACK_READS,
    ONE_IN,
    READERS,
    RECOMMENDED,
    REFERENCE,
    BackReads,
    Figure,
    Meant,
    Policy,
    ReadBySeveral,
    alike_by_most,
    back_reads_in_words,
    completed,
    drawn_by_model,
    policy_in_words,
    validity_in_words,
)
from microcred.scoring.rules import simulate as simulated

SEED = 20_261_126
DRAWS = 1_500
"""Enough that what chance adds is less than a point in a hundred, and few enough to wait for."""


class Scenario(NamedTuple):
    """One policy in words, and what it would have meant."""

    name: str
    words: list[str | Promise]
    meant: Meant
    looks: int = 0
    """of a hundred decisions, at how many a lead looks by lot"""

    @property
    def reads(self) -> Figure:
        """Readings for each submission, and looks before the release that are drawn by lot."""
        made = self.meant.readings
        return Figure(None if made.value is None else made.value + self.looks / 100, made.submissions)


@login_required
@require_safe
def reading_policies(request: HttpRequest) -> HttpResponse:
    """Who reads what, where the reader leads the assessing."""
    at = now()
    lead = access.leads_somewhere(signed_in(request), at=at)
    governed = queries.governed_by(lead, at=at)
    say_titles([one.version for each in governed for one in each.versions if one.version], get_language() or "")
    rows = [(each, _in_words(each.policy)) for each in governed]
    return render(request, "scoring/reading_policies.html", {"rows": rows})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reading_policy(request: HttpRequest, slug: str) -> HttpResponse:
    """The policy of an organization: what holds, what another would have meant, and declaring it."""
    lead = signed_in(request)
    return _policy_page(request, lead, access.led_organization(lead, slug, at=now()), None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def version_reading_policy(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """The policy of one version that is to be read otherwise than the rest."""
    lead = signed_in(request)
    version = access.led_version(lead, version_id, at=now())
    return _policy_page(request, lead, version.micro_credential.owner, version)


@login_required
@require_POST
def version_reading_policy_end(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Let a version be read as everything else of its organization."""
    at, lead = now(), signed_in(request)
    version = access.led_version(lead, version_id, at=at)
    try:
        operations.follow_organization(
            actor=lead,
            organization=version.micro_credential.owner,
            version=version,
            reason=request.POST.get("reason", "")[:1_000],
            at=at,
        )
    except Refusal as no:
        say_refused(request, no)
    else:
        messages.success(request, _("From now on it is read as everything else of the organization."))
    return redirect("reading_policies")


def _policy_page(
    request: HttpRequest, lead: Person, organization: Organization, version: Version | None
) -> HttpResponse:
    at = now()
    policy = queries.policy_in_force(organization, version)
    own = queries.policies_of(organization, version)
    looked = PolicyForm((request.POST if request.method == "POST" else request.GET) or None)
    reason = ReasonForm(request.POST if request.method == "POST" else None)
    chosen = looked.policy() if looked.is_bound and looked.is_valid() else None
    one_in = looked.one_in_said() if chosen else ONE_IN
    back_reads = looked.back_reads() if chosen else NO_BACK_READS
    if request.method == "POST" and chosen is not None and reason.is_valid():
        with refusals_shown_on(reason):
            operations.declare_policy(
                actor=lead,
                organization=organization,
                version=version,
                policy=chosen,
                one_in=one_in,
                back_reads=back_reads,
                reason=reason.cleaned_data["reason"],
                at=at,
            )
            messages.success(request, _("It holds for what is handed in from now on. What waits keeps its readers."))
            return redirect("reading_policies")
    if not looked.is_bound:
        looked = PolicyForm(
            initial=shown(policy.rule, one_in=policy.one_in, back_reads=policy.back_reads)
            if policy
            else shown(BY_DEFAULT)
        )
    context = {
        "organization": organization,
        "version": version,
        "policy": policy,
        "policy_words": _in_words(policy),
        "is_own": policy is not None and policy.version_id is not None,
        "editions": list(own[:10]),
        "form": looked,
        "asks": ASKS,
        "chosen": chosen,
        "chosen_words": [*policy_in_words(chosen), validity_in_words(one_in), *back_reads_in_words(back_reads)]
        if chosen
        else [],
        "hidden": shown(chosen, one_in=one_in, back_reads=back_reads) if chosen else {},
        "reason_form": reason,
        "essays": ESSAYS,
        "readers": READERS,
        "reference": [(worth, policy_in_words(worth.policy), worth.policy == chosen) for worth in REFERENCE],
        "fewest": FEWEST,
        "here": reverse("version_reading_policy", args=[version.pk])
        if version
        else reverse("reading_policy", args=[organization.slug]),
        **(_scenarios(organization, version, policy, chosen, back_reads) if chosen else {}),
    }
    status = 422 if reason.errors or (looked.is_bound and looked.errors) else 200
    return render(request, "scoring/reading_policy.html", context, status=status)


def _in_words(policy: AssignmentPolicy | None) -> list[str | Promise]:
    """The sentences that say what holds, be it the default where nobody declared any."""
    return [
        *policy_in_words(policy.rule if policy else BY_DEFAULT),
        validity_in_words(policy.one_in if policy else ONE_IN),
        *back_reads_in_words(policy.back_reads if policy else NO_BACK_READS),
    ]


def _scenarios(
    organization: Organization,
    version: Version | None,
    policy: AssignmentPolicy | None,
    chosen: Policy,
    looks: BackReads,
) -> dict[str, object]:
    """What the chosen policy, the one in force and the recommended one would have meant here, each once."""
    work = queries.read_by_several(organization, version)
    drawn = drawn_by_model(work, seed=SEED)
    rules = {(chosen, looks.share): _("what you chose")}
    holds = (policy.rule, policy.back_share) if policy else (BY_DEFAULT, 0)
    rules.setdefault(holds, _("what holds now"))
    rules.setdefault((RECOMMENDED, 0), _("what is recommended"))
    scenarios = [
        Scenario(name, policy_in_words(rule), _meant(rule, work, drawn), share) for (rule, share), name in rules.items()
    ]
    return {
        "scenarios": scenarios if len(work) >= FEWEST else [],
        "past": len(work),
        "by_most": _by_most(work),
        "is_reckoned": any(figure.by_model for one in scenarios for figure in vars(one.meant).values()),
    }


def _by_most(work: Sequence[ReadBySeveral]) -> dict[str, int] | None:
    """What the reliability report says of two readings and a third, from the same work; None of too little."""
    found = alike_by_most(work)
    if not isinstance(found, Estimate):
        return None
    ends = found.interval
    return {"percent": round(100 * found.value), "low": round(100 * ends.low), "high": round(100 * ends.high)}


def _meant(rule: Policy, work: Sequence[ReadBySeveral], drawn: Sequence[ReadBySeveral]) -> Meant:
    """What a policy would have meant; by a model, what the readings that were made cannot show."""
    meant = simulated(rule, work, seed=SEED, draws=DRAWS)
    return completed(meant, simulated(rule, drawn, seed=SEED, draws=DRAWS)) if drawn else meant
