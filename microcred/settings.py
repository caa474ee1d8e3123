"""Every setting, typed, in one place. `Settings` is what an operator may say; below it is what Django makes of it.

`microcred settings` prints the table that stands in `docs/operating/settings.md`.
"""

import contextlib
import secrets
import sys
from pathlib import Path
from typing import Any, Literal
from urllib.parse import parse_qsl, unquote, urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _
from pydantic import AliasChoices, Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from microcred.foundation.postgres.urls import address_of

CHECKOUT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """What an operator may set, by environment variables."""

    model_config = SettingsConfigDict(env_prefix="MICROCRED_", extra="ignore")

    home: Path = Field(
        default=CHECKOUT / ".state",
        description="The one directory that holds state: the embedded database, files, secrets, demo mail.",
    )
    database_url: str = Field(
        default="",
        validation_alias=AliasChoices("DATABASE_URL"),
        description="The PostgreSQL database (15 or newer) as the role of the application, which owns nothing.",
    )
    database_owner_url: str = Field(
        default="",
        validation_alias=AliasChoices("DATABASE_OWNER_URL"),
        description="The same database as the role that owns it. Only `microcred migrate` needs it.",
    )
    public_url: str = Field(
        default="http://localhost:8000",
        description="The address people and verifiers reach this server by. It stands in every credential.",
    )
    tenant_name: str = Field(
        default="",
        description="Whose server this is, shown beside the product's name, e.g. CarolinaCrED. Empty: nothing.",
    )
    terms_url: str = Field(
        default="",
        description="Where this server's terms of use stand; other badge hosts are told. Empty: the front page.",
    )
    privacy_url: str = Field(
        default="",
        description="Where it says what becomes of people's data; other badge hosts are told. Empty: the front page.",
    )
    allowed_hosts: str = Field(
        default="localhost,127.0.0.1,[::1]",
        description="Host names the server answers to, separated by commas. The host of the public address is added.",
    )
    secret_key: str = Field(
        default="",
        description="Signs sessions and tokens. Empty: made once and kept in the home directory.",
    )
    key_sealing_secret: str = Field(
        default="",
        description="32 bytes in hexadecimal that encrypt issuers' signing keys. Empty: made once, kept in home.",
    )
    demo: bool = Field(
        default=False,
        description="A demonstration: one-click sign-in as the cast, mail shown in the browser. Never for real people.",
    )
    debug: bool = Field(default=False, description="Django's debug pages. Never for real people.")
    trusted_proxies: int = Field(
        default=0,
        ge=0,
        le=5,
        description="How many proxies of yours stand before the server and add to X-Forwarded-For. Limits on attempts "
        "count by the address that the last of them saw. 0: by the address that connects.",
    )
    smtp_url: str = Field(
        default="",
        description="Where mail goes: smtp://user:password@host:port, or smtps:// for TLS from the first byte, "
        "?starttls=1 to upgrade. Empty: mail is written to files in the home directory.",
    )
    mail_from: str = Field(default="Microcred <microcred@localhost>", description="The sender of the server's mail.")
    max_upload_mib: int = Field(default=2048, ge=1, description="The largest single file of evidence, in MiB.")
    max_form_mib: int = Field(
        default=200,
        ge=1,
        le=2048,
        description="The largest file that is sent in one piece, in MiB: by browsers that run no scripts.",
    )
    s3_bucket: str = Field(
        default="",
        description="The bucket of an S3-compatible store in which files lie. Empty: they lie in the home directory.",
    )
    s3_endpoint: str = Field(default="", description="The store's address for this server. Empty: AWS.")
    s3_public_endpoint: str = Field(
        default="", description="The store's address for browsers, where it is another than the server's."
    )
    s3_region: str = Field(default="us-east-1", description="The region, as the store calls it.")
    s3_prefix: str = Field(default="", description="What every key in the bucket begins with, e.g. microcred/.")
    s3_access_key: str = Field(
        default="", description="Whom the store knows the server as. Empty: as boto3 finds it in its surroundings."
    )
    s3_secret_key: str = Field(default="", description="What proves it.")
    clamd: str = Field(
        default="",
        description="The ClamAV daemon that searches uploads: unix:///run/clamav/clamd.ctl or tcp://host:3310. Empty: "
        "nothing is searched, and no upload is called clean. `microcred uploads` says how it stands.",
    )
    clamd_most_mib: int = Field(
        default=100,
        ge=1,
        le=2047,
        description="The largest file that the scanner reads whole, in MiB; no more than the smallest of its own "
        "StreamMaxLength, MaxFileSize and MaxScanSize. Larger ones are not fully scanned.",
    )
    clamd_seconds: int = Field(
        default=60, ge=1, le=600, description="How long the scanner may keep silent, in seconds, before it is down."
    )
    not_fully_scanned: Literal["hold", "take"] = Field(
        default="hold",
        description="What becomes of a file that the scanner could not search to its end: hold it until `microcred "
        "release-upload`, or take it. Pictures and recordings that are encoded anew are taken either way.",
    )
    lease_minutes: int = Field(
        default=60, ge=5, le=1440, description="How long an assessor holds a claimed submission, in minutes."
    )
    smallest_group: int = Field(
        default=10,
        ge=5,
        le=30,
        description="The fewest people that a public figure may be about. Ten is what most states choose "
        "(NCES 2011-603).",
    )
    statement_timeout_seconds: int = Field(
        default=30, ge=1, le=600, description="The longest a single database statement of a page may take."
    )
    plans_kept: bool = Field(
        default=True,
        description="Whether PostgreSQL keeps the plans of the questions asked most often. Switch off behind a "
        "connection pooler that cannot keep prepared statements (PgBouncer before 1.22).",
    )

    assistant: str = Field(
        default="",
        description="The program that may suggest to assessors where in the answers to look, where an organization "
        "allows it: rubric-words, which counts words on this server, or a class of yours as package.module.Class. "
        "Empty: none.",
    )

    def s3_origins(self) -> list[str]:
        """Return the origins at which browsers meet the bucket; none where files lie on the disk."""
        if not self.s3_bucket:
            return []
        named = urlsplit(self.s3_public_endpoint or self.s3_endpoint)
        if named.netloc:
            return [f"{named.scheme}://{named.netloc}"]
        return [f"https://{self.s3_bucket}.s3.{place}amazonaws.com" for place in ("", f"{self.s3_region}.")]

    def kept_secret(self, name: str, said: str) -> str:
        """Return a secret as the operator said it, else the one kept in `home/secrets`, made on first use."""
        if said:
            return said
        path = self.home / "secrets" / name
        try:
            return path.read_text().strip()
        except FileNotFoundError:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            unfinished = path.with_name(f"{name}.{secrets.token_hex(4)}")
            unfinished.touch(mode=0o600)
            unfinished.write_text(secrets.token_hex(32))
            with contextlib.suppress(FileExistsError):
                path.hardlink_to(unfinished)
            unfinished.unlink()
            return path.read_text().strip()


