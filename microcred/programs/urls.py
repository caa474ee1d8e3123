from django.urls import path

from microcred.programs import views

urlpatterns = [
    path("programs/", views.programs, name="programs"),
    path("programs/<slug:slug>/arrival/", views.arrival, name="arrival"),
    path("programs/<slug:slug>/departure/", views.departure, name="departure"),
]
