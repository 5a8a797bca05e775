"""What is answered while the store is away or full: 503, when to come back, and a page that needs no store.

It stands outside of catalogue, session and shell, which would have to ask what cannot be asked; so its sentences are
written here, in both languages.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from flask import Response, current_app, make_response

from models.outage import Outage, remember_full

WAIT: Final = 30
"""Seconds after which trying again is worth while."""


@dataclass(frozen=True, slots=True)
class OutagePage:
    """What the page says, and the words that were sent and are not kept."""

    title_th: str
    title_en: str
    text_th: str
    text_en: str
    kept_th: str = ""
    kept_en: str = ""
    written: tuple[str, ...] = ()


_KEPT: Final = (
    "สิ่งที่เพิ่งส่งมาไม่ได้ถูกบันทึกไว้ครึ่ง ๆ กลาง ๆ รออีกสักครู่ แล้วย้อนกลับไปส่งอีกครั้ง ส่งซ้ำก็นับเพียงครั้งเดียว",
    "What you just sent was not half kept. Wait a moment, go back and send it again; sent twice, it counts once.",
)
_TITLE: Final = ("ขอเวลาสักครู่", "Give us a moment")
_TEXTS: Final = {
    Outage.AWAY: (
        "ตอนนี้ระบบติดต่อที่เก็บข้อมูลไม่ได้ ไม่ใช่ความผิดของคุณ เรากำลังดูแลอยู่",
        "We cannot reach our records just now. It is not your fault, and we are looking after it.",
    ),
    Outage.FULL: (
        "ตอนนี้ที่เก็บข้อมูลเต็ม จึงบันทึกอะไรเพิ่มไม่ได้ ไม่ใช่ความผิดของคุณ ยังเปิดอ่านได้ตามปกติ",
        "Our storage is full, so nothing more can be kept just now. It is not your fault; reading still works.",
    ),
}


def answer(outage: Outage, written: tuple[str, ...] = (), *, posted: bool = False) -> Response:
    """The page of this outage with 503 and Retry-After."""
    if outage is Outage.FULL:
        remember_full()
    kept = _KEPT if posted else ("", "")
    page = OutagePage(*_TITLE, *_TEXTS[outage], *kept, written=written)
    # Flask's own way to a page first asks for everything pages usually need, who is signed in among it.
    text = current_app.jinja_env.get_template("errors/outage.html").render(page=page)
    response = make_response(text, 503)
    response.headers["Retry-After"] = str(WAIT)
    return response
