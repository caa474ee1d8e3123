"""Questions about rules that are being written: what is wrong with them, what differs, what came of trying them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from microcred.organizations.models import Organization, Person
from microcred.recognition.models import Policy, PolicyDraft, Reevaluation
from microcred.recognition.queries.policies import Held, document_of, held, in_turn, jurisdictions_of, stated_above
from microcred.recognition.rules.engine import Policy as Document
from microcred.recognition.rules.engine import Unprepared
from microcred.recognition.rules.engine.check import as_problems, problems
from microcred.recognition.rules.engine.examples import Tried, run_examples
from microcred.recognition.rules.engine.looser import looser
from microcred.recognition.rules.engine.reading import Problem, Unreadable, read_policy, written
from microcred.recognition.rules.engine.sentences import Sentence
from microcred.recognition.rules.statements import Differs, Place, differences, places_in


def drafts_of(person: Person, *, at: datetime) -> QuerySet[PolicyDraft]:
    """The drafts of the jurisdictions whose rules a person states, what was changed last at the top."""
    places = [one.pk for one in jurisdictions_of(person, at=at)]
    drafts = PolicyDraft.objects.filter(jurisdiction__in=places, set_aside_at__isnull=True)
    return drafts.select_related("jurisdiction", "changed_by", "stated").order_by("-changed_at", "pk")


def statements_of(jurisdictions: Sequence[Organization]) -> list[Policy]:
    """The newest statement of each policy of some jurisdictions."""
    newest = Policy.objects.filter(jurisdiction__in=jurisdictions).order_by("slug", "-number").distinct("slug")
    return list(newest.select_related("jurisdiction"))


def below(document: Document, jurisdiction: Organization) -> list[Policy]:
    """The newest statements of what a document makes stricter, the nearest first; fewer where one is missing."""
    found: list[Policy] = []
    slug = document.overlays
    while slug is not None and slug not in {row.slug for row in found}:
        row = Policy.objects.filter(slug=slug, jurisdiction__in=jurisdiction.lineage).order_by("-number").first()
        if row is None:
            break
        found.append(row)
        slug = document_of(row).overlays
    return found


@dataclass(frozen=True)
class DraftRead:
    """What a draft says, and what is wrong with it.

    Args:
        unreadable: why there is no document at all.
        document: the rules, where they have the shape of some.
        problems: everything that is wrong, with the line.
        examples: the worked examples, tried; none before nothing else is wrong.
        before: the statement that it would follow; `differs` is where it says something else.
        places: amounts and days that can be changed by themselves.
        under: what it makes stricter, the nearest first.
        takes_place: the statements that would hold otherwise than now, with when they would.
        outdone: the rules that make it stricter today and would ask less than it in places, with where.
    """

    unreadable: str = ""
    document: Document | None = None
    problems: Sequence[Problem] = ()
    examples: Sequence[Tried] = ()
    before: Policy | None = None
    differs: Sequence[Differs] = ()
    places: Sequence[Place] = ()
    under: Sequence[Document] = ()
    takes_place: Sequence[Held] = ()
    outdone: Sequence[tuple[Policy, Sequence[Problem]]] = ()

    @property
    def is_sound(self) -> bool:
        """Whether nothing is wrong with it, so that it can be tried on what is on record."""
        return self.document is not None and not self.problems

    @property
    def can_be_stated(self) -> bool:
        """Whether its worked examples come out too."""
        return self.is_sound and bool(self.examples) and all(one.passes for one in self.examples)


def read_draft(draft: PolicyDraft) -> DraftRead:
    """Read a draft, look it through beside what it would stand with, and try its worked examples."""
    try:
        content = written(draft.text.encode())
    except Unreadable as why:
        return DraftRead(unreadable=str(why))
    document, wrong = read_policy(content)
    try:
        places = places_in(draft.text)
    except Unreadable:
        places = []
    if document is None:
        return DraftRead(problems=wrong, places=places)
    under = below(document, draft.jurisdiction)
    stated = list(Policy.objects.filter(slug=document.id).order_by("number"))
    before = next((row for row in reversed(stated) if row.number < document.version), None)
    others = [
        document_of(row) for row in (*stated, *under) if (row.slug, row.number) != (document.id, document.version)
    ]
    among = in_turn([*others, document])
    # One that a newer statement leaves no day is looked through as it is; its number is refused below.
    own = next((one for one in among if (one.id, one.version) == (document.id, document.version)), document)
    wrong = [*wrong, *as_problems(problems(own, among), content.line)]
    if stated and stated[-1].number >= document.version:
        number = stated[-1].number
        taken = Sentence("version_stated", version=number, next=number + 1)
        wrong.append(Problem("version", content.line(("version",)), taken))
    if document.overlays is not None and not under:
        wrong = [one for one in wrong if one.where != "overlays"]
        nowhere = Sentence("base_not_stated", base=document.overlays, place=draft.jurisdiction.name)
        wrong.append(Problem("overlays", content.line(("overlays",)), nowhere))
    tried: Sequence[Tried] = ()
    if not wrong:
        if document.examples:
            tried = _tried(document, under)
        else:
            wrong.append(Problem("examples", 0, Sentence("example_wanted")))
    differs = differences(document_of(before), document) if before is not None else ()
    bases = [document_of(row) for row in under]
    return DraftRead(
        "",
        document,
        wrong,
        tried,
        before,
        differs,
        places,
        bases,
        _takes_place(document, stated),
        () if wrong else _outdone(document, stated[-1] if stated else None),
    )


def _outdone(document: Document, statement: Policy | None) -> list[tuple[Policy, Sequence[Problem]]]:
    """The rules that make this policy stricter, as far as a draft of it would ask more than they do."""
    above = stated_above(statement) if statement is not None else []
    outdone = ((row, list(looser(document_of(row), document))) for row in above)
    return [(row, as_problems(where, lambda _path: 0)) for row, where in outdone if where]


def _takes_place(document: Document, stated: Sequence[Policy]) -> list[Held]:
    rows = [(row, document_of(row)) for row in stated if row.number < document.version]
    now, then = held(rows), held(rows, beside=[document])
    return [after for before, after in zip(now, then, strict=True) if after != before]


def _tried(document: Document, under: Sequence[Policy]) -> list[Tried]:
    try:
        return run_examples(document, [*(document_of(row) for row in under), document])
    except Unprepared:
        return []


def last_trial(draft: PolicyDraft) -> Reevaluation | None:
    """The last trial of a draft, whatever it said then."""
    return Reevaluation.objects.filter(draft=draft).order_by("-begun_at", "-pk").first()
