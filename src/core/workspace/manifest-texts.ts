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
