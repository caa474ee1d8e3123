"""The scored world: assessors and works of which the truth is known, brought about by the operations, day by day.

What is drawn (`truth`) says how good each work is and how each assessor sees; everything else is what people do: they
register, start, write, submit, claim, note, score; a lead nominates, educators consent, a panel agrees, papers are
published; the worker's part follows at the same moments of a time gone by. So what the pages of quality, of readers and
of alarms show has come about as it would anywhere, and can be held against the truth.

What many share is shared: one transaction (`foundation.loading`) and one round of news for the work of a day, and links
instead of files, which would each be searched and drawn. What was done of a world stays done: a loading that is stopped
goes on after the last whole day.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.conf import settings

from microcred.analytics.reactions import look_at_severities
from microcred.calibration.models import Paper, PaperSet
from microcred.calibration.operations import (
    Judgement,
    answer_for_exemplar,
    ask_recalibration,
    ask_to_panel,
    nominate,
    open_paper,
    pause_right,
    publish_papers,
    qualify,
    record_consensus,
    score_for_panel,
)
from microcred.calibration.queries import newest_set
from microcred.catalog.design import Design, as_json, renewed
from microcred.catalog.models import Requirement, Stack, Version
from microcred.catalog.queries import Rubric, rubric_of
from microcred.foundation.clock import standing_at
from microcred.foundation.ids import uuid7
from microcred.foundation.loading import one_transaction
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.operations import appoint, register
from microcred.portfolios.models import PreCheckWay, Submission
from microcred.portfolios.operations import put_in_link, save_answer, set_terms, start, submit
from microcred.scoring.models import QueueItem, Scoring
from microcred.scoring.operations import answer_alarm, claim_next, declare_policy, note, score
from microcred.scoring.queries import alarms_about, policies_of
from microcred.scoring.rules import Kind, Policy
from microcred.site.demo.cast import SCORED
from microcred.site.demo.stories import ATTESTED, deliver_at, read_all_but_the_last
from microcred.site.demo.truth import FIRST_HABITS, Habit, Truth, drawn

SEED: Final = 2026

DOUBLE: Final = Policy(Kind.DOUBLE)

FIRST_NAMES = (
    *("Aaliyah", "Bram", "Catalina", "Dov", "Esperanza", "Farid", "Greta", "Hamza"),
    *("Ilse", "Joaquín", "Kofi", "Liv", "Malik", "Noor", "Otis", "Petra"),
)
LAST_NAMES = (
    *("Abara", "Brandvold", "Cisneros", "Dube", "Eastwood", "Fonseca"),
    *("Grimaldi", "Halloran", "Ibarra", "Jessup", "Kettleborough", "Lund"),
)
"""Of invented people."""

MOST_FOR_EACH: Final = 4
"""readings for each work that is handed in, those of papers among them: so close do they follow on each other"""

COMPARED: Final = 2
"""readings of a work"""

PLACE: Final = "https://messages.catawba-bend.example"

MET = "What this level asks for is there, and can be found at the place that is named."
TALKED = "We read three of these together. They asked for more than the level says; we agreed on what it asks."
PAUSED = "Since the middle of the time you ask for more than the levels say. Let us see how you read five papers."
SHORT = "Name one message, and what the family answered: as it stands, nobody can tell whether anything came back."


class RealPeople(Exception):
    """The database is no demonstration's, or somebody is in it whom the demonstration did not invent."""


@dataclass(frozen=True)
class Scale:
    """How large a scored world is.

    Attributes:
        papers: of how many works it is agreed what they show.
        one_in: one in so many readings is of such a paper.
        to_recalibrate: of how many works more it is agreed, for whoever is recalibrated.
    """

    assessors: int
    works: int
    papers: int
    one_in: int
    to_recalibrate: int = 0

    @property
    def before_papers(self) -> int:
        """Works that are read before the papers are taken from among them."""
        return max(3 * self.papers, self.assessors)


def by_link(design: Design, *, name: str) -> Design:
    """The same with one link in the place of its artifacts."""
    written = as_json(renewed(design))
    artifacts = [row for row in written["requirements"] if row["kind"] == "artifact"]
    link = artifacts[0] | {"accepts": ["link"], "feeds": [fed for row in artifacts for fed in row["feeds"]]}
    requirements = [link if row is artifacts[0] else row for row in written["requirements"] if row not in artifacts[1:]]
    return Design.model_validate({**written, "name": name, "requirements": requirements})


