"""Which pages say that money is stopped, before anybody presses: those from which an entry of the books may follow."""

from flask import current_app, g, request

from marketplace.ledger import stops

LEADS = frozenset({"youth.show_money", "youth.show_today", "steward.show_chart", "office.show_enquiries"})
"""Pages that tell of money that waits and write none of it themselves."""

QUIET = frozenset({
    "youth.show_guardian", "youth.make_guardian_link", "youth.ask_without_guardian", "youth.show_dispute",
    "youth.dispute_wage", "office.show_account_for", "office.enter_account", "provider.show_week",
    "provider.cancel_session", "provider.restore_session", "provider.show_wages", "provider.show_wage",
    "provider.report_wage", "office.show_draw", "office.draw_round",
})  # fmt: skip
"""Pages beside those of money on which nothing that is pressed ends in the books: they say nothing of it."""

PARTS = frozenset({
    "hooks.stripe", "office.batch_lines", "office.batches", "office.claims", "office.corrections", "office.differences",
    "office.earnings", "office.enrolments", "office.fund_rules", "office.funds", "office.gifts", "office.milestones",
    "office.postings", "office.queue", "office.second_looks", "provider.attendance", "public.give",
    "youth.applications",
})  # fmt: skip
"""Modules of views one of which may write into the books: every page of theirs says so."""

RULES = ("earnings.", "payments.", "corrections.", "recoveries.", "enquiries.", "second_looks.")
"""Rooms whose rules are about money."""


def may_move_money(endpoint: str) -> bool:
    """Whether what is pressed on this page may end in the books."""
    view = current_app.view_functions.get(endpoint)
    if view is None or endpoint in QUIET:
        return False
    rule = getattr(view, "okat_rule", None)
    part = view.__module__.removeprefix("blueprints.")
    return endpoint in LEADS or part in PARTS or (rule is not None and rule.name.startswith(RULES))


def said() -> str:
    """Where money is moved: that it is stopped; nothing elsewhere, nor on a page that failed."""
    if g.get("failed") or not may_move_money(request.endpoint or ""):
        return ""
    return str(stops.warning() or "")
