"""How often papers were read, and when that is too often."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, prefetch_related_objects

from microcred.calibration.models import AttemptPaper, Paper, PaperSet, RecalibrationPaper, SetPlace, UseLimit
from microcred.calibration.queries.exemplars import newest_sets, papers_in_use, times_read
from microcred.calibration.rules.use import limit_of
from microcred.catalog.models import Stack, StackPlace, Version

TRYING = frozenset({PaperSet.Kind.QUALIFICATION, PaperSet.Kind.VALIDITY, PaperSet.Kind.CALIBRATION})
"""Whoever knows a paper in these sets is tried by it no more. What is shown anyway may be read by anybody."""


def limits_of(papers: Sequence[Paper]) -> dict[UUID, int | None]:
    """After how many readings each paper is retired, should it stand in a set that tries people; None for no limit."""
    prefetch_related_objects(list(papers), "version")
    own = dict(UseLimit.objects.filter(paper__in=papers).order_by("said_at", "pk").values_list("paper", "most"))
    things = {paper.version.micro_credential_id for paper in papers}
    places = list(StackPlace.objects.filter(micro_credential__in=things).values_list("micro_credential", "stack"))
    said = dict(
        UseLimit.objects.filter(stack__in={stack for _thing, stack in places})
        .order_by("said_at", "pk")
        .values_list("stack", "most")
    )
    return {
        paper.pk: limit_of(
            own.get(paper.pk),
            [said.get(stack) for thing, stack in places if thing == paper.version.micro_credential_id],
        )
        for paper in papers
    }


def stack_limits(version: Version) -> list[tuple[Stack, int | None]]:
    """Each stack of the owner in which a version's micro-credential stands, with what is said of it; None: nothing."""
    thing = version.micro_credential
    stacks = list(Stack.objects.filter(places__micro_credential=thing, owner=thing.owner_id).order_by("name", "pk"))
    said = dict(UseLimit.objects.filter(stack__in=stacks).order_by("said_at", "pk").values_list("stack", "most"))
    return [(stack, said.get(stack.pk)) for stack in stacks]


def over_used() -> list[tuple[Paper, int, int]]:
    """The papers by which people are tried and that were read as often as their limit allows, with how often and the
    limit; none that somebody is reading for a test or a recalibration."""
    standing = SetPlace.objects.filter(paper=OuterRef("pk"), paper_set__in=newest_sets(), paper_set__kind__in=TRYING)
    around = ("version__micro_credential__owner", "submission")
    papers = list(_not_in_hand(papers_in_use()).filter(Exists(standing)).select_related(*around).order_by("pk"))
    limits, read = limits_of(papers), times_read(papers)
    found = []
    for paper in papers:
        limit = limits[paper.pk]
        if limit is not None and read[paper.pk] >= limit:
            found.append((paper, read[paper.pk], limit))
    return found


def _not_in_hand(papers: QuerySet[Paper]) -> QuerySet[Paper]:
    tried = AttemptPaper.objects.filter(paper=OuterRef("pk"), answer__isnull=True, attempt__end__isnull=True)
    again = RecalibrationPaper.objects.filter(
        paper=OuterRef("pk"), answer__isnull=True, recalibration__pause__end__isnull=True
    )
    return papers.filter(~Exists(tried), ~Exists(again))
