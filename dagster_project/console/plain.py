"""Pages without a script, for who has no session or asked for what isn't there: one look for all of them."""

from __future__ import annotations

from html import escape

from starlette.responses import HTMLResponse, Response

_PAGE = """<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><link rel="icon" href="data:,">
<title>{title} · 专精特新培育库</title><meta name="viewport" content="width=device-width, initial-scale=1"><style>
body{{font-family:"Noto Sans CJK SC","Microsoft YaHei","PingFang SC",sans-serif;background:#f3f5f7;color:#1f2933;
display:grid;place-items:center;min-height:100vh;margin:0}}
main{{background:#fff;padding:36px 40px;border-radius:8px;box-shadow:0 1px 4px #0002;width:320px}}
h1{{font-size:20px;margin:0 0 4px}}p{{color:#52606d;margin:0 0 20px;font-size:14px;line-height:1.7}}a{{color:#1d4e89}}
label{{display:block;font-size:14px;margin:14px 0 4px}}
input{{width:100%;box-sizing:border-box;padding:9px 10px;font-size:15px;border:1px solid #b8c2cc;border-radius:4px}}
button{{margin-top:22px;width:100%;padding:10px;font-size:15px;background:#1d4e89;color:#fff;border:0;border-radius:4px;cursor:pointer}}
button:focus,input:focus{{outline:3px solid #8fb8e8}}.wrong{{color:#a61b1b;margin:16px 0 0}}</style></head><body>
<main>{body}</main></body></html>"""
_TOLD = {
    401: ("请先登录", "还没有登录，或登录已经结束。"),
    403: ("不能这样打开", "请求不是从本页面发出的，没有执行。"),
    404: ("没有这一页", "地址不对，或这一页已经没有了。"),
    405: ("不能这样打开", "这个地址不接受这样的请求。"),
    413: ("文件太大", "没有收下。请拆分后再送，或直接放进名单目录。"),
    503: (
        "用户文件读不了",
        "现在谁也不能登录。请管理员从备份恢复 console/users.json，或删去它后用 pool user add 重建用户；完成后刷新本页。",
    ),
    500: ("没有完成", "程序出了错，原因已写入运行日志；请稍后再试，若仍不行，请把时间告诉管理员。"),
}


def plain_page(title: str, body: str, status: int = 200) -> Response:
    """A page of our own; `body` is HTML, whatever came from outside escaped already."""
    return HTMLResponse(_PAGE.format(title=escape(title), body=body), status)


def refusal(status: int) -> Response:
    """What is told for a status of 400 or more, with a way back."""
    title, text = _TOLD.get(status, _TOLD[404 if status < 500 else 500])
    where, way = ("/login", "去登录") if status == 401 else ("/", "回到总览")
    body = f'<h1>{title}</h1><p role="alert">{text}</p><a href="{where}">{way}</a>'
    return plain_page(title, body, status)
