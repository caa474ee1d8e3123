"""Lives go on: Ada has signed up before under another name, brings a badge from elsewhere; a colleague changes hers."""

import secrets
from collections.abc import Iterator
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.utils.text import slugify

from microcred.accounts.operations import change_name, offer_merge, show_name_on_awards
from microcred.credentials.models import Award
from microcred.foundation.clock import now
from microcred.integrations.badge_hosts.operations import bring_in, show_on_transcript
from microcred.openbadges import proofs
from microcred.openbadges.dids import did_key, verification_method
from microcred.openbadges.documents import to_bytes
from microcred.openbadges.keys import SigningKey
from microcred.openbadges.models import Achievement, HashedEmail, OpenBadgeCredential, Profile, urn
from microcred.organizations.operations import register
from microcred.portfolios.operations import start
from microcred.site.demo.world import World, day_of

FORMER = "Ada Larkin"
AT_HOME = "ada.whitfield@home.example.org"


def tell_of_lives(world: World) -> Iterator[str]:
    """Two addresses, two accounts, a badge of another issuer, another name. Yield what is being told."""
    yield "People have lives"
    ada, at = world.cast.ada, now()
    EmailAddress.objects.create(user=ada, email=AT_HOME, verified=True, primary=False)
    earlier = register(actor=None, name=FORMER, email="ada.larkin@example.org")
    start(actor=earlier, version=world.versions["building-your-team"], at=day_of(world, 3))
    offer_merge(actor=ada, email=earlier.email, at=at)
    held = bring_in(actor=ada, document=library_badge(world), at=at)
    show_on_transcript(actor=ada, credential=held, shown=True)
    given = Award.objects.exclude(person=ada).filter(revocation__isnull=True).select_related("person")
    award = given.order_by("earned_at").first()
    if award is not None:
        today = at.date()
        change_name(actor=award.person, name=f"{award.person.name}-Rivers", holds_from=today, today=today, at=at)
        show_name_on_awards(actor=award.person, at=at)


def library_badge(
    world: World,
    *,
    name: str = "Reading Aloud with Emergent Readers",
    description: str = "Reads aloud so that children join in, and notices who does not.",
    number: str = "6f2f0c1e-58f1-4a53-9d35-0c1a6b8e7d21",
    days_before: int = 400,
) -> bytes:
    """What a library elsewhere would have sent Ada: signed with a key of its own, which nobody here knows."""
    key = SigningKey(secrets.token_bytes(32))
    did, signed_at = did_key(key.public), day_of(world, 0) - timedelta(days=days_before)
    badge = OpenBadgeCredential(
        id=urn(number),
        issuer=Profile(id=did, name="Piedmont Literacy Library", url="https://library.example.org"),
        achievement=Achievement(
            id=f"https://library.example.org/badges/{slugify(name)}",
            name=name,
            description=description,
            criteria="Two observed readings and a conversation about them.",
        ),
        valid_from=signed_at,
        holder=HashedEmail(address=world.cast.ada.email, salt=secrets.token_hex(8)),
        name=name,
    )
    method = verification_method(did, key.public)
    return to_bytes(proofs.sign(badge.to_json(), key, created=signed_at, verification_method=method))
