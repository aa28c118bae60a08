"""Names on lists -> companies: candidates, evidence, decision, people's verdicts. Frames in, frames out; run.py alone
touches files, assets.py alone knows Dagster."""

from dagster_project.matching.run import MatchReport, run_matching
from dagster_project.matching.stand_alone import match_tables

__all__ = ["MatchReport", "match_tables", "run_matching"]
