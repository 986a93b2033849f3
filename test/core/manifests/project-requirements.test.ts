import { describe, expect, it } from 'vitest';
import type { HatchConfig } from '../../../src/core/manifests/hatch-requirements.js';
import { projectRequirements } from '../../../src/core/manifests/project-requirements.js';
import type { Section } from '../../../src/core/manifests/section.js';
import { parseToml, type TomlTable, tableAt } from '../../../src/core/manifests/toml.js';
import type { Requirement } from '../../../src/core/requirements/requirement.js';

const PLACE = { folder: 'packages/app', file: 'packages/app/pyproject.toml' };

/** As `name kind specifier path`, with `-` for what is not there. */
function brief(requirements: readonly Requirement[]): string[] {
  return requirements.map(({ name, kind, specifier, path, file }) => {
    expect(file).toBe(PLACE.file);
    return [name ?? '-', kind, specifier === '' ? '-' : specifier, path ?? '-'].join(' ');
  });
}

/** A hatch table of which nothing comes from a hatch.toml. */
function hatch(table: Readonly<Record<string, unknown>>): HatchConfig {
  return { table, own: new Set(), file: 'packages/p/hatch.toml' };
}

function document(table: TomlTable): Section {
  return { table, at: [], place: PLACE };
}

function read(text: string): string[] {
  const parsed = parseToml(text);
  if (!parsed.ok) throw new Error(parsed.fault.message);
  return brief(projectRequirements(document(parsed.value), hatch(tableAt(parsed.value, 'tool', 'hatch'))));
}

