"""A submission is compared with 100,000 earlier ones: `integrity.compare`, from the words to the matches.

Every earlier submission holds one answer of 220 words, of which 40 come from a stock of phrases that everybody uses.
One answer in ten that are compared is a copy with every tenth word changed. How many of them are found is a figure;
that nothing else is found is asserted.
Beside it stands the plain way on a hundredth of the earlier answers: all their marks read and counted in Python.
The memory is what the process holds more at its peak than before.
"""

import itertools
import random
import resource
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from statistics import median
from uuid import UUID

import psycopg
from psycopg import sql

from benchmarks.frame.bench import Bench
from benchmarks.frame.bulk import copy_rows
from benchmarks.frame.comparison import Comparison, at_least, at_most
from benchmarks.frame.people import many_people
from benchmarks.frame.rounds import OURS, ROUNDS, Figures, Measured, Side, alternate, latencies
from benchmarks.frame.scene import Scene
from microcred.catalog.models import Requirement
from microcred.foundation.ids import uuid7
from microcred.integrity.models import Match, Print
from microcred.integrity.operations import compare
from microcred.integrity.rules import LEAST_SHARED, likeness_of_texts, marks_of, text_digest, words_in
from microcred.organizations.models import Person
from microcred.portfolios.models import Pursuit, Submission, SubmittedText
from microcred.portfolios.rules import digest_of

EARLIER = 100_000
CHECKS = 200
COPIES_IN = 10
"""one answer of so many is a copy"""
WORDS, COMMON = 220, 40
PLAIN = EARLIER // 100
A_ROUND = CHECKS // ROUNDS
TIMED = 20
"""comparisons of one side of one round, beside the plain way"""
MS = "ms, p95"


