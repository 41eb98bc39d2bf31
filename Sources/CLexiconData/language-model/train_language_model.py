"""Makes language.model from translated text and the seed sentences (see README.md).

usage: train_language_model.py CACHE [--fetch]

CACHE is a folder for downloads and extracted text; --fetch fills it (apt-get, pip). Needs Python
3.11, numpy and scipy. The same downloads give the same model: every random choice is seeded.

The words, n-grams and hashes are those of LanguageScanner, FeatureSums and LanguageModel.row in
Sources/EarshotText; change them together.
"""

import os
import re
import struct
import subprocess
import sys
import unicodedata

import numpy as np
import scipy.sparse as sparse

import training_text
from training_text import LANGUAGES

HERE = os.path.dirname(os.path.abspath(__file__))
GROUPS = {
    "latin": (
        "en is de fr es it pt nl da sv nb nn fi fo pl cs sk hu ro tr vi id ms ca gl et sl hr lt lv "
        "hi-Latn"
    ).split(),
    "cyrillic": "ru uk bg be mk sr".split(),
    "arabic": "ar fa ur".split(),
    "han": "zh ja".split(),
}
# Kept features a group: what the model's size buys.
FEATURES = {"latin": 15100, "cyrillic": 1450, "arabic": 400, "han": 850}
# Languages that people type without their marks; a share of the training text loses them.
STRIPPED = set("fr es it pt pl cs sk hu ro tr vi ca gl sl hr lt lv".split())
# Log priors where the text is not shared out evenly in the world (speakers who write on-line).
PRIORS = {"ms": -1.0, "fo": -0.5, "sl": -1, "hr": -0.7, "lt": -1, "lv": -1, "hi-Latn": -1, "be": -1.5,
          "mk": -1.5, "sr": -1, "ur": -1, "gl": -0.3, "nn": -0.3, "en": 0.7, "ru": 0.5}
# Sources of sentences rather than labels.
PROSE = (
    "debian-handbook", "descriptions", "gnome-user-docs", "installation-guide", "wesnoth", "manpages",
    "freeciv", "wordpress", "libreoffice", "calibre",
)
LINES = 36_000
SNIPPETS = 40_000
# Languages whose neighbours are near get more snippets.
CLOSE = set("nb nn da sv is fo id ms es pt gl en".split())
EDGE = 0x20
MASK = (1 << 64) - 1


# Folding and features


