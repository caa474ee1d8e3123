"""Questions about what became of a draft: who saved it, and what it said before."""

from django.db.models import Exists, OuterRef, QuerySet

from microcred.authoring.models import Draft, DraftRevision
from microcred.organizations.models import Person


def writers_of(draft: Draft) -> QuerySet[Person]:
    """Everybody who ever saved a draft, whoever began it included; by name."""
    saved = DraftRevision.objects.filter(draft=draft, saved_by=OuterRef("pk"), conflicting=False)
    return Person.objects.filter(Exists(saved)).order_by("name", "pk")


def history_of(draft: Draft) -> QuerySet[DraftRevision]:
    """All saved states of a draft and what was overtaken, the last first; `written` and `design` are left for later."""
    return (
        DraftRevision.objects.filter(draft=draft)
        .select_related("saved_by", "restored")
        .defer("design", "written", "restored__design", "restored__written")
        .order_by("-revision", "-pk")
    )