said = Settings()

# Where things are
HOME = said.home
FILES_ROOT = HOME / "files"
MAIL_ROOT = HOME / "mail"
BUILT = CHECKOUT / "build"
if not BUILT.exists():
    BUILT = Path(__file__).resolve().parent / "built"
CONTEXTS_ROOT = BUILT / "contexts"
PUBLIC_URL = said.public_url.rstrip("/")
TENANT_NAME = said.tenant_name
TERMS_URL = said.terms_url or f"{PUBLIC_URL}/"
PRIVACY_URL = said.privacy_url or f"{PUBLIC_URL}/"
DEMO = said.demo
LEASE_MINUTES = said.lease_minutes
ASSISTANT = said.assistant
SMALLEST_GROUP = said.smallest_group
MAX_UPLOAD_BYTES = said.max_upload_mib * 1024 * 1024
MAX_FORM_BYTES = min(MAX_UPLOAD_BYTES, said.max_form_mib * 1024 * 1024)
S3_BUCKET = said.s3_bucket
S3_ENDPOINT = said.s3_endpoint
S3_PUBLIC_ENDPOINT = said.s3_public_endpoint
S3_REGION = said.s3_region
S3_PREFIX = said.s3_prefix
S3_ACCESS_KEY = said.s3_access_key
S3_SECRET_KEY = said.s3_secret_key
S3_ORIGINS = said.s3_origins()
CLAMD = said.clamd
CLAMD_MOST_BYTES = said.clamd_most_mib * 1024 * 1024
CLAMD_SECONDS = said.clamd_seconds
NOT_FULLY_SCANNED = said.not_fully_scanned
KEY_SEALING_SECRET = said.kept_secret("key-sealing", said.key_sealing_secret)

