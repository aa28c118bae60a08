"""The tables that the files hold, and the other software that writes them: LibreOffice, Chromium."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
OFFICE = os.environ.get("SOFFICE", "soffice")
HEAD = [
    "序号",
    "企业名称",
    "统一社会信用代码",
    "证书编号",
    "发证日期",
    "营业收入（万元）",
    "市场占有率",
    "县（市、区）",
]
FIVE = [
    ["1", "示例甲机械有限公司", "91141199MAXX00015U", "GR202114000001", "2021-12-07", "1200.5", "35.2%", "示例县"],
    ["2", "示例乙（集团）有限公司", "91141199MAXX00023N", "GR202114000002", "2021-12-07", "80", "0.6%", "示例县"],
    ["3", '示例"丙"酒店, 有限公司', "91141199MAXX00031H", "GR202114000003", "2022-01-31", "0.35", "12%", "样板市"],
    ["4", "示例丁碳素有限公司", "", "00123", "2022-02-28", "-35.2", "", "样板市"],
    ["5", "示例𠮷祥食品有限公司", "91141199MAXX000589", "GR202114000005", "", "", "100%", "样板市"],
]  # fmt: skip
# For encodings without the rare sign, and for tables that are drawn.
THREE = [FIVE[0], FIVE[1], FIVE[3]]


def office(source: Path, target: str, kind: str) -> None:
    """Have LibreOffice save a file as another: `kind` as --convert-to takes it."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [OFFICE, f"-env:UserInstallation=file://{tempfile.gettempdir()}/make_files_profile", "--headless",
             "--convert-to", kind, "--outdir", folder, str(source)],
            check=True, capture_output=True,
        )  # fmt: skip
        (made,) = Path(folder).iterdir()
        place(target).write_bytes(made.read_bytes())


def office_by_hand(source: Path, target: str, kind: str, password: str = "") -> None:
    """Have LibreOffice recalculate a file and save it, with a password if there is one."""
    subprocess.run(
        ["/usr/bin/python3", str(HERE / "make_uno.py"), str(source), str(place(target)), kind, password],
        check=True, capture_output=True,
    )  # fmt: skip


def chromium(source: Path, target: str) -> None:
    """Have Chromium print a page as PDF, without header and footer."""
    subprocess.run(
        ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
         f"--print-to-pdf={place(target)}", str(source)],
        check=True, capture_output=True,
    )  # fmt: skip


def place(name: str) -> Path:
    """The path of a file of the matrix, its folder made."""
    path = HERE / name
    path.parent.mkdir(exist_ok=True)
    return path


def scratch() -> Path:
    """An empty folder for what other software converts."""
    folder = Path(tempfile.gettempdir()) / "make_files"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder
