import type { Config } from '../config/config.js';
import type { WorkspaceDefinition } from '../manifests/facts.js';
import { type FolderReading, readFolder } from '../manifests/read-folder.js';
import { joinPath } from '../paths.js';
import type { Tree } from '../ports.js';
import { isSkipped, type ManifestFolder, namedFolders } from '../workspace/discovery.js';
import type { Lookup } from '../workspace/lookup.js';
import type { Workspace } from '../workspace/workspace.js';
import { readAll, settle } from './settle.js';

/** What is known of another state of the same workspace, and the folders in which the two differ. */
export interface Known {
  readonly workspace: Workspace;
  readonly changed: ReadonlySet<string>;
}

/**
 * Reads the folders that count, until no workspace definition names a further one.
 * @param folders all that hold a manifest
 * @returns what they say, and which of them workspace definitions name
 * @throws UNREADABLE_FILE
 */
export async function readFolders(
  tree: Tree,
  folders: ReadonlyMap<string, ManifestFolder>,
  lookup: Lookup,
  config: Config,
  known: Known | null,
): Promise<{ readings: Map<string, FolderReading>; named: ReadonlySet<string> }> {
  const all = [...folders.keys()];
  const configured = new Set([...config.package.values()].map(({ path }) => path));
  const wanted = all.filter(
    folder => configured.has(folder) || config.packages !== null || !isSkipped(folder),
  );
  const readings = new Map<string, FolderReading>();
  let named: ReadonlySet<string> = new Set();
  for (let next = wanted; next.length > 0; ) {
    const fresh: string[] = [];
    for (const folder of next) {
      const same =
        known === null || known.changed.has(folder) ? undefined : known.workspace.readings.get(folder);
      if (same === undefined) fresh.push(folder);
      else readings.set(folder, same);
    }
    await readAll(
      tree,
      lookup,
      fresh.flatMap(folder => filesToRead(folder, folders.get(folder))),
    );
    const read = await settle(tree, lookup, fresh, folder =>
      readFolder(folder, folders.get(folder) ?? NO_FILES, lookup),
    );
    for (const [folder, reading] of read) readings.set(folder, reading);
    const definitions = [...readings.values()].flatMap(({ definition }): WorkspaceDefinition[] =>
      definition === null ? [] : [definition],
    );
    named = namedFolders(definitions, all);
    next = all.filter(folder => named.has(folder) && !readings.has(folder));
  }
  return { readings, named };
}

const NO_FILES: ManifestFolder = { manifests: [], requirementFiles: [] };

/** Read at once, since nearly every folder needs them; `setup.py` is asked for where it counts. */
function filesToRead(folder: string, files: ManifestFolder | undefined): string[] {
  const project = joinPath(folder, 'pyproject.toml');
  return [...(files?.manifests.filter(path => path === project) ?? []), ...(files?.requirementFiles ?? [])];
}
