from django.urls import path

from microcred.integrations.wallets import api, views

urlpatterns = [
    path("awards/<uuid:award_id>/wallet/", views.add_to_wallet, name="add_to_wallet"),
    path("interactions/<str:secret>/", views.interaction, name="interaction"),
    # OpenID for Verifiable Credential Issuance: the well-known name stands before the issuer's path
    path(
        ".well-known/openid-credential-issuer/issuers/<slug:slug>",
        api.credential_issuer_metadata,
        name="credential_issuer_metadata",
    ),
    path(
        ".well-known/oauth-authorization-server/issuers/<slug:slug>",
        api.wallet_server_metadata,
        name="wallet_server_metadata",
    ),
    # ... and after it for wallets of the drafts before 1.0
    path(
        "issuers/<slug:slug>/.well-known/openid-credential-issuer",
        api.credential_issuer_metadata,
        name="credential_issuer_metadata_of_drafts",
    ),
    path(
        "issuers/<slug:slug>/.well-known/oauth-authorization-server",
        api.wallet_server_metadata,
        name="wallet_server_metadata_of_drafts",
    ),
    path("wallets/exchanges/<str:secret>/", api.exchange, name="exchange"),
    path("wallets/offers/<str:secret>/", api.credential_offer, name="credential_offer"),
    path("wallets/<slug:slug>/token/", api.wallet_token, name="wallet_token"),
    path("wallets/<slug:slug>/nonce/", api.wallet_nonce, name="wallet_nonce"),
    path("wallets/<slug:slug>/credential/", api.wallet_credential, name="wallet_credential"),
]