# Django
SECRET_KEY = said.kept_secret("secret-key", said.secret_key)
DEBUG = said.debug
ALLOWED_HOSTS = [*filter(None, said.allowed_hosts.split(",")), urlsplit(PUBLIC_URL).hostname or "localhost"]
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if PUBLIC_URL.startswith("https:") else []
ROOT_URLCONF = "microcred.urls"
AUTH_USER_MODEL = "organizations.Person"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

OUR_APPS = [
    "microcred.foundation",
    "microcred.organizations",
    "microcred.notices",
    "microcred.calendars",
    "microcred.frameworks",
    "microcred.quality",
    "microcred.catalog",
    "microcred.credentials",
    "microcred.programs",
    "microcred.authoring",
    "microcred.portfolios",
    "microcred.calibration",
    "microcred.integrity",
    "microcred.scoring",
    "microcred.recognition",
    "microcred.pathways",
    "microcred.rewards",
    "microcred.accounts",
    "microcred.analytics",
    "microcred.billing",
    "microcred.integrations.oauth",
    "microcred.integrations.badge_hosts",
    "microcred.integrations.case",
    "microcred.integrations.vc_api",
    "microcred.integrations.wallets",
    "microcred.site",
]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django.forms",
    "microcred.foundation.triggers.TriggersConfig",
    "django_cotton",
    *OUR_APPS,
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "microcred.foundation.middleware.RequestId",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Pads answers at random, so that their length tells nothing about a secret in them (BREACH).
    "microcred.foundation.middleware.GzipUnlessRanges",
    "csp.middleware.CSPMiddleware",
    "microcred.foundation.middleware.Sessions",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "microcred.foundation.middleware.MethodFirst",
    "microcred.foundation.middleware.MalformedJson",
    "django.middleware.csrf.CsrfViewMiddleware",
    "microcred.foundation.middleware.ZeroBytesLeftOut",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "microcred.foundation.middleware.ReadersLanguage",
    "microcred.foundation.middleware.ReadersZone",
    "microcred.organizations.middleware.SecondFactorFirst",
    "microcred.foundation.middleware.PrivateUnlessPublic",
    "microcred.foundation.middleware.SignedOutForms",
    "microcred.foundation.middleware.RefusalsAsPages",
    "microcred.foundation.kept_forms.ForgetKeptForms",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": False,
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "microcred.foundation.templatetags.components",
                "django.templatetags.i18n",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "microcred.site.context.everywhere",
            ],
        },
    }
]
FORM_RENDERER = "microcred.foundation.form_rendering.FieldRenderer"
COTTON_ISOLATE_BY_DEFAULT = True

# The application's own connection; the owner's is used by `microcred migrate` alone.
DATABASES: dict[str, dict[str, Any]] = {
    "default": {
        **address_of(said.database_url or "postgresql://microcred_app@/microcred").django(),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }
}
DATABASES["default"].setdefault("OPTIONS", {})["options"] = (
    f"-c statement_timeout={said.statement_timeout_seconds}s -c lock_timeout=10s"
    " -c idle_in_transaction_session_timeout=60s"
    # Pages ask small questions: starting a parallel worker costs more than it saves (measured on the search).
    " -c max_parallel_workers_per_gather=0"
    # Of statements that are prepared (`foundation.planned`): one plan for all values, from the first time on.
    " -c plan_cache_mode=force_generic_plan"
)
PLANS_KEPT = said.plans_kept
# Nothing is prepared that does not ask for it; None would prepare nothing at all.
DATABASES["default"]["OPTIONS"]["prepare_threshold"] = sys.maxsize if PLANS_KEPT else None
DATABASE_OWNER_URL = said.database_owner_url

# Limits hold across processes. Ordinary pages read nothing of it.
CACHES = {"default": {"BACKEND": "microcred.foundation.shared_memory.SharedMemory"}}

