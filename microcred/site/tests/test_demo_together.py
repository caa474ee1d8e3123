"""The draft of the demonstration that two people write."""

from datetime import timedelta

import pytest

from microcred.authoring.models import Draft
from microcred.authoring.queries import invitations_to, open_remarks, sittings_of, writers_of
from microcred.foundation.clock import now
from microcred.site.demo.cast import assemble
from microcred.site.demo.together import tell_of_a_draft_together
from microcred.site.demo.world import World

pytestmark = pytest.mark.django_db


def test_two_people_wrote_it_and_something_is_open():
    began = now() - timedelta(days=60)
    world = World(at=began, cast=assemble(at=began))
    assert list(tell_of_a_draft_together(world))

    draft = Draft.objects.get()
    assert list(writers_of(draft)) == [world.cast.cora, world.cast.elena]
    assert (open_remarks(draft).comments, open_remarks(draft).suggestions) == (1, 1)
    assert len(sittings_of(draft)) > 1
    assert invitations_to(world.cast.lena).exists()
