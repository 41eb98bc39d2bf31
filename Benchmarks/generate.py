#!/usr/bin/env python3
"""Lifelike feedback of any size, made from the hand-written texts of corpora/sources.

A record joins texts of one language to a log-normal length (median 150 characters) and carries an
id, a customer, a time, a rating and segments. The same seed gives the same bytes. Texts repeat, so
caches see less variety than in real dumps: say so beside any figure.

usage: generate.py [--mb 24] [--lang en,de,...|all] [--seed 1] [--days 90] [--customers 5000] OUT.jsonl
"""
import argparse
import json
import pathlib
import random
import datetime

parser = argparse.ArgumentParser()
parser.add_argument("out")
parser.add_argument("--mb", type=float, default=24)
parser.add_argument("--lang", default="all")
parser.add_argument("--seed", type=int, default=1)
parser.add_argument("--days", type=int, default=90)
parser.add_argument("--customers", type=int, default=5000)
parser.add_argument("--records", type=int, default=0, help="stop after so many records instead")
parser.add_argument("--distinct", action="store_true", help="add a number to each text")
options = parser.parse_args()

sources = pathlib.Path(__file__).resolve().parent.parent / "corpora" / "sources"
pools = {}
for path in sorted(sources.glob("*.txt")):
    for line in path.read_text(encoding="utf-8").splitlines():
        head, bar, text = line.partition(" | ")
        if bar and not line.startswith("#"):
            pools.setdefault(head.split()[1], []).append(
                text.split(" ## ")[-1].replace("\\n", " "))
wanted = sorted(pools) if options.lang == "all" else options.lang.split(",")
weights = {"en": 60, "is": 6, "de": 6, "fr": 5, "es": 5, "ja": 3, "th": 2}
choices = [weights.get(language, 1.5) for language in wanted]

random.seed(options.seed)
first = datetime.date(2025, 1, 1)
size = records = 0
with open(options.out, "w", encoding="utf-8", newline="\n") as out:
    while (records < options.records) if options.records else (size < options.mb * 1e6):
        language = random.choices(wanted, choices)[0]
        goal = min(600, max(40, random.lognormvariate(5.0, 0.6)))
        if language in ("ja", "th"):
            goal *= 0.4
        text = random.choice(pools[language])
        while len(text) < goal:
            text += " " + random.choice(pools[language])
        if options.distinct:
            text += f" {random.randrange(10**9)}"
        day = first + datetime.timedelta(days=random.randrange(options.days))
        row = json.dumps({
            "id": f"r{records:08d}", "text": text, "created_at": f"{day}T{random.randrange(24):02d}:15:00Z",
            "customer_id": f"C-{random.randrange(options.customers)}", "rating": random.randint(1, 5),
            "plan": random.choice(["basic", "plus"]),
            "region": random.choice(["north", "south", "east", "west"]),
            "channel": random.choice(["app", "store", "survey"]),
        }, ensure_ascii=False)
        size += len(row.encode()) + 1
        records += 1
        out.write(row + "\n")
