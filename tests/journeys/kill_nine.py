#!/usr/bin/env python3
"""Kills the service with SIGKILL at random moments while requests come in, and checks that nothing it answered is lost.

    kill_nine.py PATH-TO-HABEAS [ROUNDS] [SEED]

Each round starts the service on the same data folder, creates requests over eight connections (half by the API, half by the web
form), kills the service after a random while, and then checks: every create that was answered 201 or 303 is there, the audit chain
verifies, and `pragma integrity_check` says ok.
"""
import http.client
import json
import os
import random
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

LIMITS = {
    "HABEAS_LIMITS_REQUESTS_PER_SOURCE_HOUR": "10000000",
    "HABEAS_LIMITS_REQUESTS_PER_SOURCE_DAY": "10000000",
    "HABEAS_LIMITS_API_REQUESTS_PER_TOKEN_SECOND": "1000000",
    "HABEAS_LIMITS_API_REQUESTS_PER_TOKEN_BURST": "1000000",
    "HABEAS_LOG_LEVEL": "warning",
}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Service:
    def __init__(self, binary, data):
        self.binary, self.data, self.port = binary, data, free_port()
        self.environment = {**os.environ, **LIMITS}

    def command(self, *words):
        return subprocess.run([self.binary, "--data", self.data, *words], env=self.environment, check=True, text=True,
                              capture_output=True).stdout

    def start(self):
        self.process = subprocess.Popen([self.binary, "serve", "--data", self.data, "--port", str(self.port)],
                                        env=self.environment, stdout=subprocess.DEVNULL)
        end = time.monotonic() + 30
        while time.monotonic() < end:
            try:
                if self.get("/readyz").status == 200:
                    return
            except OSError:
                time.sleep(0.01)
        raise SystemExit("the service did not come up")

    def get(self, path, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request("GET", path, headers=headers or {})
        answer = connection.getresponse()
        answer.content = answer.read()
        connection.close()
        return answer

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


def create_by_api(connection, token, number):
    body = json.dumps({"type": "access", "relationship": "customer",
                       "subject": {"name": f"Person {number}", "email": f"person{number}@example.org"},
                       "details": "Everything, please."})
    connection.request("POST", "/api/v1/requests", body, {"Authorization": f"Bearer {token}", "Content-Type": "application/json"})
    answer = connection.getresponse()
    content = answer.read()
    if answer.status != 201:
        raise SystemExit(f"the API answered {answer.status}: {content[:300]}")
    return json.loads(content)["reference"]


def open_form(connection):
    connection.request("GET", "/requests/new?type=access")
    answer = connection.getresponse()
    page = answer.read().decode()
    cookie = answer.getheader("Set-Cookie").split(";")[0]
    return cookie, re.search(r'name="form_token" value="([^"]+)"', page).group(1)


def create_by_form(connection, form, number):
    cookie, form_token = form
    body = urllib.parse.urlencode({"form_token": form_token, "type": "access", "relationship": "customer", "requester.kind": "self",
                                   "subject.name": f"Person {number}", "subject.email": f"person{number}@example.org",
                                   "details": "Everything, please.", "step": "send"})
    connection.request("POST", "/requests", body, {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"})
    answer = connection.getresponse()
    content = answer.read()
    if answer.status != 303:
        raise SystemExit(f"the form answered {answer.status}: {content[:300]}")
    return answer.getheader("Location").rsplit("/", 1)[1].partition("?")[0]


class Clients:
    """Eight connections that create as fast as they are answered, until the service is gone."""

    def __init__(self, service, token, first_number):
        self.service, self.token = service, token
        self.acknowledged, self.lock, self.number = [], threading.Lock(), first_number
        self.threads = [threading.Thread(target=self.run, args=(way,)) for way in ("api", "form") * 4]
        self.failure = None

    def next_number(self):
        with self.lock:
            self.number += 1
            return self.number

    def run(self, way):
        connection = http.client.HTTPConnection("127.0.0.1", self.service.port, timeout=10)
        try:
            form = open_form(connection) if way == "form" else None
            while True:
                number = self.next_number()
                made = create_by_form(connection, form, number) if form else create_by_api(connection, self.token, number)
                with self.lock:
                    self.acknowledged.append(made)
        except (OSError, http.client.HTTPException, AttributeError):
            pass  # the service was killed: what was not answered is not owed
        except SystemExit as failure:
            self.failure = failure


def check(service, token, acknowledged):
    missing = [reference for reference in acknowledged
               if service.get(f"/api/v1/requests/{reference}", {"Authorization": f"Bearer {token}"}).status != 200]
    if missing:
        raise SystemExit(f"{len(missing)} acknowledged requests are lost, such as {missing[0]}")
    verdict = json.loads(service.command("--json", "audit", "verify"))
    if not verdict["intact"]:
        raise SystemExit(f"the audit chain is broken: {verdict}")
    database = sqlite3.connect(f"file:{service.data}/habeas.sqlite3?mode=ro", uri=True)
    word = database.execute("pragma integrity_check").fetchone()[0]
    requests = database.execute("select count(*) from requests").fetchone()[0]
    database.close()
    if word != "ok":
        raise SystemExit(f"integrity_check: {word}")
    return requests, verdict["entries"]


def main():
    binary, rounds = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 50
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else random.randrange(1 << 30)
    chance = random.Random(seed)
    folder = tempfile.mkdtemp(prefix="habeas-kill-")
    service = Service(binary, os.path.join(folder, "data"))
    service.command("migrate")
    token = service.command("token", "add", "kill", "--scope", "requests:read,requests:write").strip()
    total, number = 0, 0
    try:
        for turn in range(1, rounds + 1):
            service.start()
            clients = Clients(service, token, number)
            for thread in clients.threads:
                thread.start()
            time.sleep(chance.uniform(0.02, 0.5))
            service.kill()
            for thread in clients.threads:
                thread.join()
            if clients.failure:
                raise clients.failure
            number = clients.number
            service.start()
            requests, entries = check(service, token, clients.acknowledged)
            service.kill()
            total += len(clients.acknowledged)
            print(f"round {turn}: {len(clients.acknowledged)} acknowledged, all there; {requests} requests, {entries} audit entries, intact, integrity ok")
        if total < rounds:
            raise SystemExit("hardly anything was created: the test shows nothing")
        print(f"{rounds} kills, {total} acknowledged creates, none lost (seed {seed})")
    except SystemExit as failure:
        print(f"FAILED (seed {seed}): {failure}")
        raise SystemExit(1) from failure
    finally:
        if service.process.poll() is None:
            service.kill()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
