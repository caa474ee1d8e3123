"""Papers by which assessors learn two rubrics: anchors that show each level, and papers to practise on.

Six people hand in work for each rubric, in which criteria differ. A panel reads it alone and agrees what it shows, and
why; the reasons name the place in the work, as whoever learns is to look there.
"""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from functools import cache
from typing import Any

import yaml

from microcred.calibration.models import Paper, PaperSet
from microcred.calibration.operations import Judgement
from microcred.calibration.operations import publish_papers as publish
from microcred.catalog.models import Version
from microcred.organizations.models import Person
from microcred.portfolios.models import Submission
from microcred.site.demo.exemplars import PANELIST, agree_on, judged
from microcred.site.demo.readings import READERS, hand_in
from microcred.site.demo.stories import deliver_at, read, read_all_but_the_last
from microcred.site.demo.workflow import IN_PILOT
from microcred.site.demo.world import FOLDER, World, day_of

ASKED, ANSWERED, READ = 55.2, 56.2, 57.2
"""Days on which their educators are asked, answer, and a panel reads."""
OVERALL = "Thank you. Each level below names the place in your work that it rests on."


def tell_of_work_to_learn_by(world: World) -> Iterator[str]:
    """Let twelve people hand in work whose criteria differ, and assessors read it. Yield what is being told."""
    yield "Twelve colleagues hand in what assessors will learn by"
    pilot = [Person.objects.get(name=name) for name in READERS]
    handed_in = []
    for number, told in enumerate(told_to_learn_by()):
        day = 34 + number / 2
        handed_in.append((day, hand_in(world, world.versions[told["of"]], {**told, "day": day}), told))
    for day, submission, told in handed_in:
        levels = {key: (said["level"], said["why"]) for key, said in told["shows"].items()}
        for after, reader in enumerate(pilot if told["of"] == IN_PILOT else [None], start=5):
            read(world, submission, levels, feedback=OVERALL, at=day_of(world, day + after), by=reader)
        read_all_but_the_last(submission.pursuit.person)


def tell_of_papers_to_learn_by(world: World) -> Iterator[str]:
    """Let a panel agree what that work shows, and Lena publish it. Yield what is being told."""
    yield "A panel finds the range of two rubrics"
    thandiwe, idris = (Person.objects.get(name=name) for name in (PANELIST, READERS[1]))
    at = day_of(world, READ) + timedelta(hours=8)
    papers: dict[tuple[str, str], list[Paper]] = {}
    first = Paper.objects.get(version=world.versions[IN_PILOT], consensus__isnull=False)
    for number, told in enumerate(told_to_learn_by()):
        # Who has judged a work sits on no panel about it.
        panel = [thandiwe, world.second if told["of"] == IN_PILOT else idris]
        paper = _agreed(world, panel, told, number)
        papers.setdefault((told["of"], told["stands"]), []).append(paper)
    papers[IN_PILOT, PaperSet.Kind.ANCHOR].append(first)
    for (slug, stands), standing in papers.items():
        publish(actor=world.cast.lena, version=world.versions[slug], kind=PaperSet.Kind(stands), papers=standing, at=at)
    deliver_at(at)
    educators = {paper.submission.pursuit.person for standing in papers.values() for paper in standing}
    for person in {world.cast.lena, world.second, thandiwe, idris, *educators}:
        read_all_but_the_last(person)


def _agreed(world: World, panel: list[Person], told: Mapping[str, Any], number: int) -> Paper:
    version = world.versions[told["of"]]
    around = Submission.objects.select_related("pursuit__version", "pursuit__person")
    submission = around.get(pursuit__version=version, pursuit__person__name=told["who"])
    shown = _judgements(version, told["shows"])
    found = [shown, shown]
    if "doubted" in told:
        doubted = told["doubted"]
        found[0] = {**shown, **_judgements(version, {doubted["criterion"]: doubted})}
    after = timedelta(minutes=10 * number)
    asked, answered, at = (day_of(world, day) + after for day in (ASKED, ANSWERED, READ))
    words = "May assessors learn by it?"
    return agree_on(world, submission, zip(panel, found, strict=True), shown, words, asked, answered, at)


def _judgements(version: Version, shows: Mapping[str, Mapping[str, str]]) -> dict[Any, Judgement]:
    return judged(version, {key: (said["level"], said["why"]) for key, said in shows.items()})


@cache
def told_to_learn_by() -> list[dict[str, Any]]:
    """Who hands in what, for which set it is, what it shows and why."""
    loaded: list[dict[str, Any]] = yaml.load((FOLDER / "learning.yaml").read_text(), Loader=yaml.CSafeLoader)
    return loaded
