import { type LockKind, refreshCommand } from '../locks/lock.js';
import { lockFiles } from '../locks/lock-files.js';
import { readLock } from '../locks/read-lock.js';
import { type CurrentPackage, type StalePlace, staleEntries, staleHash } from '../locks/stale.js';
import { folderOf } from '../paths.js';
import { normalizeName } from '../requirements/name.js';
import { normalizeVersion } from '../versions/version.js';
import { isSkipped } from '../workspace/discovery.js';
import { manifestTexts } from '../workspace/manifest-texts.js';
import type { Problem } from '../workspace/problem.js';
import type { Subject } from './subject.js';

/** A lock that does not hold the version of a package of the repository, or was made from other requirements. */
export function lockStale({ packages, workspace, whole, sha256 }: Subject): Problem[] {
  const { index, lookup } = workspace;
  const locks = lockFiles(index.paths);
  if (locks.length === 0) return [];
  const current = packages.map(({ name, path, version }): CurrentPackage => {
    const normal = version === null ? null : normalizeVersion(version);
    return {
      name: normalizeName(name),
      path,
      version: normal,
      dynamic: workspace.readings.get(path)?.project?.dynamicVersion ?? false,
    };
  });
  const ids = new Map(packages.map(({ id, name }) => [normalizeName(name), id]));
  const manifests = locks.every(({ kind }) => kind === 'uv') ? new Map() : manifestTexts(workspace);
  return locks.flatMap(({ path, kind }) => {
    const text = lookup.text(path);
    if (text === null) return [];
    const folder = folderOf(path);
    const reading = readLock(kind, text, folder);
    if (reading.fault !== null)
      return whole && !isSkipped(folder) ? [unreadable(path, kind, reading.fault)] : [];
    const hash = whole && sha256 !== null ? staleHash(kind, text, folder, manifests, sha256) : null;
    const places = [...staleEntries(reading, current), ...(hash === null ? [] : [hash])];
    return places.map(place => lockProblem(place, path, kind, ids));
  });
}

/** Nothing in it can be compared; a warning, since a newer version of the tool may have written it. */
function unreadable(path: string, kind: LockKind, fault: string): Problem {
  return {
    rule: 'lock-stale',
    severity: 'warning',
    package: null,
    file: path,
    line: null,
    column: null,
    message: `${path} is not compared: ${fault}`,
    hint: `Mend it, or write it anew with ${refreshCommand(kind, folderOf(path))}.`,
  };
}

function lockProblem(
  { name, line, column, found, expected }: StalePlace,
  path: string,
  kind: LockKind,
  ids: ReadonlyMap<string, string>,
): Problem {
  const refresh = refreshCommand(kind, folderOf(path));
  const isMended = found !== null && expected !== null && name !== null;
  return {
    rule: 'lock-stale',
    severity: 'error',
    package: name === null ? null : (ids.get(name) ?? null),
    file: path,
    line,
    column,
    message:
      name === null
        ? 'the requirements of its project changed after this lock was written'
        : `${name} is locked ${found === null ? 'without a version' : `at ${found}`}, but ${expected === null ? 'its version is dynamic' : `is at ${expected}`}`,
    hint: `Run ${refresh}${isMended ? ', or relctl verify-versions --fix' : ''}.`,
  };
}