def run(bench: Bench) -> list[Comparison]:
    """Hand in, compare, count what was found."""
    school = School(Scene())
    with (
        bench.doing(f"handing in {EARLIER:,} answers", EARLIER // BATCH) as doing,
        built_afterwards(bench, "print_marks"),
    ):
        for _batch in school.hand_in():
            doing.tick()
    bench.settle()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with bench.doing(f"{CHECKS} comparisons", ROUNDS) as doing:
        rounds = []
        for _round in range(ROUNDS):
            doing.tick()
            rounds.append(latencies([school.check() for _check in range(A_ROUND)]))
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    (found, false), copies = school.found(), len(school.copies)
    assert not false, f"{false} texts told as alike that are not"
    middle = median(one["ms, p50"] for one in rounds)
    bench.console.print(
        f"  {CHECKS} comparisons with {EARLIER:,}, the middle one in {middle:.1f} ms: {found} of {copies} "
        f"copies found, nothing else; {grown:.1f} MB more at the peak",
        highlight=False,
    )
    recall = {"copies found": float(found)}
    with bench.doing("beside the plain way", 2 * (ROUNDS + 1)) as doing:
        plain = f"marks read and counted, {PLAIN:,} answers"
        sides: dict[str, Side] = {
            OURS: partial(_timed, school.check),
            plain: partial(_timed, school.check_plainly),
        }
        measured = alternate(sides, tick=doing.tick)
    return [
        Measured({OURS: rounds}).within(100, "budget", MS, at_most(1, "budget"), name="likeness_100k"),
        Measured({OURS: [recall]}).within(
            copies, "copies", "copies found", at_least(1, "all of them"), name="likeness_100k"
        ),
        measured.against(plain, "per second", at_least(1, "a hundredth of the answers"), name="likeness_100k"),
    ]


BATCH = 2_000


@contextmanager
def built_afterwards(bench: Bench, index: str) -> Iterator[None]:
    """Leave an index out while rows are copied in, and build it as it was: much faster than row by row."""
    named = sql.Identifier(index)
    with psycopg.connect(bench.owner_url, autocommit=True) as connection:
        found = connection.execute("SELECT pg_get_indexdef(%s::regclass)", [index]).fetchone()
        assert found, index
        connection.execute(sql.SQL("DROP INDEX {}").format(named))
        yield
        connection.execute("SET maintenance_work_mem = '256MB'")
        connection.execute(found[0])


class School:
    """Educators, and the answers that they hand in."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.random = random.Random(20_261_126)
        self.stock = [self._letters() for _word in range(30_000)]
        self.phrases = [" ".join(self.random.choices(self.stock, k=8)) for _phrase in range(200)]
        self.asked = Requirement.objects.filter(version=scene.version, kind="question").order_by("position")[0]
        self.educators = iter(many_people(EARLIER, "educator"))
        self.others = iter(many_people(CHECKS + TIMED * (ROUNDS + 1), "newcomer"))
        self.numbers = itertools.count()
        self.texts: list[str] = []
        self.copies: dict[UUID, str] = {}
        """of which earlier text a submission is a copy"""

    def hand_in(self) -> Iterator[None]:
        """All earlier answers with their prints, in batches."""
        for _batch in range(EARLIER // BATCH):
            self._hand_in([(person, self._text()) for person in itertools.islice(self.educators, BATCH)])
            yield

    def check(self) -> float:
        """Hand in one answer more, compare it, and return the seconds that the comparison took."""
        number = next(self.numbers)
        is_copy = number % COPIES_IN == 0
        origin = self.random.choice(self.texts)
        text = self._changed(origin) if is_copy else self._text()
        (submission,) = self._hand_in([(next(self.others), text)], printed=False)
        if is_copy:
            self.copies[submission.pk] = origin
        begun = time.perf_counter()
        compare(actor=None, submission=submission, at=self.scene.at)
        return time.perf_counter() - begun

    def found(self) -> tuple[int, int]:
        """How many copies were found, and how many matches are of nothing that was copied."""
        told = list(Match.objects.values_list("here__submission", "there__text__text"))
        right = sum(self.copies.get(here) == there for here, there in told)
        return right, len(told) - right

    def check_plainly(self) -> float:
        """The same question asked of a hundredth of the answers, by reading all their marks."""
        mine = set(marks_of(words_in(self._text())))
        begun = time.perf_counter()
        alike = 0
        for marks in Print.objects.values_list("marks", flat=True)[:PLAIN]:
            shared = len(mine.intersection(marks))
            alike += shared >= LEAST_SHARED and likeness_of_texts(shared, len(mine), len(marks)) > 0.35
        return time.perf_counter() - begun

    def _hand_in(self, work: list[tuple[Person, str]], *, printed: bool = True) -> list[Submission]:
        moment = self.scene.at - timedelta(days=1)
        pursuits: list[Pursuit] = []
        submissions: list[Submission] = []
        texts: list[SubmittedText] = []
        prints: list[Print] = []
        for person, text in work:
            pursuit = Pursuit(
                id=uuid7(), created_at=moment, person=person, version=self.scene.version, started_at=moment
            )
            submission = Submission(
                id=uuid7(),
                created_at=moment,
                pursuit=pursuit,
                number=1,
                attempt=1,
                alias=f"L{len(self.texts) + len(texts):08}",
                submitted_at=moment,
                manifest="{}",
                digest="0" * 64,
                form_key=uuid7(),
            )
            said = SubmittedText(
                id=uuid7(),
                created_at=moment,
                submission=submission,
                requirement=self.asked,
                text=text,
                digest=digest_of(text),
            )
            words = words_in(text)
            prints.append(
                Print(
                    id=uuid7(),
                    created_at=moment,
                    submission=submission,
                    text=said,
                    text_sha256=text_digest(words),
                    marks=marks_of(words),
                )
            )
            pursuits.append(pursuit)
            submissions.append(submission)
            texts.append(said)
        copy_rows(pursuits)
        copy_rows(submissions)
        copy_rows(texts)
        if printed:
            copy_rows(prints)
        self.texts += [text for _person, text in work]
        return submissions

    def _text(self) -> str:
        common = " ".join(self.random.sample(self.phrases, COMMON // 8))
        return f"{common} {' '.join(self.random.choices(self.stock, k=WORDS - COMMON))}"

    def _changed(self, text: str) -> str:
        words = text.split()
        for place in range(0, len(words), 10):
            words[place] = self.random.choice(self.stock)
        return " ".join(words)

    def _letters(self) -> str:
        return "".join(self.random.choices("abcdefghijklmnopqrstuvwxyz", k=self.random.randrange(3, 11)))


def _timed(check: Callable[[], float]) -> Figures:
    seconds = [check() for _check in range(TIMED)]
    return {"per second": len(seconds) / sum(seconds)}
