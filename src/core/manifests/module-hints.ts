import type { ModuleHints } from './facts.js';
import { type TomlTable, tableAt, tablesAt, textAt, textsAt } from './toml.js';

/** Where the back-end of a `pyproject.toml` is told to find the import package. */
export function moduleHints(data: TomlTable, hatch: TomlTable): ModuleHints {
  const tool = tableAt(data, 'tool');
  const setuptools = tableAt(tool, 'setuptools');
  const wheel = tableAt(hatch, 'build', 'targets', 'wheel');
  const uv = tableAt(tool, 'uv', 'build-backend');
  const poetry = tablesAt(tableAt(tool, 'poetry'), 'packages');
  const pdm = tableAt(tool, 'pdm', 'build');
  return {
    roots: [
      ...textsAt(tableAt(setuptools, 'packages', 'find'), 'where'),
      ...textsAt(tableAt(setuptools, 'package-dir'), ''),
      ...textsAt(uv, 'module-root'),
      ...textsAt(pdm, 'package-dir'),
      ...textsAt(tableAt(tool, 'maturin'), 'python-source'),
    ],
    modules: [
      ...poetry.flatMap(entry => {
        const include = textAt(entry, 'include');
        const from = textAt(entry, 'from');
        return include === null ? [] : [from === null ? include : `${from}/${include}`];
      }),
      ...textsAt(tableAt(tool, 'flit', 'module'), 'name'),
      ...textsAt(tableAt(tool, 'flit', 'metadata'), 'module'),
      ...textsAt(uv, 'module-name'),
      ...textsAt(wheel, 'packages'),
      ...textsAt(setuptools, 'packages'),
      ...textsAt(setuptools, 'py-modules'),
      ...textsAt(wheel, 'only-include'),
      ...textsAt(tableAt(tool, 'maturin'), 'module-name'),
    ],
  };
}
