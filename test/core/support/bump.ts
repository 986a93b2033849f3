import { applyEdits, sortEdits } from '../../../src/core/plan/apply-edits.js';
import { planEdit } from '../../../src/core/plan/edits.js';
import { parseVersion, type Version } from '../../../src/core/versions/version.js';
import type { Package } from '../../../src/core/workspace/package.js';
import type { Workspace } from '../../../src/core/workspace/workspace.js';
import { type Files, type Written, workspaceOf } from './workspace.js';

export function versionOf(text: string): Version {
  const version = parseVersion(text);
  if (version === null) throw new Error(`${text} is no version`);
  return version;
}

/** Places as `kind file:line value`; a source in no file as `kind -`. */
export function placesOf({ source, mirrors }: Package): string[] {
  return [source, ...mirrors].map(place =>
    place.file === null ? `${place.kind} -` : `${place.kind} ${place.file}:${place.line} ${place.value}`,
  );
}

/** The mirrors alone. */
export async function mirrorsOf(files: Files, id = 'demo', written: Written = {}): Promise<string[]> {
  return placesOf(packageOf(await workspaceOf(files, written), id)).slice(1);
}

export function packageOf({ byId }: Workspace, id: string): Package {
  const found = byId.get(id);
  if (found === undefined) throw new Error(`no package ${id}`);
  return found;
}

/** The files that a release of a package changes, as they then are. */
export async function bumped(files: Files, to: string, id = 'demo', written: Written = {}): Promise<Files> {
  const { source, mirrors } = packageOf(await workspaceOf(files, written), id);
  const places = source.file === null ? [] : [source, ...mirrors];
  const edits = sortEdits(places.map(place => planEdit(files[place.file] ?? '', place, versionOf(to))));
  const changed = [...new Set(edits.map(({ file }) => file))];
  return Object.fromEntries(
    changed.map(file => [
      file,
      applyEdits(
        files[file] ?? '',
        edits.filter(edit => edit.file === file),
      ),
    ]),
  );
}
