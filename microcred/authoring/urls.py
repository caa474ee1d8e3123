from django.urls import path

from microcred.authoring import views

urlpatterns = [
    path("drafts/", views.drafts, name="drafts"),
    path("drafts/board/", views.design_board, name="design_board"),
    path("drafts/<uuid:draft_id>/", views.draft, name="draft"),
    path("drafts/<uuid:draft_id>/decision/", views.decision_preview, name="decision_preview"),
    path("drafts/<uuid:draft_id>/standards/", views.draft_standards, name="draft_standards"),
    path("drafts/<uuid:draft_id>/publication/", views.publication, name="publication"),
    path("drafts/<uuid:draft_id>/history/", views.draft_history, name="draft_history"),
    path("drafts/<uuid:draft_id>/history/<uuid:state_id>/restoration/", views.restoration, name="restoration"),
    path("drafts/<uuid:draft_id>/co-authors/", views.co_authors, name="co_authors"),
    path("drafts/<uuid:draft_id>/presence/", views.draft_presence, name="draft_presence"),
    path("drafts/<uuid:draft_id>/remarks/", views.remarks, name="remarks"),
    path("drafts/<uuid:draft_id>/remarks/<uuid:comment_id>/replies/", views.replies, name="replies"),
    path(
        "drafts/<uuid:draft_id>/suggestions/<uuid:suggestion_id>/answer/",
        views.suggestion_answer,
        name="suggestion_answer",
    ),
    path("co-authorships/<uuid:invitation_id>/", views.co_authorship, name="co_authorship"),
    path("co-authorships/<uuid:invitation_id>/end/", views.co_authorship_end, name="co_authorship_end"),
    path("writing-guidance/<slug:slug>/", views.field_guidance, name="field_guidance"),
    path("drafts/<uuid:draft_id>/way/", views.draft_way, name="draft_way"),
    path("drafts/<uuid:draft_id>/sending/", views.draft_sending, name="draft_sending"),
    path("drafts/<uuid:draft_id>/taking-back/", views.draft_taking_back, name="draft_taking_back"),
    path("drafts/<uuid:draft_id>/passage/", views.draft_passage, name="draft_passage"),
    path("proposals/", views.proposals, name="proposals"),
    path("proposals/new/", views.new_proposal, name="new_proposal"),
    path("proposals/<uuid:proposal_id>/", views.proposal, name="proposal"),
    path("proposals/<uuid:proposal_id>/decision/", views.proposal_decision, name="proposal_decision"),
    path("organizations/<slug:slug>/gates/", views.gates_asked, name="gates_asked"),
]
