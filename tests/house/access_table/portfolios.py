"""Who gets through the doors of the educator's work: the educator, and nobody else whatever their role.

The pages of a micro-credential and of a program are for everyone, and show to each reader where they stand.
"""

from uuid import uuid4

from microcred.foundation.clock import now
from microcred.organizations.models import Person, Role
from microcred.organizations.operations import appoint, register
from microcred.portfolios.models import PreCheck, PreCheckWay, Quarantine, Redaction, RedactionOutcome, SubmittedItem
from microcred.portfolios.operations import (
    begin_upload,
    claim_pre_check,
    comment_as_peer,
    invite_peer,
    join_as_peer,
    object_to_quarantine,
    open_calendar,
    put_in_link,
    put_on_plan,
    quarantine_piece,
    set_terms,
    share_goals,
    start,
)
from microcred.portfolios.queries import calendar_token
from microcred.portfolios.tests.make import handed_in, team_of_two
from tests.house.access_table import EVERYONE, NOBODY, SIGNED_IN

OWNER = {"ada"}
PRIVACY = NOBODY
"""Administrators of who offers the micro-credential: in this story nobody is one; `test_set_aside` lets Rosa decide."""
PEER = {"gus"}
"""A colleague whom Ada asked to read her work, and who does."""
COACHES = {"elena", "other_coach", "other_program_manager"}

