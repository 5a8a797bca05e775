"""What surrounds every page: navigation by role, language links, who is signed in, messages."""

from dataclasses import dataclass
from urllib.parse import quote

from flask import current_app, g, request, url_for
from markupsafe import Markup

from blueprints import hearing, stopping
from blueprints.nav_groups import GROUP_OF, MOST_FLAT, UNDER
from blueprints.session import actor, messages
from blueprints.standing import workplace
from marketplace.access import Actor
from marketplace.concerns.reporting import is_open_address
from marketplace.i18n import Text, t
from marketplace.i18n.text import current_locale
from models.vocabulary import Role


@dataclass(frozen=True)
class NavItem:
    """One entry of the navigation."""

    label: Text
    href: str
    current: bool


@dataclass(frozen=True)
class Shell:
    """Finished values for the layout."""

    nav: tuple[NavItem, ...]
    onward: NavItem | None
    beneath: tuple[NavItem, ...]
    brand_note: str
    account_label: str
    sign_in_href: str
    account_href: str
    lang_th_href: str
    lang_en_href: str
    locale: str
    quick_exit: str
    messages: tuple[object, ...]
    place_for_help: Markup | str
    foot: tuple[NavItem, ...]
    report_href: str
    hotlines_href: str
    brand_href: str
    path: str
    is_paused: bool
    money_stopped: str


_YOUTH = (
    (t("Today"), "youth.show_today"),
    (t("For you"), "youth.show_matches"),
    (t("Applications"), "youth.show_applications"),
    (t("Mentor"), "youth.show_mentor"),
    (t("Messages"), "youth.show_messages"),
    (t("Money"), "youth.show_money"),
)
_GUARDIAN = ((t("Overview"), "guardian.show_overview"),)
_PROVIDER = (
    (t("This week"), "provider.show_week"),
    (t("Postings"), "provider.show_postings"),
    (t("Applications"), "provider.show_applications"),
    (t("Completions"), "provider.show_claims"),
    (t("Agreements"), "provider.show_agreements"),
    (t("Wages"), "provider.show_wages"),
    (t("Messages"), "provider.show_messages"),
    (t("What the law asks"), "provider.show_law"),
    (t("What should I offer?"), "provider.show_demand"),
    (t("My pledges"), "mentor.show_pledges"),
)
_OFFICE = (
    (t("Queue"), "office.show_queue"),
    (t("New postings"), "office.show_postings"),
    (t("Organisations"), "office.show_organisations"),
    (t("Completions"), "office.show_claims"),
    (t("Second looks"), "office.show_second_looks"),
    (t("Young people"), "office.show_youth_list"),
    (t("Placing a list"), "office.show_allocations"),
    (t("Where nothing fits"), "office.show_deserts"),
    (t("What counts how much"), "office.show_weight_places"),
    (t("To record"), "office.show_guardian_cases"),
    (t("Concerns"), "office.show_concerns"),
    (t("Pledges"), "office.show_pledges"),
    (t("Mentoring"), "office.show_mentoring"),
    (t("Messages"), "office.show_messages"),
    (t("Help given"), "office.show_given"),
    (t("Agreements"), "office.show_agreements"),
    (t("Law of labour"), "office.show_law"),
    (t("Funds"), "office.show_funds"),
    (t("Payout batches"), "office.show_batches"),
    (t("Questions about money"), "office.show_enquiries"),
    (t("Check a statement"), "office.show_statements"),
    (t("Money to put right"), "office.show_corrections"),
    (t("Differences"), "office.show_differences"),
    (t("People and roles"), "office.show_people"),
)
_PROVINCE = (
    *(entry for entry in _OFFICE if entry[1] != "office.show_statements"),
    (t("Settings of offices"), "office.show_settings"),
    (t("Appeals of organisations"), "office.show_appeals"),
    (t("Rates of help"), "office.show_help_rates"),
)
_CASEWORK = (
    (t("Young people"), "office.show_youth_list"),
    (t("Placing a list"), "office.show_allocations"),
    (t("Where nothing fits"), "office.show_deserts"),
    (t("To record"), "office.show_guardian_cases"),
    (t("Concerns"), "office.show_concerns"),
    (t("Pledges"), "office.show_pledges"),
    (t("Mentoring"), "office.show_mentoring"),
    (t("Messages"), "office.show_messages"),
    (t("Agreements"), "office.show_agreements"),
    (t("Law of labour"), "office.show_law"),
    (t("Check a statement"), "office.show_statements"),
)
_CHECK = (t("Check a statement"), "office.show_statements")
_FINANCE = (
    (t("Payout batches"), "office.show_batches"),
    (t("Funds"), "office.show_funds"),
    (t("Money to put right"), "office.show_corrections"),
    (t("Differences"), "office.show_differences"),
)
_AUDIT = (
    (t("Payment proofs"), "steward.show_proofs"),
    (t("The books checked"), "steward.show_books"),
    (t("Accounts and rules"), "steward.show_chart"),
    (t("Trial balance"), "steward.show_trial_balance"),
    (t("Second looks"), "office.show_second_looks"),
    (t("Concerns"), "office.show_concerns"),
    (t("Differences"), "office.show_differences"),
    (t("Money to put right"), "office.show_corrections"),
    (t("Funds"), "office.show_funds"),
    (t("Payout batches"), "office.show_batches"),
)
_STEWARD = (
    (t("Reference data"), "steward.show_reference"),
    (t("People and roles"), "office.show_people"),
    (t("Settings of offices"), "office.show_settings"),
    (t("Concerns"), "office.show_concerns"),
    (t("Differences"), "office.show_differences"),
    (t("Accounts and rules"), "steward.show_chart"),
)
_COMMITTEE = (
    (t("Where nothing fits"), "office.show_deserts"),
    (t("What counts how much"), "office.show_weight_places"),
    (t("Rates of help"), "office.show_help_rates"),
)
_MENTOR = (
    (t("My pledges"), "mentor.show_pledges"),
    (t("Requests"), "mentor.show_requests"),
    (t("Mentoring"), "mentor.show_matches"),
    (t("Messages"), "mentor.show_messages"),
)
_FUNDER = ((t("My giving"), "funder.show_giving"),)

