"""Asks uv for every step from every version: UV > uv-bumps.json. An answer is a version, or - where it would not increase."""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

uv = sys.argv[1]

VERSIONS = """
0 0.0 0.0.0 0.9 1 7 1.2 1.2.3 1.9.9 1.2.3.4 0.0.0.1 1.2.3.4.5 2024.1 2024.12.31
1!1.2 1!1.2.3 1!0 1!1.2.3rc1 2!1.2.0.post1.dev2
1.2a0 1.2.0a1 1.2.0a9 1.2.0b0 1.2.0b2 1.2rc1 1.2.0rc1 1.2.1rc1 2.0.0rc1 1.0rc9 1.2.3.4rc1
1.2.0.dev0 1.2.0.dev3 1.2.dev3 0.0.dev0 1.dev1 1.2.3.4.dev1
1.2.0.post0 1.2.0.post1 1.2.post1 1.2.3.4.post9 1.2.0.post1.dev2
1.2.0a1.dev2 1.2.0rc1.dev2 1.2.0rc1.post2 1.2.0a1.post2.dev3
1.2.3+abc 1.2.3+1 1.2.0rc1+abc.1 1.2.0.post1+abc 1.2.0.dev3+abc 1!1.2.3+abc
1.2.0-rc.1 v1.2.3 1.2.0-1 1.2.0.RC1 1.2.0-dev.3 01.02.03 1.2.0a 1.2.0.post
""".split()
STEPS = [[level] for level in "major minor patch stable alpha beta rc post dev".split()] + [
    [level, pre] for level in "major minor patch".split() for pre in "alpha beta rc dev".split()
]
NOT_INCREASING = re.compile(r"didn't increase the version")
OURS = {"alpha": "a", "beta": "b"}


def ask(folder, version, steps):
    (folder / "pyproject.toml").write_text(f'[project]\nname = "x"\nversion = "{version}"\nrequires-python = ">=3.8"\n')
    command = [uv, "version", "--dry-run", "--frozen", "--offline", "--no-config", "--output-format", "json"]
    for step in steps:
        command += ["--bump", step]
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    if run.returncode == 0:
        return json.loads(run.stdout)["version"]
    if not NOT_INCREASING.search(run.stderr):
        raise SystemExit(f"{version} {steps}: {run.stderr}")
    return "-"


def title(steps):
    return " --pre ".join(OURS.get(step, step) for step in steps)


with tempfile.TemporaryDirectory() as name:
    os.environ["UV_CACHE_DIR"] = f"{name}/cache"
    folder = pathlib.Path(name) / "x"
    folder.mkdir()
    answers = {version: " ".join(ask(folder, version, steps) for steps in STEPS) for version in VERSIONS}
about = subprocess.run([uv, "--version"], capture_output=True, text=True).stdout.split()[1]
json.dump({"uv": about, "steps": [title(steps) for steps in STEPS], "answers": answers}, sys.stdout, indent=1)
