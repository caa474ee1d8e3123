"""For one micro-credential a program suggests to assessors where in the answers they could look."""

from collections.abc import Iterator

from microcred.foundation.clock import now
from microcred.scoring.operations import allow_assistance
from microcred.site.demo.looking import ASKING
from microcred.site.demo.world import World


def tell_of_assistance(world: World) -> Iterator[str]:
    """Let a lead allow it, for what is taken from now on. Yield what is being told."""
    yield "A program may say where it would look"
    allow_assistance(
        actor=world.cast.lena,
        micro_credential=world.versions[ASKING].micro_credential,
        allowed=True,
        reason="A try for this term: it runs on our own server, sees no names, and half of the works are read without.",
        at=now(),
    )
