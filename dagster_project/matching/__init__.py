"""Names on lists -> companies: candidates, evidence, decision, people's verdicts. Frames in, frames out; run.py alone
touches files, assets.py alone knows Dagster."""
