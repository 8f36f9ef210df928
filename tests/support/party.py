#!/usr/bin/env python3
"""Two ends of a line, for trying the relay: what is asked for is exact, and each end tells what it saw.

    party.py serve                  prints 127.0.0.1:PORT, then for each connection "got N" when it ended
    party.py ask HOST:PORT UP DOWN [TIMES [CONNECTIONS]]    sends UP bytes, wants DOWN back, TIMES on one connection;
                                    prints "got N reset|end|all SECONDS" for each connection
A request is one line "UP DOWN", filled up with spaces to UP bytes."""
import socket
import sys
import threading
import time


def take(connection, wanted):
    got = b""
    while len(got) < wanted:
        try:
            part = connection.recv(min(65536, wanted - len(got)))
        except ConnectionResetError:
            return got, "reset"
        if not part:
            return got, "end"
        got += part
    return got, "all"


def answer(connection):
    got = 0
    try:
        while True:
            head, how = take(connection, 24)
            got += len(head)
            if how != "all":
                break
            up, down = map(int, head.split())
            body, how = take(connection, up - 24)
            got += len(body)
            if how != "all":
                break
            connection.sendall(b"x" * down)
    except OSError:
        pass
    connection.close()
    print("got", got, flush=True)


def serve():
    listener = socket.create_server(("127.0.0.1", 0))
    print("127.0.0.1:%d" % listener.getsockname()[1], flush=True)
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=answer, args=(connection,), daemon=True).start()


def ask(address, up, down, times=1, connections=1):
    for _ in range(connections):
        ask_once(address, up, down, times)


def ask_once(address, up, down, times):
    host, port = address.rsplit(":", 1)
    started, got, how = time.monotonic(), b"", "reset"
    try:
        connection = socket.create_connection((host, int(port)), timeout=20)
        for _ in range(times):
            connection.sendall((b"%d %d " % (up, down)).ljust(24) + b"." * (up - 24))
            part, how = take(connection, down)
            got += part
            if how != "all":
                break
    except (ConnectionResetError, BrokenPipeError):
        how = "reset"
    print("got", len(got), how, "%.3f" % (time.monotonic() - started))


if sys.argv[1] == "serve":
    serve()
else:
    ask(sys.argv[2], *map(int, sys.argv[3:]))
