"""What is planted, and how often: every 200 companies are one shuffled deck of the same kinds."""

from __future__ import annotations

from functools import lru_cache
from random import Random

DECK_SIZE = 200
DECK = {
    # companies that any honest reading finds
    "strong_start": 8,  # no title: 创新型 and city tier ready
    "strong_provincial": 5,  # 创新型 in force: provincial tier ready, title safe
    "strong_giant": 3,  # provincial title in force: 小巨人 ready, title safe
    "near_city": 3,  # R&D share just under 3%
    "near_provincial": 3,  # main business share just under 80%
    "near_giant": 2,  # revenue just under 5,000
    "growing": 6,
    "needs_data": 6,  # no report for the last year
    # exclusions, and what looks like one and is none
    "excluded_dishonest": 3,
    "excluded_incident": 2,
    "excluded_process": 1,
    "excluded_product": 1,
    "excluded_abnormal": 2,
    "cleared_listing": 2,
    "cleared_tax": 1,  # off the list, but tax evasion within three years
    "cleared_abnormal": 1,
    "old_incident": 1,
    "other_blacklist": 1,
    # titles
    "safe_provincial": 3,
    "safe_giant": 2,
    "risk_rd": 1,
    "risk_share": 1,
    "risk_debt": 1,
    "risk_revenue": 1,
    "risk_score": 1,
    "risk_dishonest": 1,
    "risk_abnormal": 1,
    "risk_incident": 1,
    "risk_outgrown": 1,
    "risk_certificate": 1,
    "risk_review_2026": 1,
    "fallen_rd": 1,
    "fallen_revoked": 1,
    "former_tier": 1,  # 省级小巨人, a tier that vanished
    "large": 2,
    # the register's own traps
    "twin_county": 8,  # same trade name and trade, another county
    "twin_industry": 6,  # same trade name and county, another trade
    "branch": 6,
    "trader": 12,
    "cooperative": 4,
    "provisional": 2,  # on lists with a valid code, in no register
    # the rest, with signals but nothing planted
    "signal": 30,
    "reviewed": 12,  # a title that came up for review in the last year; its life is left to chance
    "plain": 48,
}


@lru_cache(maxsize=4)
def deck(number: int, seed: int) -> tuple[str, ...]:
    """The kinds of one deck, shuffled; the first decks and the last hold the same kinds as any other."""
    slots = [kind for kind, count in DECK.items() for _ in range(count)]
    slots += ["plain"] * (DECK_SIZE - len(slots))
    Random(f"deck {seed} {number}").shuffle(slots)
    return tuple(slots)


@lru_cache(maxsize=4)
def partners(number: int, seed: int) -> dict[int, int]:
    """For twins and branches of a deck: slot -> slot of the company whose name they echo."""
    slots = deck(number, seed)
    echoed = [
        slot
        for slot, kind in enumerate(slots)
        if not kind.startswith(("twin", "branch", "trader", "coop", "prov", "reviewed", "plain"))
    ]
    echoing = [slot for slot, kind in enumerate(slots) if kind.startswith(("twin", "branch"))]
    return dict(zip(echoing, echoed, strict=False))


def kind_of(number: int, seed: int) -> str:
    return deck(number // DECK_SIZE, seed)[number % DECK_SIZE]


def partner_of(number: int, seed: int) -> int | None:
    """The company number whose name this one echoes, for twins and branches."""
    slot = partners(number // DECK_SIZE, seed).get(number % DECK_SIZE)
    return None if slot is None else number - number % DECK_SIZE + slot


@lru_cache(maxsize=4)
def _echoed(number: int, seed: int) -> frozenset[int]:
    slots = deck(number, seed)
    return frozenset(to for slot, to in partners(number, seed).items() if slots[slot].startswith("twin"))


def has_twin(number: int, seed: int) -> bool:
    """Whether another company of the deck bears the same trade name."""
    slot = number % DECK_SIZE
    deck_number = number // DECK_SIZE
    return slot in _echoed(deck_number, seed) or deck(deck_number, seed)[slot].startswith("twin")