PGTRIGGER_MIGRATIONS = True
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = ""
PROCRASTINATE_WORKER_DEFAULTS = {"delete_jobs": "successful", "shutdown_graceful_timeout": 10.0}

# Who is who
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "front_page"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_FORMS = {
    "signup": "microcred.organizations.forms.SignUpForm",
    "login": "microcred.organizations.forms.SignInForm",
    "add_email": "microcred.organizations.forms.AddAddressForm",
    "reauthenticate": "microcred.organizations.forms.PasswordAgainForm",
}
ACCOUNT_ADAPTER = "microcred.organizations.adapter.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_MAX_EMAIL_ADDRESSES = 5
ACCOUNT_CHANGE_EMAIL = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True  # before an address is added, removed or made the primary one
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_RATE_LIMITS = {
    # Programs at our doors, beside the library's own limits for people. A school shares one address.
    "wallets": "240/m/ip",
    "tokens": "240/m/ip",
    "registrations": "20/h/ip",
    "badge_hosts": "240/m/ip",
    # Programs that issue in an organization's name: from one address, and each of them. Taking back has a limit of its
    # own, so that issuing much never keeps a program from it. A holder's hash is looked for among everyone's addresses.
    "issuing": "240/m/ip",
    "issuing_clients": "240/m/key",
    "issuing_status": "240/m/key",
    "issuing_by_hash": "20/m/key",
    # Calendar programs ask every few hours; a school shares one address.
    "calendars": "120/m/ip",
    # Whoever has a link opens a transcript; each look is noted, and a school shares one address.
    "shared_transcripts": "120/m/ip",
    # Checking a credential may open addresses that somebody else chose.
    "verifications": "60/m/ip",
    # Each sends a mail to an address of somebody's choice.
    "joining": "5/h/key",
}
ALLAUTH_TRUSTED_PROXY_COUNT = said.trusted_proxies
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {
    "add_webauthn": "microcred.organizations.forms.AddPasskeyForm",
    "reauthenticate": "microcred.organizations.forms.CodeForm",
}
MFA_ADAPTER = "microcred.organizations.adapter.SecondFactorAdapter"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = PUBLIC_URL.startswith("http://localhost")
SILENCED_SYSTEM_CHECKS: list[str] = []

# Sessions and headers
HTTPS = PUBLIC_URL.startswith("https:")
SESSION_ENGINE = "microcred.foundation.sessions"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
CSRF_FAILURE_VIEW = "microcred.foundation.errors.csrf_failed"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "media-src": [SELF, "blob:", *S3_ORIGINS],
        "font-src": [SELF],
        "connect-src": [SELF, *S3_ORIGINS],
        "frame-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [SELF],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# Languages and zones
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
LOCALE_PATHS = [BUILT / "locale"]
FORMAT_MODULE_PATH = "microcred.foundation.formats"
TIME_ZONE = "America/New_York"
USE_TZ = True

# Assets, made by the front end's build; never in the repository
STATIC_URL = "/static/"
STATIC_ROOT = HOME / "served"  # with the state: tests and demonstrations each have their own
STATICFILES_DIRS = [path for path in [BUILT / "static"] if path.exists()]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": FILES_ROOT}},
    "staticfiles": {"BACKEND": "microcred.foundation.assets.Storage"},
}

# Mail
DEFAULT_FROM_EMAIL = SERVER_EMAIL = said.mail_from
if said.smtp_url:
    _smtp = urlsplit(said.smtp_url)
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = _smtp.hostname or "localhost"
    EMAIL_PORT = _smtp.port or (465 if _smtp.scheme == "smtps" else 25)
    EMAIL_HOST_USER = unquote(_smtp.username or "")
    EMAIL_HOST_PASSWORD = unquote(_smtp.password or "")
    EMAIL_USE_SSL = _smtp.scheme == "smtps"
    EMAIL_USE_TLS = "starttls" in dict(parse_qsl(_smtp.query))
    EMAIL_TIMEOUT = 10
else:
    EMAIL_BACKEND = "microcred.foundation.mail.MailToFiles"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "microcred.foundation.log.JsonLines"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"microcred": {"level": "INFO"}},
}
