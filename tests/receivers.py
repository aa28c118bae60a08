"""Who gets notices in the tests: a bot and a mail server on this machine."""

from __future__ import annotations

import json
import socket
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer


@contextmanager
def bot(answer=b'{"errcode": 0, "errmsg": "ok"}', status=200):
    """A bot on this machine: the requests that it got, as (path, JSON)."""
    got = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            got.append((self.path, json.loads(body)))
            self.send_response(status)
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_):
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/hook?key=GEHEIM", got
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def endless():
    """A bot whose answer never ends: its address."""
    done = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            self.send_response(200)
            self.send_header("Content-Length", "20000")
            self.end_headers()
            while not done.wait(0.05):
                self.wfile.write(b" ")

        def log_message(self, *_):
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/hook?key=GEHEIM"
    finally:
        done.set()
        server.shutdown()
        server.server_close()


@contextmanager
def mail_server():
    """An SMTP server: the raw bytes of each message, once sent."""
    got = []
    listening = socket.create_server(("127.0.0.1", 0))

    def receive(connection):
        with connection, connection.makefile("rwb") as stream:

            def say(line):
                stream.write(line + b"\r\n")
                stream.flush()

            say(b"220 here")
            while (line := stream.readline()) and not line.upper().startswith(b"QUIT"):
                if line.upper().startswith(b"DATA"):
                    say(b"354 go on")
                    lines = []
                    while (part := stream.readline()) != b".\r\n":
                        lines.append(part)
                    got.append(b"".join(lines))
                say(b"250 ok")
            say(b"221 bye")

    def serve():
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:  # nobody listens any more
                return
            receive(connection)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield listening.getsockname()[1], got
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join(10)
