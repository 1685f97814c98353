"""Settings, read from the environment. Safe without any of them; a wrong value stops the start with a sentence."""

import zoneinfo
from importlib.util import find_spec
from pathlib import Path

import environ
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from . import environment

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

DEBUG = environment.yes_or_no("DEBUG", default=False)
CLIP_MAX_BYTES = environment.positive("CLIP_MAX_BYTES", environment.read(env.int, "CLIP_MAX_BYTES", 10_000_000))
PICTURE_MAX_BYTES = environment.positive(
    "PICTURE_MAX_BYTES", environment.read(env.int, "PICTURE_MAX_BYTES", 30_000_000)
)
PICTURE_MAX_PIXELS = environment.positive(
    "PICTURE_MAX_PIXELS", environment.read(env.int, "PICTURE_MAX_PIXELS", 64_000_000)
)
SITE_URL = environment.site_url(env.str("SITE_URL", default=""))
DEMO = environment.yes_or_no("DEMO", default=not SITE_URL)
DATABASES = {"default": environment.read(env.db_url, "DATABASE_URL", f"sqlite:///{BASE_DIR / 'db.sqlite3'}")}
CACHES = {"default": environment.read(env.cache_url, "CACHE_URL", "locmemcache://newsroom")}
EMAIL_CONFIG = environment.read(env.email_url, "EMAIL_URL", "consolemail://")

SECRET_KEY = environment.secret_key(env.str("SECRET_KEY", default=""), BASE_DIR / ".secret-key", SITE_URL)
SITE_NAME = env.str("SITE_NAME", default="Newsroom")
SHOW_DIFFERENCES = environment.yes_or_no("SHOW_DIFFERENCES", False)  # from clip to article, to readers
SECURITY_CONTACT = environment.contact(env.str("SECURITY_CONTACT", default=""))
# Weights that `learn_corrections` wrote; without them the parser uses those that it came with.
PARSER_WEIGHTS = env.str("PARSER_WEIGHTS", default="")
COMMENT_SPAM_CHECK = env.str("COMMENT_SPAM_CHECK", default="articles.domain.comments.screening.shouting.judge")
SENDER_KEY_DAYS = environment.positive("SENDER_KEY_DAYS", environment.read(env.int, "SENDER_KEY_DAYS", 30))
# What was erased is remembered outside the database. Keep the file apart from the database's backups; whoever changes
# SECRET_KEY keeps the old one as ERASURE_KEY, or the memory is lost.
ERASURE_LOG = env.str("ERASURE_LOG", default=str(BASE_DIR / "erasures.jsonl"))
ERASURE_KEY = env.str("ERASURE_KEY", default=SECRET_KEY)
# Days after which what is no longer needed goes; 0 keeps it. See `manage.py retain`.
KEEP_SENDER_DAYS = environment.not_negative("KEEP_SENDER_DAYS", environment.read(env.int, "KEEP_SENDER_DAYS", 30))
KEEP_EMAIL_DAYS = environment.not_negative("KEEP_EMAIL_DAYS", environment.read(env.int, "KEEP_EMAIL_DAYS", 180))
KEEP_REJECTED_DAYS = environment.not_negative(
    "KEEP_REJECTED_DAYS", environment.read(env.int, "KEEP_REJECTED_DAYS", 365)
)
KEEP_REPORT_DAYS = environment.not_negative("KEEP_REPORT_DAYS", environment.read(env.int, "KEEP_REPORT_DAYS", 365))
# Requests to the API a minute, of one address and of one token; 0 does not limit.
API_ADDRESS_LIMIT = environment.not_negative("API_ADDRESS_LIMIT", environment.read(env.int, "API_ADDRESS_LIMIT", 600))
API_TOKEN_LIMIT = environment.not_negative("API_TOKEN_LIMIT", environment.read(env.int, "API_TOKEN_LIMIT", 1200))
# Sites whose pages may ask the API from a browser, such as https://example.org; * means all.
CORS_ORIGINS = environment.origins(env.list("CORS_ORIGINS", default=[]))
TRUSTED_PROXIES = environment.networks(env.list("TRUSTED_PROXIES", default=[]))
ALLOWED_HOSTS = environment.hosts(SITE_URL, env.list("ALLOWED_HOSTS", default=[]))
PORT = environment.read(env.int, "PORT", 8000)  # of `make run`: for the links in letters where no SITE_URL is set

