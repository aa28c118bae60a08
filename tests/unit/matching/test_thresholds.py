"""Thresholds chosen by rule: as low as the promise holds, never where a real case would be matched falsely."""

import pandas as pd
import pytest

from dagster_project.matching.thresholds import choose


def judged(*rows: tuple[str, float, bool, bool]) -> pd.DataFrame:
    """One name a row: source, probability, is_same, is_present; accepted where the threshold lets it."""
    frame = pd.DataFrame(rows, columns=["source", "probability", "is_same", "is_present"])
    return frame.assign(decision="accept", name="variant", mention=range(len(frame)))


RIGHT = [("cases", 0.9, True, True)] * 2000
ABSENT = [("twins", 0.1, False, False)] * 1000 + [("absent_noise", 0.1, False, False)] * 1000


def test_an_even_chance_is_the_least_however_good_the_names():
    found = judged(*RIGHT, *ABSENT)
    assert choose(found, found)["accept"] == 0.5


def test_a_real_false_match_is_never_let_through():
    found = judged(*RIGHT, *ABSENT, ("cases", 0.73, False, False))
    assert choose(found, found)["accept"] == pytest.approx(0.74)


def test_absent_names_are_refused_until_the_promise_holds():
    found = judged(*RIGHT, *ABSENT, *[("twins", 0.8, False, False)] * 5)
    assert choose(found, found)["accept"] == pytest.approx(0.81), "5 of 2005 absent: precision 0.9988"


def test_a_person_is_asked_about_few_of_the_absent_only():
    absent = [("cases", probability / 100, False, False) for probability in range(1, 41)]
    found = judged(*RIGHT, *absent, *[("absent_noise", 0.001, False, False)] * 40)
    chosen = choose(found, found)
    assert chosen["review"] == pytest.approx(0.38), "three of forty are 7.5%, four would be more than 8%"
