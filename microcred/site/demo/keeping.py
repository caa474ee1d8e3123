"""Comments that are kept to be used again: Ben's own, and those that Lena shares with everybody who scores."""

from collections.abc import Iterator

from microcred.catalog.models import Criterion
from microcred.scoring.operations import keep_comment, share_comment
from microcred.site.demo.world import World, day_of

BENS = (
    (
        "membership",
        "Your plan says who is at the table; say why [which role] was asked, and what would be missing without it.",
    ),
    ("", "In [where you looked] I see [what you saw]. To meet this level, add [what is missing]."),
    ("", "Add one moment from [which meeting] in which this changed what the team did."),
)
LENAS = (
    (
        "working-agreements",
        "The agreements stand on [page]. Add one decision in which the team held itself to one, and what came of it.",
    ),
    ("", "You write “[quote]”. Next time, show what followed from it: who did what, and what you saw."),
)


def tell_of_kept_comments(world: World) -> Iterator[str]:
    """Let Ben keep some, and Lena share some."""
    yield "Ben and Lena keep comments"
    version = world.versions["building-your-team"]
    design = version.design["rubric"]
    at = day_of(world, 20)
    for person, said in ((world.cast.ben, BENS), (world.cast.lena, LENAS)):
        for local, text in said:
            criterion = next(
                (one for one in Criterion.objects.filter(version=version) if design[one.position]["id"] == local), None
            )
            kept = keep_comment(actor=person, text=text, criterion=criterion, at=at)
            if person == world.cast.lena:
                owner = version.micro_credential.owner
                share_comment(actor=person, kept=kept, organization=owner, at=at)