@dataclass
class ScoredWorld:
    """Where a world is brought about, and how far it has come.

    Attributes:
        lead: leads the assessing for who offers the version.
        schools: where educators work; assessors work for the owner.
        begins, ends: between which works are handed in.
    """

    lead: Person
    version: Version
    stack: Stack
    schools: Sequence[Organization]
    begins: datetime
    ends: datetime
    scale: Scale
    seed: int = SEED

    def __post_init__(self) -> None:
        self.rubric: Rubric = rubric_of(self.version)
        self.truth: Truth = drawn(
            seed=self.seed,
            levels=[len(criterion.levels) for criterion in self.rubric.criteria],
            assessors=self.scale.assessors,
            works=self.scale.works,
        )
        self.criteria = list(self.version.criteria.order_by("position").prefetch_related("levels"))
        self.requirements = list(Requirement.objects.filter(version=self.version).order_by("position"))

    @property
    def owner(self) -> Organization:
        """Who offers the version."""
        owner: Organization = self.version.micro_credential.owner
        return owner

    @property
    def is_over(self) -> bool:
        """Whether all of it has happened. In a world with papers to recalibrate by, these are published last."""
        if self.scale.to_recalibrate:
            return newest_set(self.version, PaperSet.Kind.CALIBRATION) is not None
        return len(self._works()) == self.scale.works

    def bring_about(self) -> Iterator[int]:
        """Let everything happen that has not happened yet. Yield after each day how many works are decided.

        Raises:
            RealPeople: before anything is written.
        """
        refuse_real_people()
        with one_transaction():
            assessors = [self._assessor(place) for place in range(self.scale.assessors)]
            panel = [self._panelist(place) for place in range(2)]
            if not policies_of(self.owner, self.version).exists():
                declare_policy(
                    actor=self.lead,
                    organization=self.owner,
                    version=self.version,
                    policy=DOUBLE,
                    one_in=self.scale.one_in,
                    reason="Two readings of everything tell how far one of them can be trusted.",
                    at=self.begins,
                )
                set_terms(
                    actor=None,
                    organization=self.owner,
                    version=self.version,
                    pre_check=PreCheckWay.NONE,
                    reason="Whether links open is not looked at here.",
                    at=self.begins,
                )
        works = self._works()
        done, size = len(works), self.scale.assessors
        pause = (self.moment(1) - self.begins) / MOST_FOR_EACH
        while done < self.scale.works:
            with one_transaction():
                if self._papers_are_due(done):
                    count = self.scale.papers
                    self._publish_papers(PaperSet.Kind.VALIDITY, count, works, panel, at=self.moment(done))
                until = min(done + size, self.scale.works)
                for number in range(done, until):
                    works[self._handed_in(number)] = number
                deliver_at(self.moment(until))
                self._read_all(assessors, works, at=self.moment(until), pause=pause)
            done = until
            yield done
        with one_transaction():
            self._end(assessors, works, panel)
        yield done

    def moment(self, number: int) -> datetime:
        """When a work is handed in."""
        return self.begins + (self.ends - self.begins) * (number / self.scale.works)

    def share(self, at: datetime) -> float:
        """What share of the time has gone by at a moment."""
        return (at - self.begins) / (self.ends - self.begins)

    def people(self) -> list[Person]:
        """The assessors, in the order of the truth."""
        return [Person.objects.get(email=_address("assessor", place)) for place in range(self.scale.assessors)]

    def _papers_are_due(self, done: int) -> bool:
        are_due = bool(self.scale.papers) and done >= self.scale.before_papers
        return are_due and newest_set(self.version, PaperSet.Kind.VALIDITY) is None

    def _end(self, assessors: Sequence[Person], works: Mapping[UUID, int], panel: Sequence[Person]) -> None:
        """Let be read what came up among the last readings, the clock do its part, and the lead decide about two: she
        talked with who is harsh, and wants to see how who drifts reads papers. Of all others she has only been told."""
        at = self.moment(self.scale.works + self.scale.assessors) + timedelta(days=1)
        if self.scale.to_recalibrate:
            self._publish_papers(PaperSet.Kind.CALIBRATION, self.scale.to_recalibrate, works, panel, at=at)
        self._read_all(assessors, works, at=at, pause=timedelta(hours=1))
        at += timedelta(days=1)
        with standing_at(at):
            look_at_severities()
        for alarm in alarms_about(self.owner, assessors[FIRST_HABITS.index(Habit.HARSH)]).filter(answer__isnull=True):
            answer_alarm(actor=self.lead, alarm=alarm, reason=TALKED, at=at + timedelta(hours=1))
        if self.scale.to_recalibrate:
            given: dict[str, Any] = {"actor": self.lead, "at": at + timedelta(hours=2)}
            drifts = assessors[FIRST_HABITS.index(Habit.DRIFTS)]
            ask_recalibration(pause=pause_right(assessor=drifts, version=self.version, reason=PAUSED, **given), **given)
        deliver_at(at + timedelta(hours=2))
        read_all_but_the_last(self.lead)

    def _works(self) -> dict[UUID, int]:
        """What was handed in, by submission: which work of the truth it is."""
        rows = Submission.objects.filter(pursuit__version=self.version).values_list("pk", "pursuit__person__email")
        return {pk: _number_in(email) for pk, email in rows}

    def _assessor(self, place: int) -> Person:
        person, is_new = _person("assessor", place)
        if is_new:
            self._take_on(person)
            qualify(
                actor=self.lead,
                assessor=person,
                stack=self.stack,
                basis="Demonstration: read with a lead for a week.",
                at=self.begins,
                expires_at=self.ends + timedelta(days=365),
            )
        return person

    def _panelist(self, place: int) -> Person:
        person, is_new = _person("panelist", place)
        if is_new:
            self._take_on(person)
        return person

    def _take_on(self, person: Person) -> None:
        appoint(actor=None, person=person, organization=self.owner, role=Role.ASSESSOR, at=self.begins)

    def _handed_in(self, number: int) -> UUID:
        """Let somebody start, write and submit. Return the submission."""
        at = self.moment(number)
        person, _is_new = _person("educator", number)
        school = self.schools[number % len(self.schools)]
        appoint(actor=None, person=person, organization=school, role=Role.EDUCATOR, at=self.begins)
        pursuit = start(actor=person, version=self.version, at=at)
        for requirement in self.requirements:
            given: dict[str, Any] = {"actor": person, "pursuit": pursuit, "requirement": requirement, "at": at}
            if requirement.kind == Requirement.Kind.ARTIFACT:
                # Nothing is called so anywhere (RFC 2606), so that nobody's server is asked for it.
                put_in_link(title="What I wrote, and what came back", url=f"{PLACE}/{number + 1}", **given)
                continue
            # Shorter than what is compared with other people's work: nobody wrote it.
            text = f"I wrote to {number % 17 + 5} families in six weeks, and kept what came back."
            save_answer(text=text, revision=0, **given)
        return submit(actor=person, pursuit=pursuit, attested=ATTESTED, form_key=uuid7(), at=at).pk

    def _read_all(
        self, assessors: Sequence[Person], works: Mapping[UUID, int], *, at: datetime, pause: timedelta
    ) -> None:
        """Let assessors read whatever waits for them, whoever has read least first, and everything follow.

        So nobody has read much less than others of what is compared.
        """
        saved = self._compared()
        reading = list(range(len(assessors)))
        turn, until = sum(saved.values()), at
        while reading:
            turn += 1
            place = min((saved[assessors[each].pk], self.truth.turn(each, turn), each) for each in reading)[2]
            item = claim_next(actor=assessors[place], version=self.version.pk, at=at)
            if item is None:
                reading.remove(place)
                continue
            is_compared = item.paper_id is None and item.readings_saved < COMPARED
            until = max(until, self._read(assessors[place], place, item, works[item.submission_id], at=at))
            at += pause
            saved[assessors[place].pk] += is_compared
        deliver_at(max(at, until))

    def _compared(self) -> Counter[UUID]:
        """How much each has read of what figures compare: of each work the first readings, whoever reads it after."""
        readings = Scoring.objects.filter(submission__pursuit__version=self.version).order_by("scored_at", "pk")
        by_work: dict[UUID, list[UUID]] = defaultdict(list)
        for work, assessor in readings.values_list("submission", "assessor"):
            by_work[work].append(assessor)
        return Counter(assessor for readers in by_work.values() for assessor in readers[:COMPARED])

    def _read(self, person: Person, place: int, item: QueueItem, work: int, *, at: datetime) -> datetime:
        """Let somebody read what they took at a moment. Return when they are done."""
        done = at + timedelta(minutes=self.truth.minutes(place, work))
        held: dict[str, Any] = {"actor": person, "item": item, "claim_number": item.claim_number}
        levels = self.truth.reading(place, work, when=self.share(done))
        for number, (criterion, position) in enumerate(zip(self.criteria, levels, strict=True), start=1):
            level = next(each for each in criterion.levels.all() if each.position == position)
            comment = MET if position >= criterion.required_position else SHORT
            noted = at + (done - at) * (number / len(levels))
            note(criterion=criterion, level=level, comment=comment, at=noted, **held)
        score(feedback="", at=done, **held)
        return done

    def _publish_papers(
        self, kind: PaperSet.Kind, count: int, works: Mapping[UUID, int], panel: Sequence[Person], *, at: datetime
    ) -> None:
        """Let the lead nominate works, educators consent, a panel score them alike, and the set be published."""
        papers_before = Paper.objects.filter(version=self.version).values_list("submission", flat=True)
        nominated = set(self.truth.papers(set(works.values()) - {works[pk] for pk in papers_before}, count))
        submissions = Submission.objects.select_related("pursuit__version", "pursuit__person")
        papers = []
        chosen = [pk for pk, work in works.items() if work in nominated]
        for submission in submissions.filter(pk__in=chosen).order_by("submitted_at"):
            paper = nominate(actor=self.lead, submission=submission, at=at)
            answer_for_exemplar(
                actor=submission.pursuit.person,
                paper=paper,
                granted=True,
                words="May assessors be tried by it?",
                language="en",
                at=at,
            )
            shown = {
                criterion.id: Judgement(criterion.levels[position].id, MET)
                for criterion, position in zip(
                    self.rubric.criteria, self.truth.levels(works[submission.pk]), strict=True
                )
            }
            for person in panel:
                ask_to_panel(actor=self.lead, paper=paper, person=person, at=at)
                open_paper(actor=person, paper=paper, at=at)
                score_for_panel(actor=person, paper=paper, judgements=shown, form_key=uuid7(), at=at)
            record_consensus(actor=self.lead, paper=paper, judgements=shown, at=at)
            papers.append(paper)
        publish_papers(actor=self.lead, version=self.version, kind=kind, papers=papers, at=at)


