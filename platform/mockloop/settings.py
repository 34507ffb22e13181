"""Settings: an embedded default for one laptop, the same code for production by environment variables.

Without any variable: SQLite, in-memory channel layer, in-process broker. `DATABASE_URL` and `REDIS_URL`
bring PostgreSQL and Redis. `ALLOWED_HOSTS` is what makes it production: strict cookies, HTTPS, no demo.
"""

import contextlib
import hashlib
import os
import sys
import tempfile
from pathlib import Path

import environ
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key
from django.urls import reverse_lazy

env = environ.Env()

ROOT = Path(__file__).resolve().parents[2]

ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=[])
PRODUCTION = bool(ALLOWED_HOSTS)
TESTING = "pytest" in sys.modules
# Whatever the product writes; tests write beside it, in a folder of this test process.
VAR = Path(
    env.str("MOCKLOOP_VAR", default="")
    or (tempfile.mkdtemp(prefix="mockloop-test-") if TESTING else str(ROOT / "var"))
)
DEBUG = env.bool("DEBUG", default=False) and not PRODUCTION
DEMO = env.bool("DEMO", default=True) and not PRODUCTION
if not PRODUCTION:
    ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *env.list("LOCAL_HOSTS", default=[])]


def _embedded_secret_key() -> str:
    """The key of this installation, made once and kept in var/, so that sessions outlive a restart."""
    path = VAR / "secret_key"
    if not path.exists():
        VAR.mkdir(parents=True, exist_ok=True)
        made = VAR / f"secret_key.{os.getpid()}"
        made.touch(mode=0o600)
        made.write_text(get_random_secret_key())
        # Of two processes that start at once, one names the key and both use it.
        with contextlib.suppress(FileExistsError):
            os.link(made, path)
        made.unlink()
    return path.read_text().strip()


# As it is: environ would take a key that begins with a dollar sign for the name of another variable.
SECRET_KEY: str = os.environ.get("SECRET_KEY", "")
if not SECRET_KEY:
    if PRODUCTION:
        raise ImproperlyConfigured("SECRET_KEY must be set when ALLOWED_HOSTS is.")
    SECRET_KEY = _embedded_secret_key()

INSTALLED_APPS = [
    "mockloop",
    "rubrics",
    "interviews",
    "prep",
    "accounts",
    "common",
    "allauth",
    "allauth.account",
    "channels",
    "django_htmx",
    "csp",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "servestatic.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "servestatic.middleware.ServeStaticMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.SeenMiddleware",
    "common.middleware.TimeZoneMiddleware",
    "common.middleware.PrivatePagesMiddleware",
]

ROOT_URLCONF = "mockloop.urls"
ASGI_APPLICATION = "mockloop.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "common.context.site",
                "mockloop.navigation.places",
            ],
        },
    },
]

# --- Data ---
DATABASE_URL = env.str("DATABASE_URL", default="")
if DATABASE_URL:
    DATABASES = {"default": {**env.db_url("DATABASE_URL"), "CONN_MAX_AGE": 0}}
    if TESTING:
        # Each checkout has test databases of its own, so that the suites of two can run on one PostgreSQL.
        checkout = hashlib.sha256(str(ROOT).encode()).hexdigest()[:8]
        DATABASES["default"]["TEST"] = {"NAME": f"test_{DATABASES['default']['NAME']}_{checkout}"}
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": env.str("DATABASE_FILE", default=str(VAR / "mockloop.sqlite3")),
            "OPTIONS": {
                # A deferred transaction that reads first and writes later fails under concurrent writers;
                # IMMEDIATE takes the write lock at the start and waits for its turn.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            },
        }
    }
    if TESTING:
        # Threads, sockets and server processes must see the test data: a file of this process, not memory.
        DATABASES["default"]["TEST"] = {"NAME": str(VAR / "test.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", default="")
# Keeps several installations, and test runs, apart on one Redis: publish and subscribe know no databases.
REDIS_PREFIX = env.str("REDIS_PREFIX", default=VAR.name if TESTING else "mockloop")
if REDIS_URL:
    CHANNEL_LAYERS = {
        "default": {
            "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
            "CONFIG": {"hosts": [REDIS_URL], "prefix": REDIS_PREFIX},
        }
    }
    CACHES = {
        "default": {
            "BACKEND": "common.cache.OwnKeysRedisCache",
            "LOCATION": REDIS_URL,
            "KEY_PREFIX": f"{REDIS_PREFIX}-cache",
        }
    }
else:
    CHANNEL_LAYERS = {
        "default": {"BACKEND": "channels.layers.InMemoryChannelLayer", "CONFIG": {"capacity": 1000}}
    }
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# --- Work in the background ---
CELERY_BROKER_URL = REDIS_URL or "memory://local"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TIMEZONE = "UTC"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR / "beat-schedule")
CELERY_BROKER_TRANSPORT_OPTIONS = (
    # Without the two short intervals a task of a killed worker comes back only after some 100 s.
    {
        "visibility_timeout": 600,
        "unacked_restore_interval": 2,
        "unacked_restore_throttle": 1,
        "global_keyprefix": f"{REDIS_PREFIX}:",
    }
    if REDIS_URL
    else {"polling_interval": 0.05}
)
CELERY_BEAT_SCHEDULE = {
    "sweep-mail": {"task": "common.tasks.sweep_mail", "schedule": 10.0},
    "sweep-debriefs": {"task": "rubrics.debriefs.tasks.sweep_debriefs", "schedule": 5.0},
    "remind-of-cards": {"task": "rubrics.debriefs.tasks.remind", "schedule": 60.0},
    "sweep-exports": {"task": "rubrics.exports.tasks.sweep_exports", "schedule": 10.0},
    "expire-exports": {"task": "rubrics.exports.tasks.expire_exports", "schedule": crontab(minute="23")},
    "sweep-searches": {"task": "interviews.attendance.tasks.sweep_searches", "schedule": 10.0},
    "cover-rounds": {"task": "interviews.changes.tasks.cover_rounds", "schedule": 60.0},
    "sweep-rounds": {"task": "interviews.loops.tasks.sweep_rounds", "schedule": 60.0},
    "sweep-forecasts": {"task": "interviews.load.tasks.sweep_forecasts", "schedule": 60.0},
    "forecast-by-night": {
        "task": "interviews.load.tasks.forecast_by_night",
        "schedule": crontab(hour="3", minute="17"),
    },
    "sweep-agreement": {"task": "rubrics.agreement.tasks.sweep_agreement", "schedule": 60.0},
    "agreement-by-night": {
        "task": "rubrics.agreement.tasks.agreement_by_night",
        "schedule": crontab(hour="3", minute="41"),
    },
    "sweep-busy": {"task": "interviews.busy.tasks.sweep_sources", "schedule": 60.0},
    "sweep-reminders": {"task": "interviews.calendar.tasks.sweep_reminders", "schedule": 30.0},
    "remind-lapsing": {"task": "rubrics.calibration.tasks.remind_lapsing", "schedule": crontab(minute="41")},
    "sweep-annotations": {
        "task": "rubrics.coaching.tasks.sweep_annotations",
        "schedule": crontab(minute="23"),
    },
    "sweep-sessions": {"task": "rubrics.sessions.tasks.sweep_sessions", "schedule": 30.0},
    "purge-notes": {"task": "rubrics.season.tasks.purge_notes", "schedule": crontab(minute="23")},
}

