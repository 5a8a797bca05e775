"""Words in two languages: English is the key, Thai ships complete."""

from marketplace.i18n.text import Text, current_locale, pick, t, use

__all__ = ["Text", "current_locale", "pick", "t", "use"]
