"""What differs between two names, in pieces of either."""

from dagster_project.publish.marks import marked


def differing(text, other):
    assert "".join(piece for piece, _ in marked(text, other)) == text
    return [piece for piece, differs in marked(text, other) if differs]


def test_what_differs_is_marked_on_its_own_side():
    a, b = "孝义市云秀机械有限公司", "孝义市云岫机械制造有限公司"
    assert differing(a, b) == ["秀"]
    assert differing(b, a) == ["岫", "制造"]
    assert differing(a, a) == []


def test_names_that_have_nothing_in_common_are_left_plain():
    assert differing("甲乙丙丁", "戊己庚辛") == []
