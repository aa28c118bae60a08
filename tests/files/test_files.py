"""Every format by every trouble of layout: cell by cell as typed by hand, and no line unaccounted for."""

import pytest
from files.matrix import CASES, HERE, faults, run


@pytest.mark.parametrize("name", CASES)
def test_nothing_is_lost_and_nothing_made_up(tmp_path, name):
    assert faults(name, run(name, tmp_path)) == []


def test_every_file_is_in_the_matrix_and_about_half_are_other_softwares():
    files = {
        path.relative_to(HERE).as_posix() for path in HERE.glob("*/*") if path.parent.name != "__pycache__"
    }
    assert files == set(CASES)
    others = [name for name in CASES if name.rpartition(".")[0].endswith(("_office", "_chromium", "_pandas"))]
    assert len(CASES) >= 60 and len(others) >= 30
