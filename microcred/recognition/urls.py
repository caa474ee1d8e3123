from django.urls import path

from microcred.recognition import views

urlpatterns = [
    path("catalogue/<slug:slug>/worth/", views.worth, name="worth"),
    path("catalogue/<slug:slug>/worth/elsewhere/", views.worth_elsewhere, name="worth_elsewhere"),
    path("catalogue/<slug:slug>/approval/", views.prior_approval, name="prior_approval"),
    path("approvals/", views.prior_approvals, name="prior_approvals"),
    path("approvals/<uuid:request_id>/decision/", views.prior_approval_decision, name="prior_approval_decision"),
    path("approvals/<uuid:request_id>/words/", views.prior_approval_word, name="prior_approval_word"),
    path("approvals/<uuid:request_id>/withdrawal/", views.prior_approval_withdrawal, name="prior_approval_withdrawal"),
    path("transcript/", views.transcript, name="transcript"),
    path("transcript/transcript.json", views.transcript_json, name="transcript_json"),
    path("transcript/elsewhere/", views.transcript_elsewhere, name="transcript_elsewhere"),
    path("recognitions/", views.recognitions, name="recognitions"),
    path("recognitions/rulings/", views.rulings, name="rulings"),
    path("recognitions/hours/", views.attestations, name="attestations"),
    path("recognitions/cycles/", views.cycles, name="cycles"),
    path("recognitions/<uuid:entry_id>/ruling/", views.ruling, name="ruling"),
    path("acceptances/", views.acceptances, name="acceptances"),
    path("acceptances/terms/", views.acceptance_terms, name="acceptance_terms"),
    path("acceptances/<uuid:request_id>/", views.acceptance, name="acceptance"),
    path("acceptances/<uuid:request_id>/reading/", views.acceptance_reading, name="acceptance_reading"),
    path("acceptances/<uuid:request_id>/ending/", views.acceptance_ending, name="acceptance_ending"),
    path("agreements/", views.agreements, name="agreements"),
    path("agreements/<uuid:agreement_id>/ending/", views.agreement_ending, name="agreement_ending"),
    path("policies/", views.policies, name="policies"),
    path("policies/undecided/", views.undecided, name="undecided"),
    path("policies/<uuid:policy_id>/", views.policy, name="policy"),
]
