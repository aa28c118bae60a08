"""Evidence `rarity` and `chance`: how many other companies of the register could be meant as well."""

from collections.abc import Collection

from dagster_project.identity.names import Name
from dagster_project.matching.index import NameIndex, crowd_key

# Of any two characters of trade names in a register, one pair in 100 sounds alike; fewer look so; one in 50 says its neighbour again.
_ALIKE = {"sound": 1 / 100, "look": 1 / 500, "doubled": 1 / 50}


def rarities(
    index: NameIndex, asked: list[Name], known: list[Name], companies: list[int], told: list[str]
) -> list[str]:
    """How many companies bear the trade name, and whether another of them could be the one that the published name means: one
    where the name, else its list (`told`, a county code), places it; without a place, any."""
    seats = index.companies["county_code"].to_numpy()
    found = []
    for query, name, company, county in zip(asked, known, companies, told, strict=True):
        bearers: Collection[int] = index.trades.get(name.trade, ())
        if query.trade != name.trade and (others := query.trade and index.trades.get(query.trade)):
            bearers = {*bearers, *others}
        if not name.trade or len(bearers) > 30:
            found.append("common")
        elif len(bearers) == 1:
            found.append("unique")
        else:
            place = _place_of(query) or (county[:4],)
            found.append("few" if len(bearers) <= 5 else "some")
            for other in bearers:
                if other != company:
                    seat = seats[other]
                    if seat.startswith(place) or place[0].startswith(seat):
                        break
            else:
                found[-1] += "_elsewhere"
    return found


def _place_of(query: Name) -> tuple[str, ...]:
    """Codes of the last place that a name tells; () where it tells none."""
    for place in (*query.bracketed[::-1], *query.places[::-1]):
        if place.codes:
            return place.codes
    return ()


def chances(index: NameIndex, asked: list[Name], known: list[Name], trades: list[str]) -> list[str]:
    return [
        "none" if trade in ("same", "none") else _chance(index, query, name, trade)
        for query, name, trade in zip(asked, known, trades, strict=True)
    ]


def _chance(index: NameIndex, query: Name, known: Name, trade: str) -> str:
    """`trade`: how the trade names differ; a character that sounds or looks like the other agrees as well, if less."""
    expected = float(index.crowds.get(crowd_key(known), 0) * len(known.trade))
    expected *= _ALIKE.get(trade, 1.0)
    for sign in set(query.trade) & set(known.trade):
        expected *= index.signs.get(sign, 0.0)
    return "tiny" if expected < 1e-3 else "low" if expected < 1e-2 else "some" if expected < 0.1 else "high"
