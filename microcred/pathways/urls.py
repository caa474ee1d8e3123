from django.urls import path

from microcred.pathways import views

urlpatterns = [
    path("pathways/", views.pathways, name="pathways"),
    path("pathways/rules/<uuid:rule_set_id>/", views.pathway_rules, name="pathway_rules"),
    path("pathways/enrolments/<uuid:enrolment_id>/", views.pathway_audit, name="pathway_audit"),
    path("pathways/enrolments/<uuid:enrolment_id>/leaving/", views.pathway_leaving, name="pathway_leaving"),
    path("pathways/enrolments/<uuid:enrolment_id>/items/", views.pathway_items, name="pathway_items"),
    path(
        "pathways/enrolments/<uuid:enrolment_id>/confirmation/", views.pathway_confirmation, name="pathway_confirmation"
    ),
    path("pathways/items/<uuid:item_id>/retraction/", views.pathway_item_retraction, name="pathway_item_retraction"),
    path("pathways/<slug:slug>/", views.pathway, name="pathway"),
    path("pathways/<slug:slug>/cohorts/", views.pathway_cohorts, name="pathway_cohorts"),
    path("pathways/<slug:slug>/enrolments/", views.pathway_enrolments, name="pathway_enrolments"),
]