_FOOT = (
    (t("How it works"), "public.show_how_it_works"),
    (t("Areas"), "public.show_areas"),
    (t("Area programmes"), "public.show_programmes"),
    (t("Resources near you"), "public.show_resources"),
    (t("Give"), "public.show_give"),
    (t("Law for workers under 18"), "public.show_labour_law"),
    (t("Check a paper"), "public.show_verify"),
)

_AUDIENCES: tuple[tuple[frozenset[Role], tuple[tuple[Text, str], ...]], ...] = (
    (frozenset({Role.YOUTH}), _YOUTH),
    (frozenset({Role.GUARDIAN}), _GUARDIAN),
    (frozenset({Role.PROVIDER, Role.PROVIDER_ADMIN, Role.EMPLOYER}), _PROVIDER),
    (frozenset({Role.PROVIDER_ADMIN}), ((t("Staff"), "provider.show_staff"),)),
    (frozenset({Role.PROVIDER_ADMIN, Role.EMPLOYER}), ((t("Our organisation"), "provider.show_organisations"),)),
    (frozenset({Role.OFFICER}), _OFFICE),
    (frozenset({Role.PROVINCE}), _PROVINCE),
    (
        frozenset({Role.APPROVER}),
        ((t("Queue"), "office.show_queue"), (t("Second looks"), "office.show_second_looks"), *_FINANCE, _CHECK),
    ),
    (frozenset({Role.AUTHORISER}), _FINANCE),
    (frozenset({Role.CASEWORKER}), _CASEWORK),
    (frozenset({Role.COMMITTEE}), _COMMITTEE),
    (frozenset({Role.AUDITOR}), _AUDIT),
    (frozenset({Role.STEWARD}), _STEWARD),
    (frozenset({Role.MENTOR}), _MENTOR),
    (frozenset({Role.FUNDER}), _FUNDER),
)


