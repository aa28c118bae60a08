"""The matcher beside what one would reach for instead: quality and time in one table, on one machine.

python tests/bench/peers.py [--registry R.csv --cases C.csv | --companies 5000]        files as match.py takes them

Peers see names folded as the matcher folds them, former names included, and their best candidate only. The threshold of each is
tuned on the test itself, in its favour: the lowest at which precision is still 0.999. Time is of the processor and holds all that
each does of two lists of folded names, index or training included, imports not; the matcher's holds folding and parsing too. Those
that are not installed are named and left out (scikit-learn and splink are no dependencies of the project). Scoring beside a pandas
loop: scoring.py.

exact          the same name, now or formerly
rapidfuzz      process.cdist with ratio, every pair
tf-idf 2-3     cosine of character 2- and 3-grams (scikit-learn)
splink         Fellegi-Sunter on the whole name, trade name, industry, form and place, as the matcher's parser takes them
               apart; levels by Jaro-Winkler, u from pairs at random, m by expectation maximisation; pairs that share trade
               name, first or last four characters, or industry and place
"""

from __future__ import annotations

import argparse
import time
from importlib import import_module

import numpy as np
import pandas as pd
from match import read, sample
from quality import measure, show
from rapidfuzz import fuzz, process

from dagster_project.identity.names import fold_names, parse
from dagster_project.identity.regions import Regions
from dagster_project.matching.stand_alone import match_tables, register_index

PRECISION = 0.999
ROWS = 500  # names compared at once


def answers(ids: np.ndarray, best: np.ndarray, score: np.ndarray, truth: pd.Series) -> pd.DataFrame:
    """The best candidates as decisions, accepted from the lowest score at which precision is PRECISION still."""
    found = ids[best]
    order = np.argsort(-score, kind="stable")
    right = (found == truth.to_numpy())[order]
    precision = np.cumsum(right) / np.arange(1, len(right) + 1)
    # a threshold takes every name of one score or none
    last = np.append(score[order][:-1] != score[order][1:], True)
    good = np.flatnonzero((precision >= PRECISION) & last & (score[order] > 0))
    bound = score[order][good[-1]] if len(good) else np.inf
    accepted = score >= bound
    return pd.DataFrame(
        {
            "decision": np.where(accepted, "accept", "none"),
            "company_id": np.where(accepted, found, None),
            "candidate_id": found,
        }
    )


def exact(known: list[str], names: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """(row of the best known name, score) a name."""
    rows = {name: row for row, name in reversed(list(enumerate(known)))}
    found = np.array([rows.get(name, -1) for name in names])
    return found, (found >= 0).astype(float)


def rapidfuzz(known: list[str], names: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """As exact()."""
    best, score = [], []
    for at in range(0, len(names), ROWS):
        table = process.cdist(names[at : at + ROWS], known, scorer=fuzz.ratio, dtype=np.float32, workers=1)
        best.append(table.argmax(axis=1))
        score.append(table.max(axis=1))
    return np.concatenate(best), np.concatenate(score)


def tf_idf(known: list[str], names: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """As exact()."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    grams = TfidfVectorizer(analyzer="char", ngram_range=(2, 3))
    register = grams.fit_transform(known).T.tocsr()
    best, score = [], []
    for at in range(0, len(names), ROWS):
        table = (grams.transform(names[at : at + ROWS]) @ register).tocsr()
        best.append(np.asarray(table.argmax(axis=1)).ravel())
        score.append(table.max(axis=1).toarray().ravel())
    return np.concatenate(best), np.concatenate(score)


def splink(known: list[str], names: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """As exact()."""
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on
    from splink import comparison_library as by

    parts = ["trade", "industry", "form", "place"]
    like = [by.JaroWinklerAtThresholds(part, [0.92, 0.8]) for part in ("name", "trade")]
    block = ["trade", "substr(name, 1, 6)", "substr(name, 3, 4)"]
    settings = SettingsCreator(
        link_type="link_only",
        comparisons=like + [by.ExactMatch(part) for part in parts[1:]],
        blocking_rules_to_generate_predictions=[
            *map(block_on, block), block_on("industry", "place"), block_on("reverse(substr(reverse(name), 1, 8))")
        ],
    )  # fmt: skip
    engine = DuckDBAPI()
    tables = [
        engine.register(_fields(texts), dataset_display_name=label)
        for label, texts in (("a_known", known), ("b_names", names))
    ]
    linker = Linker(tables, settings, log_level=None)
    linker.training.estimate_probability_two_random_records_match([block_on("name")], recall=0.85)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("trade"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("industry", "place"))
    pairs = linker.inference.predict().as_pandas_dataframe()
    pairs = pairs.sort_values(["match_weight", "unique_id_l"], ascending=[False, True]).drop_duplicates(
        "unique_id_r"
    )
    best, score = np.full(len(names), -1), np.zeros(len(names))
    best[pairs["unique_id_r"]] = pairs["unique_id_l"]
    score[pairs["unique_id_r"]] = pairs["match_probability"]
    return best, score


def _fields(names: list[str]) -> pd.DataFrame:
    parsed = [parse(name) for name in names]
    return pd.DataFrame(
        {
            "unique_id": range(len(names)),
            "name": names,
            "trade": [name.trade for name in parsed],
            "industry": [name.industry for name in parsed],
            "form": [name.form for name in parsed],
            "place": ["".join(place.stem for place in name.places + name.bracketed) for name in parsed],
        }
    )


# what each is, and the package that it brings along
PEERS = {
    "exact": (exact, "numpy"),
    "rapidfuzz": (rapidfuzz, "rapidfuzz"),
    "tf-idf 2-3": (tf_idf, "sklearn.feature_extraction.text"),
    "splink": (splink, "splink"),
}


def each(seconds: float, names: list[str]) -> int:
    """Microseconds a name."""
    return round(seconds / len(names) * 1e6)


def main() -> None:
    """Print the table."""
    say = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    say.add_argument("--registry")
    say.add_argument("--cases")
    say.add_argument(
        "--companies", type=int, default=5_000, help="size of the sample, where no file is given"
    )
    told = say.parse_args()
    if bool(told.registry) != bool(told.cases):
        say.error("--registry and --cases belong together")
    registry, cases = (
        (read(told.registry), read(told.cases)) if told.registry else sample(told.companies, told.companies)
    )
    truth, asked = cases["company_id"], cases["published_name"].tolist()
    begin = time.process_time()
    index = register_index(registry, Regions.load())
    built = time.process_time() - begin
    found = match_tables(registry, pd.DataFrame({"name": asked}), index=index)
    taken = {"microseconds a name": each(time.process_time() - begin, asked)}
    columns = {"this": measure(found, truth) | taken | {"  of them the index": each(built, asked)}}
    known = index.names["folded"].tolist()
    ids = index.companies["company_id"].to_numpy()[index.names["company"].to_numpy()]
    names = fold_names(asked)
    for peer, (run, package) in PEERS.items():
        try:
            import_module(package)
        except ImportError as error:
            print(f"{peer}: not installed ({error.name})")
            continue
        begin = time.process_time()
        best, score = run(known, names)
        taken = {"microseconds a name": each(time.process_time() - begin, asked)}
        columns[peer] = measure(answers(ids, best, score, truth), truth) | taken
    print(show(columns))


if __name__ == "__main__":
    main()