def has_real_people() -> bool:
    """Whether anybody in this database could be real."""
    return not settings.DEMO or Person.objects.exclude(email__endswith="example.org").exists()


def refuse_real_people() -> None:
    """Refuse a database in which anybody could be real.

    Raises:
        RealPeople.
    """
    if has_real_people():
        raise RealPeople(
            "A scored world is made of invented people, and only where nobody else is. Start one by "
            "`microcred demo --world scored` with a home of its own (MICROCRED_HOME)."
        )


def _person(what: str, place: int) -> tuple[Person, bool]:
    """Somebody by what they are and a number, and whether they were made now."""
    email = _address(what, place)
    there = Person.objects.filter(email=email).first()
    if there is not None:
        return there, False
    first = FIRST_NAMES[place % len(FIRST_NAMES)]
    last = LAST_NAMES[place // len(FIRST_NAMES) % len(LAST_NAMES)]
    further = place // (len(FIRST_NAMES) * len(LAST_NAMES))
    middle = f" {LAST_NAMES[-further % len(LAST_NAMES)][0]}." if further else ""
    if what == "panelist":
        first, last = FIRST_NAMES[(place + 8) % len(FIRST_NAMES)], LAST_NAMES[(5 * place + 3) % len(LAST_NAMES)]
    elif what == "assessor":
        # So few that their names would all begin alike.
        first, last = FIRST_NAMES[-place % len(FIRST_NAMES)], LAST_NAMES[5 * place % len(LAST_NAMES)]
    return register(actor=None, name=f"{first}{middle} {last}", email=email), True


def _address(what: str, place: int) -> str:
    return f"{SCORED}{what}-{place + 1}@example.org"


def _number_in(email: str) -> int:
    return int(email.partition("@")[0].rpartition("-")[2]) - 1
