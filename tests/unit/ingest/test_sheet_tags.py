"""What stands out in a worksheet's XML is found whoever wrote it."""

import pytest

from dagster_project.ingest.readers.base import NO_RESULT
from dagster_project.ingest.readers.sheet_tags import NOWHERE, SheetTags

SHEET = """<{p}worksheet><{p}cols><{p}col min="2" max="3" hidden="1"/><{p}col min="5" max="5" hidden="0"/></{p}cols><{p}sheetData>
<{p}row r="2" hidden="false"><{p}c r="B2" s="7"><{p}v>1</{p}v></{p}c><{p}c r="C2" t="e"><{p}f>1/0</{p}f><{p}v>#DIV/0!</{p}v></{p}c>
<{p}c r="D2" s="17"/></{p}row><{p}row r="3" hidden="true"><{p}c t="s" r="AB3"> <{p}v>0</{p}v></{p}c>
<{p}c r="AC3"><{p}f t="shared" si="0"/></{p}c><{p}c r="AD3"><{p}f>A1</{p}f><{p}v>2</{p}v></{p}c><{p}c r="AE3" t="str"><{p}f>""</{p}f></{p}c>
</{p}row><{p}row r="9"><{p}c r="XFD9" s="1"/></{p}row></{p}sheetData><extLst><x14:cfvo><xm:f>0</xm:f></x14:cfvo></extLst></{p}worksheet>"""


@pytest.mark.parametrize("prefix", ["", "x:"])
def test_what_stands_out_is_found(prefix):
    tags = SheetTags(SHEET.format(p=prefix).encode())
    assert list(tags.formatted([b"7", b"9"])) == [((1, 1), b"7")]
    assert dict(tags.texts()) == {(1, 2): "#DIV/0!", (2, 28): NO_RESULT}
    assert (tags.hidden_rows(), tags.hidden_columns()) == ([2], [1, 2])
    assert tags.corners() == ((1, 1), (2, 29))


def test_a_cell_without_an_address_follows_the_one_before():
    rows = '<row/><row><c><v>1</v></c><c s="7"/><c r="E2" t="e"><v>#N/A</v></c><c t="e"><v>#REF!</v></c></row><row r="9"><c s="7"/></row>'
    tags = SheetTags(f"<worksheet><sheetData>{rows}</sheetData></worksheet>".encode())
    assert [place for place, _ in tags.formatted([b"7"])] == [(1, 1), (8, 0)]
    assert dict(tags.texts()) == {(1, 4): "#N/A", (1, 5): "#REF!"}
    assert tags.corners() == ((1, 0), (1, 5))


def test_an_empty_sheet_has_no_corners():
    assert SheetTags(b"<worksheet><sheetData/></worksheet>").corners() == NOWHERE
