"""Young people of the demo: a life each, from its own stream of chance, and how it comes into the register."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

from sqlalchemy.orm.attributes import set_committed_value

from marketplace.access import SYSTEM, Actor
from marketplace.access.actor import Grant
from marketplace.areas.offices import office_key_for
from marketplace.demo import stock
from marketplace.demo.cast import HOME, Cast
from marketplace.demo.stock import Place, chance
from marketplace.kernel import clock, week
from marketplace.people import accounts, guardians
from marketplace.people import youth as young
from marketplace.people.civil_law import SINGLE, Known
from marketplace.people.youth import NewYouth
from models.account import Account
from models.session import db
from models.vocabulary import CivilProof, CivilStatus, Field, GuardianBasis, Role, Support, Transport
from models.youth import Guardian, Youth

FREE = {
    "always": ";".join(f"{day} 07:00-21:00" for day in week.DAY_NAMES),
    "afternoons": ";".join(f"{day} 12:00-21:00" for day in week.DAY_NAMES),
    "mornings": ";".join(f"{day} 07:00-13:00" for day in week.DAY_NAMES),
    "evenings": ";".join(f"{day} 16:00-21:00" for day in week.DAY_NAMES[:5]) + ";sat 08:00-18:00;sun 08:00-18:00",
    "weekend": "fri 17:00-21:00;sat 07:00-20:00;sun 07:00-20:00",
}
_GOALS = (
    "อยากเปิดร้านของตัวเอง", "อยากเรียนให้จบ ม.ปลาย", "อยากมีรายได้ช่วยแม่", "อยากเป็นช่างที่เก่ง", "อยากทำงานใกล้บ้าน",
    "อยากลองหลายอย่างก่อนตัดสินใจ", "อยากดูแลลูกไปด้วยเรียนไปด้วย", "",
)  # fmt: skip
_NEEDS = (Support.MEAL, Support.RIDE, Support.EVENING, Support.DEVICE, Support.CHILDCARE, Support.NO_DOCUMENTS)


@dataclass(frozen=True)
class Life:
    """What the demo knows of one young person before they are registered."""

    number: int
    place: Place
    sex: str
    first_name: str
    last_name: str
    nickname: str
    born: date
    since: date
    free: str
    needs: tuple[str, ...]
    has_account: bool
    care: str
    alias: str

    def age(self, day: date) -> int:
        """Whole years on a day."""
        return day.year - self.born.year - ((day.month, day.day) < (self.born.month, self.born.day))


@dataclass(frozen=True)
class Person:
    """A registered young person, and the actor that acts as them."""

    life: Life
    youth: Youth
    guardian: Guardian | None
    actor: Actor | None


def imagine(seed: int, number: int, today: date) -> Life:
    """The life of this number; number 0 is the demo account's."""
    dice = chance(seed, "youth", number)
    found = stock.places()
    place = dice.choices(found, [one.weight for one in found])[0]
    years = dice.choices((13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24), (2, 4, 12, 18, 18, 12, 9, 7, 6, 5, 4, 3))[0]
    born = today - timedelta(days=int(years * 365.25) + dice.randrange(20, 340))
    sex = dice.choice("mf")
    needs = tuple(sorted(dice.sample(_NEEDS, dice.choices((0, 1, 2), (60, 30, 10))[0])))
    life = Life(
        number=number,
        place=place,
        sex=sex,
        first_name=dice.choice(stock.names(place.people, sex, "first")),
        last_name=dice.choice(stock.names(place.people, "x", "last")),
        nickname=dice.choice(stock.names(place.people, "x", "nick")),
        born=born,
        since=today - timedelta(days=dice.randrange(20, 195)),
        free=dice.choices(tuple(FREE), (40, 20, 12, 16, 12))[0],
        needs=tuple(str(need) for need in needs),
        has_account=dice.random() < 0.7,
        care=dice.choices(("parent", "court", "carer", "unsafe", "none"), (78, 4, 8, 4, 6))[0],
        alias=f"{dice.choice(young.alias_words())} {10_000 + (number * 7_919 + seed) % 90_000}",
    )
    return _of_demo_account(life, today) if number == 0 else life


def _of_demo_account(life: Life, today: date) -> Life:
    home = next(place for place in stock.places() if place.area == HOME)
    return replace(
        life, place=home, sex="f", first_name="ฟาตีเมาะ", last_name="สาแลแม", nickname="ดา", care="parent",
        born=today - timedelta(days=int(16.4 * 365.25)), since=today - timedelta(days=190), free="always",
        needs=("meal",), has_account=True,
    )  # fmt: skip


def register(life: Life, cast: Cast, busy: int = 0) -> Person:
    """Bring a life into the register, with a guardian where there is one; `busy` are half hours it keeps free."""
    dice = chance(cast.seed, "register", life.number)
    account = _account(life, cast)
    draft = _draft(life, dice.random(), cast.seed)
    if account is not None:
        youth = young.register(account, draft)
    else:
        office = office_key_for(life.place.area)
        youth = young.register_found(draft, by=cast.one(Role.CASEWORKER, office))
    youth.alias = life.alias
    _tell_life(youth, life, cast.seed, busy)
    guardian = _guardian(life, youth, cast)
    db.flush()
    set_committed_value(youth, "guardians", [guardian] if guardian else [])
    actor = None
    if account is not None:
        actor = Actor(account.id, account.ref, account.name, (Grant(Role.YOUTH),), youth_id=youth.id)
    return Person(life, youth, guardian, actor)


def columns(life: Life, seed: int, busy: int = 0) -> dict[str, object]:
    """What this young person told about their life, as columns."""
    dice = chance(seed, "told", life.number)
    full = life.number == 0 or dice.random() < 0.85
    told: dict[str, object] = {
        "nickname": life.nickname,
        "interests": sorted(str(each) for each in dice.sample(tuple(Field), dice.randrange(1, 4))),
        "skills": sorted(dice.choice(stock.ideas()).skills[:1]),
        "support_needs": list(life.needs),
        "shared_needs": list(life.needs),
        "goal": dice.choice(_GOALS),
        "free_mask": week.to_bytes(_free(life.free) | busy),
        "profile_step": 7,
        "travel_minutes_max": dice.choice((20, 30, 45, 60)),
        "need_per_month_satang": dice.choice((0, 100_000, 200_000, 400_000)),
        "cost_per_month_max_satang": dice.choice((0, 0, 20_000, 50_000)),
        "transport": dice.choices(tuple(str(each) for each in Transport), (20, 15, 35, 25, 5))[0],
        "languages": list(life.place.languages[: dice.randrange(1, len(life.place.languages) + 1)]),
        "level": min(3, max(0, (life.age(clock.today()) - 10) // 3)),
        "has_documents": dice.random() < 0.9,
    }
    if not full:
        step = dice.randrange(2, 7)
        told |= {"profile_step": step, "transport": None, "languages": None, "level": None, "has_documents": None}
        told |= {"travel_minutes_max": None, "need_per_month_satang": None} if step < 6 else {}
    return told


@cache
def _free(pattern: str) -> int:
    return week.mask_within(week.parse(FREE[pattern]))


def _tell_life(youth: Youth, life: Life, seed: int, busy: int) -> None:
    for name, value in columns(life, seed, busy).items():
        setattr(youth, name, value)
    if life.number == 0:
        youth.interests = [str(Field.COOKING), str(Field.CRAFT), str(Field.DIGITAL)]
        youth.skills, youth.languages, youth.level = ["ทำขนม"], ["thai", "malay"], 2
        youth.travel_minutes_max, youth.transport, youth.has_documents = 60, str(Transport.PUBLIC), True
        youth.need_per_month_satang, youth.cost_per_month_max_satang = 200_000, 20_000
        youth.goal = "อยากเปิดร้านขนมของตัวเองและเรียนให้จบ ม.ต้น"


def _account(life: Life, cast: Cast) -> Account | None:
    if life.number == 0:
        return cast.demo[Role.YOUTH]
    if not life.has_account:
        return None
    return accounts.create_account(login=phone_of(life.number), name=life.nickname, is_demo=True)


def _draft(life: Life, luck: float, seed: int) -> NewYouth:
    married = life.age(clock.today()) >= 18 and luck > 0.97
    return NewYouth(
        nickname=life.nickname,
        first_name=life.first_name,
        last_name=life.last_name,
        birth_date=life.born,
        sex=life.sex,
        area_code=life.place.area,
        national_id=national_id(seed, life.number) if luck < 0.75 else "",
        phone=phone_of(life.number),
        address=f"{life.number % 180 + 1} หมู่ {life.number % 9 + 1}" if luck < 0.8 else "",
        civil=_married(life) if married else SINGLE,
    )


def _married(life: Life) -> Known:
    """Married some weeks after turning 18, by a certificate somebody saw."""
    grown = date(life.born.year + 18, life.born.month, min(life.born.day, 28)) + timedelta(days=40)
    return Known(
        CivilStatus.MARRIED, CivilProof.CERTIFICATE, f"{1_000 + life.number}/{life.number}", min(grown, clock.today())
    )


def _guardian(life: Life, youth: Youth, cast: Cast) -> Guardian | None:
    if life.care == "none" or life.age(clock.today()) >= 20:
        return None
    dice = chance(cast.seed, "guardian", life.number)
    relation, basis = {
        "court": ("ป้า ผู้ปกครองตามคำสั่งศาล", GuardianBasis.COURT),
        "carer": ("ยาย", GuardianBasis.CARER),
    }.get(life.care, (dice.choice(("มารดา", "บิดา", "มารดา")), GuardianBasis.PARENT))
    people = life.place.people
    sex = "m" if relation == "บิดา" else "f"
    own = life.number == 0
    guardian = guardians.link(
        youth,
        name=f"{dice.choice(stock.names(people, sex, 'first'))} {life.last_name}",
        relation="มารดา" if own else relation,
        basis=basis,
        by=SYSTEM,
        phone=phone_of(40_000 + life.number),
        account=cast.demo[Role.GUARDIAN] if own else None,
    )
    if life.care == "unsafe":
        guardians.mark_unsafe(guardian, by=cast.one(Role.CASEWORKER, youth.office_key or ""))
    return guardian


def phone_of(number: int) -> str:
    """A mobile number of the right form that is given out in order."""
    return f"08{number * 7 % 10}{number:07d}"


def national_id(seed: int, number: int) -> str:
    """Thirteen digits with the right check digit, invented."""
    dice = chance(seed, "id", number)
    digits = [1, *(int(each) for each in f"{dice.choice((9501, 3801, 7001))}"), *divmod(number // 1000, 10)]
    digits += [*(int(each) for each in f"{number % 1000:03d}"), dice.randrange(10), dice.randrange(10)]
    check = (11 - sum(digit * (13 - at) for at, digit in enumerate(digits)) % 11) % 10
    return "".join(map(str, [*digits, check]))
