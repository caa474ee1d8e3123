"""An educator types, and the workspace saves: one save after the other, each on the disk.

`ours` is the verb, `portfolios.save_answer`; `door` is the whole request as the page sends it, from Django's handler
with all middleware to the JSON of its answer, in this process. The limit is what no save can go below: one durable
UPDATE of that row by its key, through the same driver.
"""

import itertools
import re
import time

import psycopg
from django.conf import settings
from django.test import Client
from django.urls import reverse

from benchmarks.frame.bench import Bench
from benchmarks.frame.comparison import Comparison, at_most
from benchmarks.frame.rounds import OURS, ROUNDS, Figures, Measured, Side, alternate, latencies
from benchmarks.frame.scene import Scene
from benchmarks.frame.versions import postgresql
from microcred.catalog.models import Requirement
from microcred.foundation.clock import now
from microcred.portfolios.models import Answer
from microcred.portfolios.operations import save_answer, start

DOOR = "door"
SAVES_A_ROUND = 150
REQUEST_MS = 30
WORDS = "We met on Tuesdays, wrote down who decides what, and asked families to read it with us. " * 12


def run(bench: Bench) -> list[Comparison]:
    """Type, and compare."""
    scene = Scene()
    ada = scene.cast.ada
    pursuit = start(actor=ada, version=scene.version, at=scene.at)
    question = scene.version.requirements.filter(kind=Requirement.Kind.QUESTION).order_by("position")[0]
    answer = save_answer(actor=ada, pursuit=pursuit, requirement=question, text=WORDS, revision=0, at=now())
    strokes = itertools.count(1)
    browser = Client(SERVER_NAME=settings.ALLOWED_HOSTS[0])
    browser.force_login(ada)
    page = browser.get(reverse("pursuit", args=[pursuit.pk])).content.decode()
    (shows,) = re.findall(rf'id="standing-{question.position + 1}"[^>]*><span data-mark="([^"]*)"', page)
    bench.settle()

    def saved() -> Figures:
        seconds = []
        revision = Answer.objects.get(pk=answer.pk).revision
        for _save in range(SAVES_A_ROUND):
            text = f"{WORDS}{next(strokes)}"
            begun = time.perf_counter()
            kept = save_answer(actor=ada, pursuit=pursuit, requirement=question, text=text, revision=revision, at=now())
            seconds.append(time.perf_counter() - begun)
            revision = kept.revision
        assert Answer.objects.get(pk=answer.pk).text == text
        return latencies(seconds)

    def requested() -> Figures:
        seconds = []
        address = reverse("answer", args=[pursuit.pk, question.pk])
        sent = {"shows": shows, "revision": Answer.objects.get(pk=answer.pk).revision}
        for _save in range(SAVES_A_ROUND):
            sent["text"] = f"{WORDS}{next(strokes)}"
            begun = time.perf_counter()
            said = browser.post(address, sent, headers={"accept": "application/json"})
            seconds.append(time.perf_counter() - begun)
            assert said.status_code == 200, said.content
            sent["revision"] = said.json()["revision"]
        assert Answer.objects.get(pk=answer.pk).text == sent["text"]
        return latencies(seconds)

    with psycopg.connect(bench.app_url, autocommit=True) as connection:

        def updated() -> Figures:
            seconds = []
            for _save in range(SAVES_A_ROUND):
                text = f"{WORDS}{next(strokes)}"
                begun = time.perf_counter()
                done = connection.execute(
                    "UPDATE portfolios_answer SET text = %s, revision = revision + 1, saved_at = now() WHERE id = %s",
                    [text, answer.pk],
                )
                seconds.append(time.perf_counter() - begun)
                assert done.rowcount == 1
            return latencies(seconds)

        limit = f"{postgresql(connection)}: one durable UPDATE by key"
        sides: dict[str, Side] = {OURS: saved, DOOR: requested, limit: updated}
        with bench.doing("measuring", len(sides) * (ROUNDS + 1)) as doing:
            measured = alternate(sides, tick=doing.tick)
    at_the_door = Measured({OURS: [{"ms, p50": ms} for ms in measured.figures(DOOR, "ms, p50")]})
    return [
        measured.within(50, "budget", "ms, p95", at_most(1, "page budget"), name="workspace_autosave"),
        measured.against(limit, "ms, p50", at_most(10, "our own"), name="workspace_autosave"),
        at_the_door.within(REQUEST_MS, "budget", "ms, p50", at_most(1, "save budget"), name="workspace_autosave, door"),
    ]
