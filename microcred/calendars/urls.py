from django.urls import path

from microcred.calendars import views

urlpatterns = [
    path("organizations/<slug:slug>/calendar/", views.business_calendar, name="business_calendar"),
]
