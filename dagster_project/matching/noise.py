"""Slips that lists make in names, put in on purpose: to fit the matcher and to measure it. The same seed, the same slips."""

import random
from functools import lru_cache

from dagster_project.identity.names import Name, parse
from dagster_project.matching.characters import LOOKALIKES, all_readings

_FORMS = (
    ("有限责任公司", "有限公司"),
    ("股份有限公司", "有限公司"),
    ("有限公司", "有限责任公司"),
    ("有限公司", "公司"),
)
# What a list does to a name that was written rightly, and what a hand does that types it.
LISTS = (
    "space",
    "zero_width",
    "wide",
    "traditional",
    "form",
    "place_dropped",
    "place_moved",
    "looks",
    "former_note",
)
HANDS = ("sounds", "swap", "missing", "doubled", "place_kind", "trade_word")
KINDS = LISTS + HANDS
TRIES = 8  # for a kind of slip that the name has room for


def with_noise(names: list[str], seed: int, kinds: tuple[str, ...] = KINDS) -> list[str]:
    """Each name with a slip of `kinds`, one in four with two. A kind that a name has no room for is drawn again."""
    source = random.Random(seed)
    frequent = _frequent(names)
    noisy = []
    for name in names:
        for _ in range(2 if source.random() < 0.25 else 1):
            tried = (slip(name, source.choice(kinds), source, frequent) for _ in range(TRIES))
            name = next((one for one in tried if one != name), name)
        noisy.append(name)
    return noisy


def slip(name: str, kind: str, source: random.Random, frequent: dict[str, list[str]]) -> str:
    """The name with one slip of `kind`."""
    parsed = parse(name)
    start = sum(len(place.text) for place in parsed.places)
    at = source.randrange(min(start, len(name) - 1), max(start + 1, min(len(name), start + len(parsed.body))))
    if source.random() < 0.1:
        at = source.randrange(len(name))
    if kind in ("space", "zero_width"):
        return name[:at] + {"space": " ", "zero_width": "\u200b"}[kind] + name[at:]
    if kind == "wide":
        return name.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)})
    if kind == "traditional":
        return _traditional_signs().convert(name)
    if kind == "form":
        return next((name[: -len(a)] + b for a, b in _FORMS if name.endswith(a)), name)
    if kind.startswith("place") and parsed.places:
        text = source.choice(parsed.places).text
        if kind == "place_moved":
            return _moved(name.replace(text, "", 1), text, parsed, source)
        short = text[:-1] if len(text) > 2 and text[-1] in "省市县区镇" else text
        return name.replace(text, "" if kind == "place_dropped" else short, 1)
    if kind == "looks":
        return name[:at] + source.choice(_looks().get(name[at], name[at])) + name[at + 1 :]
    if kind == "sounds":
        reading = all_readings().get(ord(name[at]), ("",))[0]
        return name[:at] + source.choice(frequent.get(reading) or [name[at]]) + name[at + 1 :]
    if kind == "swap" and at + 1 < len(name):
        return name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    if kind == "missing":
        return name[:at] + name[at + 1 :]
    if kind == "doubled":
        return name[: at + 1] + name[at:]
    if kind == "trade_word" and parsed.form and name.endswith(parsed.form):
        return (
            name[: -len(parsed.form)] + source.choice(("科技", "制造", "销售", "工程", "实业")) + parsed.form
        )
    return (
        name + "（原" + name[:start] + "启明" + parsed.industry + parsed.form + "）"
        if kind == "former_note"
        else name
    )


def _moved(rest: str, text: str, parsed: Name, source: random.Random) -> str:
    """A place in brackets behind the trade name, or before the form: 晟某（山西）铝业有限公司, 晟某铝业（山西）有限公司."""
    after = rest.find(parsed.trade) + len(parsed.trade) if parsed.trade and parsed.trade in rest else 0
    before = len(rest) - len(parsed.form) if parsed.form and rest.endswith(parsed.form) else after
    at = source.choice((after or before, before or after))
    return f"{rest[:at]}({text}){rest[at:]}" if at else rest + f"({text})"


def _frequent(names: list[str]) -> dict[str, list[str]]:
    """{toneless sound: characters of `names` that have it, the commonest eight first}."""
    count: dict[str, int] = {}
    for char in "".join(names):
        count[char] = count.get(char, 0) + 1
    sounds: dict[str, list[str]] = {}
    for char in sorted(count, key=lambda char: (-count[char], char)):
        mine = sounds.setdefault(all_readings().get(ord(char), ("",))[0], [])
        if len(mine) < 8:
            mine.append(char)
    return sounds


@lru_cache(maxsize=1)
def _looks() -> dict[str, str]:
    looks: dict[str, str] = {}
    for line in LOOKALIKES.read_text(encoding="utf-8").splitlines():
        for char in "" if line.startswith("#") else line.strip():
            looks[char] = looks.get(char, "") + line.strip().replace(char, "")
    return looks


@lru_cache(maxsize=1)
def _traditional_signs():
    import opencc

    return opencc.OpenCC("s2t")  # its dictionaries take a while to load
