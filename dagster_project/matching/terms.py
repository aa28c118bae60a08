"""The words that people read for the matcher's codes."""

from dagster_project.seeds import seed_rows

# on which side a piece of evidence stands
SIDES = {"for": "支持", "against": "不支持", "contradiction": "矛盾"}
# what a person says of a name and a company
VERDICTS = {row["verdict"]: row["verdict_title"] for row in seed_rows("verdicts")}
