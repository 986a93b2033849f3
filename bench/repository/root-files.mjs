import { createHash } from 'node:crypto';

/** The files at the root: a virtual uv workspace with its lock file, and what such a repository has beside it. */
export function rootFiles(packages) {
  return [
    ['pyproject.toml', ROOT_MANIFEST],
    ['uv.lock', lockFile(packages)],
    ['README.md', '# acme\n\nMade for a benchmark.\n'],
    ['.gitignore', IGNORED],
    ['.github/workflows/ci.yml', WORKFLOW],
    ['docs/index.md', '# Documentation\n'],
  ];
}

const ROOT_MANIFEST = `[project]
name = "acme"
version = "0.0.0"
requires-python = ">=3.10"

[tool.uv]
package = false

[tool.uv.workspace]
members = ["packages/*/*"]
exclude = ["packages/legacy-*/*"]

[tool.ruff]
line-length = 100
`;

const IGNORED = `__pycache__/
*.py[cod]
*.egg-info/
.venv/
build/
dist/
.coverage*
.mypy_cache/
.pytest_cache/
.ruff_cache/
.env
`;

const WORKFLOW = `name: ci
on:
  push:
    branches: [main]
  pull_request:
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
`;

const REGISTRY = 'https://pypi.org/simple';
const THIRD_PARTY = {
  pydantic: '2.9.2',
  httpx: '0.27.2',
  structlog: '24.4.0',
  click: '8.1.7',
  attrs: '24.2.0',
};

/** As uv writes it; the legacy packages are outside of the workspace. */
export function lockFile(packages) {
  const members = packages.filter(({ legacy }) => !legacy).sort((a, b) => (a.name < b.name ? -1 : 1));
  const names = ['acme', ...members.map(({ name }) => name)].map(name => `    "${name}",\n`).join('');
  return `version = 1
revision = 3
requires-python = ">=3.10"

[manifest]
members = [
${names}]

[[package]]
name = "acme"
version = "0.0.0"
source = { virtual = "." }
${members.map(lockedMember).join('')}${Object.entries(THIRD_PARTY).map(lockedThirdParty).join('')}`;
}

function lockedMember({ name, version, style, path, dependencies, index }) {
  const kind = wanted => dependencies.filter(each => each.kind === wanted);
  const list = (key, entries) => (entries.length === 0 ? '' : `${key} = [\n${entries.join('')}]\n`);
  const plain = ({ target }) => `    { name = "${target.name}" },\n`;
  const third = Object.keys(THIRD_PARTY)[index % Object.keys(THIRD_PARTY).length];
  const extra = list('extra', kind('optional').map(plain));
  const dev = list('dev', kind('dev').map(plain));
  const metadata = [...kind('runtime'), ...kind('optional')].map(
    ({ target }) => `    { name = "${target.name}", editable = "${target.path}" },\n`,
  );
  return `
[[package]]
name = "${name}"
${style.endsWith('-dynamic') ? '' : `version = "${version}"\n`}source = { editable = "${path}" }
${list('dependencies', [...kind('runtime').map(plain), `    { name = "${third}" },\n`])}${
  extra === '' ? '' : `\n[package.optional-dependencies]\n${extra}`
}${dev === '' ? '' : `\n[package.dev-dependencies]\n${dev}`}
[package.metadata]
${list('requires-dist', [...metadata, `    { name = "${third}" },\n`])}`;
}

function lockedThirdParty([name, version]) {
  const hash = createHash('sha256').update(`${name} ${version}`).digest('hex');
  const file = `https://files.pythonhosted.org/packages/${name}-${version}`;
  return `
[[package]]
name = "${name}"
version = "${version}"
source = { registry = "${REGISTRY}" }
sdist = { url = "${file}.tar.gz", hash = "sha256:${hash}", size = 100000 }
wheels = [
    { url = "${file}-py3-none-any.whl", hash = "sha256:${hash}", size = 50000 },
]
`;
}
