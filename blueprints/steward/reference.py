"""Reference data, the numbers of law and the health of the installation."""

from dataclasses import dataclass

from flask.typing import ResponseReturnValue

from blueprints.guard import guard
from blueprints.pages import render
from blueprints.session import config
from blueprints.steward import bp
from marketplace.areas import names
from marketplace.i18n import Text, dates, t, words
from marketplace.i18n.citations import cite
from marketplace.insight import health, policy, reference
from marketplace.kernel.dated import ANY, DatedRow
from models.vocabulary import PlaceType, Transport

_RATES: dict[str, Text] = {
    "speed": t("Speed, kilometres an hour"),
    "wait": t("Waiting, minutes a trip"),
    "detour": t("Road for each straight kilometre"),
    "fare_base": t("Fare, baht a trip"),
    "fare_per_km": t("Fare, baht a kilometre of road"),
    "care": t("Care of a child, baht an hour"),
    "lost_wage": t("Wage forgone, baht an hour"),
    "walkable": t("Walking distance, minutes"),
    "weight": t("Weight in the order of results"),
    "enough": t("From where more counts no more"),
    "usual": t("Taken where nothing is known"),
    "few_first": t("Weight for those with few options"),
    "seed": t("Number that breaks ties"),
}
_SUBJECTS: dict[str, Text] = {
    "money": t("need of money"),
    "baht": t("baht left over"),
    "interest": t("interests"),
    "goal": t("goal"),
    "near": t("nearness"),
    "soon": t("start"),
    "credits": t("credits"),
    "level": t("level of schooling"),
    "reliable": t("reliability of the provider"),
    "ties": t("results alike"),
}


@dataclass(frozen=True)
class Column:
    """A column of a table."""

    label: Text
    num: bool = False


@dataclass(frozen=True)
class Table:
    """A table with its caption."""

    caption: Text
    columns: tuple[Column, ...]
    rows: tuple[tuple[object, ...], ...]


@dataclass(frozen=True)
class ReferencePage:
    """What a steward keeps an eye on."""

    worker: Text
    worker_kind: str
    stock: Table
    wages: Table
    travel: Table


@bp.get("/")
@guard(policy.can_see_reference)
def show_reference() -> ResponseReturnValue:
    return render("steward/reference.html", page=_page())


def _page() -> ReferencePage:
    ready, last = health.readiness(config().data), reference.last_round()
    return ReferencePage(
        worker=t("The worker did its round {when}", when=dates.date_time(last.at))
        if last
        else t("The worker has not run yet"),
        worker_kind="done" if ready.worker else "stop",
        stock=_stock(),
        wages=Table(
            t("Minimum wage per day in force today"),
            (Column(t("Place")), Column(t("Baht"), num=True), Column(t("Since")), Column(t("Source"))),
            tuple(_wage(row) for row in reference.wages_today()),
        ),
        travel=Table(
            t("Fares, speeds and care in force today"),
            (Column(t("What")), Column(t("Value"), num=True), Column(t("Since")), Column(t("Source"))),
            tuple(
                (
                    _travel(*row.key),
                    row.facts.get("value", ""),
                    dates.short_date(row.effective_from, year=True),
                    cite(row.source),
                )
                for row in reference.travel_today()
            ),
        ),
    )


def _stock() -> Table:
    held = reference.stock()
    rows = (
        (t("Provinces"), held.areas.get("province", 0)),
        (t("Districts"), held.areas.get("district", 0)),
        (t("Subdistricts"), held.areas.get("subdistrict", 0)),
        (t("Local authorities"), held.authorities),
        (t("Area programmes"), held.programmes),
        (t("Acts in the audit trail"), held.audit_events),
        (t("Messages waiting to be sent"), held.messages_waiting),
    )
    return Table(
        t("What is kept"),
        (Column(t("Kind")), Column(t("Number"), num=True)),
        tuple((label, f"{number:,}") for label, number in rows),
    )


def _travel(rate: str, subject: str) -> Text:
    """A rate's name with what it is about; transport is said in the words young people choose it by."""
    if subject == ANY:
        return _RATES[rate]
    about = _SUBJECTS.get(subject) or words.word(Transport, subject)
    return t("{rate}: {what}", rate=_RATES[rate], what=about)


def _wage(row: DatedRow) -> tuple[object, ...]:
    area, kind = row.key
    place = names.titled(area) if area != ANY else t("Everywhere")
    named = place if kind == ANY else t("{place}, {kind}", place=place, kind=words.word(PlaceType, kind))
    return named, row.facts["baht_per_day"], dates.short_date(row.effective_from, year=True), cite(row.source)