DOORS = {
    "pursuits": {"GET": SIGNED_IN, "POST": SIGNED_IN},
    "micro_credential": {"GET": EVERYONE, "POST": NOBODY},
    "program": {"GET": EVERYONE, "POST": NOBODY},
    "pursuit": {"GET": OWNER, "POST": NOBODY},
    "answer": {"GET": OWNER, "POST": OWNER},
    "items": {"GET": OWNER, "POST": OWNER},
    "uploads": {"POST": OWNER},
    "upload_parts": {"POST": OWNER},
    # A part is taken at an address that was signed for it; nobody gets through without.
    "upload_bytes": {"GET": OWNER, "PUT": NOBODY, "POST": NOBODY},
    "upload_completion": {"POST": OWNER},
    "upload_abort": {"POST": OWNER, "DELETE": OWNER},
    "room": {"GET": {"omar", "pia"}, "POST": {"omar", "pia"}},
    "item": {"GET": OWNER, "POST": NOBODY},
    "removal": {"GET": OWNER, "POST": OWNER},
    "put_back": {"GET": OWNER, "POST": OWNER},
    "pins": {"GET": OWNER, "POST": OWNER},
    "pin": {"GET": OWNER, "POST": OWNER},
    "pin_removal": {"GET": OWNER, "POST": OWNER},
    "item_form": {"GET": NOBODY, "POST": NOBODY},
    "item_page": {"GET": OWNER, "POST": NOBODY},
    "transcript": {"GET": OWNER, "POST": OWNER},
    "original": {"GET": OWNER, "POST": NOBODY},
    "pending": {"GET": OWNER, "POST": NOBODY},
    "dismissal": {"POST": OWNER},
    "attempts": {"GET": OWNER, "POST": NOBODY},
    "coach": {"POST": OWNER},
    "coaching": {"GET": COACHES, "POST": NOBODY},
    "coach_request": {"GET": {"elena"}, "POST": {"elena"}},
    "more_time": {"GET": {"elena"}, "POST": {"elena"}},
    "extension_revocation": {"POST": {"elena"}},
    "time_wanted": {"GET": OWNER, "POST": OWNER},
    "time_answer": {"GET": {"elena"}, "POST": {"elena"}},
    "time_withdrawal": {"POST": OWNER},
    "terms": {"GET": {"omar"}, "POST": {"omar"}},
    "language_terms": {"GET": {"omar"}, "POST": {"omar"}},
    "languages": {"GET": OWNER, "POST": NOBODY},
    "answer_language": {"GET": OWNER, "POST": OWNER},
    "item_language": {"GET": OWNER, "POST": OWNER},
    "alternative": {"GET": OWNER, "POST": OWNER},
    "change_note": {"GET": OWNER, "POST": OWNER},
    "another_lesson": {"GET": OWNER, "POST": OWNER},
    "findings": {"GET": OWNER, "POST": NOBODY},
    "replacement_words": {"GET": OWNER, "POST": OWNER},
    "mending": {"GET": OWNER, "POST": OWNER},
    "mending_undoing": {"GET": OWNER, "POST": OWNER},
    "overruling": {"GET": OWNER, "POST": OWNER},
    "item_more": {"GET": OWNER, "POST": NOBODY},
    "item_title": {"GET": OWNER, "POST": OWNER},
    "consent": {"GET": OWNER, "POST": OWNER},
    "quarantine": {"GET": OWNER, "POST": NOBODY},
    "clean_copy": {"GET": OWNER, "POST": OWNER},
    "clean_words": {"GET": OWNER, "POST": OWNER},
    "clean_words_draft": {"GET": OWNER, "POST": OWNER},
    "objection": {"GET": OWNER, "POST": OWNER},
    "privacy_questions": {"GET": {"omar", "other_org_admin"}, "POST": NOBODY},
    "item_redaction": {"GET": OWNER, "POST": OWNER},
    "quarantine_redaction": {"GET": OWNER, "POST": OWNER},
    "redaction": {"GET": OWNER, "POST": NOBODY},
    "redaction_file": {"GET": OWNER, "POST": NOBODY},
    "redaction_use": {"POST": OWNER},
    "redaction_undoing": {"POST": OWNER},
    "quarantine_ruling": {"GET": PRIVACY, "POST": PRIVACY},
    "quarantine_file": {"GET": PRIVACY, "POST": NOBODY},
    "team": {"GET": OWNER, "POST": OWNER},
    "team_joining": {"POST": OWNER},
    "team_departure": {"POST": OWNER},
    "share": {"POST": OWNER},
    "share_end": {"POST": OWNER},
    "taking_up": {"POST": OWNER},
    "move": {"GET": OWNER, "POST": OWNER},
    "submission_form": {"GET": OWNER, "POST": OWNER},
    "disclosure_look": {"GET": OWNER, "POST": OWNER},
    "submission": {"GET": OWNER, "POST": NOBODY},
    "plan": {"GET": SIGNED_IN, "POST": SIGNED_IN},
    "plan_entry": {"GET": OWNER, "POST": OWNER},
    "plan_place": {"POST": OWNER},
    "plan_removal": {"POST": OWNER},
    "plan_calendar": {"GET": SIGNED_IN, "POST": SIGNED_IN},
    "calendar": {"GET": EVERYONE, "POST": NOBODY},
    "submission_file": {"GET": OWNER, "POST": NOBODY},
    "submission_manifest": {"GET": OWNER, "POST": NOBODY},
    "submission_archive": {"GET": OWNER, "POST": NOBODY},
    "withdrawal": {"GET": OWNER, "POST": OWNER},
    "goals": {"GET": SIGNED_IN, "POST": SIGNED_IN},
    "goal_sharings": {"POST": SIGNED_IN},
    "goal_sharing_end": {"POST": OWNER},
    "contract": {"GET": SIGNED_IN, "POST": SIGNED_IN},
    "shared_goals": {"GET": SIGNED_IN, "POST": NOBODY},
    "shared_goal": {"GET": NOBODY, "POST": NOBODY},  # a coach named by the educator; the cast has none
    "needs": {"GET": SIGNED_IN, "POST": SIGNED_IN},
    "self_scores": {"GET": OWNER, "POST": OWNER},
    "peers": {"GET": OWNER, "POST": OWNER},
    "peer_end": {"POST": OWNER},
    "peer_resolution": {"POST": OWNER},
    "peer_readings": {"GET": SIGNED_IN, "POST": NOBODY},
    "peer_joining": {"POST": PEER},
    "peer_leaving": {"POST": PEER},
    "peer_reading": {"GET": PEER, "POST": NOBODY},
    "peer_comments": {"POST": PEER},
    "peer_item": {"GET": PEER, "POST": NOBODY},
    "standing_by": {"POST": OWNER},
    "link_look": {"POST": OWNER},
    "pre_checks": {"GET": {"ines", "other_pre_checker"}, "POST": NOBODY},
    "pre_check_claim": {"POST": {"ines", "other_pre_checker"}},
    "pre_check": {"GET": {"ines"}, "POST": {"ines"}},
    "pre_check_end": {"POST": {"ines"}},
    "pre_check_file": {"GET": {"ines"}, "POST": NOBODY},
    "pre_check_file_form": {"GET": NOBODY, "POST": NOBODY},  # the file in hand has no other form
    "statements": {"GET": {"omar"}, "POST": NOBODY},
    "statement": {"GET": {"omar"}, "POST": {"omar"}},
    "program_board": {"GET": {"elena"}, "POST": NOBODY},
    "nudge": {"POST": {"elena"}, "GET": NOBODY},
}


def _pursuit(world):
    return {"pursuit_id": world.pursuit.pk}


def _item(world):
    return {"item_id": world.item.pk}


def _pre_check(world):
    """Bea's work is handed in, and Inés holds it to look at it. Told once, however often somebody knocks."""
    at, version = now(), world.open_work.version
    if not PreCheck.objects.exists():
        set_terms(actor=None, organization=version.micro_credential.owner, pre_check=PreCheckWay.PERSON, at=at)
        handed_in(start(actor=world.person("bea"), version=version, at=at), at=at)
    return {"pre_check_id": claim_pre_check(actor=world.person("ines"), at=at).pk}


