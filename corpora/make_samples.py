#!/usr/bin/env python3
"""Assemble corpora/samples from the hand-written texts in corpora/sources.

Every text is written by hand. This script only adds what a feedback tool would have added: ids,
times, customers, and the columns of each file's format. The seed is fixed, so that a second run
gives the same records.

A source line reads `MONTH LANG RATING TAGS ATTRIBUTES | [TITLE ##] TEXT`; `-` stands for nothing,
`\\n` for a line break. Attributes: r region, p plan, s stage, k constituency, prod product, d day.
Tags name the story that the text belongs to; they steer dates and are not written out.
"""

import calendar
import csv
import gzip
import io
import json
import random
import subprocess
from pathlib import Path

HERE = Path(__file__).parent
SOURCES = HERE / "sources"
SAMPLES = HERE / "samples"
REGIONS = {"n": "north", "s": "south", "w": "west", "e": "east"}
COUNTRIES = {
    "en": ["GB", "GB", "IE", "IS"], "is": ["IS"], "de": ["DE", "DE", "AT"], "fr": ["FR"],
    "es": ["ES"], "ja": ["JP"], "th": ["TH"], "da": ["DK"], "sv": ["SE"], "nb": ["NO"],
    "nl": ["NL"], "it": ["IT"], "pt": ["PT"], "pl": ["PL"], "fi": ["FI"],
}
# First and last day of a month for texts that belong to a dated event: the app update of
# 7 September, its repair on 14 October, the deliveries of October.
DAYS = {
    ("crash", 9): (8, 30), ("crash", 10): (1, 13), ("fixed", 10): (19, 31),
    ("late", 10): (6, 31), ("price", 10): (2, 31),
}
BROKEN_LINE = '{"id":"APP-X","body":"Nice app, but the export was cut off in the mid'


class Customers:
    """Invented customers who come back with the same country, region, plan and stage."""

    def __init__(self, rng):
        self.rng = rng
        self.pool = []

    def pick(self, record):
        wanted = {k: record[k] for k in ("region", "plan", "stage") if record.get(k)}
        if "price" in record["tags"]:
            wanted["stage"] = "current"
        fitting = [
            c for c in self.pool
            if c["lang"] == record["lang"] and c["uses"] < 5
            and (c["stage"] in ("current", "new") or "stage" in wanted)
            and all(c[k] == v for k, v in wanted.items())
        ]
        if fitting and self.rng.random() < 0.55:
            customer = self.rng.choice(fitting)
        else:
            customer = {
                "customer_id": f"C-{1001 + len(self.pool)}", "lang": record["lang"], "uses": 0,
                "country": self.rng.choice(COUNTRIES[record["lang"]]),
                "region": self.rng.choice(list(REGIONS.values())),
                "plan": self.rng.choice(["basic", "basic", "plus"]),
                "stage": self.rng.choice(["current", "current", "current", "new"]),
            } | wanted
            self.pool.append(customer)
        customer["uses"] += 1
        return customer


def read_source(name):
    """The records of one source file, in the order written."""
    records = []
    for line in (SOURCES / name).read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        head, _, text = line.partition(" | ")
        month, lang, rating, tags, *attributes = head.split()
        values = dict(a.split("=") for a in attributes if a != "-")
        title, found, body = text.partition(" ## ")
        text = (body if found else text).strip()
        records.append({
            "month": int(month) if month != "-" else None,
            "lang": lang,
            "rating": int(rating) if rating != "-" else None,
            "tags": [] if tags == "-" else tags.split(","),
            "title": title.strip() if found else None,
            "text": "" if text == "-" else text.replace("\\n", "\n"),
            "region": REGIONS.get(values.get("r")),
            "plan": values.get("p"),
            "stage": values.get("s"),
            "constituency": values.get("k"),
            "product": values.get("prod"),
            "day": int(values["d"]) if "d" in values else None,
        })
    return records


def add_times(records, rng):
    """Gives each record a time in its month, then sorts by it."""
    for record in records:
        month = record["month"]
        first, last = 1, calendar.monthrange(2026, month)[1]
        for tag in record["tags"]:
            low, high = DAYS.get((tag, month), (first, last))
            first, last = max(first, low), min(last, high)
        day = record["day"] or rng.randint(first, last)
        clock = (rng.randint(7, 22), rng.randint(0, 59), rng.randint(0, 59))
        record["date"] = f"2026-{month:02}-{day:02}"
        record["time"] = record["date"] + "T{:02}:{:02}:{:02}Z".format(*clock)
    records.sort(key=lambda r: r["time"])


