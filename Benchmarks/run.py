#!/usr/bin/env python3
"""Times the whole `earshot run` against raw ICU word iteration over the same text, in pairs.

Runs A B A B ... and takes the ratio of CPU seconds in each pair; prints and records median and
spread. earshot's start (loading the lexicons) is measured on an empty input and stated apart.

usage: run.py EARSHOT [--pairs 7] [--mb 24] [--lang all] [--record FILE]
"""
import argparse
import datetime
import os
import pathlib
import resource
import statistics
import subprocess
import sys
import tempfile

parser = argparse.ArgumentParser()
parser.add_argument("earshot")
parser.add_argument("--pairs", type=int, default=7)
parser.add_argument("--mb", type=float, default=24)
parser.add_argument("--lang", default="all")
parser.add_argument("--record", help="append a line to this file")
options = parser.parse_args()
here = pathlib.Path(__file__).resolve().parent


def cpu(command):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, output


with tempfile.TemporaryDirectory() as folder:
    data, anchor, out = f"{folder}/data.jsonl", f"{folder}/icu", f"{folder}/out"
    empty = f"{folder}/empty.jsonl"
    pathlib.Path(empty).touch()
    subprocess.run([sys.executable, here / "generate.py", "--mb", str(options.mb), "--lang",
                    options.lang, data], check=True)
    flags = subprocess.run(["pkg-config", "--cflags", "--libs", "icu-uc"], check=True,
                           capture_output=True, text=True).stdout.split()
    subprocess.run(["cc", "-O3", "-o", anchor, str(here / "icu.c"), *flags], check=True)
    run = [options.earshot, "run", "-q", "--threads", "1", "--force", "-o", out]
    start = statistics.median(cpu([*run, empty])[0] for _ in range(3))
    ratios, rates = [], []
    for _ in range(options.pairs):
        whole = cpu([*run, data])[0] - start
        words = cpu([anchor, data])[1].split()
        records, text, walk = int(words[0]), int(words[4]), float(words[-2])
        ratios.append(walk / whole)
        rates.append((text / 1e6 / whole, text / 1e6 / walk))
    kept = sum(1 for _ in open(f"{out}/records.jsonl", "rb"))
    if kept != records:
        sys.exit(f"records differ: earshot kept {kept}, ICU walked {records}")
    low, middle, high = min(ratios), statistics.median(ratios), max(ratios)
    line = (f"{datetime.date.today()} {os.uname().machine} {os.cpu_count()} cores load "
            f"{os.getloadavg()[0]:.1f}; {options.lang} {options.mb:g} MB, {records} records, "
            f"{text / 1e6:.1f} MB of text; whole run / raw ICU word iteration, one thread, speed "
            f"ratio {middle:.2f} ({low:.2f}-{high:.2f}, {options.pairs} pairs); earshot "
            f"{statistics.median(r[0] for r in rates):.1f}, ICU "
            f"{statistics.median(r[1] for r in rates):.1f} MB of text per CPU s; start {start:.2f} s")
    print(line)
    if options.record:
        with open(options.record, "a", encoding="utf-8") as record:
            record.write(line + "\n")
