from django.urls import path

from microcred.site import views

urlpatterns = [
    path("", views.front_page, name="front_page"),
    path("home/", views.home, name="home"),
]
