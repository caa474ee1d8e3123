from django.urls import path

from microcred.scoring import views

urlpatterns = [
    path("scoring/policies/", views.reading_policies, name="reading_policies"),
    path("scoring/policies/<slug:slug>/", views.reading_policy, name="reading_policy"),
    path("scoring/policies/versions/<uuid:version_id>/", views.version_reading_policy, name="version_reading_policy"),
    path(
        "scoring/policies/versions/<uuid:version_id>/end/",
        views.version_reading_policy_end,
        name="version_reading_policy_end",
    ),
    path("scoring/appeals/", views.appeals, name="appeals"),
    path("scoring/appeals/terms/<slug:slug>/", views.appeal_terms, name="appeal_terms"),
    path("scoring/appeals/<uuid:appeal_id>/", views.appeal_screening, name="appeal_screening"),
    path("scoring/promises/", views.clocks, name="clocks"),
    path("scoring/promises/<uuid:item_id>/pause/", views.clock_stops, name="clock_stops"),
    path("scoring/promises/<uuid:item_id>/resumption/", views.clock_goes_on, name="clock_goes_on"),
    path("queue/", views.queue, name="queue"),
    path("queue/claim/", views.claim, name="claim"),
    path("queue/<uuid:item_id>/", views.workbench, name="workbench"),
    path("queue/<uuid:item_id>/marks/<uuid:criterion_id>/", views.mark, name="mark"),
    path("queue/<uuid:item_id>/word/", views.word, name="word"),
    path("queue/<uuid:item_id>/preview/", views.preview, name="preview"),
    path("queue/<uuid:item_id>/lease/", views.lease, name="lease"),
    path("queue/<uuid:item_id>/claim-end/", views.claim_end, name="claim_end"),
    path("queue/<uuid:item_id>/flag/", views.originality_flag, name="originality_flag"),
    path("queue/<uuid:item_id>/recusal/", views.recusal, name="recusal"),
    path("queue/<uuid:item_id>/scoring/", views.scoring, name="scoring"),
    path("queue/<uuid:item_id>/evidence/<uuid:piece_id>/forms/<str:form>/", views.evidence_form, name="evidence_form"),
    path("queue/<uuid:item_id>/evidence/<uuid:piece_id>/", views.evidence, name="evidence"),
    path("queue/<uuid:item_id>/words/<uuid:words_id>/quarantine/", views.quarantine_words, name="quarantine_words"),
    path(
        "queue/<uuid:item_id>/evidence/<uuid:piece_id>/quarantine/",
        views.quarantine_evidence,
        name="quarantine_evidence",
    ),
    path("submissions/<uuid:submission_id>/feedback/", views.feedback, name="feedback"),
    path("submissions/<uuid:submission_id>/appeal/", views.appeal, name="appeal"),
    path("submissions/<uuid:submission_id>/appeal/withdrawal/", views.appeal_withdrawal, name="appeal_withdrawal"),
    path("submissions/<uuid:submission_id>/feedback.pdf", views.feedback_pdf, name="feedback_pdf"),
]
