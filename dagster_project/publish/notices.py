"""Short Chinese notices after a refresh: to a bot of WeCom, DingTalk or Feishu, or by mail.

Where to is told by a YAML file outside the repository, named by POOL_NOTICES:

    - {kind: wecom, url: "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=..."}
    - {kind: dingtalk, url: "https://oapi.dingtalk.com/robot/send?access_token=...", secret: SEC...}
    - {kind: feishu, url: "https://open.feishu.cn/open-apis/bot/v2/hook/...", secret: ...}
    - {kind: mail, host: smtp.example.cn, port: 465, tls: true, user: ..., password: ..., from: ..., to: [...]}

A notice that can't be sent never fails a refresh: it is recorded in home/notices.jsonl, without address or secret.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import smtplib
import ssl
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from contextlib import suppress
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import formatdate
from pathlib import Path
from typing import Any

import yaml

from dagster_project.publish.names import append_record, record_lines
from dagster_project.settings import PROJECT

VARIABLE = "POOL_NOTICES"
TIMEOUT = 10  # seconds of silence
MOST_SECONDS = 30  # in all: who answers a byte at a time is never silent
MOST_BYTES = 2000  # WeCom takes 2048 bytes of text
FIELDS = {
    "wecom": ({"url"}, set()),
    "dingtalk": ({"url"}, {"secret"}),
    "feishu": ({"url"}, {"secret"}),
    "mail": ({"host", "from", "to"}, {"port", "tls", "user", "password"}),
}

TEXTS = {"url", "secret", "host", "from", "user", "password"}


class NoticeError(ValueError):
    """A configuration that can't be used, or a receiver that refused; says nothing of addresses or secrets."""


def targets() -> list[dict[str, Any]]:
    """Where notices go; none when POOL_NOTICES is not set. Raises NoticeError naming what is wrong in the file."""
    named = os.environ.get(VARIABLE)
    if not named:
        return []
    path = Path(named).resolve()
    if path.is_relative_to(PROJECT):
        raise NoticeError(f"{VARIABLE} 指向程序目录里的文件：里面有密钥，请放到程序目录之外")
    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise NoticeError(f"{VARIABLE} 指向的文件读不了（{type(error).__name__}）") from error
    if not isinstance(found, list) or not all(isinstance(entry, dict) for entry in found):
        raise NoticeError(f"{VARIABLE} 指向的文件应是一个列表，每项写明 kind")
    for number, entry in enumerate(found, start=1):
        needed, optional = FIELDS.get(entry.get("kind"), (None, set()))
        if needed is None:
            raise NoticeError(f"通知的第 {number} 项：kind 应为 {'、'.join(FIELDS)} 之一")
        wrong = (needed - set(entry)) | (set(entry) - needed - optional - {"kind"})
        if wrong:
            raise NoticeError(
                f"通知的第 {number} 项（{entry['kind']}）：缺少或不认识 {'、'.join(sorted(wrong))}"
            )
        if bare := [key for key in TEXTS & set(entry) if not isinstance(entry[key], str)]:
            raise NoticeError(
                f"通知的第 {number} 项（{entry['kind']}）：{'、'.join(sorted(bare))} 应是文字，数字请加引号"
            )
    return found


def notify(home: Path, text: str) -> None:
    """Send `text` everywhere. Raises nothing: how it went is recorded, target by target."""
    moment = datetime.now(UTC).isoformat(timespec="microseconds")
    try:
        receivers = targets()
    except NoticeError as error:
        _record(home, "", str(error), moment)
        return
    for target in receivers:
        try:
            _send_in_time(target, _cut(text))
            _record(home, target["kind"], "", moment)
        except Exception as error:  # a notice must never fail a refresh
            _record(home, target["kind"], _in_words(error), moment)


def _send_in_time(target: dict[str, Any], text: str) -> None:
    """Send, or raise what went wrong; NoticeError when it takes longer than MOST_SECONDS."""
    wrong: list[Exception] = []

    def send() -> None:
        try:
            _send(target, text)
        except Exception as error:
            wrong.append(error)

    sending = threading.Thread(target=send, daemon=True)
    sending.start()
    sending.join(MOST_SECONDS)
    if sending.is_alive():
        raise NoticeError(f"{MOST_SECONDS} 秒内没有答完")
    if wrong:
        raise wrong[0]


