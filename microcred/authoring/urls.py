from django.urls import path

from microcred.authoring import views

urlpatterns = [
    path("drafts/", views.drafts, name="drafts"),
    path("drafts/<uuid:draft_id>/", views.draft, name="draft"),
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
]
