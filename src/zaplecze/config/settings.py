"""Django's settings. Everything that differs between installations is an environment variable.

``ZAPLECZE_APP_URL`` names the database as the unprivileged runtime role; ``ZAPLECZE_OWNER_URL`` (migrations
and administration only) as the owner. The command line sets both, see ``zaplecze.cli``.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from psycopg.conninfo import conninfo_to_dict

from zaplecze.config.mail import mail_settings
from zaplecze.platform.outside import networks

PACKAGE = Path(__file__).resolve().parent.parent


def _database(url: str) -> dict[str, Any]:
    parts = conninfo_to_dict(url) if url else {}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.get("dbname", "zaplecze"),
        "USER": parts.get("user", ""),
        "PASSWORD": parts.get("password", ""),
        "HOST": parts.get("host", ""),
        "PORT": str(parts.get("port", "")),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        # The server keeps the plan of a statement that comes often: posting one entry is a third faster.
        "OPTIONS": {"application_name": "zaplecze", "prepare_threshold": 3},
    }


SECRET_KEY = os.environ.get("ZAPLECZE_SECRET_KEY", "")
DEBUG = False
ALLOWED_HOSTS = os.environ.get("ZAPLECZE_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
ZAPLECZE_FILES = os.environ.get("ZAPLECZE_FILES", "")
# Where each company's watched folder is, named after its NIP; empty: none is watched.
ZAPLECZE_INBOX = os.environ.get("ZAPLECZE_INBOX", "")
# Networks of one's own in which people's mailboxes may be, e.g. ``10.1.0.0/16``; else the outer network only.
ZAPLECZE_INNER_NETWORKS = networks(os.environ.get("ZAPLECZE_INNER_NETWORKS", ""))

DATABASES = {"default": _database(os.environ.get("ZAPLECZE_APP_URL", ""))}
if owner_url := os.environ.get("ZAPLECZE_OWNER_URL"):
    DATABASES["owner"] = _database(owner_url)

DEPARTMENTS = [
    "zaplecze.platform",
    "zaplecze.partners",
    "zaplecze.workflow",
    "zaplecze.documents",
    "zaplecze.ledger",
    "zaplecze.tax",
    "zaplecze.payments",
    "zaplecze.statements",
    "zaplecze.assets",
    "zaplecze.purchasing",
    "zaplecze.sales",
    "zaplecze.controlling",
    "zaplecze.office",
]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "procrastinate.contrib.django",
    *DEPARTMENTS,
    "zaplecze.config.apps.ConfigConfig",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "zaplecze.config.middleware.content_security_policy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "zaplecze.config.urls"
WSGI_APPLICATION = "zaplecze.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "config" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "zaplecze.config.context.shell",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "zaplecze.platform.templatetags.polish",
            ],
        },
    }
]

AUTH_USER_MODEL = "platform.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "zaplecze.config.accounts.OfficeAccounts"
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_LOGOUT_ON_GET = False
# An office signs in from one address at eight o'clock; wrong passwords stay limited as allauth does.
ACCOUNT_RATE_LIMITS = {"login": "100/m/ip"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Zaplecze"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"

# Limits of log-ins and of one-time links are counted by all processes together.
CACHES = {"default": {"BACKEND": "zaplecze.platform.shared_cache.SharedCache"}}

LANGUAGE_CODE = "pl"
LANGUAGES = [("pl", "polski"), ("en", "English")]
USE_I18N = True
LOCALE_PATHS = [PACKAGE / "config" / "locale"]
TIME_ZONE = "Europe/Warsaw"
USE_TZ = True
USE_THOUSAND_SEPARATOR = False
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

STATIC_URL = "/static/"
STATIC_ROOT = os.environ.get("ZAPLECZE_STATIC") or None
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True

SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = False
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if os.environ.get("ZAPLECZE_HTTPS"):
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# ``smtp://user:password@host:587/?tls=starttls``, ``file:/folder``, ``console:``; empty: mail waits in its queue.
MAIL = mail_settings(os.environ.get("ZAPLECZE_MAIL", ""))
MAIL_READY = bool(MAIL)
EMAIL_BACKEND = MAIL.pop("EMAIL_BACKEND", "django.core.mail.backends.dummy.EmailBackend")
globals().update(MAIL)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("ZAPLECZE_MAIL_FROM", "Zaplecze <zaplecze@localhost>")
# What links in mail begin with.
SITE_URL = os.environ.get("ZAPLECZE_URL", "http://localhost:8000").rstrip("/")
DATA_UPLOAD_MAX_MEMORY_SIZE = 25_000_000
DATA_UPLOAD_MAX_NUMBER_FILES = 500
FILE_UPLOAD_MAX_MEMORY_SIZE = 5_000_000

# Where mid rates come from; empty: they are not downloaded.
NBP_API = os.environ.get("ZAPLECZE_NBP_API", "https://api.nbp.pl/api")

PROCRASTINATE_IMPORT_PATHS = [
    "zaplecze.documents.jobs",
    "zaplecze.office.jobs",
    "zaplecze.workflow.jobs",
]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"links": {"()": "zaplecze.config.logs.MaskLinks"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["links"]}},
    "root": {"handlers": ["console"], "level": os.environ.get("ZAPLECZE_LOG", "WARNING")},
}
