"""Drafts are for the authors of their organization and who was asked to them; their way, for who looks after it too."""

AUTHORS = {"cora"}
ANYWHERE = {*AUTHORS, "other_author"}
ADMINISTRATORS = {"omar", "other_org_admin"}
DOORS = {
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
    "co_authorship": {"POST": {"ben"}},
    "co_authorship_end": {"POST": {"ben", *AUTHORS}},
    "field_guidance": {"GET": {"omar"}, "POST": {"omar"}},
    "design_board": {
        "GET": ANYWHERE | ADMINISTRATORS | {"lena", "pia", "other_lead_assessor", "other_partnership_admin"}
    },
    "draft_way": {"GET": {*AUTHORS, "lena", "pia"}},
    "draft_sending": {"POST": AUTHORS},
    "draft_taking_back": {"POST": AUTHORS},
    "draft_passage": {"POST": {*AUTHORS, "pia"}},
    "proposals": {"GET": ANYWHERE | ADMINISTRATORS},
    "new_proposal": {"GET": ANYWHERE, "POST": ANYWHERE},
    "proposal": {"GET": AUTHORS, "POST": AUTHORS},
    "proposal_decision": {"POST": AUTHORS},
    "gates_asked": {"GET": {"omar"}, "POST": {"omar"}},
    "decision_preview": {"GET": AUTHORS},
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


ARGUMENTS = {
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
        ),
        _draft,
    ),
    "restoration": _state,
    "replies": _comment,
    "suggestion_answer": _suggestion,
    "co_authorship": _invitation,
    "co_authorship_end": _invitation,
    "proposal": _proposal,
    "proposal_decision": _proposal,
    "gates_asked": lambda world: {"slug": "rock-hill"},
    "field_guidance": lambda world: {"slug": "rock-hill"},
}
BODIES = {("drafts", "POST"): lambda world: {"owner": world.draft.owner.slug}}
