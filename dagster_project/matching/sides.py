"""On which side a piece of evidence stands, and the word for it that people read."""

SIDES = {"for": "支持", "against": "不支持", "contradiction": "矛盾"}