def _piece(world):
    held = _pre_check(world)
    piece = SubmittedItem.objects.filter(submission__pre_check=held["pre_check_id"], item__file__isnull=False).first()
    return {**held, "piece_id": piece.pk}


def _plan_entry(world):
    return {"entry_id": put_on_plan(actor=world.person("ada"), micro_credential=_thing(world), at=now()).pk}


def _thing(world):
    return world.version.micro_credential


def _teammate(world):
    return {"teammate_id": team_of_two(world.pursuit, world.item)[0].pk}


def _share(world):
    return {"share_id": team_of_two(world.pursuit, world.item)[1].pk}


def _pin(world):
    return {"pin_id": world.pin.pk}


def _asked(world):
    """Gus is asked to read Ada's work, which is open, and has joined."""
    ada, gus, at = world.person("ada"), world.person("gus"), now()
    asked = invite_peer(actor=ada, pursuit=world.open_work, email=gus.email, at=at)
    join_as_peer(actor=gus, invitation=asked, at=at)
    return asked


def _reading(world):
    return {"invitation_id": _asked(world).pk}


def _about(world):
    return world.open_work.version.requirements.filter(kind="question").first()


def _comment(world):
    asked = _asked(world)
    return comment_as_peer(actor=world.person("gus"), invitation=asked, about=_about(world), text="Who?", at=now())


def _item_read(world):
    work, ada = world.open_work, world.person("ada")
    asked = work.version.requirements.filter(accepts__contains=["link"]).first()
    there = work.items.first()
    if there is not None:
        return there
    link = {"title": "A page", "url": "https://www.example.org/"}
    return put_in_link(actor=ada, pursuit=work, requirement=asked, at=now(), **link)


def _answered(world):
    return {**_pursuit(world), "requirement_id": world.requirement.pk}


def _quarantine(world):
    """Ada's last file is set aside, and she objects; the one that others open stays as it is."""
    piece = SubmittedItem.objects.filter(submission=world.submission).last()
    reason = Quarantine.Reason.OTHER
    there = quarantine_piece(actor=world.person("ben"), piece=piece, reason=reason, at=now())
    object_to_quarantine(actor=world.person("ada"), quarantine=there, words="An author.", at=now())
    return {"quarantine_id": there.pk}


def _quarantined_words(world):
    """Ada's last answer is set aside; the one that others flag stays as it is."""
    text = world.submission.texts.order_by("pk").last()
    there = quarantine_piece(actor=world.person("ben"), piece=text, reason=Quarantine.Reason.OTHER, at=now())
    return {"quarantine_id": there.pk}


def _redaction(world):
    """A copy of a file of Ada's that waits to be looked at."""
    facts = {"item": world.item, "marks": [], "asked_by": world.person("ada"), "asked_at": now()}
    there = Redaction.objects.create(**facts)
    RedactionOutcome.objects.create(redaction=there, file=world.item.file, done_at=now())
    return {"redaction_id": there.pk}


def _sharing(world):
    """Ada shares her goals with a coach at her school."""
    ada, at = world.person("ada"), now()
    coach = Person.objects.filter(email="coach@example.org").first()
    if coach is None:
        coach = register(actor=None, name="A Coach", email="coach@example.org")
        appoint(actor=None, person=coach, organization=world.places["cedar-creek"], role=Role.COACH, at=at)
    return {"sharing_id": share_goals(actor=ada, email=coach.email, at=at).pk}


def _upload(world):
    facts = {"name": "notes.txt", "size": 100, "media_type": "", "fingerprint": ""}
    asked = world.open_work.version.requirements.filter(accepts__contains=["document"]).first()
    begun = begin_upload(actor=world.person("ada"), pursuit=world.open_work, requirement=asked, **facts, at=now())
    return {"upload_id": begun.pk}


