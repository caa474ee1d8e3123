"""What a licensure officer is writing: the next statement of her state's rules, tried on what is on record."""

from collections.abc import Iterator

from microcred.foundation.clock import now
from microcred.recognition.operations.drafts import begin_draft, save_draft, try_draft
from microcred.recognition.reactions import go_through
from microcred.site.demo.world import World

CAP = """
caps:
- id: development
  amount: 30
  per: cycle
  of:
    kinds: [micro-credential]
  clause: other-options
"""


def tell_of_drafting(world: World) -> Iterator[str]:
    """Femi wonders what a limit on micro-credentials would do. Yield what is told."""
    yield "A draft of rules"
    femi, at = world.cast.femi, now()
    draft = begin_draft(actor=femi, jurisdiction=world.places["south-carolina"], of=world.policy, at=at)
    text = draft.text.rstrip() + CAP
    save_draft(actor=femi, draft=draft, text=text, revision=draft.revision, at=at)
    for portion in try_draft(actor=femi, draft=draft, at=at).portions.all():
        go_through(str(portion.pk))
