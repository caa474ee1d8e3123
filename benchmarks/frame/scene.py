"""What the benchmarks of the main story stand on: the cast, a stack, and a whole micro-credential in it."""

from dataclasses import dataclass, field
from datetime import datetime

from microcred.catalog.models import Stack, Version
from microcred.catalog.operations import open_stack, place, publish
from microcred.catalog.tests.make import plain_design
from microcred.foundation.clock import now
from microcred.organizations.models import Organization
from microcred.site.demo.cast import Assembly, assemble


@dataclass(frozen=True)
class Scene:
    """The cast of the demonstration, and one version that its author published."""

    at: datetime = field(default_factory=now)
    cast: Assembly = field(init=False)
    stack: Stack = field(init=False)
    version: Version = field(init=False)

    def __post_init__(self) -> None:
        cast = assemble(at=self.at)
        owner = cast.places["carolinacred"]
        stack = open_stack(
            actor=None, owner=owner, slug="collective-leadership", name="Leadership", description="", position=1
        )
        version = publish(actor=cast.cora, owner=owner, design=plain_design(), at=self.at)
        place(actor=None, stack=stack, micro_credential=version.micro_credential, position=1)
        for name, value in (("cast", cast), ("stack", stack), ("version", version)):
            object.__setattr__(self, name, value)

    @property
    def university(self) -> Organization:
        """Whose micro-credential it is."""
        return self.cast.places["carolinacred"]
