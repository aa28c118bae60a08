"""Whether Spark can be tested here: the extra `spark` is installed and Java 17 or newer is on the path."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest

pytest.importorskip("dbt.adapters.spark", reason="不含 Spark：pip install -e '.[spark]' 后再测")


def java() -> int:
    """The major version of the Java on the path; 0 where there is none."""
    if not shutil.which("java"):
        return 0
    said = subprocess.run(["java", "-version"], capture_output=True, text=True).stderr
    found = re.search(r'version "(\d+)', said)
    return int(found[1]) if found else 0


needs_spark = [
    pytest.mark.spark,
    pytest.mark.skipif(java() < 17, reason="没有 Java 17：apt-get install openjdk-17-jre-headless 后再测"),
]
