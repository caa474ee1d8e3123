"""Saying in writing what is said in a recording."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from microcred.foundation.inspection.captions import are_captions, clean_captions
from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.refusals import Refusal
from microcred.organizations.models import Person
from microcred.portfolios.models import Item, Transcript
from microcred.portfolios.operations.gates import open_requirement

LONGEST = 500_000
"""characters: what is said in a day"""


class NotARecording(Refusal):
    """Only what can be heard is transcribed."""

    message = _("Captions and transcripts belong to videos and sound recordings.")


class TranscriptTooLong(Refusal):
    """More than anybody says in a day."""

    message = _("This has {count} characters; {limit} are the limit. Leave out what does not belong to the recording.")
    field = "text"
    status = 422


@operation
def transcribe(*, actor: Person, item: Item, text: str, at: datetime) -> Transcript:
    """Add captions or a transcript to a recording, instead of what was there; an empty text takes it away.

    Args:
        text: WebVTT or SubRip, which becomes captions with nothing but times and words; anything else is a transcript.

    Raises:
        NotARecording, TranscriptTooLong, CaptionsUnreadable, BeingJudged, AlreadyEarned, CriterionNotReopened,
        NotAllowed.
    """
    if item.kind not in (Item.Kind.VIDEO, Item.Kind.AUDIO):
        raise NotARecording
    if len(text) > LONGEST:
        raise TranscriptTooLong(count=len(text), limit=LONGEST)
    hold(item.pursuit_id)
    open_requirement(actor, item.pursuit, item.requirement)
    captions = are_captions(text)
    return Transcript.objects.create(
        item=item,
        is_captions=captions,
        language=item.pursuit.version.language,
        text=clean_captions(text) if captions else text.replace("\0", "").strip(),
        written_at=at,
    )
