"""Drafts are for the authors of their organization and who was asked to them; their way, for who looks after it too."""

from tests.house.access_table import NOBODY

AUTHORS = {"cora"}
ANYWHERE = {*AUTHORS, "other_author"}
ADMINISTRATORS = {"omar", "other_org_admin"}
KEEPERS = {*AUTHORS, "pia"}
# Who looks after the quality of the designs of Rock Hill Schools: there, or for the partnership above it.
QUALITY = {"omar", "pia"}
KEEPERS_ELSEWHERE = {"omar", "other_author", "other_org_admin", "other_partnership_admin"}
DOORS = {
    "drafts_from_spreadsheet": {"GET": {*AUTHORS, "other_author"}, "POST": {*AUTHORS, "other_author"}},
    "drafts_template": {"GET": {*AUTHORS, "other_author"}},
    "drafts": {"GET": {*AUTHORS, "ben", "other_author"}, "POST": AUTHORS},
    "draft": {"GET": AUTHORS, "POST": AUTHORS},
    "draft_standards": {"GET": AUTHORS},
    "publication": {"POST": AUTHORS},
    "draft_history": {"GET": AUTHORS},
    "restoration": {"POST": AUTHORS},
    "co_authors": {"GET": AUTHORS, "POST": AUTHORS},
    "draft_presence": {"POST": AUTHORS},
    "remarks": {"GET": AUTHORS, "POST": AUTHORS},
    "replies": {"POST": AUTHORS},
    "suggestion_answer": {"POST": AUTHORS},
    "educator_preview": {"GET": AUTHORS},
    "assessor_preview": {"GET": AUTHORS},
    "text_preview": {"GET": AUTHORS},
    "draft_images": {"GET": AUTHORS, "POST": AUTHORS},
    "draft_image": {"GET": NOBODY},
    # A requirement that is none, and a file that no requirement names: the way through is in its own test.
    "requirement_template": {"GET": NOBODY, "POST": NOBODY},
    "draft_template": {"GET": NOBODY},
    "draft_clone": {"POST": AUTHORS},
    "fork": {"GET": {*AUTHORS, "ben", "other_author"}, "POST": AUTHORS},
    "co_authorship": {"POST": {"ben"}},
    "co_authorship_end": {"POST": {"ben", *AUTHORS}},
    "field_guidance": {"GET": QUALITY, "POST": QUALITY},
    "design_board": {
        "GET": ANYWHERE | ADMINISTRATORS | {"lena", "pia", "other_lead_assessor", "other_partnership_admin"}
    },
    "check_severities": {"GET": QUALITY, "POST": QUALITY},
    "draft_way": {"GET": {*AUTHORS, "lena", "pia"}},
    "draft_sending": {"POST": AUTHORS},
    "draft_taking_back": {"POST": AUTHORS},
    "draft_passage": {"POST": {*AUTHORS, "pia"}},
    "proposals": {"GET": ANYWHERE | ADMINISTRATORS},
    "new_proposal": {"GET": ANYWHERE, "POST": ANYWHERE},
    "proposal": {"GET": AUTHORS, "POST": AUTHORS},
    "proposal_decision": {"POST": AUTHORS},
    "gates_asked": {"GET": QUALITY, "POST": QUALITY},
    "decision_preview": {"GET": AUTHORS},
    "retreats": {"GET": {*KEEPERS, "ben", *KEEPERS_ELSEWHERE}, "POST": {*KEEPERS, *KEEPERS_ELSEWHERE}},
    "retreat": {"GET": {*KEEPERS, "ben"}, "POST": KEEPERS},
    "retreat_guests": {"POST": KEEPERS},
    "retreat_choosing": {"GET": KEEPERS, "POST": KEEPERS},
    "retreat_packs": {"POST": KEEPERS},
    "retreat_print": {"GET": {*KEEPERS, "ben"}},
    "retreat_minutes": {"POST": {*KEEPERS, "ben"}},
    "retreat_closing": {"POST": KEEPERS},
    "agenda_item": {"GET": {*KEEPERS, "ben"}, "POST": KEEPERS},
    "agenda_place": {"POST": KEEPERS},
    "agenda_carrying_out": {"POST": AUTHORS},
}


def _draft(world):
    return {"draft_id": world.draft.pk}


def _state(world):
    return {"draft_id": world.draft.pk, "state_id": world.draft.revisions.get(revision=0).pk}


def _comment(world):
    return {"draft_id": world.draft.pk, "comment_id": world.draft.comments.get().pk}


def _suggestion(world):
    return {"draft_id": world.draft.pk, "suggestion_id": world.draft.suggestions.get().pk}


def _proposal(world):
    return {"proposal_id": world.proposal.pk}


def _invitation(world):
    return {"invitation_id": world.draft.co_author_invitations.get().pk}


def _retreat(world):
    return {"retreat_id": world.retreat.pk}


def _agenda_item(world):
    return {"retreat_id": world.retreat.pk, "item_id": world.retreat.agenda.get().pk}


ARGUMENTS = {
    **dict.fromkeys(
        (
            "retreat",
            "retreat_guests",
            "retreat_choosing",
            "retreat_packs",
            "retreat_print",
            "retreat_minutes",
            "retreat_closing",
        ),
        _retreat,
    ),
    **dict.fromkeys(("agenda_item", "agenda_place", "agenda_carrying_out"), _agenda_item),
    **dict.fromkeys(
        (
            "draft",
            "draft_standards",
            "publication",
            "draft_history",
            "co_authors",
            "draft_presence",
            "remarks",
            "draft_way",
            "draft_sending",
            "draft_taking_back",
            "draft_passage",
            "decision_preview",
            "educator_preview",
            "assessor_preview",
            "text_preview",
            "draft_images",
            "draft_clone",
        ),
        _draft,
    ),
    "restoration": _state,
    "draft_image": lambda world: {"draft_id": world.draft.pk, "file_id": world.draft.pk},
    "requirement_template": lambda world: {"draft_id": world.draft.pk, "requirement_id": world.draft.pk},
    "draft_template": lambda world: {"draft_id": world.draft.pk, "file_id": world.draft.pk},
    "fork": lambda world: {"slug": world.version.micro_credential.slug},
    "replies": _comment,
    "suggestion_answer": _suggestion,
    "co_authorship": _invitation,
    "co_authorship_end": _invitation,
    "proposal": _proposal,
    "proposal_decision": _proposal,
    "gates_asked": lambda world: {"slug": "rock-hill"},
    "field_guidance": lambda world: {"slug": "rock-hill"},
    "check_severities": lambda world: {"slug": "rock-hill"},
}
BODIES = {
    ("drafts", "POST"): lambda world: {"owner": world.draft.owner.slug},
    ("fork", "POST"): lambda world: {"owner": world.draft.owner.slug},
}
