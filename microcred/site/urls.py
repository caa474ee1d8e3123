from django.urls import path

from microcred.site import leading, piloting, style_page, views

urlpatterns = [
    path("", views.front_page, name="front_page"),
    path("home/", views.home, name="home"),
    path("catalogue/<slug:slug>/versions/<label:label>/pilot/", piloting.pilot, name="pilot"),
    path("scoring/", leading.leading, name="leading"),
    path("style/", style_page.style, name="style"),
]
