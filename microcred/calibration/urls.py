from django.urls import path

from microcred.calibration import views

urlpatterns = [
    path("requalifications/", views.requalifications, name="requalifications"),
    path("requalifications/<uuid:version_id>/", views.requalification, name="requalification"),
    path("exemplars/", views.exemplars, name="exemplars"),
    path("exemplars/<uuid:version_id>/", views.exemplar_bank, name="exemplar_bank"),
    path("exemplars/<uuid:version_id>/nominations/", views.nomination, name="nomination"),
    path("exemplars/<uuid:version_id>/sets/<slug:kind>/", views.paper_set, name="paper_set"),
    path("exemplars/<uuid:version_id>/assessors/", views.qualified, name="qualified"),
    path("exemplars/<uuid:version_id>/assessors/terms/", views.qualifying_terms, name="qualifying_terms"),
    path("exemplars/<uuid:version_id>/attempts/<uuid:attempt_id>/", views.attempt, name="attempt"),
    path("qualifying/<uuid:version_id>/", views.qualifying, name="qualifying"),
    path("qualifying/<uuid:version_id>/paper/", views.qualifying_paper, name="qualifying_paper"),
    path("recalibrations/<uuid:pause_id>/", views.recalibration, name="recalibration"),
    path(
        "recalibrations/<uuid:pause_id>/papers/<uuid:given_id>/",
        views.recalibration_paper,
        name="recalibration_paper",
    ),
    path("practice/", views.practice, name="practice"),
    path("practice/<uuid:paper_id>/", views.practice_paper, name="practice_paper"),
    path("papers/<uuid:paper_id>/", views.paper, name="paper"),
    path("papers/<uuid:paper_id>/opening/", views.paper_opening, name="paper_opening"),
    path("papers/<uuid:paper_id>/panel/", views.panel, name="panel"),
    path("papers/<uuid:paper_id>/panel/<uuid:panelist_id>/end/", views.panel_departure, name="panel_departure"),
    path("papers/<uuid:paper_id>/reading/", views.panel_reading, name="panel_reading"),
    path("papers/<uuid:paper_id>/consensus/", views.consensus, name="consensus"),
    path("papers/<uuid:paper_id>/retirement/", views.paper_retirement, name="paper_retirement"),
    path("papers/<uuid:paper_id>/set-aside/", views.paper_setting_aside, name="paper_setting_aside"),
    path("papers/<uuid:paper_id>/files/<uuid:piece_id>/", views.paper_file, name="paper_file"),
    path("papers/<uuid:paper_id>/files/<uuid:piece_id>/<slug:form>/", views.paper_file_form, name="paper_file_form"),
    path("papers/<uuid:paper_id>/consent/", views.exemplar_consent, name="exemplar_consent"),
]
