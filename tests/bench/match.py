"""How right and how fast the matcher is, on labelled names.

python tests/bench/match.py --registry R.csv --cases C.csv [--errors 5]
python tests/bench/match.py [--companies 20000]            on the generated sample, where no file is given
python tests/bench/match.py --million                      a sample register of 1,000,000: names a second, memory, index

R: company_id, name [, former_names] [, address] [, county_code]; C: published_name, company_id ('' where the company is not in R:
any match is then a false one). Only names are given to the matcher. Columns of the table:

cases    the names as they are
harsh    the same names, each with what lists do to names (dagster_project/matching/noise.py, LISTS), one in four twice, seed 2026
slips    the same names, each with a slip of the hand (HANDS)
larger   names of the register itself, 30% of their companies taken out of it (and none that the register holds twice), with what
         lists do to them, but where that makes another company's very name (市财政局 without its county), which nobody could tell;
         larger slips: with slips of the hand

Precision is over accepted matches, recall over names whose company is there; the weights are those committed, so that what
calibrate.py was given must be judged out of fold. Names a second: processor time of one core, index built, first pass (nothing
cached from an earlier one). Figures of another run differ by the machine; the matches do not.
"""

from __future__ import annotations

import argparse
import random
import resource
import time

import pandas as pd
from quality import measure, show

from dagster_project.identity.names import fold_name
from dagster_project.identity.regions import Regions
from dagster_project.matching.index import NameIndex
from dagster_project.matching.labelled import held_twice
from dagster_project.matching.noise import HANDS, LISTS, with_noise
from dagster_project.matching.stand_alone import match_tables, register_index
from dagster_project.sample import calendar, company, mess

AIM = {
    "precision of accepted": 0.999,
    "recall, accepted": 0.96,
    "recall, accepted or first in review": 0.98,
    "F1, accepted": 0.98,
    "absent names sent to review": 0.08,
    "names a second (one core)": 15_000,
}
HARSH_AIM = {
    "precision of accepted": 0.999,
    "recall, accepted": 0.93,
    "recall, accepted or first in review": 0.98,
    "absent names sent to review": 0.12,
    "names a second (one core)": 5_000,
}
SEED = 2026
LARGER = 10_000


def read(path: str) -> pd.DataFrame:
    """A CSV of texts."""
    return pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")


def sample(companies: int, names: int, seed: int = 7) -> tuple[pd.DataFrame, pd.DataFrame]:
    """(registry, cases) of the sample's fictional region: `names` spelt as its lists spell them, 30% of companies that are not in the
    registry; left out are those whose noise leaves nobody to tell them apart."""
    source = random.Random(seed)
    rows = []
    for number in range(1, companies + 1):
        one = company.build(number, seed)
        if one.registered:
            rows.append((one.company_id, one.name, one.former, one.address, one.county_code))
    registry = pd.DataFrame(rows, columns=["company_id", "name", "former_names", "address", "county_code"])
    known = set(registry["company_id"])
    cases, day = [], calendar.deliveries("company_registry")[-1].day
    for _ in range(names):
        absent = source.random() < 0.3
        number = companies + source.randint(1, companies) if absent else source.randint(1, companies)
        one = company.build(number, seed)
        said = mess.mention(one, day, source, mild=False)
        if said.resolvable:
            cases.append((said.name, one.company_id if one.company_id in known else ""))
    return registry, pd.DataFrame(cases, columns=["published_name", "company_id"])


def run(index, names: list[str], truth: pd.Series) -> tuple[dict[str, float], pd.DataFrame]:
    """Measures of one column, and the answers."""
    begin = time.process_time()
    found = match_tables(
        pd.DataFrame(columns=["company_id", "name"]), pd.DataFrame({"name": names}), index=index
    )
    seconds = time.process_time() - begin
    false = found["decision"].eq("accept") & found["company_id"].ne(truth.reset_index(drop=True))
    told = {"  of them another's very name": int((false & found["rule"].isin(["exact", "former"])).sum())}
    return measure(found, truth) | told | {"names a second (one core)": len(names) / seconds}, found


