"""The people who work here: one demo account per role, their colleagues, and somebody in every office and firm."""

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select

from marketplace.access import SYSTEM, Actor, sessions
from marketplace.areas.offices import office_keys_for
from marketplace.demo import stock
from marketplace.demo.stock import chance
from marketplace.people import accounts, memberships
from marketplace.people.memberships import Binding
from models.account import Account
from models.area import LocalAuthority
from models.organisation import Organisation
from models.session import db
from models.vocabulary import Role

CITY = "la:yala-city"
HOME = "950101"
DISTRICTS = ("d:9501", "d:3804", "d:7003")
"""District offices that keep a fund beside the offices people live under."""

ROLES = (
    Role.YOUTH, Role.GUARDIAN, Role.PROVIDER, Role.EMPLOYER, Role.MENTOR, Role.CASEWORKER, Role.OFFICER, Role.APPROVER,
    Role.AUTHORISER, Role.PROVINCE, Role.FUNDER, Role.AUDITOR, Role.STEWARD,
)  # fmt: skip
NAMED = {
    Role.YOUTH: "ดา", Role.GUARDIAN: "นูรฮายาตี สาแลแม", Role.PROVIDER: "ครูอาอีซะห์ มะเซ็ง",
    Role.EMPLOYER: "ซูไฮมี ลาเต๊ะ", Role.MENTOR: "ฟุรกอน ยูโซะ", Role.CASEWORKER: "รุสนี ตาเยะ",
    Role.OFFICER: "พรพิมล ศรีเจริญสุขใจ", Role.APPROVER: "ธนกฤต แสงอรุณรุ่ง", Role.AUTHORISER: "อัสมะห์ วาเด็ง",
    Role.PROVINCE: "วีรยุทธ คงมั่นใจดี", Role.FUNDER: "ปุณยาพร มั่งมีศรีไทย", Role.AUDITOR: "เมธาสิทธิ์ เพชรน้ำเอก",
    Role.STEWARD: "ศศิธร สายสุวรรณชล",
}  # fmt: skip
PEOPLE_HOST, STAFF_HOST = "people.okat.example", "staff.okat.example"
STAFF = (Role.OFFICER, Role.CASEWORKER, Role.APPROVER, Role.AUTHORISER)
PROVIDER_AT, EMPLOYER_AT = "sateng-panya", "kopi-kampong"


def email_of(role: Role) -> str:
    """How the demo account of a role signs in."""
    return f"{role.value}@demo.okat.example"


@dataclass
class Cast:
    """Everybody the stories may call on, by what they do and where."""

    seed: int
    demo: dict[Role, Account] = field(default_factory=dict)
    _hands: dict[tuple[str, str], list[Actor]] = field(default_factory=dict)

    def put(self, what: str, where: str, actor: Actor) -> None:
        """Let somebody do `what` at an office, province or organisation."""
        self._hands.setdefault((what, where), []).append(actor)

    def one(self, what: Role, where: str, turn: int = 0) -> Actor:
        """Who does it there; where several do, they take turns."""
        hands = self._hands.get((what, where)) or self._hands[(what, province_of(where))]
        return hands[turn % len(hands)]

    def supplier(self, organisation: str, turn: int = 0) -> Actor:
        """Who acts for an organisation."""
        return self._hands[("supplier", organisation)][turn % len(self._hands[("supplier", organisation)])]


def province_of(office: str) -> str:
    """The province of an office, by its two digits."""
    kind, _, code = office.partition(":")
    if kind != "la":
        return code[:2]
    found = db.scalar(select(LocalAuthority.province_code).where(LocalAuthority.ref == code))
    return found or ""


def offices() -> list[str]:
    """Every office that has work in the demo."""
    areas = {place.area for place in stock.places()} | {one.area for one in stock.organisations()}
    return sorted({*office_keys_for(areas).values(), *DISTRICTS})


