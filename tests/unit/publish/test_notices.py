"""Notices arrive at a bot and by mail as each wants them, and never fail what they tell of."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import socket
from email import message_from_bytes, policy
from urllib.parse import parse_qs, urlsplit

import pytest
from receivers import bot, endless, mail_server

from dagster_project.publish import notices
from dagster_project.publish.notices import MOST_BYTES, NoticeError, last_trouble, notify, request, targets
from dagster_project.settings import PROJECT

TEXT = "吕梁市培育库　已发布\n质量检查 170 项，未通过 0 项"


@pytest.fixture
def configured(tmp_path, monkeypatch):
    def write(*entries):
        path = tmp_path / "notices.yaml"
        path.write_text(json.dumps(list(entries)), encoding="utf-8")
        monkeypatch.setenv("POOL_NOTICES", str(path))

    return write


def records(home):
    return [json.loads(line) for line in (home / "notices.jsonl").read_text(encoding="utf-8").splitlines()]


def test_each_bot_gets_its_own_form(configured, tmp_path):
    with bot() as (url, got):
        configured(
            {"kind": "wecom", "url": url}, {"kind": "dingtalk", "url": url}, {"kind": "feishu", "url": url}
        )
        notify(tmp_path, TEXT)
    plain = {"msgtype": "text", "text": {"content": TEXT}}
    assert [body for _, body in got] == [plain, plain, {"msg_type": "text", "content": {"text": TEXT}}]
    assert [line["problem"] for line in records(tmp_path)] == ["", "", ""]


def test_a_secret_signs_as_each_platform_wants_it():
    url, _ = request(
        {"kind": "dingtalk", "url": "https://x/send?access_token=1", "secret": "SECx"}, "t", 1700000000.5
    )
    asked = parse_qs(urlsplit(url).query)
    expected = hmac.new(b"SECx", b"1700000000500\nSECx", hashlib.sha256).digest()
    assert asked["timestamp"] == ["1700000000500"] and base64.b64decode(asked["sign"][0]) == expected
    _, body = request({"kind": "feishu", "url": "https://x", "secret": "abc"}, "t", 1700000000.5)
    expected = hmac.new(b"1700000000\nabc", b"", hashlib.sha256).digest()
    assert body["timestamp"] == "1700000000" and base64.b64decode(body["sign"]) == expected


def test_mail(configured, tmp_path):
    with mail_server() as (port, got):
        configured(
            {
                "kind": "mail",
                "host": "127.0.0.1",
                "port": port,
                "from": "pool@x.cn",
                "to": ["a@x.cn", "b@x.cn"],
            }
        )
        notify(tmp_path, TEXT)
    message = message_from_bytes(got[0], policy=policy.default)
    assert message["To"] == "a@x.cn, b@x.cn" and message["Subject"] == TEXT.splitlines()[0]
    assert message.get_content().replace("\r\n", "\n").strip() == TEXT


@pytest.mark.parametrize(
    ("answer", "status", "word"),
    [(b'{"errcode": 93000}', 200, "93000"), (b'{"code": 19021}', 200, "19021"), (b"", 500, "HTTP 500"), (b"<html>", 200, "JSON")],
)  # fmt: skip
def test_a_refusal_is_recorded_without_address_or_secret(configured, tmp_path, answer, status, word):
    with bot(answer, status) as (url, _):
        configured({"kind": "feishu", "url": url, "secret": "GEHEIM"})
        notify(tmp_path, TEXT)
    assert word in last_trouble(tmp_path)
    assert "GEHEIM" not in (tmp_path / "notices.jsonl").read_text(encoding="utf-8")


def test_nobody_there_is_recorded(configured, tmp_path):
    with bot() as (url, _):
        pass  # its port is free again
    configured({"kind": "wecom", "url": url})
    notify(tmp_path, TEXT)
    assert "连不上" in last_trouble(tmp_path)


def test_whoever_was_not_reached_is_told_though_the_last_one_was(configured, tmp_path):
    with bot() as (gone, _):
        pass
    with bot() as (url, _), bot(b"", 500) as (broken, _):
        configured(
            {"kind": "wecom", "url": gone}, {"kind": "feishu", "url": broken}, {"kind": "wecom", "url": url}
        )
        notify(tmp_path, TEXT)
    told = last_trouble(tmp_path)
    assert "wecom 连不上" in told and "feishu 对方答复 HTTP 500" in told
    with open(tmp_path / "notices.jsonl", "a", encoding="utf-8") as file:
        file.write('{"at": "2026')
    assert last_trouble(tmp_path) == told, "a torn line is passed over"


def test_a_silent_receiver_is_given_up(configured, tmp_path, monkeypatch):
    monkeypatch.setattr(notices, "TIMEOUT", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        configured({"kind": "wecom", "url": f"http://127.0.0.1:{silent.getsockname()[1]}/"})
        notify(tmp_path, TEXT)
    assert "没有答复" in last_trouble(tmp_path)


def test_an_answer_without_end_is_given_up(configured, tmp_path, monkeypatch):
    monkeypatch.setattr(notices, "MOST_SECONDS", 0.2)
    with endless() as url:
        configured({"kind": "wecom", "url": url})
        notify(tmp_path, TEXT)
    assert "没有答完" in last_trouble(tmp_path)


def test_without_configuration_nothing_is_sent(tmp_path, monkeypatch):
    monkeypatch.delenv("POOL_NOTICES", raising=False)
    notify(tmp_path, TEXT)
    assert list(tmp_path.iterdir()) == [] and last_trouble(tmp_path) == ""


@pytest.mark.parametrize(
    ("entry", "word"),
    [
        ({"kind": "pigeon"}, "kind"),
        ({"kind": "wecom"}, "url"),
        ({"kind": "wecom", "url": "x", "secret": "y"}, "secret"),
        ({"kind": "mail", "host": "x", "from": "y"}, "to"),
        ({"kind": "feishu", "url": "x", "secret": 12345}, "secret 应是文字"),
    ],
)
def test_a_configuration_that_cannot_be_used_says_what_is_wrong(configured, tmp_path, entry, word):
    configured(entry)
    with pytest.raises(NoticeError, match=word):
        targets()
    notify(tmp_path, TEXT)
    assert word in last_trouble(tmp_path)


def test_secrets_do_not_lie_in_the_repository(monkeypatch):
    monkeypatch.setenv("POOL_NOTICES", str(PROJECT / "notices.yaml"))
    with pytest.raises(NoticeError, match="程序目录之外"):
        targets()


def test_a_long_text_is_cut_between_characters(configured, tmp_path):
    with bot() as (url, got):
        configured({"kind": "wecom", "url": url})
        notify(tmp_path, "培" * 3000)
    text = got[0][1]["text"]["content"]
    assert len(text.encode()) <= MOST_BYTES and text.endswith("pool status")
