"""What the stories of notices start from."""

from datetime import datetime

from microcred.notices.models import Notice
from microcred.notices.operations import tell
from microcred.organizations.models import Person


def told(person: Person, *, at: datetime, key: str = "submission:1", **words: str) -> Notice:
    """A person is told that their work arrived, unless the story says otherwise."""
    facts = {
        "kind": "submission_received",
        "subject": "We have your submission",
        "body": "Your work on Restorative Circles arrived.\n\nAn assessor reads it next.",
        "path": "/submissions/1/",
        **words,
    }
    return tell(actor=None, person=person, key=key, at=at, **facts)
