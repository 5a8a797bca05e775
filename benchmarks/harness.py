"""How a claim is measured and told: interleaved rounds, medians, one line of JSON."""

import json
import statistics
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Literal

Better = Literal["higher", "lower", "exact"]


@dataclass(frozen=True)
class Claim:
    """One figure against its bar."""

    label: str
    ratio: float
    bar: float
    better: Better = "higher"

    @property
    def holds(self) -> bool:
        """Whether the figure is on the right side of its bar."""
        if self.better == "exact":
            return self.ratio == self.bar
        return self.ratio >= self.bar if self.better == "higher" else self.ratio <= self.bar


def medians(rounds: int, arms: dict[str, Callable[[], float]]) -> dict[str, float]:
    """The median figure of each arm; arms take turns, and the one that begins changes from round to round."""
    names, told = list(arms), {name: list[float]() for name in arms}
    for number in range(rounds):
        turn = number % len(names)
        for name in names[turn:] + names[:turn]:
            told[name].append(arms[name]())
    return {name: statistics.median(figures) for name, figures in told.items()}


def median_ratio(rounds: int, above: Callable[[], float], below: Callable[[], float]) -> float:
    """The median over rounds of above ÷ below, each pair taken in the same minute."""
    pairs = []
    for number in range(rounds):
        if number % 2:
            bottom, top = below(), above()
        else:
            top, bottom = above(), below()
        pairs.append(top / bottom)
    return statistics.median(pairs)


def finish(name: str, claims: Sequence[Claim], *, n: int, note: str) -> int:
    """Print the line of JSON and give the exit status: 0 when every claim holds."""
    first, *rest = claims
    holds = all(claim.holds for claim in claims)
    line: dict[str, object] = {
        "name": name,
        "ratio": round(first.ratio, 3),
        "bar": first.bar,
        "better": first.better,
        "holds": holds,
        "n": n,
        "note": note,
    }
    if rest:
        line["also"] = [{**asdict(claim), "ratio": round(claim.ratio, 3), "holds": claim.holds} for claim in rest]
    print(json.dumps(line, ensure_ascii=False))
    sys.stdout.flush()
    return 0 if holds else 1