def larger(whole: NameIndex, registry: pd.DataFrame) -> dict[str, dict[str, float]]:
    """Noised names of the register itself against the register without 30% of their companies."""
    told = registry[registry["name"].str.len().ge(6)].sort_values(["company_id", "name"])
    asked = told.sample(min(LARGER, len(told) // 2), random_state=SEED)
    asked = asked[[not held_twice(whole, name) for name in asked["name"]]]
    absent = set(asked["company_id"].iloc[: len(asked) * 3 // 10])
    index = register_index(registry[~registry["company_id"].isin(absent)], Regions.load())
    truth = asked["company_id"].where(~asked["company_id"].isin(absent), "")
    names, ids = asked["name"].tolist(), asked["company_id"].tolist()
    columns = {}
    for title, kinds in (("larger", LISTS), ("larger slips", HANDS)):
        noisy = with_noise(names, SEED, kinds=kinds)
        told = [not _others(whole, *one) for one in zip(noisy, ids, strict=True)]
        columns[title] = run(
            index, [name for name, keep in zip(noisy, told, strict=True) if keep], truth[told]
        )[0]
    return columns


def _others(whole: NameIndex, name: str, company_id: str) -> bool:
    """Whether a name is, to the letter, another company's than `company_id`."""
    held = whole.names["company"].to_numpy()[whole.exact.get(fold_name(name), [])]
    return not set(whole.companies["company_id"].to_numpy()[held]) <= {company_id}


def errors(found: pd.DataFrame, truth: pd.Series, count: int) -> str:
    """Some answers of each kind of error, with their evidence."""
    truth = truth.reset_index(drop=True)
    first = found["candidate_id"].eq(truth)
    accepted, review = found["decision"].eq("accept"), found["decision"].eq("review")
    kinds = {
        "false matches": accepted & ~found["company_id"].eq(truth),
        "in review, the company it is": review & truth.ne("") & first,
        "in review, another company": review & truth.ne("") & ~first,
        "not found": found["decision"].eq("none") & truth.ne(""),
        "absent, in review": review & truth.eq(""),
    }
    lines = []
    for kind, rows in kinds.items():
        lines.append(f"\n{kind}: {int(rows.sum())}")
        lines += [
            f"  {row.name_} | {row.candidate_name} | truth {truth_of or '-'} | {row.rule} {row.probability} | {row.evidence}"
            for row, truth_of in zip(
                found[rows].rename(columns={"name": "name_"}).head(count).itertuples(),
                truth[rows],
                strict=False,
            )
        ]
    return "\n".join(lines)


def million(companies: int = 1_000_000, names: int = 50_000) -> None:
    """Speed and memory against a large register."""
    registry, cases = sample(companies, names)
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begin = time.process_time()
    index = register_index(registry, Regions.load())
    built = time.process_time() - begin
    column, _ = run(index, cases["published_name"].tolist(), cases["company_id"])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    column |= {
        "index, seconds of processor": built,
        "memory at most, MB": peak / 1024,
        "  of it the tables, MB": held / 1024,
    }
    print(show({f"{len(registry):,} companies": column}))


def main() -> None:
    """Print the table."""
    say = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    say.add_argument("--registry")
    say.add_argument("--cases")
    say.add_argument(
        "--companies", type=int, default=20_000, help="size of the sample, where no file is given"
    )
    say.add_argument("--errors", type=int, default=0, help="print so many errors of each kind")
    say.add_argument("--million", action="store_true")
    told = say.parse_args()
    if bool(told.registry) != bool(told.cases):
        say.error("--registry and --cases belong together")
    if told.million:
        return million()
    if told.registry:
        registry, cases = read(told.registry), read(told.cases)
    else:
        registry, cases = sample(told.companies, told.companies)
    begin = time.process_time()
    index = register_index(registry, Regions.load())
    built = time.process_time() - begin
    names, truth = cases["published_name"].tolist(), cases["company_id"]
    plain, found = run(index, names, truth)
    harsh, noisy = run(index, with_noise(names, SEED, kinds=LISTS), truth)
    slips, _ = run(index, with_noise(names, SEED, kinds=HANDS), truth)
    plain["index, seconds of processor"] = built
    columns = {"cases": plain, "aim": AIM, "harsh": harsh, "harsh aim": HARSH_AIM, "slips": slips}
    print(show(columns | larger(index, registry)))
    if told.errors:
        print(errors(found, truth, told.errors))
        print("\nharsh", errors(noisy, truth, told.errors), sep="")


if __name__ == "__main__":
    main()
