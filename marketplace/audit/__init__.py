"""What happened, by whom and why: kept for every act, and never holding personal data."""

from marketplace.audit.trail import About, history, record, saw

__all__ = ["About", "history", "record", "saw"]