def load(name, prefix, rng, customers=None, **fixed):
    """A dated source file with ids, and with customers where the channel knows them."""
    records = read_source(name)
    add_times(records, rng)
    for number, record in enumerate(records, start=1):
        record["id"] = f"{prefix}-{number:04}"
        for key, value in fixed.items():
            record[key] = record.get(key) or value
        if customers:
            customer = customers.pick(record)
            record |= {
                k: customer[k] for k in ("customer_id", "country", "region", "plan", "stage")
            }
        else:
            record["region"] = record["region"] or rng.choice(list(REGIONS.values()))
            record["country"] = rng.choice(COUNTRIES[record["lang"]])
    return records


def row(record, columns):
    """The columns of one record under the file's own names; empty ones are left out."""
    named = {name: record.get(key) for name, key in columns.items()}
    return {name: value for name, value in named.items() if value is not None}


def json_lines(records, columns):
    return [json.dumps(row(r, columns), ensure_ascii=False) for r in records]


def table(records, columns, **dialect):
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns, restval="", **dialect)
    writer.writeheader()
    writer.writerows(row(r, columns) for r in records)
    return out.getvalue().encode()


def same(*names, **renamed):
    return {n: n for n in names} | renamed


def main():
    rng = random.Random(2026)
    customers = Customers(rng)
    SAMPLES.mkdir(exist_ok=True)
    who = same("customer_id", "stage", "plan", "region", "country")

    app = load("app-reviews.txt", "APP", rng, customers, channel="app")
    lines = json_lines(app, same("id", "title", body="text", rating="rating", created_at="time")
                       | who | same("channel"))
    lines.insert(len(lines) // 2, BROKEN_LINE)
    (SAMPLES / "app-reviews.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")

    store = load("store-visits.txt", "STO", rng, customers,
                 channel="store", constituency="customer")
    columns = same("id", "date", comment="text", rating="rating", region="region",
                   country="country", customer_id="customer_id", stage="stage",
                   constituency="constituency", channel="channel")
    (SAMPLES / "store-visits.csv").write_bytes(table(store, columns))

    support = load("support-tickets.txt", "SUP", rng, customers, constituency="customer")
    for record in support:
        record["channel"] = rng.choice(["email", "email", "chat", "form"])
    columns = (same("id", "title", body="text", created_at="time", language="lang")
               | same("channel", "product", "constituency") | who)
    (SAMPLES / "support-tickets.json").write_text(
        json.dumps([row(r, columns) for r in support], ensure_ascii=False, indent=1) + "\n",
        encoding="utf-8")

    delivery = load("delivery-survey.txt", "DEL", rng, customers, channel="survey")
    columns = (same("id", "date", text="text", rating="rating", product="product")
               | who | same("channel"))
    (SAMPLES / "delivery-survey.tsv").write_bytes(
        table(delivery, columns, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_NONE,
              quotechar=None))

    club = load("club-survey.txt", "CLB", rng, customers, channel="club")
    columns = (same("id", comment="text", nps="rating", created_at="time", lang="lang")
               | who | same("channel"))
    data = "\n".join(json_lines(club, columns)) + "\n"
    (SAMPLES / "club-survey.jsonl.gz").write_bytes(gzip.compress(data.encode(), 9, mtime=0))

    staff = load("staff-voice.txt", "STF", rng, constituency="employee", channel="staff survey")
    columns = same("id", "text", created_at="time", constituency="constituency",
                   region="region", country="country", channel="channel")
    data = "\n".join(json_lines(staff, columns)) + "\n"
    (SAMPLES / "staff-voice.jsonl.zst").write_bytes(
        subprocess.run(["zstd", "-19", "-c"], input=data.encode(), stdout=subprocess.PIPE,
                       check=True).stdout)

    product = load("product-reviews.txt", "PRD", rng, customers)
    columns = same("id", timestamp="time", stars="rating", feedback="text", product="product",
                   country="country", plan="plan", customer_id="customer_id")
    (SAMPLES / "product-reviews.csv").write_bytes(
        b"\xef\xbb\xbf" + table(product, columns, delimiter=";"))

    partners = load("partners.txt", "PAR", rng)
    columns = same("id", message="text", created_at="time", constituency="constituency",
                   region="region", country="country")
    (SAMPLES / "partners.jsonl").write_text(
        "\n".join(json_lines(partners, columns)) + "\n", encoding="utf-8")

    notes = read_source("notes.txt")
    (SAMPLES / "notes.txt").write_text(
        "".join(r["text"] + "\n" for r in notes), encoding="utf-8")


if __name__ == "__main__":
    main()