def _send(target: dict[str, Any], text: str) -> None:
    if target["kind"] == "mail":
        _mail(target, text)
        return
    url, body = request(target, text, time.time())
    if urllib.parse.urlsplit(url).scheme not in ("http", "https"):
        raise NoticeError("url 应以 http:// 或 https:// 开头")
    asked = urllib.request.Request(
        url,
        json.dumps(body, ensure_ascii=False).encode(),
        {"Content-Type": "application/json; charset=utf-8"},
    )
    with urllib.request.urlopen(asked, timeout=TIMEOUT) as response:
        answer = json.loads(response.read(20_000) or b"{}")
    code = answer.get("errcode", answer.get("code", answer.get("StatusCode", 0)))
    if code != 0:
        raise NoticeError(f"对方拒收，代码 {code}")


def request(target: dict[str, Any], text: str, now: float) -> tuple[str, dict[str, Any]]:
    """(url, JSON) of a bot's text message at the time `now` (seconds since 1970), signed where it has a secret.

    DingTalk: milliseconds, HMAC-SHA256 keyed by the secret over time and secret, in the URL (自定义机器人安全设置).
    Feishu: seconds, HMAC-SHA256 keyed by time and secret over nothing, in the body (自定义机器人 签名校验).
    """
    url, secret = target["url"], target.get("secret")
    if target["kind"] == "feishu":
        body: dict[str, Any] = {"msg_type": "text", "content": {"text": text}}
        if secret:
            moment = str(int(now))
            body |= {"timestamp": moment, "sign": _signature(f"{moment}\n{secret}", "")}
        return url, body
    if target["kind"] == "dingtalk" and secret:
        moment = str(int(now * 1000))
        signed = urllib.parse.urlencode(
            {"timestamp": moment, "sign": _signature(secret, f"{moment}\n{secret}")}
        )
        url += ("&" if "?" in url else "?") + signed
    return url, {"msgtype": "text", "text": {"content": text}}


def _signature(key: str, message: str) -> str:
    return base64.b64encode(hmac.new(key.encode(), message.encode(), hashlib.sha256).digest()).decode()


def _mail(target: dict[str, Any], text: str) -> None:
    message = EmailMessage()
    message["Subject"] = text.splitlines()[0]
    message["From"] = target["from"]
    to = target["to"]
    message["To"] = to if isinstance(to, str) else ", ".join(to)
    message["Date"] = formatdate()
    message.set_content(text)
    host, port = target["host"], target.get("port", 0)
    if target.get("tls"):
        secure = ssl.create_default_context()
        connected: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=TIMEOUT, context=secure)
    else:
        connected = smtplib.SMTP(host, port, timeout=TIMEOUT)
    with connected as server:
        if target.get("user"):
            server.login(target["user"], target.get("password", ""))
        server.send_message(message)


def _cut(text: str) -> str:
    """No longer than the narrowest receiver takes, without half a character."""
    data = text.encode()
    if len(data) <= MOST_BYTES:
        return text
    return data[: MOST_BYTES - 30].decode(errors="ignore") + "……详见 pool status"


def last_trouble(home: Path) -> str:
    """Whom the last notice did not reach, and why; '' when it reached everybody, or none was wanted."""
    lines = record_lines(home / "notices.jsonl")
    last = [line for line in lines if line["at"] == lines[-1]["at"]]
    return "；".join(f"{line['kind']} {line['problem']}".strip() for line in last if line["problem"])


def _in_words(error: Exception) -> str:
    """What went wrong with a receiver. An error's own text may hold the address: only its kind is told."""
    if isinstance(error, NoticeError):
        return str(error)
    if isinstance(error, urllib.error.HTTPError):
        return f"对方答复 HTTP {error.code}"
    reason = error.reason if isinstance(error, urllib.error.URLError) else error
    if isinstance(reason, TimeoutError):
        return f"{TIMEOUT} 秒没有答复"
    if isinstance(reason, smtplib.SMTPAuthenticationError):
        return "邮箱的用户名或密码不对"
    if isinstance(reason, OSError):
        return f"连不上（{type(reason).__name__}）"
    return f"没有发成（{type(reason).__name__}）"


def _record(home: Path, kind: str, problem: str, moment: str) -> None:
    """One line a receiver; the lines of one notice bear one moment."""
    with suppress(OSError):  # a full disk: nothing is lost but this line
        append_record(home / "notices.jsonl", {"at": moment, "kind": kind, "problem": problem})
