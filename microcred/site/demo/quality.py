"""The quality of the demonstration: working standards that everyone goes by, and reviews in each of their states."""

from microcred.quality.operations import adopt_edition, publish_edition
from microcred.quality.working_standards import working_standards
from microcred.site.demo.world import World


def adopt_working_standards(world: World) -> None:
    """Let the partnership, and so everyone in it, go by Microcred's own working standards."""
    partnership = world.places["partnership"]
    edition = publish_edition(actor=None, owner=partnership, document=working_standards(), at=world.at)
    adopt_edition(actor=None, organization=partnership, edition=edition, at=world.at)