# Editorial rules.
APPROVE_OWN_TEXTS = environment.yes_or_no("APPROVE_OWN_TEXTS", default=False)
REAPPROVE_EDITED = environment.yes_or_no("REAPPROVE_EDITED", default=True)
PUBLISH_NEEDS_APPROVAL = environment.yes_or_no("PUBLISH_NEEDS_APPROVAL", default=False)
CHECKS = (
    *("headline_provisional", "no_text", "no_credit", "no_alt_text", "dead_link"),
    "clip_notice",
    *("lead_too_long", "clip_warnings", "no_source"),
)
CHECKS_THAT_BLOCK = environment.some_of("CHECKS_THAT_BLOCK", env.list("CHECKS_THAT_BLOCK", default=CHECKS[:6]), CHECKS)

vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="newsroom@localhost")

INSTALLED_APPS = [
    "articles.apps.ArticlesConfig",
    "articles.apps.NewsroomAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "django_filters",
    "django_prose_editor",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "js_asset",
    "rest_framework",
    "simple_history",
]

MIDDLEWARE = [
    "newsroom.headers.defaults",
    "newsroom.middleware.proxies.trusted_proxies",
    "newsroom.middleware.cors.cors",
    "newsroom.middleware.redirects.preserve_method",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "newsroom.middleware.compression.CompressionMiddleware",
    "newsroom.headers.pages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

CSRF_FAILURE_VIEW = "newsroom.errors.csrf_failure"
ROOT_URLCONF = "newsroom.urls"
WSGI_APPLICATION = "newsroom.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "libraries": {
                "newspaper": "articles.pages.filters",
                "pictures": "articles.admin.images.presentation",
                "in_words": "articles.admin.base.readonly_display",
            },
        },
    },
]

if DATABASES["default"].get("ENGINE") == "django.db.backends.sqlite3":
    # Measured: without IMMEDIATE three of four concurrent transactions fail with "database is locked".
    DATABASES["default"].setdefault("OPTIONS", {}).update(
        timeout=20,
        transaction_mode="IMMEDIATE",
        init_command="PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    )
    DATABASES["default"]["CONN_MAX_AGE"] = 60
elif DATABASES["default"].get("ENGINE") == "django.db.backends.postgresql":
    if find_spec("psycopg") is None:
        raise ImproperlyConfigured("DATABASE_URL names PostgreSQL: install requirements-scale.txt as well.")
    DATABASES["default"].setdefault("CONN_MAX_AGE", 60)
    DATABASES["default"].setdefault("CONN_HEALTH_CHECKS", True)
else:
    raise ImproperlyConfigured("DATABASE_URL must name SQLite or PostgreSQL.")

STORAGES = {
    "default": environment.storage(env.str("STORAGE_URL", default=""), BASE_DIR / "media"),
    "staticfiles": {
        "BACKEND": (
            "newsroom.static_files.ModuleStorage"
            if SITE_URL and not DEBUG
            else "django.contrib.staticfiles.storage.StaticFilesStorage"
        )
    },
}
MEDIA_URL = "/media/"
MEDIA_ROOT = STORAGES["default"]["OPTIONS"].get("location", "")
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
WHITENOISE_USE_FINDERS = not SITE_URL
WHITENOISE_AUTOREFRESH = DEBUG

LANGUAGE_CODE = env.str("LANGUAGE_CODE", default="de")
LANGUAGES = [("de", _("German")), ("en", _("English"))]
if LANGUAGE_CODE not in dict(LANGUAGES):
    raise ImproperlyConfigured(f"LANGUAGE_CODE must be de or en, not {LANGUAGE_CODE!r}.")
FORMAT_MODULE_PATH = ["newsroom.formats"]
TIME_ZONE = env.str("TIME_ZONE", default="Europe/Berlin")
if TIME_ZONE not in zoneinfo.available_timezones():
    raise ImproperlyConfigured(f"TIME_ZONE must be a zone such as Europe/Berlin, not {TIME_ZONE!r}.")
USE_TZ = True
USE_I18N = True

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "articles.domain.passwords.GuessableValidator"},
]
LOGIN_URL = "admin:login"
AXES_HANDLER = "articles.admin.login.LoginGuardHandler"
AXES_LOCKOUT_CALLABLE = "articles.admin.login.paused"
AXES_CLIENT_IP_CALLABLE = "newsroom.middleware.proxies.client_address"
AXES_VERBOSE = False

