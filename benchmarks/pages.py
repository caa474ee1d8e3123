"""Every page of the main story on the demonstration world: the server's median, one line for each page.

Pages are asked for through the whole stack of middleware, in this process, as the member of the cast who would open
them; all of them once in each round, so that no page has the caches for itself. The limit is the budget of 50 ms.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any

from django.conf import settings
from django.test import Client
from django.urls import reverse

from benchmarks.frame.bench import Bench
from benchmarks.frame.comparison import Comparison, at_most
from benchmarks.frame.rounds import OURS, Measured
from microcred.catalog.models import Crosswalk, Stack
from microcred.credentials.models import Award, StatusList
from microcred.foundation.clock import now
from microcred.frameworks.models import Framework
from microcred.organizations.models import Organization, Person
from microcred.portfolios.models import Pursuit
from microcred.programs.models import Program
from microcred.recognition.models import Policy
from microcred.scoring.models import Decision
from microcred.scoring.operations import claim_next
from microcred.site.demo.world import load

ROUNDS = 15
BUDGET_MS = 50


@dataclass(frozen=True)
class Page:
    """A page as somebody opens it; `reader` is a key of the cast, empty for the public."""

    url_name: str
    reader: str = ""
    arguments: tuple[Any, ...] = ()
    query: str = ""

    @property
    def name(self) -> str:
        """What the line is called."""
        return f"pages, {self.url_name}{self.query and ' ' + self.query}{self.reader and ' as ' + self.reader}"

    @property
    def address(self) -> str:
        """Where it is."""
        return reverse(self.url_name, args=self.arguments) + self.query


def run(bench: Bench) -> list[Comparison]:
    """Load the world, open every page in turn."""
    load(bench.console)
    bench.settle()
    pages = _pages()
    clients = {reader: _client(reader) for reader in {page.reader for page in pages}}
    taken: dict[Page, list[float]] = {page: [] for page in pages}
    with bench.doing(f"opening {len(pages)} pages", len(pages) * (ROUNDS + 1)) as doing:
        for number in range(ROUNDS + 1):
            for page in pages if number % 2 else reversed(pages):
                doing.tick(page.url_name)
                begun = time.perf_counter()
                answer = clients[page.reader].get(page.address)
                seconds = time.perf_counter() - begun
                assert answer.status_code == 200, (page, answer.status_code)
                if number:
                    taken[page].append(seconds)
    return [
        Measured({OURS: [{"ms": 1000 * seconds} for seconds in sorted(figures)]}).within(
            BUDGET_MS, "budget", "ms", at_most(1, "page budget"), name=page.name
        )
        for page, figures in sorted(taken.items(), key=lambda item: -median(item[1]))
    ]


def _client(reader: str) -> Client:
    client = Client(SERVER_NAME=settings.ALLOWED_HOSTS[0])
    if reader:
        client.force_login(Person.objects.get(email=f"{reader}@example.org"))
    return client


def _pages() -> list[Page]:
    ada, ben = (Person.objects.get(email=f"{name}@example.org") for name in ("ada", "ben"))
    in_hand = claim_next(actor=ben, at=now())
    assert in_hand is not None
    award = Award.objects.select_related("version__micro_credential", "issuer").filter(person=ada)[0]
    decision = Decision.objects.filter(submission__pursuit__person=ada).order_by("-decided_at")[0]
    returned = Pursuit.objects.get(pk=decision.submission.pursuit_id)
    version, slug = award.version, award.version.micro_credential.slug
    of_award, pilot = (award.pk,), (Program.objects.order_by("created_at")[0].slug,)
    public: Mapping[str, tuple[Any, ...]] = {
        "front_page": (),
        "account_login": (),
        "catalogue": (),
        "stacks": (),
        "stack": (Stack.objects.order_by("position")[0].slug,),
        "crosswalk": (Crosswalk.objects.order_by("created_at")[0].slug,),
        "micro_credential": (slug,),
        "micro_credential_print": (slug,),
        "version": (slug, version.number),
        "framework": (Framework.objects.order_by("created_at")[0].slug,),
        "programs": (),
        "program": pilot,
        "credential": of_award,
        "credential_json": of_award,
        "credential_png": of_award,
        "credential_svg": of_award,
        "certificate_pdf": of_award,
        "credential_qr": of_award,
        "status_list": (StatusList.objects.all()[0].pk,),
        "issuer": (award.issuer.slug,),
        "issuer_did": (award.issuer.slug,),
        "verify": (),
    }
    of_ada: Mapping[str, tuple[Any, ...]] = {
        "home": (),
        "inbox": (),
        "profile": (),
        "program": pilot,
        "pursuits": (),
        "pursuit": (returned.pk,),
        "submission_form": (returned.pk,),
        "submission": (decision.submission_id,),
        "feedback": (decision.submission_id,),
        "feedback_pdf": (decision.submission_id,),
        "awards": (),
        "transcript": (),
        "transcript_json": (),
    }
    rock_hill = Organization.objects.get(slug="rock-hill").slug
    return [
        *(Page(name, "", arguments) for name, arguments in public.items()),
        Page("catalogue", "", (), "?words=leadership+team"),
        *(Page(name, "ada", arguments) for name, arguments in of_ada.items()),
        Page("home", "ben"),
        Page("queue", "ben"),
        Page("workbench", "ben", (in_hand.pk,)),
        Page("home", "omar"),
        Page("organization", "omar", (rock_hill,)),
        Page("recognitions", "omar"),
        Page("policies", "femi"),
        Page("policy", "femi", (Policy.objects.all()[0].pk,)),
        Page("home", "elena"),
        Page("program_board", "elena", pilot),
    ]
