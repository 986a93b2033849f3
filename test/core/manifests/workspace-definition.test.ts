import { describe, expect, it } from 'vitest';
import { subsection } from '../../../src/core/manifests/section.js';
import { parseToml } from '../../../src/core/manifests/toml.js';
import { workspaceDefinition } from '../../../src/core/manifests/workspace-definition.js';

function read(text: string, folder = '.') {
  const parsed = parseToml(text);
  if (!parsed.ok) throw new Error(parsed.fault.message);
  const root = { table: parsed.value, at: [], place: { folder, file: `${folder}/pyproject.toml` } };
  return workspaceDefinition(subsection(root, 'tool'));
}

describe('workspaceDefinition', () => {
  const ROWS: readonly (readonly [title: string, text: string, members: readonly string[]])[] = [
    ['nothing', '', []],
    [
      'uv members',
      '[tool.uv.workspace]\nmembers = ["packages/*", "./apps/a/", "."]',
      ['packages/*', 'apps/a', '.'],
    ],
    [
      'uv path sources',
      '[tool.uv.sources]\na = { path = "libs/a" }\nb = { workspace = true }\nc = [{ path = "libs/c", marker = "x" }]',
      ['libs/a', 'libs/c'],
    ],
    ['pdm members', '[tool.pdm.workspace]\nmembers = ["packages/*"]', ['packages/*']],
    [
      'hatch members',
      '[tool.hatch.envs.default]\nworkspace.members = ["packages/*", { path = "x", features = ["y"] }]',
      ['packages/*', 'x'],
    ],
    [
      'Poetry paths',
      '[tool.poetry.dependencies]\na = { path = "a" }\nb = "^1"\n[tool.poetry.dev-dependencies]\nc = { path = "c" }\n[tool.poetry.group.g.dependencies]\nd = { path = "./d" }',
      ['a', 'c', 'd'],
    ],
    [
      'what leads out of the root',
      '[tool.uv.workspace]\nmembers = ["../x", "/abs"]\n[tool.uv.sources]\na = { path = "../../a" }',
      [],
    ],
  ];
  it.each(ROWS)('reads %s', (_title, text, members) => {
    expect(read(text)).toEqual({ members, exclude: [] });
  });

  it('reads what uv excludes', () => {
    expect(read('[tool.uv.workspace]\nmembers = ["p/*"]\nexclude = ["p/old", "./x/"]').exclude).toEqual([
      'p/old',
      'x',
    ]);
  });

  it('resolves members from the folder of the manifest', () => {
    const text =
      '[tool.uv.workspace]\nmembers = ["p/*", "../b", "."]\n[tool.poetry.dependencies]\na = { path = "../a" }';
    expect(read(text, 'ws').members).toEqual(['ws/p/*', 'b', 'ws', 'a']);
  });

  it('keeps a pattern that leads up a pattern', () => {
    expect(read('[tool.uv.workspace]\nmembers = ["../libs/*"]', 'ws').members).toEqual(['libs/*']);
  });
});
