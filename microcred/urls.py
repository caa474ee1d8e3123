"""Which app answers where, one line each."""

from django.urls import include, path

from microcred.foundation import errors

urlpatterns = [
    path("account/", include("allauth.urls")),
    path("", include("microcred.site.urls")),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
