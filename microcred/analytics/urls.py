from django.urls import path, re_path

from microcred.analytics import views

urlpatterns = [
    path("organizations/<slug:slug>/licenses/use/", views.license_use, name="license_use"),
    path("organizations/<slug:slug>/licenses/use.csv", views.license_use_csv, name="license_use_csv"),
    path("scoring/reliability/<slug:slug>/", views.scoring_reliability, name="scoring_reliability"),
    path("scoring/reliability/<slug:slug>/data.zip", views.scoring_reliability_data, name="scoring_reliability_data"),
    re_path(
        r"^scoring/reliability/(?P<slug>[-\w]+)/report-(?P<language>en|es)\.pdf$",
        views.scoring_reliability_pdf,
        name="scoring_reliability_pdf",
    ),
    path("scoring/quality/", views.scoring_qualities, name="scoring_qualities"),
    path("scoring/quality/<uuid:version_id>/", views.scoring_quality, name="scoring_quality"),
    path("scoring/quality/differences/", views.different_readings, name="different_readings"),
    path("scoring/quality/<uuid:version_id>/readings.csv", views.double_readings_csv, name="double_readings_csv"),
    path("scoring/readers/<slug:slug>/<uuid:person_id>/", views.reader, name="reader"),
    path("queue/mine/", views.my_scoring, name="my_scoring"),
]
