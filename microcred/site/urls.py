from django.urls import path

from microcred.site import style_page, views

urlpatterns = [
    path("", views.front_page, name="front_page"),
    path("home/", views.home, name="home"),
    path("style/", style_page.style, name="style"),
]
