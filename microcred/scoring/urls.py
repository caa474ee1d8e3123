from django.urls import path

from microcred.scoring import views

urlpatterns = [
    path("queue/", views.queue, name="queue"),
    path("queue/claim/", views.claim, name="claim"),
    path("queue/<uuid:item_id>/", views.workbench, name="workbench"),
    path("queue/<uuid:item_id>/marks/<uuid:criterion_id>/", views.mark, name="mark"),
    path("queue/<uuid:item_id>/word/", views.word, name="word"),
    path("queue/<uuid:item_id>/preview/", views.preview, name="preview"),
    path("queue/<uuid:item_id>/lease/", views.lease, name="lease"),
    path("queue/<uuid:item_id>/claim-end/", views.claim_end, name="claim_end"),
    path("queue/<uuid:item_id>/recusal/", views.recusal, name="recusal"),
    path("queue/<uuid:item_id>/scoring/", views.scoring, name="scoring"),
    path("queue/<uuid:item_id>/evidence/<uuid:piece_id>/", views.evidence, name="evidence"),
    path("submissions/<uuid:submission_id>/feedback/", views.feedback, name="feedback"),
    path("submissions/<uuid:submission_id>/feedback.pdf", views.feedback_pdf, name="feedback_pdf"),
]
