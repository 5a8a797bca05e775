"""Names for things that outsiders may see: unguessable, speakable, without look-alike letters."""

import secrets

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_ref(prefix: str) -> str:
    """A public reference such as `E-7K3M-9Q2X-WT4V-8HNB-2C6D-Y5PR` (24 letters of 30: more than 117 bits)."""
    letters = "".join(secrets.choice(_ALPHABET) for _ in range(24))
    return f"{prefix}-{'-'.join(letters[i : i + 4] for i in range(0, 24, 4))}"


def token() -> str:
    """A one-time secret of 256 bits, safe inside an address."""
    return secrets.token_urlsafe(32)
