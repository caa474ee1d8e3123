"""The page on which a whole design is written: how long does it take to open, and to be answered while one types?

The longest draft of the demonstration world. `known` is the page as it is opened again, `first look` with all checks to
be made; each save has words that nobody has checked yet. The limit is the budget of 50 ms.
"""

import time
from collections.abc import Callable

from django.conf import settings
from django.test import Client
from django.urls import reverse

from benchmarks.frame.bench import Bench
from benchmarks.frame.comparison import Comparison, at_most
from benchmarks.frame.forms import fields_of
from benchmarks.frame.rounds import OURS, Figures, Measured, Side, alternate
from microcred.authoring.models import Draft
from microcred.authoring.queries import reports
from microcred.organizations.models import Person
from microcred.site.demo.world import load

ROUNDS = 7
A_ROUND = 6
BUDGET_MS = 50


def run(bench: Bench) -> list[Comparison]:
    """Open the draft and type in it, in turn."""
    load(bench.console)
    cora = Person.objects.get(email="cora@example.org")
    unpublished = Draft.objects.filter(publication=None, changed_by=cora, stage="writing")
    draft = max(unpublished, key=lambda each: len(str(each.design)))
    address = reverse("draft", args=[draft.pk])
    browser = Client(SERVER_NAME=settings.ALLOWED_HOSTS[0])
    browser.force_login(cora)
    bench.settle()
    typed = fields_of(_opened(browser, address), "writing")
    strokes = 0

    def save() -> None:
        nonlocal strokes
        strokes += 1
        typed["rationale"] = [f"{typed['rationale'][0]} And {strokes} more."]
        answer = browser.post(address, typed, headers={"accept": "application/json"})
        assert answer.status_code == 200, answer.content
        assert "standing" in answer.json()["shown"]
        typed["revision"] = [str(answer.json()["revision"])]

    def look() -> None:
        reports.forget()
        _opened(browser, address)

    blocks: dict[str, Side] = {
        OURS: lambda: _taken(lambda: _opened(browser, address)),
        "first look": lambda: _taken(look),
        "save": lambda: _taken(save),
    }
    with bench.doing("opening and typing", len(blocks) * (ROUNDS + 1)) as doing:
        measured = alternate(blocks, rounds=ROUNDS, tick=doing.tick)
    names = {OURS: "known", "first look": "first look", "save": "save while typing"}
    return [
        Measured({OURS: [{"ms": ms} for ms in measured.figures(side, "ms")]}).within(
            BUDGET_MS, "budget", "ms", at_most(1, "page budget"), name=f"draft_page, {name}"
        )
        for side, name in names.items()
    ]


def _opened(browser: Client, address: str) -> str:
    page = browser.get(address)
    assert page.status_code == 200
    return page.content.decode()


def _taken(work: Callable[[], object]) -> Figures:
    seconds = []
    for _time in range(A_ROUND):
        begun = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - begun)
    return {"ms": 1000 * sorted(seconds)[A_ROUND // 2]}
