"""Finished values that the pages of several audiences share; components/facts.html and timeline.html show them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and what it says, in one line or several, with a way to more of it."""

    label: object
    value: object = ""
    lines: tuple[object, ...] = ()
    href: str = ""
    link: object = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a history: what it is, why, when; `state` is `now`, `next` or nothing."""

    title: object
    text: object = ""
    note: object = ""
    state: str = ""
