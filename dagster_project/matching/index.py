"""The register as the matcher looks it up: names by company, exact, by body, by sound, by place, by halves and by rare pairs of
characters."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from dagster_project.identity.names import Name, fold_names, letters, parse
from dagster_project.identity.place_words import county_chains
from dagster_project.matching.brackets import read_bodies
from dagster_project.matching.characters import sound_table
from dagster_project.matching.codepoints import Postings, Signs, grams, hashes
from dagster_project.matching.mentions import in_order
from dagster_project.matching.published_codes import company_codes

COMMON = 31  # so many bearers of a trade name are as good as any number
# How often a character stands in trade names, before a register tells: as in one of so many names.
USUAL_SHARE, KNOWN_ABOUT = 0.005, 2000
COMPANY_COLUMNS = ["company_id", "county_code", "established_on", "uscc", "registration_no"]
STEP = 100_000  # names between two words of progress


@dataclass
class NameIndex:
    """Built once a run. Rows of `names` and of every list here are sorted by (company_id, kind, name): the order in
    which a register arrives changes nothing."""

    companies: pd.DataFrame  # COMPANY_COLUMNS as objects, one row a company, sorted by company_id
    names: pd.DataFrame  # company (row in companies), name, folded, is_former, is_signed (has punctuation)
    parsed: list[Name] = field(repr=False)
    texts: np.ndarray = field(repr=False)  # bodies of `parsed`
    exact: dict[str, list[int]] = field(repr=False)
    bodies: Postings = field(repr=False)
    sounds: Postings = field(repr=False)
    local: Postings = field(repr=False)
    pairs: Postings = field(repr=False)
    halves: Postings = field(repr=False)
    signs_of_names: Signs = field(repr=False)
    signs_of_bodies: Signs = field(repr=False)
    trades: dict[str, tuple[int, ...]] = field(
        repr=False
    )  # trade name -> companies that bear it, COMMON at most
    crowds: dict[tuple[str, str], int] = field(repr=False)  # (place stem, industry) -> number of names there
    signs: dict[str, float] = field(repr=False)  # character -> share of the trade names that hold it
    codes: Postings = field(repr=False)  # USCC, registration number, organisation code -> rows of names

    @classmethod
    def build(cls, companies: pd.DataFrame, names: pd.DataFrame, progress=None) -> "NameIndex":
        """companies: COMPANY_COLUMNS (texts, '' for unknown; established_on date or None), company_id unique.
        names: company_id, name, kind (registered | former)."""
        companies = companies[COMPANY_COLUMNS].sort_values("company_id", kind="stable").reset_index(drop=True)
        companies = companies.astype(object)  # texts are looked up one by one: Arrow would make each anew
        row_of = {company_id: row for row, company_id in enumerate(companies["company_id"])}
        names = _with_told(names)
        written = names["name"].tolist()
        names = pd.DataFrame(
            {
                "company": np.fromiter(
                    map(row_of.__getitem__, names["company_id"].tolist()), np.int64, len(names)
                ),
                "name": pd.Series(written, dtype=object),
                "folded": pd.Series(_folded(written), dtype=object),
                "is_former": names["kind"].eq("former").to_numpy(),
            }
        )
        names = in_order(names[names["folded"].ne("")], ["company", "is_former", "folded", "name"])
        names = names.drop_duplicates(["company", "folded"]).reset_index(drop=True)
        if progress:
            progress(f"建立企业名称索引：{len(companies)} 家企业，{len(names)} 个名称")
        folded = names["folded"].tolist()
        names["is_signed"] = np.array([not text.isalnum() for text in folded], dtype=bool)
        parsed = _parse_all(folded, progress)
        exact: dict[str, list[int]] = {}
        for row, text in enumerate(folded):
            plain = parsed[row].plain
            for form in {text, plain, letters(text), letters(plain)} - {""}:
                exact.setdefault(form, []).append(row)
        company = names["company"].to_numpy()
        bodies = [name.body for name in parsed]
        crowds: dict[tuple[str, str], int] = {}
        for key in map(crowd_key, parsed):
            crowds[key] = crowds.get(key, 0) + 1
        chains = county_chains()
        counties = companies["county_code"].to_numpy()[company]
        known = companies[["company_id", "uscc", "registration_no"]].to_numpy()

        def local(at: int, end: int) -> tuple[np.ndarray, np.ndarray]:
            told = zip(parsed[at:end], counties[at:end], strict=True)
            return hashes_of([local_keys(name, chains.get(county, ())) for name, county in told])

        def codes(at: int, end: int) -> tuple[np.ndarray, np.ndarray]:
            return hashes_of([company_codes(*known[row]) for row in company[at:end]])

        def half(at: int, end: int) -> tuple[np.ndarray, np.ndarray]:
            return hashes([half for text in folded[at:end] for half in halves(letters(text))], each=2)

        size = len(parsed)
        bearers = pd.DataFrame({"company": company, "trade": [name.trade for name in parsed]}, dtype=object)
        bearers = bearers.drop_duplicates()
        trades: dict[str, tuple[int, ...]] = {}
        for owner, trade in zip(*(bearers[column].tolist() for column in bearers), strict=True):
            held = trades.get(trade, ())
            if len(held) < COMMON:
                trades[trade] = (*held, owner)
        return cls(
            companies,
            names,
            parsed,
            np.array(bodies, dtype=object),
            exact,
            _in_blocks(size, lambda at, end: body_hashes(parsed[at:end])),
            _in_blocks(size, lambda at, end: hashes(bodies[at:end], translate=sound_table())),
            _in_blocks(size, local),
            _in_blocks(size, lambda at, end: unique_grams(bodies[at:end])),
            _in_blocks(size, half),
            Signs(folded),
            Signs(bodies),
            trades,
            crowds,
            _signs(bearers["trade"]),
            _in_blocks(size, codes),
        )

    def parse(self, folded: str) -> Name:
        """`folded` taken apart, as it was already where the register holds that very name."""
        for row in self.exact.get(folded, ()):
            if self.parsed[row].folded == folded:
                return self.parsed[row]
        return parse(folded)

    def written(self, name: Name) -> list[int]:
        """Rows of names that a name is, to the letter; else those that it is but for notes that do not say who it is. Brackets and
        punctuation are no letters."""
        for text in (name.folded, name.plain):
            held, bare = self.exact.get(text, []), letters(text)
            if bare != text:
                held = [*held, *self.exact.get(bare, [])]
            if held:
                return held
        return []

    def twins(self, name: Name) -> int:
        """How many companies bear a name's body (trade and industry) and branch, whatever their place and form."""
        _, found = self.bodies.find(*hashes([name.body]), len(self.bodies.rows))
        same = [r for r in found if (self.parsed[r].body, self.parsed[r].branch) == (name.body, name.branch)]
        return len(set(self.names["company"].to_numpy()[same]))


def _parse_all(folded: list[str], progress=None) -> list[Name]:
    """Names taken apart; what many share (places, industry, form) is held once, or a large register fills the memory."""
    held: dict = {}
    parsed = []
    for row, text in enumerate(folded, 1):
        name = parse.__wrapped__(text)
        shared = (held.setdefault(part, part) for part in name[1:-1])
        parsed.append(Name(*(name.folded, *shared, name.plain)))
        if progress and row % STEP == 0:
            progress(f"拆解企业名称：{row}/{len(folded)}")
    return parsed


def _with_told(names: pd.DataFrame) -> pd.DataFrame:
    """`names` and those that a name itself tells in （原…）, as former ones."""
    noted = names[names["name"].str.contains("[(（〔【].*[原曾更现]", regex=True)]
    told = [parse(text).former for text in fold_names(noted["name"].tolist())]
    former = noted.assign(name=told, kind="former").explode("name")
    return pd.concat([names, former[former["name"].fillna("").ne("")]], ignore_index=True)


def _folded(names: list[str]) -> list[str]:
    """Names folded; one that folding leaves as it was is held once."""
    return [name if name == text else text for name, text in zip(names, fold_names(names), strict=True)]


def _in_blocks(size: int, read: Callable[[int, int], tuple[np.ndarray, np.ndarray]]) -> Postings:
    """Postings of (owner, key) that `read` gives for the names from one row to another: hashed all at once, the characters of a
    large register fill the memory."""
    blocks = [(at, *read(at, min(at + STEP, size))) for at in range(0, max(1, size), STEP)]
    rows = np.concatenate([(owners + at).astype(np.int32) for at, owners, _ in blocks])
    return Postings(rows, np.concatenate([keys for *_, keys in blocks]))


def body_hashes(names: Sequence[Name]) -> tuple[np.ndarray, np.ndarray]:
    """(row, hash) of every body (brackets.read_bodies) and of every body less one character."""
    rows, bodies = read_bodies(names)
    owners, keys = hashes(bodies, drop=True)
    return rows[owners], keys


def hashes_of(lists: list[Sequence[str]]) -> tuple[np.ndarray, np.ndarray]:
    """(row, hash) of every text in every row's list."""
    owners, keys = hashes([text for texts in lists for text in texts])
    return np.repeat(np.arange(len(lists)), [len(texts) for texts in lists])[owners], keys


def _signs(trades: pd.Series) -> dict[str, float]:
    """Share of the companies' trade names that hold a character; a small register says little of them, so that they start from the
    usual."""
    count: dict[str, int] = {}
    for trade, bearers in trades.value_counts(sort=False).items():
        for sign in set(str(trade)):
            count[sign] = count.get(sign, 0) + bearers
    total = len(trades)
    return {
        sign: (number + USUAL_SHARE * KNOWN_ABOUT) / (total + KNOWN_ABOUT) for sign, number in count.items()
    }


def crowd_key(name: Name) -> tuple[str, str]:
    """Where a company is and what it does: among many such, two that sound alike are likely two."""
    return (name.seats[-1].stem if name.seats else "", name.industry)


def local_keys(name: Name, chain: tuple[str, ...] = ()) -> list[str]:
    """Body with each place stem that the name tells, or that its county lies in: finds a common body in its own county."""
    if not name.body:
        return []
    stems = dict.fromkeys(
        [place.stem for place in name.places + name.bracketed if place.level in ("city", "county")]
        + list(chain[:2])
    )
    return [f"{stem}|{name.body}" for stem in stems]


def halves(text: str, longer: int = 0) -> tuple[str, str]:
    """Head and tail of a text, as of one `longer` by so many characters: a single slip leaves one of them as it is, whatever part
    of a name it falls into and however it then reads."""
    size = len(text) + longer
    return f"{size}<{text[: size // 2]}", f"{size}>{text[len(text) - (size - size // 2) :]}"


def unique_grams(texts: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """(row, pair of characters), each pair once a row."""
    rows, keys = grams(texts)
    order = np.lexsort((keys, rows))
    rows, keys = rows[order], keys[order]
    first = np.ones(len(rows), dtype=bool)
    first[1:] = (rows[1:] != rows[:-1]) | (keys[1:] != keys[:-1])
    return rows[first], keys[first]
