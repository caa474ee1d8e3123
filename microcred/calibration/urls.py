from django.urls import path

from microcred.calibration import views

urlpatterns = [
    path("requalifications/", views.requalifications, name="requalifications"),
    path("requalifications/<uuid:version_id>/", views.requalification, name="requalification"),
]