ARGUMENTS = {
    **dict.fromkeys(("quarantine", "clean_copy", "objection", "quarantine_ruling", "quarantine_file"), _quarantine),
    **dict.fromkeys(("clean_words", "clean_words_draft"), _quarantined_words),
    "quarantine_redaction": _quarantine,
    "item_redaction": _item,
    **dict.fromkeys(("redaction", "redaction_use", "redaction_undoing"), _redaction),
    "redaction_file": lambda world: {**_redaction(world), "form": "copy"},
    **dict.fromkeys(("pre_check", "pre_check_end"), _pre_check),
    "pre_check_file": _piece,
    "pre_check_file_form": lambda world: {**_piece(world), "form": "pages"},
    **dict.fromkeys(("standing_by", "link_look"), _item),
    "goal_sharing_end": _sharing,
    "shared_goal": _sharing,
    "contract": lambda world: {"slug": "own"},
    "uploads": lambda world: {**_pursuit(world), "requirement_id": world.artifact_requirement.pk},
    "upload_parts": _upload,
    "upload_bytes": _upload,
    "upload_completion": _upload,
    "upload_abort": _upload,
    "room": lambda world: {"slug": "rock-hill"},
    "self_scores": _pursuit,
    "peers": _pursuit,
    "peer_end": lambda world: {"pursuit_id": world.open_work.pk, **_reading(world)},
    "peer_resolution": lambda world: {"comment_id": _comment(world).pk},
    "peer_joining": _reading,
    "peer_leaving": _reading,
    "peer_reading": _reading,
    "peer_comments": _reading,
    "peer_item": lambda world: {**_reading(world), "item_id": _item_read(world).pk},
    "plan_entry": _plan_entry,
    "plan_place": _plan_entry,
    "plan_removal": _plan_entry,
    "calendar": lambda world: {"token": calendar_token(open_calendar(actor=world.person("ada"), at=now()))},
    **dict.fromkeys(("findings", "replacement_words", "overruling", "mending_undoing"), _answered),
    **dict.fromkeys(("item_more", "item_title", "consent"), _item),
    "pursuit": _pursuit,
    "mending": _pursuit,
    "disclosure_look": _pursuit,
    "move": _pursuit,
    "submission_form": _pursuit,
    "answer": lambda world: {**_pursuit(world), "requirement_id": world.requirement.pk},
    "attempts": _pursuit,
    "coach": _pursuit,
    "coach_request": lambda world: {"request_id": world.coach_request.pk},
    "more_time": lambda world: {"slug": world.program.slug, "number": 1},
    "time_wanted": _pursuit,
    **dict.fromkeys(("time_answer", "time_withdrawal"), lambda world: {"request_id": world.time_request.pk}),
    "extension_revocation": lambda world: {"extension_id": world.extension.pk},
    **dict.fromkeys(("terms", "language_terms"), lambda world: {"slug": "rock-hill"}),
    "languages": _pursuit,
    **dict.fromkeys(
        ("answer_language", "alternative"),
        lambda world: {**_pursuit(world), "requirement_id": world.requirement.pk},
    ),
    "item_language": _item,
    "another_lesson": _pursuit,
    "change_note": lambda world: {**_pursuit(world), "criterion_id": world.pursuit.version.criteria.first().pk},
    "items": lambda world: {**_pursuit(world), "requirement_id": world.artifact_requirement.pk},
    "item": _item,
    "removal": _item,
    "put_back": _item,
    "pins": _item,
    "team": _pursuit,
    "team_joining": _teammate,
    "team_departure": _teammate,
    "share": _item,
    "share_end": _share,
    "taking_up": _share,
    "pin": _pin,
    "pin_removal": _pin,
    "original": _item,
    "item_form": lambda world: {**_item(world), "form": "pages"},
    "item_page": lambda world: {**_item(world), "number": 1},
    "transcript": _item,
    "pending": lambda world: {**_pursuit(world), "requirement_id": world.artifact_requirement.pk},
    "dismissal": lambda world: {"arrival_id": world.arrival.pk},
    "submission": lambda world: {"submission_id": world.submission.pk},
    "statements": lambda world: {"slug": "rock-hill"},
    "statement": lambda world: {"slug": "rock-hill", "kind": "conduct"},
    "submission_file": lambda world: {
        "submission_id": world.submission.pk,
        "piece_id": world.submission.items.filter(item__file__isnull=False)[0].pk,
    },
    "submission_manifest": lambda world: {"submission_id": world.submission.pk},
    "submission_archive": lambda world: {"submission_id": world.submission.pk},
    "withdrawal": lambda world: {"submission_id": world.submission.pk},
    "micro_credential": lambda world: {"slug": world.version.micro_credential.slug},
    "program": lambda world: {"slug": world.program.slug},
    "program_board": lambda world: {"slug": world.program.slug},
    "nudge": lambda world: {"slug": world.program.slug, "number": 1},
}

BODIES = {
    ("peers", "POST"): lambda world: {"email": "somebody@example.org"},
    ("peer_comments", "POST"): lambda world: {"requirement": _about(world).pk, "text": "Who was there?"},
    ("plan", "POST"): lambda world: {"micro_credential": _thing(world).slug},
    ("plan_place", "POST"): lambda world: {"other": _plan_entry(world)["entry_id"]},
    ("pursuits", "POST"): lambda world: {"version": world.version.pk},
    ("answer", "POST"): lambda world: {"text": "Words", "revision": 0},
    **{(name, "POST"): lambda world: {"text": "Words", "revision": 0} for name in ("change_note", "another_lesson")},
    ("items", "POST"): lambda world: {"url": "https://www.example.org/"},
    ("move", "POST"): lambda world: {"version": world.version.pk},
    ("submission_form", "POST"): lambda world: {"form_key": uuid4()},
}
