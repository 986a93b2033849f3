import { type TomlTable, tableAt, textsAt } from '../manifests/toml.js';
import { joinPath } from '../paths.js';
import type { Workspace } from './workspace.js';

/** The text of every `pyproject.toml` that could be read, by its path. */
export function manifestTexts({ lookup, readings }: Workspace): Map<string, string> {
  return new Map(
    [...readings].flatMap(([folder, { project }]): [string, string][] => {
      const path = joinPath(folder, 'pyproject.toml');
      const text = project === null ? null : lookup.text(path);
      return text === null ? [] : [[path, text]];
    }),
  );
}

/** Whether the manifest leaves the version to the back-end, as it does where it is in another file. */
export function isDynamic(project: TomlTable | null): boolean {
  return project !== null && textsAt(tableAt(project, 'project'), 'dynamic').includes('version');
}