def shell() -> Shell:
    """The shell for this request."""
    who = actor()
    nav, beneath = _nav(who)
    return Shell(
        nav=nav,
        onward=_onward(who, nav),
        beneath=beneath,
        brand_note="" if g.get("failed") else workplace(who),
        account_label=(who.name.partition(" ")[0] or str(t("Your account"))) if who.is_known else "",
        sign_in_href=_address("account.show_sign_in"),
        account_href=_address("account.show_account"),
        lang_th_href=_in_language("th"),
        lang_en_href=_in_language("en"),
        locale=current_locale(),
        quick_exit=_address("account.quick_exit") if who.has(Role.YOUTH, Role.GUARDIAN) else "",
        messages=messages(),
        place_for_help=hearing.place_for_help(),
        foot=_links(_FOOT),
        report_href=_report_href(),
        hotlines_href=_address("public.show_safety"),
        brand_href=home_of(who) if who.is_known else "/",
        path=request.path,
        is_paused=who.is_paused,
        money_stopped=stopping.said(),
    )


def home_of(who: Actor) -> str:
    """Where somebody begins after signing in."""
    for roles, entries in _AUDIENCES:
        if roles & who.roles() and entries[0][1] in current_app.view_functions:
            return url_for(entries[0][1])
    return "/"


def _nav(who: Actor) -> tuple[tuple[NavItem, ...], tuple[NavItem, ...]]:
    """The entries somebody has; where they are many, the groups of them and those of the group one is in."""
    held, found = who.roles(), dict[str, tuple[Text, Text]]()
    for roles, entries in _AUDIENCES:
        for label, endpoint in entries if roles & held else ():
            if _may_enter(endpoint, who):
                found.setdefault(url_for(endpoint), (label, GROUP_OF.get(endpoint, label)))
    above = [href for href in found if request.path == href or request.path.startswith(f"{href}/")]
    over = UNDER.get(request.endpoint or "", "")
    here = url_for(over) if over and url_for(over) in found else max(above, key=len, default="")
    every = {href: NavItem(label, href, href == here) for href, (label, _) in found.items()}
    if len(every) <= MOST_FLAT:
        return tuple(every.values()), ()
    groups: dict[Text, list[NavItem]] = {}
    for href, (_, group) in found.items():
        groups.setdefault(group, []).append(every[href])
    inside = found[here][1] if here else None
    nav = tuple(NavItem(group, items[0].href, group == inside) for group, items in groups.items())
    beneath = groups.get(inside, []) if inside is not None else []
    return nav, tuple(beneath) if len(beneath) > 1 else ()


def _onward(who: Actor, nav: tuple[NavItem, ...]) -> NavItem | None:
    """Where work goes on for somebody, from a page that says no; None for whoever looks for something to join."""
    return None if who.has(Role.YOUTH, Role.GUARDIAN) or not nav else nav[0]


def _may_enter(endpoint: str, who: Actor) -> bool:
    """Whether a page that needs no object is open to somebody, by the page's own rule."""
    view = current_app.view_functions.get(endpoint)
    policy = view.okat_rule.policy if view is not None and hasattr(view, "okat_rule") else None
    return view is not None and (policy is None or bool(policy(who)))


def _links(entries: tuple[tuple[Text, str], ...]) -> tuple[NavItem, ...]:
    known = ((label, _address(endpoint)) for label, endpoint in entries)
    return tuple(NavItem(label, href, request.path == href) for label, href in known if href)


def _address(endpoint: str) -> str:
    return url_for(endpoint) if endpoint in current_app.view_functions else ""


def _report_href() -> str:
    """Where something unsafe is reported, with the page one is on unless its address may hold a secret."""
    here = request.path
    shown = request.endpoint is not None and len(here) > 1 and not here.startswith("/report")
    address = url_for("public.show_report")
    return f"{address}?from={quote(here)}" if shown and is_open_address(here) else address


def _in_language(locale: str) -> str:
    arguments = {**request.args.to_dict(flat=False), **(request.view_args or {}), "lang": [locale]}
    if request.endpoint is None or request.method not in ("GET", "HEAD"):
        return f"{request.path}?lang={locale}"
    return url_for(request.endpoint, **arguments)
