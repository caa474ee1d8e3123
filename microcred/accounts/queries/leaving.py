"""Whether somebody could still come in if their employer took its address away."""

from datetime import datetime

from allauth.account.models import EmailAddress

from microcred.organizations.models import Membership, Person
from microcred.organizations.queries import memberships_of

ANYBODYS = frozenset(
    {
        *("gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "msn.com", "yahoo.com", "aol.com"),
        *("icloud.com", "me.com", "mac.com", "proton.me", "protonmail.com", "gmx.com", "gmx.net", "mail.com"),
    }
)
"""Domains at which anybody may have an address, whoever employs them."""


def only_at_work(person: Person, *, at: datetime) -> str | None:
    """The domain on which a person's whole account hangs, when it is an employer's; None when it does not.

    It is an employer's when somebody else of one of the person's organizations has an address there too.
    """
    mine = EmailAddress.objects.filter(user=person, verified=True).values_list("email", flat=True)
    domains = {email.rpartition("@")[2].lower() for email in mine}
    if len(domains) != 1:
        return None
    (domain,) = domains
    places = {membership.organization_id for membership in memberships_of(person, at=at)}
    if domain in ANYBODYS or not places:
        return None
    colleagues = Membership.objects.filter(organization__in=places).exclude(person=person).values("person")
    shared = EmailAddress.objects.filter(user__in=colleagues, verified=True, email__iendswith=f"@{domain}")
    return domain if shared.exists() else None
