"""Which payment service an installation uses: Stripe when it has a key, none otherwise."""

from importlib import import_module

from marketplace.config import Config
from marketplace.payments import rail


def begin(settings: Config) -> None:
    """Take gifts through the service of this installation; its SDK is loaded only where there is a key."""
    if not settings.stripe_key:
        rail.use(None)
        return
    stripe_rail = import_module("marketplace.payments.stripe_rail")
    rail.use(stripe_rail.StripeRail(settings.stripe_key, settings.stripe_secrets, address=settings.stripe_address))
