"""Which pages say that money is stopped, before anybody presses: those from which an entry of the books may follow."""

from flask import current_app, g, request

from marketplace.ledger import stops

LEADS = frozenset({
    "youth.show_money", "youth.show_today", "steward.show_chart", "provider.show_claims", "provider.show_claim",
    "provider.show_milestones", "provider.show_milestone", "provider.show_week", "office.show_enquiries",
})  # fmt: skip
"""Pages that lead to money and write none of it themselves."""

PARTS = frozenset({
    "hooks.stripe", "office.batch_lines", "office.batches", "office.claims", "office.corrections", "office.differences",
    "office.earnings", "office.enrolments", "office.fund_rules", "office.funds", "office.gifts", "office.milestones",
    "office.queue", "office.second_looks", "provider.attendance", "public.give", "youth.applications",
})  # fmt: skip
"""Modules of views one of which may write into the books: every page of theirs says so."""

RULES = ("earnings.", "payments.", "corrections.", "recoveries.", "enquiries.", "second_looks.")
"""Rooms whose rules are about money."""


def may_move_money(endpoint: str) -> bool:
    """Whether what is pressed on this page may end in the books."""
    view = current_app.view_functions.get(endpoint)
    if view is None:
        return False
    rule = getattr(view, "okat_rule", None)
    part = view.__module__.removeprefix("blueprints.")
    return endpoint in LEADS or part in PARTS or (rule is not None and rule.name.startswith(RULES))


def said() -> str:
    """Where money is moved: that it is stopped; nothing elsewhere, nor on a page that failed."""
    if g.get("failed") or not may_move_money(request.endpoint or ""):
        return ""
    return str(stops.warning() or "")
