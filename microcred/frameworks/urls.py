from django.urls import path

from microcred.frameworks import views

urlpatterns = [path("frameworks/<slug:slug>/", views.framework, name="framework")]
