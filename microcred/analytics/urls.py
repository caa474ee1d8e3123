from django.urls import path

from microcred.analytics import views

urlpatterns = [
    path("organizations/<slug:slug>/licenses/use/", views.license_use, name="license_use"),
    path("organizations/<slug:slug>/licenses/use.csv", views.license_use_csv, name="license_use_csv"),
]
