"""Makes release-tools.json: what the release tools themselves write when they go from 1.2.3 to 1.3.0.

    pip install bump-my-version==1.8.1 commitizen==4.19.3 python-semantic-release==10.7.0 tbump==6.9.0
    python make-release-tools.py > release-tools.json

Every case is a folder of files; the answer holds the files that the tool changed.
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

BIN = pathlib.Path(sys.executable).parent
PROJECT = '[project]\nname = "demo"\nversion = "1.2.3"\n'
INIT = '"""Demo."""\n\n__version__ = "1.2.3"\n'
README = "# demo\n\npip install demo==1.2.3\n\nNeeds other 11.2.3 and 1.2.30.\n"
TBUMP_GIT = '[{0}git]\nmessage_template = "v{{new_version}}"\ntag_template = "v{{new_version}}"\n'
TBUMP_REGEX = "'''(?P<major>\\d+)\\.(?P<minor>\\d+)\\.(?P<patch>\\d+)'''"

CASES = {
    "bumpversion": {
        "a table of pyproject.toml": {
            "pyproject.toml": PROJECT + '\n[tool.bumpversion]\ncurrent_version = "1.2.3"\n'
        },
        "files with a search of their own": {
            "pyproject.toml": PROJECT
            + '\n[tool.bumpversion]\ncurrent_version = "1.2.3"\n\n[[tool.bumpversion.files]]\nfilename = "pyproject.toml"\n'
            + 'search = "version = \\"{current_version}\\""\nreplace = "version = \\"{new_version}\\""\n'
            + '\n[[tool.bumpversion.files]]\nfilename = "demo/__init__.py"\n'
            + "search = '__version__ = \"{current_version}\"'\nreplace = '__version__ = \"{new_version}\"'\n",
            "demo/__init__.py": INIT,
        },
        "the default search": {
            "pyproject.toml": PROJECT
            + '\n[tool.bumpversion]\ncurrent_version = "1.2.3"\n\n[[tool.bumpversion.files]]\nfilename = "VERSION"\n',
            "VERSION": "1.2.3\n",
        },
        "a pattern of files": {
            "pyproject.toml": PROJECT
            + '\n[tool.bumpversion]\ncurrent_version = "1.2.3"\n\n[[tool.bumpversion.files]]\nglob = "docs/**/*.md"\n'
            + 'glob_exclude = ["docs/old/*.md"]\nsearch = "version {current_version}"\nreplace = "version {new_version}"\n',
            "docs/a.md": "version 1.2.3\n",
            "docs/b/c.md": "version 1.2.3, again version 1.2.3\n",
            "docs/old/d.md": "version 1.2.3\n",
        },
        "a regular expression": {
            "pyproject.toml": PROJECT
            + '\n[tool.bumpversion]\ncurrent_version = "1.2.3"\n\n[[tool.bumpversion.files]]\nfilename = "Dockerfile"\nregex = true\n'
            + "search = 'ARG\\s+VERSION={current_version}'\nreplace = 'ARG VERSION={new_version}'\n",
            "Dockerfile": "FROM x:1.2.3\nARG VERSION=1.2.3\n",
        },
        "a search over two lines": {
            "pyproject.toml": PROJECT
            + '\n[tool.bumpversion]\ncurrent_version = "1.2.3"\n\n[[tool.bumpversion.files]]\nfilename = "Chart.yaml"\n'
            + 'search = "name: demo\\nversion: {current_version}"\nreplace = "name: demo\\nversion: {new_version}"\n',
            "Chart.yaml": "dependencies:\n- name: redis\n  version: 1.2.3\nname: demo\nversion: 1.2.3\n",
        },
        "a search with line ends of Windows": {
            "pyproject.toml": PROJECT
            + '\n[tool.bumpversion]\ncurrent_version = "1.2.3"\n\n[[tool.bumpversion.files]]\nfilename = "a.txt"\n'
            + 'search = "a\\nb {current_version}"\nreplace = "a\\nb {new_version}"\n',
            "a.txt": "a\r\nb 1.2.3\r\nc 1.2.3\r\n",
        },
        "a replacement that keeps the old version": {
            "pyproject.toml": PROJECT
            + '\n[tool.bumpversion]\ncurrent_version = "1.2.3"\n\n[[tool.bumpversion.files]]\nfilename = "x.txt"\nignore_missing_version = true\n'
            + 'search = "{current_version}!"\nreplace = "{new_version}!"\n',
            "x.txt": "1.2.3?\n",
        },
        ".bumpversion.toml before pyproject.toml": {
            "pyproject.toml": PROJECT,
            ".bumpversion.toml": '[tool.bumpversion]\ncurrent_version = "1.2.3"\n\n[[tool.bumpversion.files]]\nfilename = "pyproject.toml"\n'
            + 'search = "version = \\"{current_version}\\""\nreplace = "version = \\"{new_version}\\""\n',
        },
        ".bumpversion.cfg": {
            "pyproject.toml": PROJECT,
            ".bumpversion.cfg": "[bumpversion]\ncurrent_version = 1.2.3\n\n[bumpversion:file:pyproject.toml]\n"
            + 'search = version = "{current_version}"\nreplace = version = "{new_version}"\n'
            + "\n[bumpversion:file (docs):README.md]\nsearch = demo=={current_version}\nreplace = demo=={new_version}\n",
            "README.md": README,
        },
        "setup.cfg": {
            "setup.cfg": "[metadata]\nname = demo\nversion = 1.2.3\n\n[bumpversion]\ncurrent_version = 1.2.3\n\n"
            + "[bumpversion:file:setup.cfg]\nsearch = version = {current_version}\nreplace = version = {new_version}\n"
            + "\n[bumpversion:glob:docs/*.rst]\n",
            "docs/a.rst": "1.2.3\n",
        },
    },
    "commitizen": {
        "a table of pyproject.toml": {
            "pyproject.toml": PROJECT
            + '\n[tool.commitizen]\nversion = "1.2.3"\nversion_files = ["pyproject.toml:^version", "demo/__init__.py:__version__"]\n',
            "demo/__init__.py": INIT,
        },
        "another provider": {
            "pyproject.toml": PROJECT
            + '\n[tool.commitizen]\nversion = "0.1"\nversion_provider = "pep621"\nversion_files = ["README.md:demo=="]\n',
            "README.md": README,
        },
        "a file without a regular expression": {
            "pyproject.toml": PROJECT + '\n[tool.commitizen]\nversion_provider = "pep621"\nversion_files = ["VERSION"]\n',
            "VERSION": "1.2.3\n",
        },
        "a pattern of files": {
            "pyproject.toml": PROJECT
            + '\n[tool.commitizen]\nversion_provider = "pep621"\nversion_files = ["*/__init__.py:^__version__"]\n',
            "demo/__init__.py": INIT,
            "other/__init__.py": INIT,
        },
        ".cz.toml": {
            "pyproject.toml": PROJECT,
            ".cz.toml": '[tool.commitizen]\nversion = "1.2.3"\nversion_files = ["pyproject.toml:^version"]\n',
        },
        ".cz.json": {
            "pyproject.toml": PROJECT,
            ".cz.json": '{\n  "commitizen": {\n    "name": "cz_conventional_commits",\n    "version": "1.2.3",\n'
            + '    "version_files": [\n      "pyproject.toml:^version"\n    ]\n  }\n}',
        },
    },
    "tbump": {
        "tbump.toml": {
            "pyproject.toml": PROJECT,
            "tbump.toml": '[version]\ncurrent = "1.2.3"\nregex = ' + TBUMP_REGEX + "\n" + TBUMP_GIT.format("")
            + '[[file]]\nsrc = "pyproject.toml"\nsearch = "^version = \\"{current_version}\\""\n'
            + '[[file]]\nsrc = "VERSION"\n',
            "VERSION": "demo 1.2.3\n",
        },
        "a table of pyproject.toml": {
            "pyproject.toml": PROJECT + '\n[tool.tbump.version]\ncurrent = "1.2.3"\nregex = ' + TBUMP_REGEX + "\n"
            + TBUMP_GIT.format("tool.tbump.")
            + '[[tool.tbump.file]]\nsrc = "pyproject.toml"\nsearch = "^version = \\"{current_version}\\""\n'
            + '[[tool.tbump.file]]\nsrc = "*/__init__.py"\nsearch = "__version__ = \\"{current_version}\\""\n',
            "demo/__init__.py": INIT,
        },
    },
    "semantic-release": {
        "keys and variables": {
            "pyproject.toml": PROJECT
            + '\n[tool.semantic_release]\nversion_toml = ["pyproject.toml:project.version", "other.toml:a.b"]\n'
            + 'version_variables = ["demo/__init__.py:__version__", "docs/conf.py:release"]\n',
            "other.toml": '[a]\nb = "1.2.3"\n',
            "demo/__init__.py": INIT,
            "docs/conf.py": 'project = "demo"\nrelease: str = "1.2.3"\n',
        },
        "forms of variables": {
            "pyproject.toml": PROJECT
            + '\n[tool.semantic_release]\nversion_variables = ["a.yaml:version", "b.json:version", "c.txt:image:tf", "d.h:DEMO_VERSION", "VERSION:*", "TAG:*:tf"]\n'
            + 'version_toml = ["pyproject.toml:project.version"]\n',
            "a.yaml": "version: 1.2.3\n",
            "b.json": '{\n  "name": "demo",\n  "version": "1.2.3"\n}\n',
            "c.txt": "image: v1.2.3\n",
            "d.h": "#define DEMO_VERSION 1.2.3\n",
            "VERSION": "1.2.3\n",
            "TAG": "v1.2.3\n",
        },
    },
}

COMMANDS = {
    "bumpversion": ["bump-my-version", "bump", "--new-version", "1.3.0", "--allow-dirty", "--no-commit", "--no-tag", "minor"],
    "commitizen": ["cz", "bump", "1.3.0", "--version-files-only", "--yes"],
    "tbump": ["tbump", "1.3.0", "--only-patch", "--non-interactive"],
    "semantic-release": ["semantic-release", "version", "--minor", "--no-commit", "--no-tag", "--no-push", "--no-vcs-release", "--no-changelog"],
}


def run(folder, *command):
    env = {**os.environ, "GIT_CONFIG_GLOBAL": "/dev/null", "HOME": folder}
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True)


def write(folder, files):
    for path, text in files.items():
        target = pathlib.Path(folder, path)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode())


def make(tool, files):
    with tempfile.TemporaryDirectory() as folder:
        write(folder, files)
        identity = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
        run(folder, "git", "init", "-q", "-b", "main")
        run(folder, "git", "remote", "add", "origin", "https://github.com/a/b.git")
        run(folder, "git", "add", "-A")
        run(folder, "git", *identity, "commit", "-qm", "feat: a")
        run(folder, "git", "tag", "v1.2.3")
        run(folder, "git", *identity, "commit", "--allow-empty", "-qm", "feat: b")
        command = COMMANDS[tool]
        done = run(folder, str(BIN / command[0]), *command[1:])
        after = {path: pathlib.Path(folder, path).read_bytes().decode() for path in files}
        changed = {path: text for path, text in after.items() if text != files[path]}
        if not changed:
            sys.exit(f"{tool}: nothing changed: {done.stdout}{done.stderr}")
        return changed


json.dump(
    [
        {"tool": tool, "title": title, "files": files, "changed": make(tool, files)}
        for tool, cases in CASES.items()
        for title, files in cases.items()
    ],
    sys.stdout,
    indent=1,
    ensure_ascii=False,
)
print()
