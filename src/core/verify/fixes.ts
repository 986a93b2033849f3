import type { Sha256 } from '../locks/lock.js';
import { sortEdits } from '../plan/apply-edits.js';
import { planEdit } from '../plan/edits.js';
import { planLockEdits } from '../plan/lock-edits.js';
import type { Edit } from '../plan/plan.js';
import { compareVersions, formatVersion, parseVersion } from '../versions/version.js';
import type { Package } from '../workspace/package.js';
import type { Workspace } from '../workspace/workspace.js';

/**
 * The edits for findings that have one right answer: a version in another spelling than its normal form, a mirror
 * that lags behind its source, an own entry of a lock file with an old version. A mirror that is ahead is left: it
 * can be the source that was forgotten; and so is one that two packages share which do not agree.
 * @throws EDIT_IMPOSSIBLE
 */
export function planFixes(workspace: Workspace, packages: readonly Package[], sha256: Sha256): Edit[] {
  const subjects = packages.flatMap(each => {
    const version = each.source.file === null ? null : parseVersion(each.source.value);
    return version === null ? [] : [{ package: each, version }];
  });
  const edits = subjects.flatMap(({ package: each, version }) => {
    const text = (file: string) => workspace.lookup.text(file) ?? '';
    const { source, mirrors } = each;
    const lagging = mirrors.filter(({ value }) => {
      const written = parseVersion(value);
      return written !== null && compareVersions(written, version) < 0;
    });
    const isNormal = source.file === null || source.value === formatVersion(version);
    return [...(isNormal ? [] : [source]), ...lagging].map(place =>
      planEdit(text(place.file), place, version),
    );
  });
  const changed = sortEdits(withoutRivals(edits).filter(({ before, after }) => before !== after));
  return sortEdits([...changed, ...planLockEdits(workspace, subjects, [], changed, sha256).edits]);
}

function withoutRivals(edits: readonly Edit[]): Edit[] {
  const wanted = new Map<string, Set<string>>();
  const key = ({ file, line, column }: Edit) => `${file}:${line}:${column}`;
  for (const edit of edits) wanted.set(key(edit), (wanted.get(key(edit)) ?? new Set()).add(edit.after));
  return edits.filter(edit => wanted.get(key(edit))?.size === 1);
}
