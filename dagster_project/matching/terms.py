"""The words that people read for the matcher's codes."""

from dagster_project.seeds import seed_rows

# on which side a piece of evidence stands, in the order in which a reader is told
SIDES = {"contradiction": "矛盾", "for": "支持", "against": "不支持"}
# what a person says of a name and a company
VERDICTS = {row["verdict"]: row["verdict_title"] for row in seed_rows("verdicts")}
