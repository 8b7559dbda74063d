"""Every setting: its name in the environment, its default, and what it is for.

Production (``ENVIRONMENT=production``) refuses to start with a default secret.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from marketplace.kernel.translated import LANGUAGES

DEFAULT_SECRET = "development-only"  # noqa: S105 - refused in production, see `settings_from`
MOST_DAYS = 36_500
ENVIRONMENTS = ("development", "production", "test")


@dataclass(frozen=True)
class Setting:
    """One setting: environment name, default, meaning."""

    name: str
    default: str
    meaning: str


SETTINGS = (
    Setting("ENVIRONMENT", "development", "development, production or test"),
    Setting("SECRET_KEY", DEFAULT_SECRET, "signs cookies and links; at least 32 random characters"),
    Setting("VAR_DIR", "var", "folder of everything the application writes: database, index, photos, files"),
    Setting("DATABASE_URL", "", "postgresql+psycopg://… ; empty: SQLite in VAR_DIR"),
    Setting("MEILISEARCH_URL", "", "address of a Meilisearch server; empty: the embedded search engine"),
    Setting("MEILISEARCH_KEY", "", "key that may only search; `flask search make-keys` makes both"),
    Setting("MEILISEARCH_WORKER_KEY", "", "key that may write documents and indexes; empty: MEILISEARCH_KEY"),
    Setting("MEILISEARCH_PREFIX", "chotalat", "start of index names, for several sites on one server"),
    Setting(
        "SMTP_URL",
        "",
        "smtp://, smtp+starttls:// or smtps://user:password@host:port; empty: files in VAR_DIR/outbox",
    ),
    Setting("MAIL_FROM", "no-reply@chotalat.example", "sender address of every letter"),
    Setting("SITE_NAME", "ChoTalat", "name of the marketplace on pages and letters"),
    Setting(
        "SITE_URL",
        "",
        "address in letters, sitemap, language links and the API; empty: this machine at PORT",
    ),
    Setting(
        "TRUSTED_HOSTS",
        "",
        "host names that are answered, separated by commas; empty: any, not allowed in production",
    ),
    Setting("TRUSTED_PROXIES", "0", "how many reverse proxies stand in front and set X-Forwarded-For"),
    Setting(
        "INSTANT_PRICE_PERCENT",
        "10",
        "a listing's price may move by so many percent of the approved one without a new approval; 0: never",
    ),
    Setting(
        "RATES_OLD_AFTER_DAYS",
        "30",
        "exchange rates of more than so many days ago are called old wherever a price is converted by them",
    ),
    Setting("PORT", "8000", "port of `make run`"),
    Setting("WEB_WORKERS", "2", "processes that answer requests"),
    Setting(
        "OWNER_NAME",
        "Sở Công Thương (bản trình diễn)|Department of Industry and Trade (demonstration)"
        "|ພະແນກອຸດສາຫະກຳ ແລະ ການຄ້າ (ສາທິດ)",
        "legal name of the operator, in the footer; or three, Vietnamese, English and Lao, parted by bars",
    ),
    Setting("OWNER_ADDRESS", "", "head office of the operator"),
    Setting("OWNER_PHONE", "", "telephone of the operator"),
    Setting("OWNER_EMAIL", "", "e-mail of the operator"),
    Setting("OWNER_REGISTRATION", "", "registration of the marketplace with the Ministry: number and date"),
)

SETTING_NAMES = frozenset(setting.name for setting in SETTINGS)


class BadSettings(RuntimeError):
    """The application cannot start with these settings; the message says what to change."""


def settings_from(environment: dict[str, str] | None = None) -> dict:
    """Flask configuration from the environment. Raises ``BadSettings``."""
    environment = os.environ if environment is None else environment
    values = {
        setting.name: environment.get(setting.name, "").strip() or setting.default for setting in SETTINGS
    }
    if values["ENVIRONMENT"] not in ENVIRONMENTS:
        raise BadSettings(f"ENVIRONMENT is one of {', '.join(ENVIRONMENTS)}")
    production = values["ENVIRONMENT"] == "production"
    if production and (values["SECRET_KEY"] == DEFAULT_SECRET or len(values["SECRET_KEY"]) < 32):
        raise BadSettings(
            "set SECRET_KEY to at least 32 random characters, for example from "
            "python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
        )
    if production and not values["TRUSTED_HOSTS"]:
        raise BadSettings("set TRUSTED_HOSTS to the host names of this site")
    if production and not values["SITE_URL"]:
        raise BadSettings("set SITE_URL to the address people type, such as https://market.example")
    var = Path(values["VAR_DIR"]).resolve()
    site_url = values["SITE_URL"].rstrip("/") or f"http://localhost:{values['PORT']}"
    secure = site_url.startswith("https://")
    return values | {
        "SITE_URL": site_url,
        "VAR_DIR": str(var),
        "MEDIA_DIR": str(var / "media"),
        "PRIVATE_DIR": str(var / "private"),
        "SQLALCHEMY_DATABASE_URI": _database_url(values["DATABASE_URL"], var),
        "SQLALCHEMY_ENGINE_OPTIONS": {
            "pool_pre_ping": values["DATABASE_URL"].startswith("postgres"),
            "hide_parameters": True,  # what people typed does not belong into logs, not even of a crash
        },
        "TRUSTED_HOSTS": [host.strip() for host in values["TRUSTED_HOSTS"].split(",") if host.strip()]
        or None,
        "TRUSTED_PROXIES": int(values["TRUSTED_PROXIES"]),
        "INSTANT_PRICE_SHARE": _share(values["INSTANT_PRICE_PERCENT"]),
        "OWNER_NAMES": _by_language("OWNER_NAME", values["OWNER_NAME"]),
        "RATES_OLD_AFTER": _days("RATES_OLD_AFTER_DAYS", values["RATES_OLD_AFTER_DAYS"]),
        "SESSION_COOKIE_NAME": "__Host-session" if secure else "session",
        "SESSION_COOKIE_SECURE": secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_PATH": "/",
        "MAX_CONTENT_LENGTH": 80 * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 2 * 1024 * 1024,
        "MAX_FORM_PARTS": 2_000,
        "WTF_CSRF_TIME_LIMIT": None,
        "BABEL_DEFAULT_LOCALE": "en",
        "BABEL_DEFAULT_TIMEZONE": "Asia/Ho_Chi_Minh",
        "TESTING": values["ENVIRONMENT"] == "test",
        "TEMPLATES_AUTO_RELOAD": values["ENVIRONMENT"] == "development",
    }


def _by_language(name: str, written: str) -> dict[str, str]:
    """A name for each language of the pages; one alone holds for all."""
    names = [one.strip() for one in written.split("|")]
    if len(names) == 1:
        return dict.fromkeys(LANGUAGES, names[0])
    if len(names) != len(LANGUAGES) or not all(names):
        raise BadSettings(f"{name} is one name, or three parted by bars: Vietnamese, English, Lao")
    return dict(zip(LANGUAGES, names, strict=True))


def _share(percent: str) -> Decimal:
    if not percent.isdecimal() or int(percent) > 100:
        raise BadSettings("INSTANT_PRICE_PERCENT is a whole number from 0 to 100")
    return Decimal(percent) / 100


def _days(name: str, number: str) -> timedelta:
    if not number.isdecimal() or int(number) > MOST_DAYS:
        raise BadSettings(f"{name} is a whole number from 0 to {MOST_DAYS}")
    return timedelta(days=int(number))


def _database_url(given: str, var: Path) -> str:
    if not given:
        return f"sqlite:///{var / 'chotalat.sqlite'}"
    for short in ("postgres://", "postgresql://"):
        if given.startswith(short):
            return "postgresql+psycopg://" + given[len(short) :]
    return given
