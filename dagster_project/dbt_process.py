"""dbt as this program sees it: a process that gets ready while other things are done, runs one command, and is gone."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from dagster_project.settings import DBT_PROJECT


class BuildError(RuntimeError):
    """dbt could not build the pool; the message names the model or test and what it said."""


class DbtProcess:
    """A process of its own, so that its hold on the build file ends with it. Use it as a context: left without a command,
    it ends by itself, and left with an error at once.

    variables: what dbt_models/ reads of the environment, and where dbt writes (warehouse.environment).
    """

    def __init__(self, variables: dict[str, str]) -> None:
        folders = ["--project-dir", str(DBT_PROJECT), "--profiles-dir", str(DBT_PROJECT)]
        # dbt.log has what it tells here; with every statement in it, a sample's build takes a tenth longer
        told = ["--log-format", "json", "--log-level-file", "info"]
        self._manifest = Path(variables["DBT_TARGET_PATH"]) / "manifest.json"
        self._process = subprocess.Popen(
            [sys.executable, "-m", "dagster_project.run_dbt", *told, *folders],
            env=os.environ | variables,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )
        assert self._process.stdin and self._process.stdout  # pipes, both
        self._input, self._output = self._process.stdin, self._process.stdout

    def __enter__(self) -> DbtProcess:
        return self

    def __exit__(self, error: type[BaseException] | None, *_: object) -> None:
        if error and self._process.poll() is None:
            self._process.kill()  # nobody waits for what is not wanted any more
            self._process.wait()
            self._manifest.unlink(missing_ok=True)  # it may be half written
        if not self._output.closed:
            self._process.communicate()  # closes its input; what it still says is nobody's

    def run(self, arguments: list[str], on_model: Callable[[], None] = lambda: None) -> None:
        """Run dbt's command once; on_model is called as each model is finished. Raises BuildError when dbt fails."""
        with suppress(BrokenPipeError):  # it has ended: what it said tells why
            self._input.write(json.dumps(arguments) + "\n")
            self._input.flush()
        errors: list[str] = []
        for line in self._output:
            event = _event(line)
            if event["info"].get("level") == "error":
                errors.append(" ".join(event["info"]["msg"].split()))
            if event["info"].get("name") == "LogModelResult":
                on_model()
        status = self._process.wait()
        if status == -signal.SIGKILL:
            raise BuildError("dbt 进程被系统强行终止，多半是内存不足：请腾出内存后重新运行 pool refresh")
        if status and any("Out of Memory" in error for error in errors):
            bound = re.search(r"/([\d.]+ \w+) used", " ".join(errors))
            raise BuildError(
                f"建库所用内存超过上限{f'（{bound[1]}）' if bound else ''}：用环境变量 POOL_MEMORY 放宽"
                "（如 12GB，须小于本机内存）后重新运行 pool refresh"
            )
        if status:
            raise BuildError("dbt 构建失败：" + ("；".join(errors[:5]) or f"退出码 {status}"))


def _event(line: str) -> dict:
    """One line of dbt's log; what is not an event is an error that came before its log was set up."""
    try:
        return json.loads(line)
    except ValueError:
        return {"info": {"level": "error" if "rror" in line else "info", "msg": line}}
