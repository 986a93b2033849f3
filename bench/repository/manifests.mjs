const BUILD_SYSTEMS = {
  uv: ['uv_build>=0.8,<1', 'uv_build'],
  hatch: ['hatchling', 'hatchling.build'],
  setuptools: ['setuptools>=69', 'setuptools.build_meta'],
  poetry: ['poetry-core>=1.9', 'poetry.core.masonry.api'],
};
const THIRD_PARTY = ['pydantic>=2.5', 'httpx>=0.27', 'structlog>=24', 'click>=8.1', 'attrs>=23.2'];

/** The `pyproject.toml` of a package. */
export function manifest(each) {
  return each.style === 'poetry' ? poetryManifest(each) : projectManifest(each);
}

function projectManifest(each) {
  const { name, style, version, index } = each;
  const dynamic = style.endsWith('-dynamic');
  const runtime = requirements(each, 'runtime');
  const optional = requirements(each, 'optional');
  const dev = requirements(each, 'dev');
  return `${buildSystem(style)}
[project]
name = "${name}"
${dynamic ? 'dynamic = ["version"]' : `version = "${version}"`}
description = "${name.replaceAll('-', ' ')}"
readme = "README.md"
requires-python = ">=3.10"
license = { text = "Apache-2.0" }
authors = [{ name = "Platform team", email = "platform@example.org" }]
classifiers = [
    "Programming Language :: Python :: 3",
    "Programming Language :: Python :: 3.12",
    "Typing :: Typed",
]
dependencies = ${array([...runtime, THIRD_PARTY[index % THIRD_PARTY.length]])}
${optional.length === 0 ? '' : `\n[project.optional-dependencies]\nextra = ${array(optional)}\n`}
[project.urls]
Source = "https://example.org/acme/${name}"

[dependency-groups]
dev = ${array(['pytest>=8', 'ruff>=0.6', ...dev])}
${sources(each)}${versionTable(each)}${toolTables(each)}`;
}

function buildSystem(style) {
  const [requires, backend] = BUILD_SYSTEMS[style.split('-')[0]];
  return `[build-system]\nrequires = ["${requires}"]\nbuild-backend = "${backend}"\n`;
}

function requirements({ dependencies }, kind) {
  return dependencies.filter(each => each.kind === kind).map(({ target }) => requirement(target));
}

/** Four spellings, all of which the versions of the repository satisfy. */
function requirement({ name, version, index }) {
  const [major, minor] = version.split('.');
  const forms = [
    `>=${major}.${minor},<${Number(major) + 1}`,
    `~=${major}.${minor}`,
    `>=${major}.${minor}.0`,
    '',
  ];
  return name + forms[index % forms.length];
}

function array(values) {
  return values.length === 0 ? '[]' : `[\n${values.map(value => `    "${value}",\n`).join('')}]`;
}

function sources({ dependencies }) {
  if (dependencies.length === 0) return '';
  const lines = dependencies.map(({ target }) => `${target.name} = { workspace = true }\n`);
  return `\n[tool.uv.sources]\n${lines.join('')}`;
}

function versionTable({ style, module }) {
  switch (style) {
    case 'hatch-dynamic':
      return `\n[tool.hatch.version]\npath = "src/${module}/__init__.py"\n`;
    case 'setuptools-dynamic':
      return `\n[tool.setuptools.dynamic]\nversion = { attr = "${module}.__version__" }\n`;
    case 'poetry-project':
      return `\n[tool.poetry]\npackages = [{ include = "${module}", from = "src" }]\n`;
    default:
      return '';
  }
}

function toolTables({ module, style }) {
  const found = style.startsWith('setuptools') ? '\n[tool.setuptools.packages.find]\nwhere = ["src"]\n' : '';
  return `${found}
[tool.ruff]
line-length = 100
target-version = "py310"

[tool.ruff.lint]
select = ["E", "F", "I", "UP", "B"]

[tool.pytest.ini_options]
testpaths = ["tests"]
addopts = "-q --strict-markers"

[tool.coverage.run]
branch = true
source = ["${module}"]

[tool.mypy]
strict = true
`;
}

function poetryManifest(each) {
  const { name, version, path, dependencies } = each;
  const up = '../'.repeat(path.split('/').length);
  const line = ({ target, kind }) => {
    const optional = kind === 'optional' ? ', optional = true' : '';
    return `${target.name} = { path = "${up}${target.path}", develop = true${optional} }\n`;
  };
  const lines = wanted => dependencies.filter(({ kind }) => (kind === 'dev') === wanted).map(line);
  return `[tool.poetry]
name = "${name}"
version = "${version}"
description = "${name.replaceAll('-', ' ')}"
authors = ["Platform team <platform@example.org>"]
readme = "README.md"

[tool.poetry.dependencies]
python = "^3.10"
requests = "^2.31"
${lines(false).join('')}
[tool.poetry.group.dev.dependencies]
pytest = "^8.0"
${lines(true).join('')}${toolTables(each)}
${buildSystem('poetry')}`;
}
