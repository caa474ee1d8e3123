"""What conditions are asked about: an award or activity, its holder, the cycle, prepared for being asked often."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from microcred.recognition.rules.engine.record import Activity, Approval, Employment, Licence, Record


def folded(names: Sequence[str]) -> frozenset[str]:
    """Names without upper and lower case."""
    return _folded(tuple(names))


@lru_cache(maxsize=4096)
def _folded(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset([name.casefold() for name in names])


class Thing:
    """An award or activity, or a part of one with topics of its own."""

    __slots__ = (
        "amounts",
        "benefit",
        "day",
        "days",
        "facts",
        "frameworks",
        "id",
        "issuer",
        "issuer_kind",
        "kind",
        "level",
        "main_topic",
        "micro_credential",
        "moment",
        "number",
        "pieces",
        "proofs",
        "revoked_at",
        "source",
        "standards",
        "stated_kind",
        "title",
        "topics",
    )

    def __init__(self, source: Activity, number: int = 0) -> None:
        self.source = source
        self.id = source.id
        self.title = source.title
        self.stated_kind = source.kind
        self.number = number
        self.kind = source.kind.casefold()
        self.moment = source.earned_at
        self.day: date | None = None if isinstance(source.earned_at, datetime) else source.earned_at
        self.days: dict[ZoneInfo, date] = {}
        self.amounts = {unit.casefold(): amount for unit, amount in source.amounts.items()}
        self.topics = folded(source.topics)
        self.main_topic = source.topics[0].casefold() if source.topics else ""
        self.standards = folded(source.standards)
        self.micro_credential = source.micro_credential.casefold()
        self.issuer = source.issuer.casefold()
        self.issuer_kind = source.issuer_kind.casefold()
        self.frameworks = folded(source.quality_frameworks)
        self.proofs = folded(source.proofs)
        self.level = source.level.casefold()
        self.benefit = source.benefit
        self.revoked_at = source.revoked_at
        self.facts = source.facts
        self.pieces: list[tuple[Decimal, Thing]] = []
        if source.parts:
            for place, part in enumerate(source.parts, 1):
                piece = Thing(
                    source.model_copy(update={"parts": (), "topics": part.topics, "standards": part.standards})
                )
                piece.number = place
                self.pieces.append((part.share, piece))
                self.topics |= piece.topics
                self.standards |= piece.standards

    def day_in(self, zone: ZoneInfo) -> date:
        """The day on which it was earned, where a policy holds."""
        if self.day is not None or not isinstance(self.moment, datetime):
            return self.day or self.moment
        day = self.days.get(zone)
        if day is None:
            day = self.days[zone] = self.moment.astimezone(zone).date()
        return day


class About:
    """The holder, their licence and the cycle, as they are on a day.

    Args:
        day: the day of the evaluation in the policy's time zone.
        work: what has been found of the holder's work, by day; shared between the policies of an evaluation.
        option: the option under which the thing in question counts; set before a limit or category is asked.
    """

    __slots__ = ("day", "employers", "last_day", "licence", "option", "record", "work")

    def __init__(
        self,
        record: Record,
        licence: Licence | None,
        day: date,
        last_day: date | None,
        work: dict[date, list[Employment]] | None = None,
    ) -> None:
        self.record = record
        self.licence = licence
        self.day = day
        self.last_day = last_day
        self.option = ""
        self.work: dict[date, list[Employment]] = {} if work is None else work
        self.employers: dict[date, frozenset[str]] = {}

    def working(self, day: date) -> list[Employment]:
        """Where its holder worked on a day."""
        found = self.work.get(day)
        if found is None:
            found = self.work[day] = [
                one
                for one in self.record.employment
                if one.first_day <= day and (one.last_day is None or day <= one.last_day)
            ]
        return found

    def employed_by(self, day: date) -> frozenset[str]:
        """For whom its holder worked on a day, without upper and lower case."""
        found = self.employers.get(day)
        if found is None:
            found = self.employers[day] = folded([one.employer for one in self.working(day)])
        return found


class Word:
    """What somebody said of an award or activity; role and employer without upper and lower case."""

    __slots__ = ("before_it_began", "decided_on", "decision", "employer", "policy", "role")

    def __init__(self, approval: Approval) -> None:
        self.decision = approval.decision
        self.decided_on = approval.decided_on
        self.before_it_began = approval.before_it_began
        self.policy = approval.policy
        self.role = approval.role.casefold()
        self.employer = approval.employer.casefold()


def words_by_item(record: Record, day: date) -> dict[str, list[Word]]:
    """What has been said of each award or activity up to a day; nobody's word about their own counts."""
    found: dict[str, list[Word]] = {}
    own = record.person.id
    for approval in record.approvals:
        if approval.decided_on <= day and approval.by != own:
            found.setdefault(approval.item, []).append(Word(approval))
    return found
