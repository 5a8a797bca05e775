"""Which pages of the navigation belong together: whoever has many sees groups, and the pages of their own group."""

from marketplace.i18n import Text, t

MOST_FLAT = 7
"""Up to so many entries stand side by side on a laptop without being grouped."""

DECIDE, PEOPLE, HELP = t("To decide"), t("Young people"), t("Help from people")
MONEY, STAFF, POSTINGS, LEARNERS = t("Money"), t("People and roles"), t("Postings"), t("Learners")
ORGANISATION = t("Organisation")

GROUP_OF: dict[str, Text] = {
    "office.show_queue": DECIDE,
    "office.show_postings": DECIDE,
    "office.show_organisations": DECIDE,
    "office.show_appeals": DECIDE,
    "office.show_claims": DECIDE,
    "office.show_agreements": PEOPLE,
    "office.show_second_looks": DECIDE,
    "office.show_law": PEOPLE,
    "office.show_youth_list": PEOPLE,
    "office.show_allocations": PEOPLE,
    "office.show_deserts": PEOPLE,
    "office.show_weight_places": PEOPLE,
    "office.show_guardian_cases": PEOPLE,
    "office.show_concerns": PEOPLE,
    "office.show_pledges": HELP,
    "office.show_mentoring": HELP,
    "office.show_messages": HELP,
    "office.show_given": HELP,
    "office.show_help_rates": HELP,
    "office.show_funds": MONEY,
    "office.show_batches": MONEY,
    "office.show_enquiries": MONEY,
    "office.show_statements": MONEY,
    "office.show_corrections": MONEY,
    "office.show_differences": MONEY,
    "office.show_people": STAFF,
    "office.show_settings": STAFF,
    "provider.show_postings": POSTINGS,
    "provider.show_demand": POSTINGS,
    "provider.show_applications": LEARNERS,
    "provider.show_claims": LEARNERS,
    "provider.show_wages": LEARNERS,
    "provider.show_messages": LEARNERS,
    "provider.show_agreements": LEARNERS,
    "provider.show_law": LEARNERS,
    "provider.show_staff": ORGANISATION,
    "provider.show_organisations": ORGANISATION,
}
"""By the endpoint of a page; one without a group stands by itself."""

_PLEDGES, _DIFFERENCES = "mentor.show_pledges", "office.show_differences"
_BATCHES, _CORRECTIONS = "office.show_batches", "office.show_corrections"
UNDER: dict[str, str] = {
    "mentor.show_pledge": _PLEDGES,
    "mentor.show_times": _PLEDGES,
    "mentor.tell_times": _PLEDGES,
    "mentor.rest_pledge": _PLEDGES,
    "mentor.show_use": _PLEDGES,
    "mentor.tell_use": _PLEDGES,
    "mentor.show_new_pledge": _PLEDGES,
    "mentor.make_pledge": _PLEDGES,
    "office.show_line": _BATCHES,
    "office.settle_line": _BATCHES,
    "office.remove_line": _BATCHES,
    "office.show_code": _BATCHES,
    "office.show_recovery": _CORRECTIONS,
    "office.propose_write_off": _CORRECTIONS,
    "office.show_suspense": _DIFFERENCES,
    "office.propose_exit": _DIFFERENCES,
    "office.show_bank_balances": _DIFFERENCES,
    "office.show_bank_balance": _DIFFERENCES,
    "office.show_fund_balances": _DIFFERENCES,
    "office.show_bank_balance_form": _DIFFERENCES,
    "office.write_bank_balance": _DIFFERENCES,
}
"""Pages that belong to an entry whose address theirs does not begin with."""
