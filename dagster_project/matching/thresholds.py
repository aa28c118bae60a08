"""Where to accept and where to ask a person: chosen on names judged by weights that never saw their company.

accept: the lowest probability from LOWEST on, in steps of 0.01, at which none of the real cases is matched falsely and, with one
name in three absent and the absent ones as hard as `twins` and `absent_noise` together, PRECISION of the accepted are right.
review: the lowest at which no more than ASKED of the absent names of each kind are put before a person.
PRECISION is what is promised of accepted matches, ASKED what is promised of absent names (as lists name them, and with slips); LOWEST
is an even chance. ASKED stood at three quarters of the promise once: with slips, more companies that are there were then passed over
than may be, while far fewer absent ones were asked about.
"""

import numpy as np
import pandas as pd

PRECISION = 0.999
LOWEST = 0.5
ASKED = {"cases": 0.08, "absent_noise": 0.12}
_ABSENT = ["twins", "absent_noise"]


def choose(found: pd.DataFrame, pairs: pd.DataFrame) -> dict[str, float]:
    """{accept, review} for `found`: decision.decide of `pairs` with both thresholds at 0, with source, is_same, is_present."""
    accept = next((float(at) for at in np.arange(LOWEST * 100, 100) / 100 if _holds(found, pairs, at)), 0.99)
    return {"accept": accept, "review": _asking(found, pairs, accept)}


def _holds(found: pd.DataFrame, pairs: pd.DataFrame, at: float) -> bool:
    """Whether accepting from `at` on keeps the promise."""
    taken = found[found["decision"].eq("accept") & found["probability"].ge(at)]
    real = taken[taken["source"].eq("cases")]
    present = pairs.loc[pairs["source"].eq("cases") & pairs["is_present"], "mention"].nunique()
    absent = pairs.loc[pairs["source"].isin(_ABSENT), "mention"].nunique()
    right = real["is_same"].sum() / max(1, present)
    wrong = taken["source"].isin(_ABSENT).sum() / max(1, absent) / 2
    return bool(real["is_same"].all()) and right / max(1e-9, right + wrong) >= PRECISION


def _asking(found: pd.DataFrame, pairs: pd.DataFrame, accept: float) -> float:
    taken = found["decision"].eq("accept") & found["probability"].ge(accept)
    whatever = found["name"].isin(["exact", "plain", "lettered", "former"])  # asked about at any probability
    for at in np.arange(1, 100) / 100:
        asked = found[~taken & (whatever | found["probability"].ge(at)) & ~found["is_present"]]
        shares = (
            asked["source"].eq(kind).sum() / max(1, _absent(pairs, kind)) <= most
            for kind, most in ASKED.items()
        )
        if all(shares):
            return float(at)
    return accept


def _absent(pairs: pd.DataFrame, kind: str) -> int:
    return pairs.loc[pairs["source"].eq(kind) & ~pairs["is_present"], "mention"].nunique()