# Whatever the site's scheme allows: __Host- cookies, HSTS and the redirect follow from SITE_URL.
IS_HTTPS = SITE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_NAME = "__Host-sessionid" if IS_HTTPS else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken" if IS_HTTPS else "csrftoken"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_TRUSTED_ORIGINS = [SITE_URL] if SITE_URL else []
SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = IS_HTTPS
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
# The body editor injects a <style> and loads its modules by an import map: allowed under the admin only.
ADMIN_CONTENT_SECURITY_POLICY = {
    "script-src": [SELF, NONCE],
    "style-src": [SELF, "'unsafe-inline'"],
    "img-src": [SELF, "data:", "blob:"],
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    feature: [] for feature in ("camera", "geolocation", "microphone", "payment", "usb", "browsing-topics")
}

REST_FRAMEWORK = {
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["articles.api.parsers.PlainJSONParser"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "articles.api.pagination.KeysetPagination",
    "DEFAULT_SCHEMA_CLASS": "articles.api.schema.NewsroomAutoSchema",
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "articles.api.negotiation.QualityNegotiation",
    "EXCEPTION_HANDLER": "articles.api.exceptions.exception_handler",
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Newsroom",
    "DESCRIPTION": "Articles, sources, topics, pictures and readers' comments of this newspaper.",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "SCHEMA_PATH_PREFIX": "/api/v1/",
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "ENUM_NAME_OVERRIDES": {
        "AgencyTaskKind": "articles.models.AgencyTask.Kind",
        "AgencyTaskState": "articles.models.AgencyTask.State",
        "SourceKind": "articles.models.Source.Kind",
        "ImageKind": "articles.models.Image.Kind",
        "BlockKind": "articles.api.serializers.article_parts.BLOCK_KINDS",
        "PartOfAgency": "articles.models.ArticleAgency.Part",
        "RoleOfPerson": "articles.models.Contribution.Role",
        "CommentState": "articles.api.serializers.comment.STATES",
        "ReceivedState": "articles.api.serializers.moderation.RECEIVED_STATES",
        "ArticleState": "articles.models.Article.State",
        "ClipState": "articles.models.Clip.State",
        "ImportOutcomeStatus": "articles.api.serializers.clip.OUTCOMES",
        "CommentsAre": "articles.models.Article.Comments",
        "CommentsClosed": "articles.models.ClosedReason",
        "Genre": "articles.models.Article.Genre",
        "Precision": "articles.models.fields.partial_date.Precision",
        "ProblemCode": "articles.api.serializers.problem.PROBLEM_CODES",
    },
}

SIMPLE_HISTORY_REVERT_DISABLED = True
SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True

LOG_LEVEL = environment.one_of(
    "LOG_LEVEL", env.str("LOG_LEVEL", default="WARNING"), ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
}

SEEDS_DIR = BASE_DIR / "seeds"
