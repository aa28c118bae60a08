"""How one character is mistaken for another: the same toneless sound, or a look alike."""

from functools import lru_cache
from pathlib import Path

import numpy as np

# Characters that names read otherwise than a dictionary's first reading has it.
_IN_NAMES = {"晟": "sheng", "珩": "heng", "长": "chang", "车": "che"}
LOOKALIKES = Path(__file__).with_name("lookalikes.txt")
_TONES = str.maketrans(
    {
        a: b
        for group, b in (
            ("āáǎà", "a"),
            ("ēéěèêếề", "e"),
            ("īíǐì", "i"),
            ("ōóǒò", "o"),
            ("ūúǔù", "u"),
            ("ǖǘǚǜü", "v"),
            ("ńňǹ", "n"),
            ("ḿ", "m"),
        )
        for a in group
    }
)


@lru_cache(maxsize=1)
def all_readings() -> dict[int, tuple[str, ...]]:
    from pypinyin.constants import PINYIN_DICT

    usual = {ord(sign): (sound,) for sign, sound in _IN_NAMES.items()}
    return usual | {
        code: tuple(
            dict.fromkeys(
                reading.translate(_TONES).replace("\u0304", "").replace("\u030c", "")
                for reading in text.split(",")
            )
        )
        for code, text in PINYIN_DICT.items()
        if code < 0x10000 and code not in usual
    }


def _blur(sound: str) -> str:
    """What keyboards and dialects run together: zh and z, ch and c, sh and s, ang and an, eng and en, ing and in."""
    if sound[1:2] == "h":
        sound = sound[0] + sound[2:]
    return sound[:-1] if sound.endswith(("ang", "eng", "ing")) else sound


@lru_cache(maxsize=1)
def _sounds() -> dict[str, int]:
    """Character -> number of its first toneless sound, which characters that sound alike share."""
    numbers: dict[str, int] = {}
    return {
        chr(code): numbers.setdefault(_blur(readings[0]), len(numbers))
        for code, readings in sorted(all_readings().items())
    }


@lru_cache(maxsize=1)
def sound_table() -> np.ndarray:
    """Code point -> a number for its sound; code points without one keep their own."""
    table = np.arange(0x10000, dtype=np.uint32)
    for char, number in _sounds().items():
        table[ord(char)] = 0x110000 + number
    return table


def same_sound(a: str, b: str) -> bool:
    """Whether two characters share their first reading, tones aside (博盾 and 博顿), or nearly (物质 and 物资); rarer readings
    mislead more than help."""
    sounds = _sounds()
    return a in sounds and sounds[a] == sounds.get(b)


@lru_cache(maxsize=1)
def _groups() -> dict[str, set[int]]:
    groups: dict[str, set[int]] = {}
    lines = LOOKALIKES.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(line for line in lines if not line.startswith("#")):
        for char in line.strip():
            groups.setdefault(char, set()).add(number)
    return groups


def look_alike(a: str, b: str) -> bool:
    """Whether two characters stand in one group of lookalikes.txt (水 and 永, 未 and 末)."""
    groups = _groups()
    return a in groups and b in groups and not groups[a].isdisjoint(groups[b])
