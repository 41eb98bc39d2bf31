#!/usr/bin/env python3
"""Other people's readers on a run directory: every file by DuckDB, pandas and jq, counts agreeing;
with the inputs given, `text[start:stop] == match` for every mention (needs a run with
--mentions all --redact none --text full).

usage: readers.py RUN_DIR [--offsets]
"""
import json
import pathlib
import subprocess
import sys

import duckdb
import pandas

run = pathlib.Path(sys.argv[1])
failures = 0
for path in sorted(run.glob("*.jsonl")):
    lines = sum(1 for _ in path.open("rb"))
    if lines:
        by_duckdb = duckdb.sql(
            f"select count(*) from read_json('{path}', format='newline_delimited')"
        ).fetchall()[0][0]
        by_pandas = len(pandas.read_json(path, lines=True))
    else:
        by_duckdb = by_pandas = 0
    by_jq = int(subprocess.run(
        ["jq", "-n", "[inputs] | length", path], check=True, capture_output=True, text=True).stdout)
    keys = {tuple(json.loads(line)) for line in path.open(encoding="utf-8")}
    ok = lines == by_duckdb == by_pandas == by_jq and len(keys) <= 1
    failures += not ok
    print(f"{'ok ' if ok else 'BAD'} {path.name}: {lines} rows, duckdb {by_duckdb}, "
          f"pandas {by_pandas}, jq {by_jq}, {len(keys)} shapes of rows")
for path in [run / "manifest.json", run / "timing.json"]:
    json.load(path.open())
manifest = json.load((run / "manifest.json").open())
if manifest["read"] != manifest["kept"] + manifest["rejected"]:
    print("BAD read != kept + rejected")
    failures += 1

if "--offsets" in sys.argv:
    texts = {row["id"]: row["text"] for row in map(json.loads, (run / "records.jsonl").open())}
    checked = wrong = 0
    for row in map(json.loads, (run / "mentions.jsonl").open()):
        text = texts[row["record"]]
        checked += 1
        spans = [(row["start"], row["stop"], row["match"])]
        spans += [(s["start"], s["stop"], s["match"]) for s in row["shifters"]]
        for start, stop, match in spans:
            if text[start:stop] != match:
                wrong += 1
                print("BAD offset", row, text[start:stop])
    print(f"{'ok ' if not wrong else 'BAD'} offsets: {checked} mentions, {wrong} wrong")
    failures += wrong > 0
sys.exit(1 if failures else 0)
