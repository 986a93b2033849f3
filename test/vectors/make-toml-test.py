"""Gathers the documents of toml-test from a checkout of it: FOLDER > toml-test.json. Texts that are no UTF-8 are left out."""

import json
import pathlib
import sys

tests = pathlib.Path(sys.argv[1]) / "tests"


def listed(version):
    return {name for name in (tests / f"files-toml-{version}").read_text().split("\n") if name.endswith(".toml")}


def texts(kind, names):
    found = {}
    for name in sorted(names):
        if not name.startswith(f"{kind}/"):
            continue
        try:
            text = (tests / name).read_bytes().decode("utf-8")
        except UnicodeDecodeError:
            continue
        if text not in found.values():
            found[name.removeprefix(f"{kind}/").removesuffix(".toml")] = text
    return found


old, new = listed("1.0.0"), listed("1.1.0")
# What only 1.0 forbids is left out: relctl reads both.
json.dump({"valid": texts("valid", old | new), "invalid": texts("invalid", new)}, sys.stdout, indent=1, ensure_ascii=True)
