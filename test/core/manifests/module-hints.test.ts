import { describe, expect, it } from 'vitest';
import { moduleHints } from '../../../src/core/manifests/module-hints.js';
import { subsection } from '../../../src/core/manifests/section.js';
import { parseToml, tableAt } from '../../../src/core/manifests/toml.js';

describe('moduleHints', () => {
  const ROWS: readonly (readonly [
    title: string,
    text: string,
    roots: readonly string[],
    modules: readonly string[],
  ])[] = [
    ['nothing', '', [], []],
    ['setuptools find', '[tool.setuptools.packages.find]\nwhere = ["lib"]', ['lib'], []],
    ['setuptools package-dir', '[tool.setuptools.package-dir]\n"" = "src"', ['src'], []],
    [
      'setuptools lists',
      '[tool.setuptools]\npackages = ["a", "a.b"]\npy-modules = ["m"]',
      [],
      ['a', 'a.b', 'm'],
    ],
    ['uv', '[tool.uv.build-backend]\nmodule-root = ""\nmodule-name = "a.b"', [''], ['a.b']],
    [
      'Poetry',
      '[tool.poetry]\npackages = [{ include = "a" }, { include = "b", from = "src" }]',
      [],
      ['a', 'src/b'],
    ],
    [
      'Poetry, with all that is in a folder',
      '[tool.poetry]\npackages = [{ include = "*", from = "src" }, { include = "b" }]',
      ['src'],
      ['b'],
    ],
    ['flit', '[tool.flit.module]\nname = "a"', [], ['a']],
    ['legacy flit', '[tool.flit.metadata]\nmodule = "a"', [], ['a']],
    ['pdm', '[tool.pdm.build]\npackage-dir = "lib"', ['lib'], []],
    [
      'hatch',
      '[tool.hatch.build.targets.wheel]\npackages = ["src/a"]\nonly-include = ["b"]',
      [],
      ['src/a', 'b'],
    ],
    ['maturin', '[tool.maturin]\npython-source = "python"\nmodule-name = "a._core"', ['python'], ['a._core']],
  ];
  it.each(ROWS)('reads %s', (_title, text, roots, modules) => {
    const parsed = parseToml(text);
    if (!parsed.ok) throw new Error(parsed.fault.message);
    const root = { table: parsed.value, at: [], place: { folder: 'p', file: 'p/pyproject.toml' } };
    const hatch = tableAt(parsed.value, 'tool', 'hatch');
    expect(moduleHints(subsection(root, 'tool'), hatch)).toEqual({ roots, modules });
  });
});
