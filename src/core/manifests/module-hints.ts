import type { ModuleHints } from './facts.js';
import { readTools, type Section } from './section.js';
import { type TomlTable, tableAt, tablesAt, textAt, textsAt } from './toml.js';

const READERS = {
  poetry: poetryHints,
  flit: flitHints,
  uv: uvHints,
  setuptools: setuptoolsHints,
  pdm: pdmHints,
  maturin: maturinHints,
};

/**
 * Where the back-end of a `pyproject.toml` is told to find the import package.
 * @param tools its `[tool]`
 * @param hatch `[tool.hatch]`, or the content of `hatch.toml`
 */
export function moduleHints(tools: Section | null, hatch: TomlTable): ModuleHints {
  const found = readTools(tools, READERS);
  found.push(hatchHints(hatch));
  return { roots: found.flatMap(({ roots }) => roots), modules: found.flatMap(({ modules }) => modules) };
}

function poetryHints({ table }: Section): ModuleHints {
  const entries = tablesAt(table, 'packages').map(entry => ({
    include: textAt(entry, 'include') ?? '*',
    from: textAt(entry, 'from'),
  }));
  // `{ include = "*", from = "src" }` names no package, only where they are.
  const isAll = (include: string) => /^\*\*?$/.test(include);
  return {
    roots: entries.flatMap(({ include, from }) => (isAll(include) && from !== null ? [from] : [])),
    modules: entries.flatMap(({ include, from }) =>
      isAll(include) ? [] : [from === null ? include : `${from}/${include}`],
    ),
  };
}

function flitHints({ table }: Section): ModuleHints {
  const modules = [
    ...textsAt(tableAt(table, 'module'), 'name'),
    ...textsAt(tableAt(table, 'metadata'), 'module'),
  ];
  return { roots: [], modules };
}

function uvHints({ table }: Section): ModuleHints {
  const backend = tableAt(table, 'build-backend');
  return { roots: textsAt(backend, 'module-root'), modules: textsAt(backend, 'module-name') };
}

function hatchHints(hatch: TomlTable): ModuleHints {
  const wheel = tableAt(hatch, 'build', 'targets', 'wheel');
  return { roots: [], modules: [...textsAt(wheel, 'packages'), ...textsAt(wheel, 'only-include')] };
}

function setuptoolsHints({ table }: Section): ModuleHints {
  return {
    roots: [
      ...textsAt(tableAt(table, 'packages', 'find'), 'where'),
      ...textsAt(tableAt(table, 'package-dir'), ''),
    ],
    modules: [...textsAt(table, 'packages'), ...textsAt(table, 'py-modules')],
  };
}

function pdmHints({ table }: Section): ModuleHints {
  return { roots: textsAt(tableAt(table, 'build'), 'package-dir'), modules: [] };
}

function maturinHints({ table }: Section): ModuleHints {
  return { roots: textsAt(table, 'python-source'), modules: textsAt(table, 'module-name') };
}
