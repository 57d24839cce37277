"""Many clients at one `kg serve`: requests lost, requests a second, and how long the slow ones take.

python benchmarks/endpoint.py FOLDER [--clients 50] [--seconds 30]
"""

import argparse
import json
import random
import re
import statistics
import subprocess
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from urllib.parse import quote

REQUESTS = [
    ("GET", "/sparql?query=" + quote("SELECT ?n { ?e a kg:Event ; rdfs:label ?n } LIMIT 20"), None),
    ("GET", "/sparql?query=" + quote("SELECT ?k (COUNT(*) AS ?n) { ?e kg:kind ?k } GROUP BY ?k"), None),
    ("GET", "/sparql?query=" + quote("ASK { ?p a kg:Person }"), None),
    ("POST", "/sparql", "SELECT ?m ?v { ?o kg:measure/skos:prefLabel ?m ; kg:value ?v } LIMIT 50"),
    ("POST", "/sparql", "CONSTRUCT { ?s ?p ?o } { ?s a kg:Platform ; ?p ?o } LIMIT 100"),
    ("GET", "/questions/operators?format=csv", None),
    ("GET", "/questions/mentioned?least=2&format=json", None),
    ("GET", "/health", None),
]


@dataclass
class Tally:
    """What all clients together saw."""

    seconds: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    lost: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


def client(port: int, number: int, until: float, tally: Tally) -> None:
    """One client: request after request over one connection."""
    chance = random.Random(number)
    connection = HTTPConnection("127.0.0.1", port, timeout=120)
    while time.perf_counter() < until:
        method, path, body = chance.choice(REQUESTS)
        headers = {"Content-Type": "application/sparql-query"} if body else {}
        began = time.perf_counter()
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            data = response.read()
            whole = len(data) == int(response.headers["Content-Length"])
            problem = "" if response.status == 200 and whole else f"{response.status} {path}"
            status = response.status
        except (OSError, HTTPException) as error:
            problem, status = repr(error), 0
            connection.close()
        with tally.lock:
            tally.seconds.append(time.perf_counter() - began)
            tally.statuses[status] += 1
            if problem:
                tally.lost.append(problem)
    connection.close()


def hammer(port: int, clients: int, seconds: float) -> Tally:
    """Runs the clients at once."""
    tally, until = Tally(), time.perf_counter() + seconds
    threads = [threading.Thread(target=client, args=(port, n, until, tally)) for n in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return tally


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder")
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=30.0)
    given = parser.parse_args()
    command = [sys.executable, "-m", "kg", "serve", "-o", given.folder, "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr
        port = int(re.search(r":(\d+)/", server.stderr.readline())[1])  # type: ignore[index]
        try:
            tally = hammer(port, given.clients, given.seconds)
        finally:
            server.terminate()
    times = sorted(tally.seconds)
    report = {
        "requests": len(times),
        "lost": len(tally.lost),
        "a second": round(len(times) / given.seconds, 1),
        "median ms": round(statistics.median(times) * 1000, 1),
        "99th of 100 ms": round(times[int(len(times) * 0.99)] * 1000, 1),
        "statuses": dict(tally.statuses),
    }
    sys.stdout.write(json.dumps(report) + "\n")
    for problem in tally.lost[:10]:
        sys.stdout.write(f"lost: {problem}\n")
    sys.exit(1 if tally.lost else 0)


if __name__ == "__main__":
    main()
