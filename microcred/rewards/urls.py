from django.urls import path

from microcred.rewards import views

urlpatterns = [
    path("rewards/", views.my_rewards, name="my_rewards"),
    path("rewards/awards/<uuid:award_id>/choice/", views.benefit_choice, name="benefit_choice"),
    path("organizations/<slug:slug>/stipends/", views.stipends, name="stipends"),
    path("organizations/<slug:slug>/stipends/approvals/", views.stipend_approvals, name="stipend_approvals"),
    path("organizations/<slug:slug>/stipends/new/", views.new_stipend_offer, name="new_stipend_offer"),
    path("organizations/<slug:slug>/stipends/ledger/", views.stipend_ledger, name="stipend_ledger"),
    path("organizations/<slug:slug>/stipends/periods/", views.stipend_periods, name="stipend_periods"),
    path("stipends/offers/<uuid:offer_id>/", views.stipend_offer, name="stipend_offer"),
    path("stipends/offers/<uuid:offer_id>/budgets/", views.stipend_budgets, name="stipend_budgets"),
    path("stipends/periods/<uuid:period_id>.csv", views.stipend_period_csv, name="stipend_period_csv"),
    path("stipends/entries/<uuid:entry_id>/reversal/", views.stipend_reversal, name="stipend_reversal"),
    path("organizations/<slug:slug>/lanes/", views.lanes, name="lanes"),
    path("organizations/<slug:slug>/lanes/schedule/", views.lane_schedule, name="lane_schedule"),
    path("organizations/<slug:slug>/lanes/exports/", views.lane_exports, name="lane_exports"),
    path("organizations/<slug:slug>/employee-numbers/", views.employee_numbers, name="employee_numbers"),
    path("lanes/exports/<uuid:export_id>.csv", views.lane_export_csv, name="lane_export_csv"),
]