# --- Scheduling ---
# Whether calendars are fetched from addresses that people give; and the names of hosts inside one's own
# network from which they may be, by http too.
CALENDAR_FETCH = env.bool("CALENDAR_FETCH", default=False)
CALENDAR_FETCH_HOSTS = env.list("CALENDAR_FETCH_HOSTS", default=[])
# So many hours before its start a round can still be moved, or its interviewer be replaced on wish.
CHANGE_NOTICE_HOURS = env.int("CHANGE_NOTICE_HOURS", default=12)

# So many different samples of a kind of round must a peer score close to the agreed scores before they are
# offered for it, and so many days that holds; with 0 samples peers are offered for whatever they tick.
CALIBRATION_SAMPLES = env.int("CALIBRATION_SAMPLES", default=2)
CALIBRATION_VALID_DAYS = env.int("CALIBRATION_VALID_DAYS", default=365)

# --- People ---
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backend.AccountBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = reverse_lazy("account_login")
LOGIN_REDIRECT_URL = "/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {"signup": "accounts.signup.forms.SignUpForm"}
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_MAX_EMAIL_ADDRESSES = 3
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_RATE_LIMITS = {
    "ask_for_grant": "20/h/user",
    "ask_rater": "30/h/user",
    "invite_observer": "30/h/user",
    "invite_round": "20/h/user",
    "ask_to_session": "60/h/user",
    "add_calendar": "30/h/user",
}
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# How many proxies in front add to X-Forwarded-For; the rate limits of sign-in count by that address.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=1 if PRODUCTION else 0)

# --- Sharing ---
# Whether whoever reads a debrief by a share link sees the names of raters, or letters in their place.
SHARE_RATER_NAMES = env.bool("SHARE_RATER_NAMES", default=True)

# --- Reciprocity ---
# Whether booking a round costs a credit, which running one earns, and what everybody begins with.
CREDITS_REQUIRED = env.bool("CREDITS_REQUIRED", default=False)
CREDITS_START = env.int("CREDITS_START", default=4)

# --- Mail ---
EMAIL_URL = env.str("EMAIL_URL", default="")
if EMAIL_URL:
    vars().update(env.email_url("EMAIL_URL"))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = VAR / "mail"
EMAIL_TIMEOUT = 30  # seconds; well below the lease of a mail that is being sent
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Mockloop <hello@mockloop.example>")
SITE_URL = env.str(
    "SITE_URL", default=f"https://{ALLOWED_HOSTS[0]}" if PRODUCTION else "http://127.0.0.1:8000"
)

# --- Language and time ---
LANGUAGE_CODE = "en"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# --- Static files ---
STATIC_URL = "static/"
STATIC_ROOT = env.str("STATIC_ROOT", default=str(VAR / "staticfiles"))
STATICFILES_DIRS = [ROOT / "static"]
STATICFILES_FINDERS = [
    "mockloop.staticfiles.ServedFilesFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
# On a laptop files are served as they lie in static/; production serves the collected, hashed ones.
SERVESTATIC_USE_FINDERS = not PRODUCTION
SERVESTATIC_AUTOREFRESH = DEBUG
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "servestatic.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

# --- Security ---
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [NONE],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "common.views.csrf_failure"
if PRODUCTION:
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_REDIRECT_EXEMPT = [r"^health/$"]
    SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    CSRF_TRUSTED_ORIGINS = [f"https://{host.lstrip('.')}" for host in ALLOWED_HOSTS if host != "*"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="WARNING")},
}

if TESTING:
    # Every test client builds the middleware anew, and indexing all static files takes a second each time.
    SERVESTATIC_USE_FINDERS = SERVESTATIC_USE_STATIC_ROOT = False
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
