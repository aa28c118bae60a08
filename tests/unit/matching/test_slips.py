"""One slip of the pen: how it is told, and that a name with one is found wherever it falls."""

import numpy as np
import pytest

from dagster_project.matching.index import halves
from dagster_project.matching.one_edit import whole_edit


@pytest.mark.parametrize(
    ("mine", "theirs", "told"),
    [
        ("孝义市云岫铸造有限公司", "孝义市云岫铸造有限公司", "same"),
        ("孝义市云秀铸造有限公司", "孝义市云岫铸造有限公司", "slip"),
        ("孝义市岫云铸造有限公司", "孝义市云岫铸造有限公司", "slip"),
        ("孝义市云云岫铸造有限公司", "孝义市云岫铸造有限公司", "slip"),
        ("孝义市云铸造有限公司", "孝义市云岫铸造有限公司", "gap"),
        ("孝义市云峰铸造有限公司", "孝义市云岫铸造有限公司", "sign"),
        ("孝义市青禾铸造有限公司", "孝义市云岫铸造有限公司", "two"),
        ("汾阳市青禾铸造有限公司", "孝义市云岫铸造有限公司", "none"),
    ],
)
def test_how_far_apart_whole_names_are(mine, theirs, told):
    assert whole_edit(np.array([mine], dtype=object), np.array([theirs], dtype=object)).tolist() == [told]


def test_one_slip_leaves_a_half_wherever_it_falls():
    name = "孝义市云岫铸造厂城关分厂"
    for at in range(len(name)):
        for slipped in (
            name[:at] + name[at + 1 :],
            name[:at] + "某" + name[at:],
            name[:at] + "某" + name[at + 1 :],
        ):
            asked = {half for by in (-1, 0, 1) for half in halves(slipped, by)}
            assert asked & set(halves(name)), slipped
