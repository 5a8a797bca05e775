"""Settings of one installation: from the environment, with a data folder that keeps its own secrets."""

import base64
import json
import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from marketplace.kernel.sealing import Keyring, new_key

DEMO_PASSWORD = "okat-demo-2569"  # noqa: S105  printed by the demo on purpose


@dataclass(frozen=True)
class Config:
    """What an installation is told from outside; everything else has a default."""

    data: Path
    database_url: str
    jobs_url: str
    secret: bytes = field(repr=False)
    keys: Keyring = field(repr=False)
    port: int = 8000
    secure_cookies: bool = False
    development: bool = True
    demo_password: str = field(default=DEMO_PASSWORD, repr=False)
    trusted_hosts: tuple[str, ...] = ()
    proxies: int = 0
    stripe_key: str = field(default="", repr=False)
    stripe_secrets: tuple[str, ...] = field(default=(), repr=False)
    stripe_address: str = ""
    warm: bool = False
    """Whether this process serves people, and so builds its matching index as soon as it starts."""

    @property
    def uploads(self) -> Path:
        """Where evidence files live."""
        return self.data / "files"


def from_environment(environment: Mapping[str, str] | None = None) -> Config:
    """Read the settings; raises ValueError when production lacks what it must have."""
    env = os.environ if environment is None else environment
    data = Path(env.get("OKAT_DATA", "./instance")).resolve()
    production = env.get("OKAT_ENV", "development") == "production"
    secret, ring = _secrets(data, env)
    hosts = _list(env.get("OKAT_HOSTS", ""))
    if production and not hosts:
        raise ValueError("OKAT_HOSTS must name the hosts this installation answers for")
    return Config(
        data=data,
        database_url=env.get("DATABASE_URL") or f"sqlite:///{data / 'okat.db'}",
        jobs_url=env.get("JOBS_URL") or f"sqlite:///{data / 'jobs.db'}",
        secret=secret,
        keys=ring,
        port=int(env.get("PORT", "8000")),
        secure_cookies=production,
        development=not production,
        demo_password=env.get("OKAT_DEMO_PASSWORD", DEMO_PASSWORD),
        trusted_hosts=hosts,
        proxies=int(env.get("OKAT_PROXIES", "0")),
        stripe_key=env.get("OKAT_STRIPE_KEY", "").strip(),
        stripe_secrets=_list(env.get("OKAT_STRIPE_WEBHOOK_SECRET", "")),
        stripe_address=env.get("OKAT_STRIPE_ADDRESS", "").strip(),
        warm=env.get("OKAT_WARM") == "1",
    )


def missing(env: Mapping[str, str]) -> Path | None:
    """The first file that an installation has and these settings do not lead to; None where all are there."""
    data = Path(env.get("OKAT_DATA", "./instance")).resolve()
    wanted = [Path(env.get("OKAT_SECRETS", str(data / "secrets.json")))]
    if not env.get("DATABASE_URL"):
        wanted.append(data / "okat.db")
    return next((path for path in wanted if not path.exists()), None)


def _list(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _secrets(data: Path, env: Mapping[str, str]) -> tuple[bytes, Keyring]:
    """The installation's secrets, made once and kept readable by its owner alone."""
    path = Path(env.get("OKAT_SECRETS", str(data / "secrets.json")))
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        made = {
            "secret": _text(secrets.token_bytes(32)),
            "index": _text(new_key()),
            "current": "k1",
            "keys": {"k1": _text(new_key())},
        }
        draft = path.with_suffix(f".{secrets.token_hex(4)}")
        draft.touch(mode=0o600)
        draft.write_text(json.dumps(made, indent=1), encoding="utf8")
        # When another process of this start was first, its secrets are the ones that count.
        with suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    kept = json.loads(path.read_text(encoding="utf8"))
    ring = Keyring({key: _bytes(value) for key, value in kept["keys"].items()}, kept["current"], _bytes(kept["index"]))
    return _bytes(kept["secret"]), ring


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode()


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text)
