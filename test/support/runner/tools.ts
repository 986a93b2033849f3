import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RELCTL } from '../relctl.js';

/** Stands for everything that a pipeline installs and that has no say in what is released. */
const QUIET = [
  'pytest',
  'pytest-benchmark',
  'flake8',
  'black',
  'isort',
  'mypy',
  'pylint',
  'bandit',
  'safety',
].concat(['check-manifest', 'docker', 'go', 'quayside', 'uvx']);

/** As far as workflows use it: builds leave files behind, and environments have programs. */
const PYTHON = `
build() {
  local out=dist folder=.
  while [ $# -gt 0 ]; do
    case "$1" in
      --outdir | --out-dir | --output) out=$2; shift ;;
      *) folder=$1 ;;
    esac
    shift
  done
  [ -d "$folder" ] || { echo "no such folder: $folder" >&2; exit 1; }
  mkdir -p "$out"
  name=$(sed -n 's/^name = "\\(.*\\)"/\\1/p' "$folder/pyproject.toml" | head -n 1)
  version=$(sed -n 's/^version = "\\(.*\\)"/\\1/p' "$folder/pyproject.toml" | head -n 1)
  echo built > "$out/$name-$version.whl"
  echo built > "$out/$name-$version.tar.gz"
}
`;

const SCRIPTS: Readonly<Record<string, string>> = {
  python: `${PYTHON}
case "\${1:-} \${2:-}" in
  '-m build') shift 2; build "$@" ;;
  '-m venv') mkdir -p "$3/bin"; ln -s "$TOOLS/python" "$3/bin/python"; ln -s "$TOOLS/pytest" "$3/bin/pip" ;;
  '-m coverage') echo 95 ;;
  '-m twine') for file in "\${@:5}"; do [ -f "$file" ] || { echo "no such file: $file" >&2; exit 1; }; done ;;
  *detect.py*) echo has_changes=false; echo 'matrix={"include":[]}' ;;
esac`,
  poetry: `${PYTHON}
folder=.
if [ "$1" = --directory ]; then folder=$2; shift 2; fi
cd "$folder"
if [ "$1" = build ]; then shift; build "$@"; fi`,
  uv: `${PYTHON}
if [ "$1" = build ]; then shift; build "$@"; fi`,
  npx: `[ "$1" = --yes ] && [[ "$2" = relctl@* ]] || { echo "not here: npx $*" >&2; exit 1; }
exec node "$RELCTL_BIN" "\${@:3}"`,
  relctl: 'exec node "$RELCTL_BIN" "$@"',
  // Of jq only what is asked of it here.
  jq: `[ "$*" = '--raw-output .[]' ] || { echo "not here: jq $*" >&2; exit 1; }
node -e 'for (const each of JSON.parse(require("fs").readFileSync(0))) console.log(each)'`,
  // What is asked of GitHub is written down, with the credentials.
  gh: `case "$1:$GH_TOKEN:$PERMISSIONS" in
  workflow:GITHUB_TOKEN:*actions:write* | release:GITHUB_TOKEN:*contents:write* | *:secret:*) ;;
  *) echo "HTTP 403: gh $*" >&2; exit 1 ;;
esac
printf '%s\\0' "\${GH_TOKEN:?}" "$@" >> "$GH_LOG"; echo >> "$GH_LOG"`,
};

/** A folder of programs that stands first in the path of every step, and the variables that these need. */
export function installTools(folder: string): Record<string, string> {
  mkdirSync(folder);
  for (const [name, script] of Object.entries(SCRIPTS)) {
    writeFileSync(join(folder, name), `#!/usr/bin/env bash\nset -eu\n${script}\n`);
    chmodSync(join(folder, name), 0o755);
  }
  writeFileSync(join(folder, 'quiet'), '#!/bin/sh\n');
  chmodSync(join(folder, 'quiet'), 0o755);
  for (const name of QUIET) symlinkSync('quiet', join(folder, name));
  return { TOOLS: folder, RELCTL_BIN: RELCTL };
}
