#!/usr/bin/env python3
"""browse.py JAR GET|POST URL [NAME=VALUE | NAME=@FILE]…: a browser without a script, for scenarios.

Goes where it is sent on, keeps cookies and the newest form token in JAR, fills the token in by itself; NAME=@FILE makes the
form multipart. Prints the page; its status goes to JAR.status. Nothing but 127.0.0.1 is asked."""
import http.client
import json
import os
import re
import sys
import urllib.parse

jar, method, url = sys.argv[1:4]
fields = [word.split("=", 1) for word in sys.argv[4:]]
kept = json.load(open(jar)) if os.path.exists(jar) else {"cookies": {}, "token": ""}


def form():
    parts = [tuple(field) for field in fields] + [("token", kept["token"])]
    if not any(value.startswith("@") for _, value in fields):
        return urllib.parse.urlencode(parts).encode(), "application/x-www-form-urlencoded"
    mark, body = "tungnha-tests-mark", b""
    for name, value in parts:
        head = f'--{mark}\r\nContent-Disposition: form-data; name="{name}"'
        data = value.encode()
        if value.startswith("@"):
            data = open(value[1:], "rb").read()
            head += f'; filename="{os.path.basename(value[1:])}"'
        body += head.encode() + b"\r\n\r\n" + data + b"\r\n"
    return body + f"--{mark}--\r\n".encode(), f"multipart/form-data; boundary={mark}"


def ask(method, url):
    at = urllib.parse.urlsplit(url)
    assert at.hostname == "127.0.0.1", url
    line = http.client.HTTPConnection(at.hostname, at.port, timeout=60)
    head = {"Cookie": "; ".join(f"{k}={v}" for k, v in kept["cookies"].items()), "Accept": "text/html", "Accept-Language": "vi"}
    body = None
    if method == "POST":
        body, head["Content-Type"] = form()
        head["Origin"] = f"http://{at.netloc}"
    line.request(method, at.path + ("?" + at.query if at.query else ""), body, head)
    answer = line.getresponse()
    for cookie in answer.headers.get_all("Set-Cookie") or []:
        name, value = cookie.split(";")[0].split("=", 1)
        kept["cookies"][name] = value
    return answer, answer.read()


for _ in range(5):
    answer, page = ask(method, url)
    if answer.status != 303:
        break
    method, url = "GET", urllib.parse.urljoin(url, answer.headers["Location"])
token = re.search(rb'name="token" value="([0-9a-f]+)"', page)
if token:
    kept["token"] = token.group(1).decode()
json.dump(kept, open(jar, "w"))
open(jar + ".status", "w").write(f"{answer.status} {urllib.parse.urlsplit(url).path}")
sys.stdout.buffer.write(page)
