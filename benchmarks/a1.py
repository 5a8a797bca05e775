"""a1: CPU of a bare Flask hello ÷ CPU of the list narrowed and judged for one person, 100,000 open opportunities.

Every request is somebody without an account who asks for what is near their home, paid and within a week of their
own, in their order: no two are alike, so nothing is answered from before. The cards of these homes have been shown
before, as they have on any busy day: nine askers a home. The note says how many cards a page are still met for the
first time; each of those costs about half as much as all the rest of its page.
"""

from benchmarks import world
from benchmarks.databases import both
from benchmarks.harness import Claim, finish, medians
from benchmarks.pages import askers, call, cpu, environ, hello, product
from blueprints import card_pieces
from models.session import connect

COUNT, ROUNDS, EACH, WARM = 100_000, 7, 150, 24
BARS = {"sqlite": 0.09, "postgresql": 0.065}


def main() -> int:
    """Measure on both databases, SQLite first."""
    claims, told = [], []
    with both() as urls:
        for kind, url in urls.items():
            connect(url)
            world.build(COUNT)
            app, bare = product(url).wsgi_app, hello().wsgi_app
            rounds = [[environ(path) for path in askers(EACH, seed)] for seed in range(ROUNDS)]
            before = [environ(path) for seed in range(WARM) for path in askers(EACH, 1_000 + seed)]
            pages = [call(app, request) for request in before]
            cards = sum(page.count(b'class="opp"') for page in pages) / len(pages)
            turns, known = iter(rounds), card_pieces.kept()
            plain = [environ("/")] * EACH * 5
            cpu(bare, plain)
            costs = medians(ROUNDS, {"hello": lambda: cpu(bare, plain), "page": lambda: cpu(app, next(turns))})  # noqa: B023
            claims.append(Claim(kind, costs["hello"] / costs["page"], BARS[kind]))
            told.append(
                f"{kind}: hello {costs['hello'] * 1e6:.0f} µs, page {costs['page'] * 1e6:.0f} µs, {cards:.1f} cards, "
                f"{(card_pieces.kept() - known) / (ROUNDS * EACH):.2f} of them new"
            )
    return finish("a1", claims, n=COUNT, note="; ".join(told))
