"""How long ``crossclaim serve`` takes to its first page, and what memory it holds then.

``python bench/cold.py [--store STORE] [--rounds N]``; without a store, one without a claim. The imports are timed in a
process of their own, so that what remains for the desk itself can be told. The processor's time stands beside that on
the clock, since other work on the machine slows the second and hardly the first. Reads /proc, and so needs Linux.
"""

from __future__ import annotations

import argparse
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple
from urllib.request import urlopen

IMPORTS = "import crossclaim.cli.opening, crossclaim.web.app, uvicorn"


class Start(NamedTuple):
    """Seconds to the address and the first page, the processor's for both, those of a second page, megabytes held."""

    listening: float
    page: float
    processor: float
    second: float
    memory: float


def start(store: str) -> Start:
    begin = time.perf_counter()
    command = [sys.executable, "-m", "crossclaim", "serve", "--store", store, "--port", "0", "--no-open"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as desk:
        assert desk.stderr is not None  # noqa: S101
        try:
            found = re.search(r"http://\S+/", desk.stderr.readline())
            assert found  # noqa: S101
            listening = time.perf_counter() - begin
            ask(found[0])
            page, processor = time.perf_counter() - begin, processor_of(desk.pid)
            ask(found[0])
            return Start(listening, page, processor, time.perf_counter() - begin - page, memory_mb(desk.pid))
        finally:
            desk.terminate()


def ask(address: str) -> None:
    with urlopen(address, timeout=60) as answer:  # noqa: S310 the desk's own address
        answer.read()


def memory_mb(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    return float(re.findall(r"VmRSS:\s+(\d+)", status)[0]) / 1024


def processor_of(pid: int) -> float:
    user, system = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def imports() -> tuple[float, float]:
    """Seconds on the clock and of the processor."""
    begin, before = time.perf_counter(), os.times()
    subprocess.run([sys.executable, "-c", IMPORTS], check=True)
    taken, after = time.perf_counter() - begin, os.times()
    return taken, after.children_user + after.children_system - before.children_user - before.children_system


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = options.store or str(Path(folder) / "store.sqlite")
        rounds = [imports() for _ in range(options.rounds)]
        imported, busy = (statistics.median(each) for each in zip(*rounds, strict=True))
        starts = [start(store) for _ in range(options.rounds)]
    middle = Start(*(statistics.median(each) for each in zip(*starts, strict=True)))
    print(f"{'':24}{'clock':>9}{'processor':>12}")
    print(f"{'imports alone':24}{imported:>7.2f} s{busy:>10.2f} s")
    print(f"{'address':24}{middle.listening:>7.2f} s")
    print(f"{'first page':24}{middle.page:>7.2f} s{middle.processor:>10.2f} s")
    print(f"{'second page':24}{middle.second:>7.2f} s")
    print(f"memory {middle.memory:.0f} MB, load {os.getloadavg()[0]:.1f}, medians of {options.rounds}")


if __name__ == "__main__":
    main()
