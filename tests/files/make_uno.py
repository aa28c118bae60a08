"""Have LibreOffice recalculate a workbook, or save a file with a password, which its command line can't do.

python3 tests/files/make_uno.py SOURCE TARGET FILTER [PASSWORD]     with the Python that has LibreOffice's uno
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

PORT = "socket,host=127.0.0.1,port=21947;urp;"


def save(source: str, target: str, kind: str, password: str = "") -> None:
    profile = f"-env:UserInstallation=file://{tempfile.gettempdir()}/make_files_uno"
    office = subprocess.Popen(
        [os.environ.get("SOFFICE", "soffice"), profile, "--headless", f"--accept={PORT}"]
    )
    try:
        document = _desktop().loadComponentFromURL(
            Path(source).resolve().as_uri(), "_blank", 0, _given(Hidden=True)
        )
        if hasattr(document, "calculateAll"):
            document.calculateAll()
        options = {"FilterName": kind} | ({"Password": password} if password else {})
        document.storeToURL(Path(target).resolve().as_uri(), _given(**options))
        document.close(True)
    finally:
        office.terminate()
        office.wait()


def _desktop():
    resolver = uno.getComponentContext().ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
    for _ in range(120):
        try:
            context = resolver.resolve(f"uno:{PORT}StarOffice.ComponentContext")
            return context.ServiceManager.createInstance("com.sun.star.frame.Desktop")
        except NoConnectException:
            time.sleep(0.5)
    raise SystemExit("LibreOffice does not answer")


def _given(**options):
    return tuple(PropertyValue(Name=name, Value=value) for name, value in options.items())


if __name__ == "__main__":
    save(*sys.argv[1:])
