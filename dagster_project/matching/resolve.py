"""Names of mentions -> ranked candidates and a decision each: candidates, evidence, decision in one pass."""

import numpy as np
import pandas as pd

from dagster_project.identity.names import Name, fold_names
from dagster_project.matching import forked
from dagster_project.matching.candidates import find_candidates
from dagster_project.matching.codepoints import hashes
from dagster_project.matching.decision import decide, first_of, rank, score
from dagster_project.matching.evidence import gather_evidence
from dagster_project.matching.index import NameIndex
from dagster_project.matching.published_codes import clean_code
from dagster_project.matching.telling import evidence_text

SHOWN = 3  # candidates kept for a reviewer
MATCH = ["decision", "company_id", "candidate_id", "candidate_name", "rule", "probability", "match_evidence"]
NUMBERS = ["mention", "rank", "company", "name_row", "probability"]
CANDIDATE = ["mention", "rank", "candidate_id", "candidate_name", "probability", "match_evidence"]


def resolve(
    index: NameIndex,
    mentions: pd.DataFrame,
    progress=None,
    batch: int = 50_000,
    forbidden: set[tuple[int, str]] | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """mentions: folded_name (else name), published_code, region_code ('' where unknown), first_date (date or None); by position.
    forbidden: (position, company_id) that people said it is not.

    Returns (decisions: MATCH, a row a mention, in order; candidates: CANDIDATE, up to SHOWN a mention, mention = position).
    A decision rests on its own mention alone, so the order of rows and the size of batches change nothing.
    """
    mentions = mentions.reset_index(drop=True)
    starts = range(0, len(mentions), batch)
    if not starts:
        return pd.DataFrame(columns=MATCH), pd.DataFrame(columns=CANDIDATE)

    def decided(at: int) -> dict[str, np.ndarray]:
        part = mentions.iloc[at : at + batch].reset_index(drop=True)
        barred = {(m - at, company) for m, company in forbidden or () if at <= m < at + batch}
        shown = _resolve(index, part, barred)
        return shown | {"mention": shown["mention"] + at}

    parts: list[dict[str, np.ndarray]] = []
    texts: dict[str, str] = {}
    for at, shown in zip(starts, forked.over(decided, starts), strict=True):
        # what another process wrote is held once, too
        told = [texts.setdefault(text, text) for text in shown["match_evidence"].tolist()]
        parts.append(shown | {"match_evidence": np.array(told, dtype=object)})
        if progress:
            progress(f"企业名称匹配：{min(at + batch, len(mentions))}/{len(mentions)}")
    return _in_texts(
        index,
        {column: np.concatenate([part[column] for part in parts]) for column in parts[0]},
        len(mentions),
    )


def _resolve(index: NameIndex, mentions: pd.DataFrame, forbidden: set) -> dict[str, np.ndarray]:
    """The candidates of each mention that are SHOWN, a column an array: mention, rank, company and name_row (rows of `index`),
    probability, match_evidence; and, of the first, decision and rule."""
    folded = mentions["folded_name"] if "folded_name" in mentions else fold_names(mentions["name"].tolist())
    ranked = rank(score(weigh_up(index, mentions, [index.parse(text) for text in folded], forbidden)))
    best = decide(ranked)  # a row a mention, in the order of `shown`'s first ones
    shown = ranked[ranked["rank"].le(SHOWN)]
    out = {column: shown[column].to_numpy() for column in NUMBERS}
    out["match_evidence"] = np.array(evidence_text(shown), dtype=object)
    for column in ("decision", "rule"):
        out[column] = np.full(len(shown), None, dtype=object)
        out[column][out["rank"] == 1] = best[column]
    return out


def _in_texts(
    index: NameIndex, shown: dict[str, np.ndarray], mentions: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What _resolve found of so many mentions, as resolve() gives it."""
    ids = index.companies["company_id"].to_numpy()
    names = index.names["name"].to_numpy()
    best = {column: told[shown["rank"] == 1] for column, told in shown.items()}
    at, company = best["mention"], best["company"]
    none = [("decision", "none"), ("candidate_id", None), ("candidate_name", None), ("rule", "no_candidate"),
            ("match_evidence", "[]")]  # fmt: skip
    out = {column: np.full(mentions, value, dtype=object) for column, value in none}
    for column in ("decision", "rule", "match_evidence"):
        out[column][at] = best[column]
    out["candidate_id"][at], out["candidate_name"][at] = ids[company], names[best["name_row"]]
    out["company_id"] = out["candidate_id"].copy()
    out["company_id"][out["decision"] != "accept"] = None
    probability = np.zeros(mentions)
    probability[at] = best["probability"]
    candidates = {
        "candidate_id": ids[shown["company"]],
        "candidate_name": names[shown["name_row"]],
        "match_evidence": shown["match_evidence"],
    }
    return (
        pd.DataFrame(out, dtype=object).assign(probability=probability)[MATCH],
        pd.DataFrame(candidates, dtype=object).assign(
            **{column: shown[column] for column in ("mention", "rank", "probability")}
        )[CANDIDATE],
    )


def weigh_up(
    index: NameIndex, mentions: pd.DataFrame, parsed: list[Name], forbidden: set | None = None
) -> pd.DataFrame:
    """Evidence (evidence.gather_evidence) of every pair of a mention and a registered name that it could mean."""
    pairs = _pairs(index, mentions, parsed)
    if forbidden:
        owners = index.companies["company_id"].to_numpy()[
            index.names["company"].to_numpy()[pairs["name_row"]]
        ]
        pairs = pairs[
            [pair not in forbidden for pair in zip(pairs["mention"], owners, strict=True)]
        ].reset_index(drop=True)
    evidence = gather_evidence(pairs, mentions, parsed, index)
    if pairs["told"].any():
        evidence.loc[pairs["told"] & evidence["name"].eq("variant"), "name"] = "told_former"
    return evidence


def _pairs(index: NameIndex, mentions: pd.DataFrame, parsed: list[Name]) -> pd.DataFrame:
    """(mention, name_row, told): exact names and codes; for names that are nowhere exact, likely spellings. told: the name
    stands in the mention's own （原…）."""
    mention, rows, told, unmatched = [], [], [], []
    for m, name in enumerate(parsed):
        exact = index.written(name)
        earlier = [row for former in name.former for row in index.exact.get(former, [])]
        if not exact:
            unmatched.append(m)
        for name_row, is_told in [(r, False) for r in exact] + [(r, True) for r in earlier]:
            mention.append(m)
            rows.append(name_row)
            told.append(is_told)
    codes = [clean_code(code) if code else "" for code in mentions["published_code"].tolist()]
    coded, rows_of_codes = index.codes.find(*hashes(codes), most=len(index.names))
    likely = find_candidates(index, [parsed[m] for m in unmatched])
    meant = np.asarray(unmatched, np.int64)[likely["mention"].to_numpy(np.int64)]
    by = np.concatenate([np.asarray(mention, np.int64), coded, meant])
    names = np.concatenate([np.asarray(rows, np.int64), rows_of_codes, likely["name_row"].to_numpy(np.int64)])
    as_told = np.concatenate([np.asarray(told, bool), np.zeros(len(coded) + len(likely), bool)])
    order = np.lexsort((~as_told, names, by))
    order = order[first_of(by[order], names[order])]
    return pd.DataFrame({"mention": by[order], "name_row": names[order], "told": as_told[order]})
