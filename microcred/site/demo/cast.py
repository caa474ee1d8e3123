"""The cast: who they are and where they work. People, schools and the North Carolina tree are invented.

The partnership, the state agency, the university centre, the district and the quality partner bear the names that
the published facts give; what they do here is demonstration.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.operations import appoint, found, register

Kind = Organization.Kind


@dataclass(frozen=True)
class Place:
    """An organization of the demonstration, below another."""

    slug: str
    name: str
    kind: Organization.Kind
    parent: str | None
    invented: bool = False


@dataclass(frozen=True)
class Member:
    """One of the cast: the name people see, what they are here for, and the roles they hold where."""

    key: str
    name: str
    line: str
    roles: tuple[tuple[Role, str], ...]

    @property
    def email(self) -> str:
        """The address of sign-in; `example.org` takes no mail."""
        return f"{self.key}@example.org"

    @property
    def first_name(self) -> str:
        """How the story calls them."""
        return self.name.partition(" ")[0]


PLACES = (
    Place("partnership", "Micro-Credentials Partnership of States", Kind.PARTNERSHIP, None),
    Place("south-carolina", "South Carolina Department of Education", Kind.STATE, "partnership"),
    Place("carolinacred", "CarolinaCrED, University of South Carolina", Kind.UNIVERSITY, "south-carolina"),
    Place("mira", "Mira Education", Kind.ASSOCIATION, "partnership"),
    Place("rock-hill", "Rock Hill Schools", Kind.DISTRICT, "south-carolina"),
    Place("cedar-creek", "Cedar Creek Elementary School", Kind.SCHOOL, "rock-hill", invented=True),
    Place("north-carolina", "North Carolina education agency", Kind.STATE, "partnership", invented=True),
    Place("blue-ridge", "Blue Ridge School District", Kind.DISTRICT, "north-carolina", invented=True),
    Place("laurel-fork", "Laurel Fork Middle School", Kind.SCHOOL, "blue-ridge", invented=True),
)

CAST = (
    Member(
        "ada", "Ada Whitfield", "Educator: second grade, pursues micro-credentials", ((Role.EDUCATOR, "cedar-creek"),)
    ),
    Member(
        "mateo",
        "Mateo Arrington-Vega",
        "Educator: third grade, in a team with Ada, and short of time",
        ((Role.EDUCATOR, "cedar-creek"),),
    ),
    Member("ben", "Ben Okafor", "Assessor: qualified, scores blind", ((Role.ASSESSOR, "carolinacred"),)),
    Member("bea", "Bea Lindqvist", "Assessor: not yet qualified", ((Role.ASSESSOR, "carolinacred"),)),
    Member(
        "lena",
        "Lena Castellanos",
        "Lead assessor: qualifies assessors, watches the queue",
        ((Role.LEAD_ASSESSOR, "carolinacred"),),
    ),
    # The tests give these two seats to whom they want; in the demonstration `helping` appoints them.
    Member("salome", "Salomé Whitaker-Boone", "Coach and assessor: whose work she knows, she does not judge", ()),
    Member("winifred", "Winifred Tsosie", "Coach: reads the goals that educators share with her", ()),
    Member("cora", "Cora Delacroix-Montgomery", "Author: designs micro-credentials", ((Role.AUTHOR, "carolinacred"),)),
    Member(
        "marguerite",
        "Marguerite Osei-Lindqvist",
        "Author: reads what her colleagues write before anyone else does",
        ((Role.AUTHOR, "carolinacred"),),
    ),
    Member(
        "ines",
        "Inés Calloway-Ruiz",
        "Pre-checker: looks whether everything can be opened, before anybody judges it",
        ((Role.PRE_CHECKER, "carolinacred"),),
    ),
    Member("dev", "Dev Raghunathan", "QA reviewer", ((Role.QA_REVIEWER, "mira"),)),
    Member("quinn", "Quinn Abernathy", "QA reviewer", ((Role.QA_REVIEWER, "mira"),)),
    Member("elena", "Elena Marchetti", "Program manager: runs the pilot", ((Role.PROGRAM_MANAGER, "south-carolina"),)),
    Member(
        "omar",
        "Omar Haddad",
        "District administrator and renewal coordinator",
        ((Role.ORG_ADMIN, "rock-hill"), (Role.RECOGNIZER, "rock-hill")),
    ),
    Member("femi", "Femi Adeyemi", "State licensure officer", ((Role.LICENSURE_OFFICER, "south-carolina"),)),
    Member("pia", "Pia Sandoval", "Partnership administrator", ((Role.PARTNERSHIP_ADMIN, "partnership"),)),
    Member(
        "rosa",
        "Rosa Lindgren",
        "Researcher, who also looks after the university centre's issuer",
        ((Role.RESEARCHER, "carolinacred"),),
    ),
    Member(
        "nadia",
        "Nadia Brandt",
        "Author in another state: makes others' designs her own",
        ((Role.AUTHOR, "north-carolina"),),
    ),
    Member("gus", "Gus Petersen", "Educator elsewhere: a stranger to all of this", ((Role.EDUCATOR, "laurel-fork"),)),
)

SECOND_READER = Member(
    "henrike",
    "Henrike Vasquez-Dunn",
    "Assessor: reads what Ben found near the line, and knows nothing of it",
    ((Role.ASSESSOR, "carolinacred"),),
)
"""In the demonstration alone, where nobody declared how many people read: the tests say themselves who else does."""

SIGNING_IN = tuple(one for member in CAST for one in ((member, SECOND_READER) if member.key == "ben" else (member,)))
"""All of the cast, whom one click signs in."""


SCORED = "scored-"
"""With what the addresses of the many of the scored world begin."""

SCORED_READERS = (
    Member(
        f"{SCORED}assessor-1",
        "Aaliyah Abara",
        "Assessor: asks for more than the levels say, and Lena has talked with her",
        (),
    ),
    Member(f"{SCORED}assessor-2", "Petra Fonseca", "Assessor: milder than all who read the same work", ()),
    Member(
        f"{SCORED}assessor-3",
        "Otis Kettleborough",
        "Assessor: grew harsher halfway, and has papers to read before he goes on",
        (),
    ),
)
"""Of the assessors of the scored world those of whom a page of their own tells most. They are there with that world."""


def signing_in() -> tuple[Member, ...]:
    """All whom one click signs in where this is asked: the cast, and after those who read whoever is there of the
    scored world."""
    there = set(Person.objects.filter(email__startswith=f"{SCORED}assessor-").values_list("email", flat=True))
    readers = tuple(member for member in SCORED_READERS if member.email in there)
    after = SIGNING_IN.index(SECOND_READER) + 1
    return (*SIGNING_IN[:after], *readers, *SIGNING_IN[after:])


@dataclass(frozen=True)
class Assembly:
    """The cast and their organizations, by key and by slug."""

    people: Mapping[str, Person]
    places: Mapping[str, Organization]

    def __getattr__(self, key: str) -> Person:
        try:
            return self.people[key]
        except KeyError:
            raise AttributeError(key) from None


def assemble(*, at: datetime) -> Assembly:
    """Found the organizations, register the people and give them their roles."""
    places: dict[str, Organization] = {}
    for place in PLACES:
        places[place.slug] = found(
            actor=None,
            slug=place.slug,
            name=place.name,
            kind=place.kind,
            parent=places[place.parent] if place.parent else None,
            demonstration=place.invented,
            at=at,
        )
    people: dict[str, Person] = {}
    for member in CAST:
        people[member.key] = register(actor=None, name=member.name, email=member.email)
        for role, slug in member.roles:
            appoint(actor=None, person=people[member.key], organization=places[slug], role=role, at=at)
    return Assembly(MappingProxyType(people), MappingProxyType(places))