def fold_table():
    """Folded unit of each BMP code point: 0 no letter, 1 skipped, as FoldedLetter does."""
    table = np.zeros(0x10000, np.uint16)
    for c in range(0x61, 0x7B):
        table[c] = table[c - 32] = c
    for c in (0xAA, 0xBA, *range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        if c in (0xD7, 0xF7):
            continue
        low = c
        if 0xC0 <= c < 0xDF:
            low = c + 32
        elif c == 0x130:
            low = 0x69
        elif c in (0x131, 0x138, 0x149, 0x17F):
            low = c
        elif c == 0x178:
            low = 0xFF
        elif 0x139 <= c < 0x149 or 0x179 <= c < 0x17F or 0x1CD <= c < 0x1DD:
            low = c + (c & 1)
        elif 0x100 <= c < 0x178:
            low = c | 1
        elif c in (0x1A0, 0x1AF):
            low = c + 1
        elif c in (0x218, 0x219):
            low = 0x15F
        elif c in (0x21A, 0x21B):
            low = 0x163
        elif 0x1DE <= c < 0x1F0 or 0x1F8 <= c < 0x220 or 0x222 <= c < 0x234:
            low = c | 1
        elif 0x1E00 <= c < 0x1E96 or 0x1EA0 <= c < 0x1F00:
            low = c | 1
        table[c] = low
    for c in range(0x400, 0x530):
        low = c
        if 0x410 <= c < 0x430:
            low = c + 32
        elif 0x400 <= c < 0x410:
            low = c + 80
        elif 0x482 <= c < 0x48A:
            low = 1
        elif 0x460 <= c < 0x482 or 0x48A <= c < 0x4C0 or 0x4D0 <= c:
            low = c | 1
        table[c] = low
    for low, high in ((0x620, 0x660), (0x671, 0x6D4), (0x6FA, 0x700), (0x750, 0x780),
                      (0xFB50, 0xFDFE), (0xFE70, 0xFEFD), (0x3005, 0x3007), (0x3041, 0x3097),
                      (0x309D, 0x30A0), (0x30A1, 0x30FB), (0x30FC, 0x3100), (0x31F0, 0x3200),
                      (0x3400, 0x4DC0), (0x4E00, 0xA000)):
        table[low:high] = np.arange(low, high)
    for low, high in ((0x300, 0x370), (0xFE00, 0xFE10), (0x200C, 0x200E), (0xAD, 0xAE),
                      (0x640, 0x641), (0x64B, 0x653)):
        table[low:high] = 1
    return table


FOLD = fold_table()
RANGES = {
    "latin": ((0, 0x250), (0x1E00, 0x1F00)),
    "cyrillic": ((0x400, 0x530),),
    "arabic": ((0x620, 0x780), (0xFB50, 0xFF00)),
    "han": ((0x3005, 0x3100), (0x3400, 0xA000)),
}


def units_of(lines, group):
    """Folded units of many lines with edges, and the line of each unit."""
    member = np.zeros(0x10000, bool)
    for low, high in RANGES[group]:
        member[low:high] = True
    member[:2] = False
    member[EDGE] = False
    text = "\n".join(lines)
    raw = np.frombuffer(text.encode("utf-16-le", "replace"), np.uint16)
    line = np.cumsum(raw == 10) - (raw == 10)
    unit = FOLD[raw]
    keep = unit != 1
    unit, line = unit[keep], line[keep]
    unit = np.where(member[unit], unit, EDGE).astype(np.uint64)
    # Stretched words keep two of a letter; words of over 40 letters do not matter here.
    triple = np.zeros(len(unit), bool)
    triple[2:] = (unit[2:] == unit[1:-1]) & (unit[2:] == unit[:-2]) & (unit[2:] != EDGE)
    unit, line = unit[~triple], line[~triple]
    double = np.zeros(len(unit), bool)
    double[1:] = (unit[1:] == EDGE) & (unit[:-1] == EDGE)
    unit, line = unit[~double], line[~double]
    if len(unit) == 0 or unit[0] != EDGE:
        unit, line = np.insert(unit, 0, EDGE), np.insert(line, 0, 0)
    if unit[-1] != EDGE:
        unit, line = np.append(unit, np.uint64(EDGE)), np.append(line, line[-1])
    return unit, line


def features_of(lines, group):
    """Keys of the features of many lines and the line of each."""
    u, line = units_of(lines, group)
    edge = u == EDGE
    keys, where = [], []

    def emit(key, good, at):
        keys.append(key[good])
        where.append(at[good])

    s16, s32, s48 = np.uint64(16), np.uint64(32), np.uint64(48)
    emit(u, (u >= 0x80), line)
    if len(u) > 1:
        # An edge belongs to the line before it; the second unit tells the line of a word's start.
        emit(u[:-1] << s16 | u[1:], ~(edge[:-1] & edge[1:]), np.where(edge[:-1], line[1:], line[:-1]))
    if len(u) > 2:
        emit(u[:-2] << s32 | u[1:-1] << s16 | u[2:], ~edge[1:-1], line[1:-1])
    if len(u) > 3:
        emit(u[:-3] << s48 | u[1:-2] << s32 | u[2:-1] << s16 | u[3:], ~edge[1:-2] & ~edge[2:-1], line[1:-2])
    # Words.
    start = np.flatnonzero(edge[:-1] & ~edge[1:]) + 1
    end = np.flatnonzero(~edge[:-1] & edge[1:]) + 1
    length = end - start
    long = (length >= 3) & (length <= 40)
    start, length = start[long], length[long]
    value = np.full(len(start), 0x51_7CC1_B727_220A, np.uint64)
    for i in range(int(length.max()) if len(length) else 0):
        live = np.flatnonzero(length > i)
        v = (value[live] ^ u[start[live] + i]) * np.uint64(0x0000_0100_0000_01B3)
        value[live] = v ^ (v >> np.uint64(29))
    keys.append(value)
    where.append(line[start])
    return np.concatenate(keys), np.concatenate(where)


# Text


def base(tag):
    return tag.split("-")[0]


def strip_marks(line):
    text = unicodedata.normalize("NFD", line).translate({0x131: "i", 0x142: "l", 0x141: "L", 0x111: "d", 0x110: "D"})
    return "".join(c for c in text if not unicodedata.combining(c))


CONSONANTS = dict(zip(
    "कखगघङचछजझञटठडढणतथदधनपफबभमयरलवशषसह",
    "k kh g gh n ch chh j jh n t th d dh n t th d dh n p ph b bh m y r l v sh sh s h".split(),
))
VOWELS = dict(zip("अआइईउऊऋएऐओऔ", "a a i i u u ri e ai o au".split()))
SIGNS = dict(zip("ािीुूृेैोौ", "a i i u u ri e ai o au".split())) | {"्": "", "ं": "n", "ँ": "n", "ः": ""}


def romanise(line):
    """Hindi as it is typed in Latin letters: no diacritics, unspoken a left out."""
    out = []
    for i, c in enumerate(line):
        after = line[i + 1 : i + 2]
        if c in CONSONANTS:
            out.append(CONSONANTS[c])
            if after and (after in CONSONANTS or after in VOWELS or after in "ंँ") or after == "़":
                out.append("a")
        elif c != "़":
            out.append(VOWELS.get(c, SIGNS.get(c, c)))
    word = "".join(out)
    return re.sub(r"([aeiou][bcdfghjklmnprstvy]{1,2})a([bcdfghjklmnprstvy]h?[aeiou])", r"\1\2", word)


def load(cache, tag, rng):
    """Lines of a language: an even draw over its sources, shuffled; and the seed sentences."""
    by_source = {}
    with open(f"{cache}/text/{base(tag)}.tsv", encoding="utf-8") as file:
        for row in file:
            source, line = row.rstrip("\n").split("\t", 1)
            if tag == "hi-Latn":
                line = romanise(line)
            by_source.setdefault(source.split("-l10n")[0], []).append(line)
    pools = [rng.permutation(np.array(lines, object)) for _, lines in sorted(by_source.items())]
    taken = [0] * len(pools)
    # Square roots of the sources' sizes: the largest does not drown the others.
    want = np.sqrt([len(p) for p in pools])
    want *= [2.5 if name.startswith(PROSE) else 1 for name in sorted(by_source)]
    lines = []
    for pool, share in zip(pools, want / want.sum()):
        lines += list(pool[: int(LINES * 1.0 * share) + 1])
    if len(lines) < LINES:
        rest = [l for pool, share in zip(pools, want / want.sum()) for l in pool[int(LINES * share) + 1 :]]
        lines += list(rng.permutation(np.array(rest, object))[: LINES - len(lines)])
    path = f"{HERE}/seed/{tag}.txt"
    seeds = []
    if os.path.exists(path):
        seeds = [l.strip() for l in open(path, encoding="utf-8") if l.strip() and not l.startswith("#")]
    return list(rng.permutation(np.array(lines, object))), seeds


def snippets(lines, seeds, tag, count, rng):
    """Pieces of 1 to 24 words (log-uniform), a quarter of them from the seeds, some unmarked."""
    pieces = []
    spaced = tag not in ("zh", "ja")
    for i in range(count):
        pool = seeds if seeds and rng.random() < SEED_SHARE else lines
        line = pool[int(rng.integers(len(pool)))]
        n = int(np.exp(rng.uniform(0, np.log(25 if spaced else 60))))
        n = max(n, 1 if spaced else 2)
        if spaced:
            words = line.split(" ")
            at = int(rng.integers(max(1, len(words) - n + 1)))
            piece = " ".join(words[at : at + n])
        else:
            at = int(rng.integers(max(1, len(line) - n + 1)))
            piece = line[at : at + n]
        if tag in STRIPPED and rng.random() < 0.15:
            piece = strip_marks(piece)
        pieces.append(piece)
    return pieces


SEED_SHARE = 0.18


# Training


def select(counts, total, wanted, pairs):
    """Keys with the most information about the language; counts: dict key -> row of counts."""
    keys, table = counts
    rate = table / total
    shown = table.sum(1) >= 12
    keys, rate, table = keys[shown], rate[shown], table[shown]
    mean = rate.mean(1)
    share = (rate + 1e-7) / (rate + 1e-7).sum(1, keepdims=True)
    k = share.shape[1]
    gain = mean * (np.log(k) + (share * np.log(share)).sum(1))
    for a, b in pairs:
        both = rate[:, a] + rate[:, b] + 2e-7
        p = (rate[:, a] + 1e-7) / both
        gain += both / k * (np.log(2) + p * np.log(p) + (1 - p) * np.log(1 - p)) * 2
    order = np.lexsort((keys, -gain))[:wanted]
    return np.sort(keys[order])


def matrix(lines, group, kept):
    keys, where = features_of(lines, group)
    at = np.searchsorted(kept, keys)
    at[at == len(kept)] = 0
    hit = kept[at] == keys
    return sparse.csr_matrix(
        (np.ones(hit.sum(), np.float32), (where[hit], at[hit])), (len(lines), len(kept)), dtype=np.float32
    )


def softmax(z):
    z = z - z.max(1, keepdims=True)
    e = np.exp(z)
    return e / e.sum(1, keepdims=True)


def fit(x, y, weights, start, classes, rng, epochs, rate=0.02, decay=1e-6):
    """Multinomial logistic regression by Adam, from naive Bayes weights and pulled towards them."""
    w = start.copy()
    b = np.zeros(classes, np.float32)
    m, v = np.zeros_like(w), np.zeros_like(w)
    mb, vb = np.zeros_like(b), np.zeros_like(b)
    n, size, step = x.shape[0], 4096, 0
    steps = epochs * (n // size + 1)
    for _ in range(epochs):
        order = rng.permutation(n)
        for at in range(0, n, size):
            rows = order[at : at + size]
            xb = x[rows]
            p = softmax(xb @ w + b)
            p[np.arange(len(rows)), y[rows]] -= 1
            p *= (weights[rows] / len(rows))[:, None]
            g = xb.T @ p + decay * (w - start)
            gb = p.sum(0)
            step += 1
            lr = rate * (1 - step / (steps + 1))
            for value, grad, first, second in ((w, g, m, v), (b, gb, mb, vb)):
                first *= 0.9
                first += 0.1 * grad
                second *= 0.99
                second += 0.01 * grad * grad
                value -= lr * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-8)
    return w, b


def letters_of(lines):
    return np.array([sum(FOLD[ord(c)] > 1 for c in l if ord(c) < 0x10000) for l in lines])


PAIRS = (
    "nb-da nb-nn nn-da da-sv nb-sv is-fo es-gl es-pt gl-pt es-ca ca-fr cs-sk id-ms it-es nl-de en-nl it-ro "
    "fi-et sl-hr sk-sl sk-hr cs-sl ru-bg ru-uk uk-be ru-be bg-mk mk-sr ar-fa fa-ur zh-ja en-da en-fr de-da fo-da fo-nn lt-lv"
).split()


def train_group(cache, group):
    """Weights of a group's features, learned twice: without the lines that the first model says
    are of another language."""
    tags = GROUPS[group]
    texts, held, seeds = {}, {}, {}
    for tag in tags:
        lines, own = load(cache, tag, np.random.default_rng([7, LANGUAGES.index(base(tag))]))
        cut = min(3000, max(300, len(lines) // 12))
        held[tag], texts[tag] = lines[:cut], lines[cut:]
        seeds[tag] = own
    kept, w, b = learn(group, texts, seeds, 15_000, 2)
    for column, tag in enumerate(tags):
        for part in (texts, held):
            p = softmax(0.4 * np.asarray(matrix(part[tag], group, kept) @ w + b))[:, column]
            doubtful = (p < 0.1) & (letters_of(part[tag]) >= 10)
            print("  ", tag, "dropped", round(float(doubtful.mean()), 4), "of", len(part[tag]))
            part[tag] = [l for l, bad in zip(part[tag], doubtful) if not bad]
    kept, w, b = learn(group, texts, seeds, SNIPPETS, 4)
    return evaluate(group, held, kept, w, b)


def learn(group, texts, seeds, count, epochs):
    """Chooses the features of a group and fits their weights."""
    tags = GROUPS[group]
    # Counts for selection and the naive Bayes start.
    all_keys, all_counts, all_cols = [], [], []
    for column, tag in enumerate(tags):
        pieces = texts[tag] + seeds[tag] * max(1, int(0.25 * len(texts[tag]) / max(1, len(seeds[tag]))) // 2)
        if tag in STRIPPED:
            pieces = pieces + [strip_marks(l) for l in pieces[:: 7]]
        keys, _ = features_of(pieces, group)
        k, c = np.unique(keys, return_counts=True)
        common = c >= 3
        all_keys.append(k[common])
        all_counts.append(c[common])
        all_cols.append(np.full(common.sum(), column))
    keys = np.concatenate(all_keys)
    unique, inverse = np.unique(keys, return_inverse=True)
    table = np.zeros((len(unique), len(tags)), np.float32)
    table[inverse, np.concatenate(all_cols)] = np.concatenate(all_counts)
    total = table.sum(0)
    pairs = [(tags.index(a), tags.index(b)) for a, b in (p.split("-") for p in PAIRS) if a in tags and b in tags]
    kept = select((unique, table), total, FEATURES[group], pairs)
    counts = table[np.searchsorted(unique, kept)]
    rate = (counts + 0.5) / total
    start = np.log(rate)
    start -= start.mean(1, keepdims=True)
    start = (start * 0.4).astype(np.float32)
    pieces, labels, weights = [], [], []
    for column, tag in enumerate(tags):
        share = 1.5 if tag in CLOSE else 0.8
        own = int(count * share)
        pieces += snippets(texts[tag], seeds[tag], tag, own, np.random.default_rng([11, column]))
        labels += [column] * own
        weights += [1 / share] * own
    x, y = matrix(pieces, group, kept), np.array(labels)
    w, b = fit(x, y, np.array(weights, np.float32), start, len(tags), np.random.default_rng(13), epochs)
    return kept, w, b


def evaluate(group, held, kept, w, b):
    """Prints the accuracy on held-out snippets and returns what the temperatures need."""
    tags = GROUPS[group]
    test, gold = [], []
    for column, tag in enumerate(tags):
        test += snippets(held[tag], [], tag, 2500, np.random.default_rng([17, column]))
        gold += [column] * 2500
    z, gold = np.asarray(matrix(test, group, kept) @ w + b), np.array(gold)
    width = np.minimum(9, np.floor(np.log2(np.maximum(1, letters_of(test)))).astype(int) + 1)
    for column, tag in enumerate(tags):
        mine = gold == column
        wrong = np.bincount(z[mine].argmax(1), minlength=len(tags))
        top = [f"{tags[i]} {wrong[i] / mine.sum():.3f}" for i in np.argsort(-wrong)[:4]]
        print("  ", tag, *top)
    print(group, "features", len(kept), "held-out snippets", round(float((z.argmax(1) == gold).mean()), 4), flush=True)
    return tags, kept, w, b, z, gold, width


def best_temperatures(parts):
    """Inverse temperature by bit width of the letters: least log loss on held-out snippets."""
    grid = np.exp(np.linspace(np.log(0.15), np.log(2.5), 40))
    chosen = np.ones(10, np.float32)
    for width in range(10):
        losses = np.zeros(len(grid))
        seen = 0
        for z, gold, widths in parts:
            rows = widths == width
            seen += rows.sum()
            if rows.sum():
                for i, t in enumerate(grid):
                    p = softmax(z[rows] * t)
                    losses[i] -= np.log(p[np.arange(rows.sum()), gold[rows]] + 1e-9).sum()
        chosen[width] = grid[losses.argmin()] if seen > 200 else (chosen[width - 1] if width else 1)
    return chosen


# Output


def hash_of(key):
    h = key * 0x9E37_79B9_7F4A_7C15 & MASK
    h ^= h >> 32
    return h * 0xD6E8_FEB8_6659_FD93 & MASK


def write(path, groups, inverse_temperatures):
    rows, row_keys = [], []
    unit = max(np.abs(w - w.mean(1, keepdims=True)).max() for _, _, w, _ in groups.values())
    unit = min(unit, 6.0) / 127
    languages, priors = bytearray([255]) * 128, bytearray([128]) * 128
    for g, (tags, kept, w, b) in enumerate(groups.values()):
        for column, tag in enumerate(tags):
            languages[32 * g + column] = LANGUAGES.index(base(tag))
            prior = b[column] - b.mean() + 2 * PRIORS.get(tag, 0)
            priors[32 * g + column] = int(np.clip(np.round(prior / unit) + 128, 0, 255))
        q = np.clip(np.round((w - w.mean(1, keepdims=True)) / unit) + 128, 0, 255).astype(np.uint8)
        full = np.full((len(kept), 32), 128, np.uint8)
        full[:, : len(tags)] = q
        rows.append(full)
        row_keys += [int(k) for k in kept]
    rows = np.concatenate(rows)
    bits = 15
    slots = [0] * (1 << bits)
    for index, key in enumerate(row_keys):
        h = hash_of(key)
        at, fingerprint = h >> (64 - bits), h >> 16 & 0xFFFF
        while slots[at]:
            if slots[at] & 0xFFFF == fingerprint:
                break
            at = (at + 1) & ((1 << bits) - 1)
        if slots[at]:
            continue
        slots[at] = (index + 1) << 16 | fingerprint
    header = struct.pack("<8sIIIf8x", b"EARSHLID", 1, 1 << bits, len(rows), unit)
    header += struct.pack("<10f24x", *inverse_temperatures) + bytes(languages) + bytes(priors)
    with open(path, "wb") as file:
        file.write(header + struct.pack(f"<{len(slots)}I", *slots) + rows.tobytes())
    print("model", os.path.getsize(path), "bytes", len(rows), "rows, unit", unit)


def fetch(cache):
    """Downloads what packages.txt lists, apt's translated descriptions and the wheel."""
    for folder in ("lists/partial", "archives/partial", "debs", "pypi"):
        os.makedirs(f"{cache}/{folder}", exist_ok=True)
    wanted = "en de fr es it pt pt_BR nl da sv nb fi pl cs sk hu ro ru uk tr vi id ca ja ko zh_CN zh_TW"
    cache = os.path.abspath(cache)
    with open(f"{cache}/apt.conf", "w", encoding="utf-8") as file:
        file.write("#clear Acquire::Languages;\nAcquire::Languages { ")
        file.write(" ".join(f'"{tag}";' for tag in wanted.split()) + " };\n")
        file.write(f'Dir::State::lists "{cache}/lists";\nDir::Cache "{cache}";\n')
        file.write(f'Dir::Cache::archives "{cache}/archives";\n')
    apt = ["apt-get", "-c", f"{cache}/apt.conf"]
    subprocess.run([*apt, "update"], check=True)
    names = open(f"{HERE}/packages.txt", encoding="utf-8").read().split()
    subprocess.run([*apt, "download", *names], cwd=f"{cache}/debs", check=True)
    wheel = ["pip", "download", "--no-deps", "-d", f"{cache}/pypi", "homeassistant==2024.3.3"]
    subprocess.run([sys.executable, "-m", *wheel], check=True)


def main():
    cache = sys.argv[1]
    if "--fetch" in sys.argv:
        fetch(cache)
        training_text.extract(cache)
    groups, parts = {}, []
    for group in GROUPS:
        tags, kept, w, b, z, gold, width = train_group(cache, group)
        groups[group] = (tags, kept, w, b)
        parts.append((z, gold, width))
    inverse = best_temperatures(parts)
    print("inverse temperatures", [round(float(t), 2) for t in inverse])
    write(HERE + "/language.model", groups, inverse)


if __name__ == "__main__":
    main()
