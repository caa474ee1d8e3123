from django.urls import path

from microcred.integrations.oauth import api, views

urlpatterns = [
    path(".well-known/oauth-authorization-server", api.oauth_metadata, name="oauth_metadata"),
    path("oauth/authorize/", views.oauth_authorize, name="oauth_authorize"),
    path("oauth/token/", api.oauth_token, name="oauth_token"),
    path("oauth/revoke/", api.oauth_revoke, name="oauth_revoke"),
    path("oauth/clients/", api.oauth_clients, name="oauth_clients"),
    path("connections/", views.connections, name="connections"),
    path("connections/<uuid:grant_id>/end/", views.connection_end, name="connection_end"),
]
