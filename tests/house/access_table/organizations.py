"""Our own doors of who is who, and those of allauth, which show people their own account and nobody else's.

The cast has no passwords and no second factors, so whoever asks for one of those finds nothing there.
"""

from tests.house.access_table import EVERYONE, NOBODY, SIGNED_IN

OPEN = {"GET": EVERYONE, "POST": EVERYONE}
OWN = {"GET": SIGNED_IN, "POST": SIGNED_IN}
NOT_THERE = {"GET": NOBODY, "POST": NOBODY}

DOORS = {
    "profile": OWN,
    "organization": {"GET": {"omar"}},
    "invitations": {"POST": {"omar"}},
    # Whoever holds the link reads it; whose address it was sent to takes it up, others are told why not.
    "invitation": {"GET": EVERYONE, "POST": SIGNED_IN},
    "membership_end": {"POST": {"ada", "omar"}},
    # Entrance
    "account_login": OPEN,
    "account_signup": OPEN,
    "account_logout": OPEN,
    "account_inactive": {"GET": EVERYONE},
    "account_reset_password": OPEN,
    "account_reset_password_done": {"GET": EVERYONE},
    "account_reset_password_from_key": OPEN,
    "account_reset_password_from_key_done": {"GET": EVERYONE},
    # Steps of signing in: nothing to do for who is in, the sign-in page for who has not begun
    "account_confirm_login_code": OWN,
    "account_email_verification_sent": OWN,
    "mfa_authenticate": OWN,
    "mfa_login_webauthn": OWN,
    # One's own account
    "account_email": OWN,
    "account_change_password": OWN,
    "account_set_password": OWN,
    "account_reauthenticate": NOT_THERE,
    "mfa_index": {"GET": SIGNED_IN},
    "mfa_list_webauthn": {"GET": SIGNED_IN},
    "mfa_add_webauthn": OWN,
    "mfa_edit_webauthn": NOT_THERE,
    "mfa_remove_webauthn": NOT_THERE,
    "mfa_activate_totp": OWN,
    "mfa_deactivate_totp": NOT_THERE,
    "mfa_generate_recovery_codes": OWN,
    "mfa_view_recovery_codes": {"GET": NOBODY},
    "mfa_download_recovery_codes": {"GET": NOBODY},
    "mfa_reauthenticate": NOT_THERE,
    "mfa_reauthenticate_webauthn": NOT_THERE,
}

ARGUMENTS = {
    "organization": lambda world: {"slug": "rock-hill"},
    "invitations": lambda world: {"slug": "rock-hill"},
    "invitation": lambda world: {"token": world.invitation_token},
    "membership_end": lambda world: {"membership_id": world.membership.pk},
    "account_reset_password_from_key": lambda world: {"uidb36": "a", "key": "b"},
    "mfa_edit_webauthn": lambda world: {"pk": 1},
    "mfa_remove_webauthn": lambda world: {"pk": 1},
}
