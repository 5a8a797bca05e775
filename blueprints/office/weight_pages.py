"""Finished values for the weights of a place: what they are and mean, what others would change, who set them when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for

from blueprints.cards import way_words
from blueprints.office.weight_forms import SharesForm
from marketplace.i18n import Text, dates, t
from marketplace.kernel import clock
from marketplace.kernel.money import baht
from marketplace.matching import committee, places, policy, trying
from marketplace.matching.reading import offer_terms
from marketplace.matching.takehome import take_home
from marketplace.matching.trying import WORDS, Sample
from marketplace.matching.weights import FEW_FIRST, PART_NAMES, Part, Weights, national

if TYPE_CHECKING:
    from datetime import date

    from marketplace.access import Actor
    from marketplace.matching.committee import Decision
    from marketplace.matching.places import Place
    from marketplace.matching.terms import LifeTerms
    from marketplace.matching.trying import Placing, Trial
    from models.matching import MatchWeights

FEW = "few_first"
NAMES = (*(part.value for part in Part), FEW)
PREVIEW = "preview"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    label: Text
    num: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """A cell that leads somewhere."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Step:
    """One decision of the history."""

    title: str
    text: Text | str
    note: str
    state: str = ""


@dataclass(frozen=True, slots=True)
class PlacesPage:
    """Every place somebody works in."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[object, ...], ...]


@dataclass(frozen=True, slots=True)
class WeightsPage:
    """The weights of one place."""

    title: Text
    key: str
    in_force: Text
    columns: tuple[Column, ...]
    rows: tuple[tuple[object, ...], ...]
    few: Text
    rest: Text
    history: tuple[Step, ...]
    change_href: str
    withdraw_href: str
    back_to: Text
    all_href: str


@dataclass(frozen=True, slots=True)
class TryingPage:
    """Other weights, with what they would change at the top of a list."""

    title: Text
    back_href: str
    hints: dict[str, Text]
    columns: tuple[Column, ...]
    rows: tuple[tuple[object, ...], ...]
    said: Text
    gone: Text
    is_tried: bool
    is_same: bool
    hidden: tuple[tuple[str, str], ...]


SHARES = (Column(t("What counts")), Column(t("Of 100"), num=True), Column(t("What it means")))
TOP = (
    Column(t("Opportunity")),
    Column(t("Place then"), num=True),
    Column(t("Place now"), num=True),
    Column(t("Baht a month"), num=True),
    Column(t("Way")),
)


def listed(actor: Actor) -> PlacesPage:
    """The places whose weights somebody may read."""
    rows = []
    for key in places.places_of(actor, *policy.READERS):
        where = places.place(key)
        newest = next(iter(committee.versions(where)), None)
        own = newest is not None and not newest.withdrawn
        said = dates.short_date(clock.bangkok(newest.set_at).date(), year=True) if newest is not None and own else "–"
        name = Link(places.name_of(where), url_for("office.show_weights", place=key))
        rows.append((name, t("Its own") if own else t("From elsewhere"), said))
    return PlacesPage((Column(t("Place")), Column(t("Weights")), Column(t("Since"))), tuple(rows))


def weights(actor: Actor, where: Place) -> WeightsPage:
    """What counts how much in a place, and since when."""
    today, name = clock.today(), places.name_of(where)
    held, kept = committee.current(where, today), committee.history(where)
    own = bool(kept) and not kept[0].row.withdrawn
    may = bool(policy.can_set_weights(actor, where))
    country, without = national(today), committee.before(where, today)
    return WeightsPage(
        title=t("What counts how much: {place}", place=name),
        key=where.key,
        in_force=_in_force(held, country, own=own),
        columns=SHARES,
        rows=tuple((str(PART_NAMES[part]), held.by_part[part], str(meaning(part, held))) for part in Part),
        few=t(
            "When a whole list is placed, everybody counts 1, and whoever has few options {few} more, shared by the "
            "number of their options.",
            few=held.few_first,
        ),
        rest=t("Equal scores go by a public seed: {seed}.", seed=held.seed),
        history=tuple(_step(one, is_newest=at == 0) for at, one in enumerate(kept)),
        change_href=url_for("office.try_weights", place=where.key) if may else "",
        withdraw_href=url_for("office.ask_weights_back", place=where.key) if may and own else "",
        back_to=t("Back to the country's weights")
        if without.version == country.version
        else t("Back to the weights {version}", version=without.version),
        all_href=url_for("office.show_weight_places"),
    )


def as_they_are(where: Place) -> SharesForm:
    """The form as the place ranks today."""
    held = committee.current(where, clock.today())
    return SharesForm(data={part.value: share for part, share in held.by_part.items()} | {FEW: held.few_first})


def newest(where: Place) -> str:
    """The number of the newest version; 0 where there is none."""
    return str(next((row.version for row in committee.versions(where)), 0))


def change(where: Place, form: SharesForm | None) -> TryingPage:
    """What the shares of a form would change; without one only the form itself."""
    today = clock.today()
    now = committee.current(where, today)
    base = TryingPage(
        title=t("Change what counts: {place}", place=places.name_of(where)),
        back_href=url_for("office.show_weights", place=where.key),
        hints={part.value: meaning(part, now) for part in Part}
        | {FEW: t("0 is nobody first; 10 puts those with few options far ahead.")},
        columns=TOP,
        rows=(),
        said=t("Nothing is kept until you decide."),
        gone=Text(""),
        is_tried=False,
        is_same=False,
        hidden=(),
    )
    return base if form is None else _tried(base, where, form, now, today)


def _tried(base: TryingPage, where: Place, form: SharesForm, now: Weights, today: date) -> TryingPage:
    shares, sample = form.shares(), form.who()
    life = trying_life(where, sample, today)
    trial = trying.compare(life, today, now, now.with_shares(shares, PREVIEW, form.few()))
    return TryingPage(
        title=base.title,
        back_href=base.back_href,
        hints=base.hints,
        columns=base.columns,
        rows=tuple(_row(one, life, today) for one in trial.placings),
        said=_said(trial, sample),
        gone=_gone(trial),
        is_tried=True,
        is_same=shares == now.by_part and form.few() == now.few_first,
        hidden=(
            *((part.value, str(share)) for part, share in shares.items()),
            (FEW, str(form.few())),
            ("sample", sample.value),
        ),
    )


def trying_life(where: Place, sample: Sample, today: date) -> LifeTerms:
    """Whose list is looked at: somebody made up who lives in the middle of the place."""
    return trying.life_of(sample, where.areas[0], today)


def meaning(part: Part, held: Weights) -> Text:
    """When a part counts fully and when not at all."""
    match part:
        case Part.MONEY:
            return t(
                "What is left of a month after fares and care: full when it covers what they need, or {amount} baht",
                amount=baht(held.enough_satang),
            )
        case Part.BAHT:
            return t("How soon the first money comes: nothing after {days} days", days=held.latest_baht_days)
        case Part.INTEREST:
            return t("What they like and can do: full when {count} things match", count=held.enough_shared)
        case Part.GOAL:
            return t("Whether it leads toward the goal they told")
        case Part.NEAR:
            return t("How short the way is: nothing from {minutes} minutes on", minutes=held.farthest_minutes)
        case Part.SOON:
            return t("How soon it starts: nothing after {days} days", days=held.latest_days)
        case Part.CREDITS:
            return t(
                "Credit toward basic education: full with {count} credits, nothing for who has finished it",
                count=held.enough_credits,
            )
        case Part.RELIABLE:
            return t("How many of its sessions the provider held in 180 days")


def _in_force(held: Weights, country: Weights, *, own: bool) -> Text:
    if own:
        return t("Its own weights are in force, version {version}.", version=held.version)
    if held.version == country.version:
        return t("The country's weights are in force, version {version}.", version=held.version)
    return t("The weights of a larger place are in force, version {version}.", version=held.version)


def _step(one: Decision, *, is_newest: bool) -> Step:
    row = one.row
    said = t("Given up: what holds elsewhere holds here") if row.withdrawn else _shares(row)
    title = f"{row.version} · {dates.date_time(row.set_at)} · {one.name}"
    return Step(title, said, row.reason, "now" if is_newest else "")


def _shares(row: MatchWeights) -> str:
    said = [f"{PART_NAMES[part]} {share}" for part, share in committee.shares_of(row).items() if share]
    return " · ".join((*said, f"{FEW_FIRST} {row.few_first}"))


def _row(one: Placing, life: LifeTerms, today: date) -> tuple[object, ...]:
    offer = offer_terms(one.shown)
    money = take_home(life, offer, today)
    name = Link(one.shown.card.title, url_for("public.show_opportunity", ref=one.shown.card.ref))
    left = baht(money.month_satang) if money.pays else "–"
    return name, str(one.then), _place(one.now), left, way_words(life, offer, today) or str(t("Online, from home"))


def _place(place: int | None) -> str:
    return str(t("after {count}", count=trying.LOOKED_AT)) if place is None else str(place)


def _said(trial: Trial, sample: Sample) -> Text:
    if not trial.fitting:
        return t("Nothing fits this made-up life here today, so there is nothing to compare.")
    moved = sum(one.now != one.then for one in trial.placings)
    return t(
        "A made-up life: {who}. {count} opportunities fit; of the first {top}, {moved} would stand elsewhere.",
        who=WORDS[sample],
        count=trial.fitting,
        top=len(trial.placings),
        moved=moved,
    )


def _gone(trial: Trial) -> Text:
    if not trial.gone:
        return Text("")
    return t("No longer among the first: {titles}", titles=", ".join(str(one.shown.card.title) for one in trial.gone))