describe('projectRequirements', () => {
  const ROWS: readonly (readonly [title: string, text: string, expected: readonly string[]])[] = [
    ['no tables', '', []],
    [
      '[project] dependencies',
      '[project]\ndependencies = ["Lib_A>=1,<2", "b"]',
      ['lib-a runtime >=1,<2 -', 'b runtime - -'],
    ],
    [
      'extras',
      '[project.optional-dependencies]\ncli = ["a"]\n"x.y" = ["b==1"]',
      ['a optional - -', 'b optional ==1 -'],
    ],
    [
      'the build system',
      '[build-system]\nrequires = ["hatchling", "lib>=2"]',
      ['hatchling build - -', 'lib build >=2 -'],
    ],
    [
      'dependency groups beside includes',
      '[dependency-groups]\ntest = ["a>=1", { include-group = "lint" }]\nlint = ["b"]',
      ['a dev >=1 -', 'b dev - -'],
    ],
    ['uv dev-dependencies', '[tool.uv]\ndev-dependencies = ["a"]', ['a dev - -']],
    [
      'PDM dev-dependencies',
      `[tool.pdm.dev-dependencies]\ndev = ["-e file:///\${PROJECT_ROOT}/../lib#egg=Lib_X", "-e b @ file:///\${PROJECT_ROOT}/../b", "c"]`,
      ['lib-x dev - packages/lib', 'b dev - packages/b', 'c dev - -'],
    ],
    [
      'hatch references and templates',
      '[project]\ndependencies = ["a @ {root:uri}/../a", "b @ {root:parent:uri}/b", "c=={{ version }}", "d @ {home:uri}/d"]',
      ['a runtime - packages/a', 'b runtime - packages/b', 'c runtime =={{ version }} -', 'd runtime - -'],
    ],
    [
      'hatch environments and hooks',
      '[tool.hatch.envs.test]\ndependencies = ["a"]\nextra-dependencies = ["b"]\n[tool.hatch.metadata.hooks.x]\ndependencies = ["c=={{ version }}"]\n[tool.hatch.metadata.hooks.x.optional-dependencies]\nall = ["d"]',
      ['a dev - -', 'b dev - -', 'c runtime =={{ version }} -', 'd optional - -'],
    ],
    [
      'Poetry strings, tables and arrays of tables',
      '[tool.poetry.dependencies]\npython = "^3.9"\nA_b = "^1.2"\nb = { version = "~1.2", extras = ["x"], optional = true }\nc = { path = "../c", develop = true }\nd = "*"\n[[tool.poetry.dependencies.e]]\nversion = "1"\npython = "<3.9"\n[[tool.poetry.dependencies.e]]\nversion = "2"',
      [
        'a-b runtime ^1.2 -',
        'b optional ~1.2 -',
        'c runtime - packages/c',
        'd runtime * -',
        'e runtime 1 -',
        'e runtime 2 -',
      ],
    ],
    [
      'Poetry groups, old and new',
      '[tool.poetry.dev-dependencies]\na = "^1"\n[tool.poetry.group.test.dependencies]\nb = { path = "../b" }',
      ['a dev ^1 -', 'b dev - packages/b'],
    ],
    [
      'a Poetry table that names sub-tables',
      '[tool.poetry.dependencies.lib]\npath = "../lib"\ndevelop = true',
      ['lib runtime - packages/lib'],
    ],
    [
      "Poetry's parentheses",
      '[project]\ndependencies = ["requests (>=2.23.0,<3.0.0)"]',
      ['requests runtime >=2.23.0,<3.0.0 -'],
    ],
    [
      'legacy flit tables',
      '[tool.flit.metadata]\nrequires = ["a"]\ndev-requires = ["b"]\n[tool.flit.metadata.requires-extra]\ntest = ["c"]',
      ['a runtime - -', 'b dev - -', 'c optional - -'],
    ],
    [
      'markers and self references',
      '[project]\ndependencies = ["a>=1; python_version < \'3.9\'", "app[cli]"]',
      ['a runtime >=1 -', 'app runtime - -'],
    ],
    [
      'uv sources with a path',
      '[project]\ndependencies = ["Lib_A>=1", "b", "c @ file:../own"]\n[tool.uv.sources]\n"lib.a" = { path = "../lib" }\nc = { path = "../c" }\nd = { path = "../d" }',
      ['lib-a runtime >=1 packages/lib', 'b runtime - -', 'c runtime - packages/own'],
    ],
    [
      'uv sources of requirements of every kind',
      '[project.optional-dependencies]\nx = ["a"]\n[build-system]\nrequires = ["a"]\n[dependency-groups]\nx = ["a"]\n[tool.uv]\ndev-dependencies = ["a"]\n[tool.uv.sources.a]\npath = "../a"\neditable = true',
      ['a optional - packages/a', 'a build - packages/a', 'a dev - packages/a', 'a dev - packages/a'],
    ],
    [
      'uv sources without a path, and those outside',
      '[project]\ndependencies = ["a", "b", "c", "d"]\n[tool.uv.sources]\na = { workspace = true }\nb = { git = "https://e.org/b.git" }\nc = { path = "../../../../outside" }\nd = "x"',
      ['a runtime - -', 'b runtime - -', 'c runtime - -', 'd runtime - -'],
    ],
    [
      'uv sources of several places',
      '[project]\ndependencies = ["a"]\n[tool.uv.sources]\na = [{ index = "x", marker = "os_name == \'nt\'" }, { path = "../a", marker = "os_name != \'nt\'" }]',
      ['a runtime - packages/a'],
    ],
    [
      'uv sources of another type',
      '[project]\ndependencies = ["a"]\n[tool.uv]\nsources = 3',
      ['a runtime - -'],
    ],
    [
      'values of other types',
      '[project]\ndependencies = [1, ["a"], { b = 1 }]\noptional-dependencies = 3',
      [],
    ],
  ];
  it.each(ROWS)('reads %s', (_title, text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  it('leaves a Poetry path that only enriches [project] to the kind of [project], and takes the path', () => {
    const text =
      '[project]\nname = "app"\n[project.optional-dependencies]\nx = ["lib"]\n[tool.poetry.dependencies]\nlib = { path = "../lib" }\nother = { path = "../other" }';
    expect(read(text)).toEqual(['lib optional - packages/lib', 'other runtime - packages/other']);
  });

  // Poetry intersects both specifiers and fails where nothing is left.
  it('keeps a Poetry specifier beside [project], under the kind of [project]', () => {
    const text =
      '[project]\nname = "app"\ndependencies = ["a>=1", "lib>=1"]\n[project.optional-dependencies]\nx = ["b"]\n[tool.poetry.dependencies]\na = "^1.2"\nb = { version = "~2", path = "../b" }\nlib = { path = "../lib" }\n[tool.poetry.group.t.dependencies]\na = "1.5"';
    expect(read(text)).toEqual([
      ...['a runtime >=1 -', 'lib runtime >=1 packages/lib', 'b optional - packages/b'],
      ...['a runtime ^1.2 -', 'b optional ~2 packages/b', 'a dev 1.5 -'],
    ]);
  });
});

describe('the hatch table', () => {
  it('is read from wherever it was merged, such as a hatch.toml', () => {
    const parsed = parseToml('[envs.default]\ndependencies = ["a>=1"]\n[envs]\nx = 1\n');
    expect(parsed.ok && brief(projectRequirements(document({}), hatch(parsed.value)))).toEqual([
      'a dev >=1 -',
    ]);
  });

  it('counts as it is given, not as the pyproject.toml has it', () => {
    const parsed = parseToml('[tool.hatch.envs.test]\ndependencies = ["a"]');
    expect(parsed.ok && projectRequirements(document(parsed.value), hatch({}))).toEqual([]);
  });
});
