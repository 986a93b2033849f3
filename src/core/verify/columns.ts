import type { VersionPlace } from '../workspace/package.js';
import type { Workspace } from '../workspace/workspace.js';

/** The column in which the version of a place starts; null where its line spells it otherwise. */
export function columnOf({ lookup }: Workspace, { file, line, value }: VersionPlace): number | null {
  const found = lookup.text(file)?.split('\n')[line - 1]?.indexOf(value) ?? -1;
  return found < 0 ? null : found + 1;
}
