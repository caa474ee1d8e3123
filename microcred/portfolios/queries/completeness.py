"""What the automatic check finds in work before and after it is handed in, in a constant number of queries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from microcred.catalog.models import Requirement
from microcred.portfolios.completeness import (
    Evidence,
    Fact,
    Found,
    LinkOutcome,
    found_in,
    label_of,
    sentence_of,
)
from microcred.portfolios.models import (
    Gauge,
    Item,
    LinkLook,
    PreCheckWay,
    StoodBy,
    Submission,
    SubmittedItem,
)
from microcred.portfolios.queries.readiness import Unready
from microcred.portfolios.queries.renditions import Forms, forms_of
from microcred.portfolios.queries.terms import TermsInForce, terms_of
from microcred.portfolios.queries.titles import named, with_renamed
from microcred.portfolios.queries.workspace import RequirementWork, Workspace

LOOK_HOLDS = timedelta(days=1)
"""For how long a link that opened is not opened again."""


@dataclass(frozen=True)
class Noticed:
    """A finding, and where it is mended."""

    number: int
    requirement: Requirement
    item: Item | None
    found: Found
    stood_by: bool = False
    """whether its educator hands it in as it is"""
    alias: str = ""
    """what blind readers call it, once it is frozen"""

    @property
    def fact(self) -> Fact:
        """What was found."""
        return self.found.fact

    @property
    def facts(self) -> dict[str, Any]:
        """What the sentence about it is filled with."""
        return {"number": self.number, "title": self.item.title if self.item else "", **self.found.facts}

    @property
    def label(self) -> str | Promise:
        """In a few words."""
        return label_of(self.fact)

    @property
    def words(self) -> str | Promise:
        """To its educator, with the way forward."""
        return sentence_of(self.fact, self.facts)

    @property
    def blind_words(self) -> str | Promise:
        """To whoever may not know what its educator calls it."""
        return sentence_of(self.fact, {**self.facts, "title": self.alias})

    @property
    def holds_back(self) -> bool:
        """Whether it is to be mended before the work can be judged."""
        return self.found.fails and not self.stood_by

    @property
    def anchor(self) -> str:
        """Where on the workspace it is mended."""
        return f"requirement-{self.number}"


@dataclass(frozen=True)
class Completeness:
    """What is found, and how the work is checked once it is handed in."""

    way: str
    pre_check_days: int
    noticed: tuple[Noticed, ...] = ()
    unseen: tuple[Item, ...] = ()
    """what nobody has looked at yet, or not lately: links, and files from before there was a look"""

    @property
    def by_person(self) -> bool:
        """Whether a person looks at it too."""
        return self.way == PreCheckWay.PERSON

    @property
    def holding_back(self) -> list[Noticed]:
        """What is to be mended before it is handed in."""
        return [one for one in self.noticed if one.holds_back]

    @property
    def to_stand_by(self) -> list[Noticed]:
        """What could be handed in as it is, if its educator is sure: what is about a file or link."""
        return [one for one in self.holding_back if one.item is not None]

    @property
    def advice(self) -> list[Noticed]:
        """What is worth another look, and keeps nobody from anything."""
        return [one for one in self.noticed if not one.found.fails]

    @property
    def by_alias(self) -> dict[str, list[Noticed]]:
        """What is found in each file and link, by what blind readers call it."""
        found: dict[str, list[Noticed]] = {}
        for one in self.noticed:
            found.setdefault(one.alias, []).append(one)
        return found

    @property
    def kept(self) -> list[Noticed]:
        """What its educator hands in as it is."""
        return [one for one in self.noticed if one.found.fails and one.stood_by]


def completeness_of(workspace: Workspace, *, at: datetime) -> Completeness:
    """What is found in the work as it stands: in what the next submission depends on, not in what is carried along."""
    terms = terms_of(workspace.pursuit.version)
    if terms.pre_check == PreCheckWay.NONE:
        return Completeness(PreCheckWay.NONE, terms.pre_check_days)
    works = [work for work in workspace.counted if not work.spared]
    items = [item for work in works for item in work.items]
    seen = _Seen.of(items, {work.requirement.pk: work.requirement for work in works}, workspace.forms, terms)
    noticed = [one for work in works for one in _in_work(work, seen)]
    return Completeness(terms.pre_check, terms.pre_check_days, tuple(noticed), seen.unseen(items, at=at))


def held_back(workspace: Workspace, completeness: Completeness) -> list[Unready]:
    """What of it keeps the work from being submitted, in the order of the page."""
    works = {work.number: work for work in workspace.work}
    return [
        Unready(works[one.number], format_lazy(_("Number {number}: {words}"), number=one.number, words=one.words))
        for one in completeness.holding_back
    ]


def completeness_of_submission(submission: Submission, *, at: datetime) -> Completeness:
    """What is found in what was frozen: in everything that its educator put in since an earlier one was judged."""
    pre_check = getattr(submission, "pre_check", None)
    terms = terms_of(submission.pursuit.version)
    requirements = list(submission.pursuit.version.requirements.order_by("position"))
    numbers = {one.pk: number for number, one in enumerate(requirements, start=1)}
    by_pk = {one.pk: one for one in requirements}
    rows = list(_frozen(submission))
    items = [row.item for row in rows]
    forms = forms_of((item.pk for item in items), until=submission.submitted_at)
    seen = _Seen.of(items, by_pk, forms, terms)
    noticed = [
        Noticed(
            numbers[row.item.requirement_id],
            by_pk[row.item.requirement_id],
            row.item,
            found,
            (row.item_id, found.fact.value) in seen.stood_by,
            row.alias,
        )
        for row in rows
        for found in seen.found(row.item)
    ]
    noticed.sort(key=lambda one: one.number)
    way = pre_check.way if pre_check else PreCheckWay.NONE
    return Completeness(way, terms.pre_check_days, tuple(noticed), seen.unseen(items, at=at))


def _frozen(submission: Submission) -> Iterable[SubmittedItem]:
    rows = SubmittedItem.objects.filter(submission=submission).order_by("position")
    renamed = {item.pk: item for item in with_renamed(Item.objects.filter(pk__in=rows.values("item")))}
    for row in rows.select_related("item__file"):
        if row.item_id in renamed:
            row.item.title = named(renamed[row.item_id]).title
        yield row


def _in_work(work: RequirementWork, seen: "_Seen") -> Iterable[Noticed]:
    for item in work.items:
        for found in seen.found(item):
            yield Noticed(work.number, work.requirement, item, found, (item.pk, found.fact.value) in seen.stood_by)


@dataclass(frozen=True)
class _Seen:
    """Everything that is known of some items, loaded together."""

    requirements: Mapping[UUID, Requirement]
    forms: Mapping[UUID, Forms]
    gauges: Mapping[UUID, Gauge]
    looks: Mapping[UUID, LinkLook]
    stood_by: frozenset[tuple[UUID, str]]
    captions_asked: bool

    @classmethod
    def of(
        cls,
        items: list[Item],
        requirements: Mapping[UUID, Requirement],
        forms: Mapping[UUID, Forms],
        terms: TermsInForce,
    ) -> "_Seen":
        pks = [item.pk for item in items]
        files = [item.file_id for item in items if item.file_id]
        links = [item.pk for item in items if item.kind == Item.Kind.LINK]
        return cls(
            requirements,
            forms,
            {gauge.file_id: gauge for gauge in Gauge.objects.filter(file__in=files)} if files else {},
            {look.item_id: look for look in _looks(items=links)} if links else {},
            frozenset(_stood_by(items=pks)) if pks else frozenset(),
            bool(terms.captions_asked),
        )

    def found(self, item: Item) -> list[Found]:
        """What is found in one of them."""
        requirement = self.requirements[item.requirement_id]
        gauge, look = self.gauges.get(item.file_id) if item.file_id else None, self.looks.get(item.pk)
        template = requirement.template_file_id
        return found_in(
            Evidence(
                kind=item.kind,
                gauge=gauge.facts if gauge else {},
                is_template=gauge is not None and template is not None and gauge.unchanged_from_id == template,
                minute_limit=requirement.minute_limit,
                has_captions=not (item.pk in self.forms and self.forms[item.pk].is_silent),
                captions_asked=self.captions_asked,
                link=LinkOutcome(look.outcome) if look else None,
            )
        )

    def unseen(self, items: Iterable[Item], *, at: datetime) -> tuple[Item, ...]:
        """What is still to be looked at."""
        return tuple(
            item for item in items if (self._link_waits(item, at) if item.url else item.file_id not in self.gauges)
        )

    def _link_waits(self, item: Item, at: datetime) -> bool:
        look = self.looks.get(item.pk)
        return look is None or look.outcome != LinkLook.Outcome.OPENS or look.looked_at < at - LOOK_HOLDS


def _looks(*, items: list[UUID]) -> QuerySet[LinkLook]:
    return LinkLook.objects.filter(item__in=items).order_by("item", "-looked_at", "-pk").distinct("item")


def _stood_by(*, items: list[UUID]) -> QuerySet[StoodBy, tuple[UUID, str]]:
    return StoodBy.objects.filter(item__in=items).values_list("item", "fact")