def assemble(seed: int, password_hash: str, since: date) -> Cast:
    """Everybody who works here, holding their roles from a day on."""
    cast = Cast(seed)
    for role in ROLES:
        cast.demo[role] = _account(email_of(role), NAMED[role], password_hash)
    for office in offices():
        _staff_office(cast, office, since)
    for province in ("95", "38", "70"):
        _staff_province(cast, province, since)
    memberships.grant(cast.demo[Role.FUNDER], Role.FUNDER, by=SYSTEM, over=_over(CITY), starts_on=since)
    for role in (Role.MENTOR, Role.AUDITOR, Role.STEWARD):
        memberships.grant(cast.demo[role], role, by=SYSTEM, starts_on=since)
    cast.put(Role.MENTOR, "95", sessions.load_actor(cast.demo[Role.MENTOR]))
    return cast


def recall(seed: int) -> Cast:
    """The suppliers and officers of a world that stands, so that more may happen in it."""
    found = Cast(seed)
    by_email = {account.email: account for account in db.scalars(select(Account).where(Account.email.is_not(None)))}
    for office in offices():
        officer = by_email[f"{_login(Role.OFFICER, office)}@{STAFF_HOST}"]
        found.put(Role.OFFICER, office, sessions.load_actor(officer))
    for one in stock.organisations():
        found.put("supplier", one.key, sessions.load_actor(by_email[f"{one.key}@{PEOPLE_HOST}"]))
    return found


def staff_organisation(cast: Cast, organisation: Organisation, key: str, hires: bool, since: date) -> None:
    """Give an organisation the people who act for it."""
    over = Binding(organisation_id=organisation.id)
    role = Role.EMPLOYER if hires else Role.PROVIDER
    own = {PROVIDER_AT: Role.PROVIDER, EMPLOYER_AT: Role.EMPLOYER}.get(key)
    names = [_name(cast.seed, key, organisation.area_code)]
    people = [_account(f"{key}@{PEOPLE_HOST}", name) for name in names]
    if own is not None:
        people.insert(0, cast.demo[own])
    for account in people:
        memberships.grant(account, role, by=SYSTEM, over=over, starts_on=since)
        if role is Role.PROVIDER:
            memberships.grant(account, Role.PROVIDER_ADMIN, by=SYSTEM, over=over, starts_on=since)
        cast.put("supplier", key, sessions.load_actor(account))


def _staff_office(cast: Cast, office: str, since: date) -> None:
    over, city = _over(office), office == CITY
    for role in STAFF if city else (Role.OFFICER, Role.CASEWORKER):
        people = [_colleague(cast, _login(role, office), office)]
        if city:
            people.insert(0, cast.demo[role])
        for account in people:
            memberships.grant(account, role, by=SYSTEM, over=over, starts_on=since)
            cast.put(role, office, sessions.load_actor(account))


def _staff_province(cast: Cast, province: str, since: date) -> None:
    over = Binding(area_code=province)
    for role in (Role.APPROVER, Role.AUTHORISER, Role.PROVINCE):
        own = role is Role.PROVINCE and province == "95"
        account = cast.demo[role] if own else _colleague(cast, f"{role.value}.{province}", f"d:{province}01")
        memberships.grant(account, role, by=SYSTEM, over=over, starts_on=since)
        cast.put(role, province, sessions.load_actor(account))


def _over(office: str) -> Binding:
    kind, _, code = office.partition(":")
    if kind == "d":
        return Binding(area_code=code)
    return Binding(local_authority_id=db.scalars(select(LocalAuthority.id).where(LocalAuthority.ref == code)).one())


def _colleague(cast: Cast, login: str, office: str) -> Account:
    return _account(f"{login}@{STAFF_HOST}", _name(cast.seed, login, province_of(office)))


def _login(role: Role, office: str) -> str:
    return f"{role.value}.{office.partition(':')[2]}"


def _name(seed: int, key: str, area: str) -> str:
    dice = chance(seed, "staff", key)
    people = {"95": "malay", "38": "isan"}.get(area[:2], "central")
    sex = dice.choice("mf")
    return f"{dice.choice(stock.names(people, sex, 'first'))} {dice.choice(stock.names(people, 'x', 'last'))}"


def _account(email: str, name: str, password_hash: str | None = None) -> Account:
    account = accounts.create_account(login=email, name=name, is_demo=True)
    account.password_hash = password_hash
    return account
