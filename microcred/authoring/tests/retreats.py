"""A retreat at the university, told by operations: Cora keeps it, Gus is asked to it."""

from datetime import date, timedelta

from microcred.authoring.models import AgendaItem, DataPack, Retreat
from microcred.authoring.operations import ask_for_packs, keep_pack, open_retreat, put_on_agenda
from microcred.authoring.pack import Pack
from microcred.catalog.models import Version
from microcred.catalog.tests import make
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.operations import appoint, found, register

AT = make.AT
TODAY = AT.date()
DUE = TODAY + timedelta(days=30)


def opened(**changes) -> Retreat:
    values = {
        "actor": make.cora(),
        "owner": make.university(),
        "name": "Summer retreat",
        "starts_on": date(2026, 6, 22),
        "ends_on": date(2026, 6, 24),
        "place": "Rock Hill, and online",
        "at": AT,
    }
    return open_retreat(**values | changes)


def versions(*names: str) -> list[Version]:
    return [make.version(name=name) for name in names]


def agenda(*names: str, retreat: Retreat | None = None) -> list[AgendaItem]:
    things = [version.micro_credential for version in versions(*names)]
    return put_on_agenda(actor=make.cora(), retreat=retreat or opened(), micro_credentials=things, at=AT)


def elsewhere() -> Person:
    """An author of another organization."""
    place = found(actor=None, slug="mira", name="Mira", kind=Organization.Kind.ASSOCIATION, at=AT)
    person = register(actor=None, name="Ines", email="ines@example.org")
    appoint(actor=None, person=person, organization=place, role=Role.AUTHOR, at=AT)
    return person


def colleague(name: str = "Nora", role: Role = Role.AUTHOR) -> Person:
    person = register(actor=None, name=name, email=f"{name.lower()}@example.org")
    appoint(actor=None, person=person, organization=make.university(), role=role, at=AT)
    return person


def packed(item: AgendaItem, pack: Pack | None = None, *, at=AT) -> DataPack:
    """A pack as one counted it on a higher floor."""
    (request,) = ask_for_packs(
        actor=make.cora(), retreat=item.retreat, micro_credentials=[item.micro_credential], at=at
    )
    return keep_pack(actor=None, request=request, pack=pack or Pack(item.micro_credential_id, "", at, ()), at=at)
