import { normalizeVersion } from '../versions/version.js';
import type { Problem } from '../workspace/problem.js';
import { columnOf } from './columns.js';
import type { Subject } from './subject.js';

/** A spelling that index and installers turn into another one: `1.0.0-beta.1` is published as `1.0.0b1`. */
export function versionNotNormal({ packages, workspace }: Subject): Problem[] {
  return packages.flatMap(({ id, source }) => {
    const normal = source.file === null ? null : normalizeVersion(source.value);
    if (source.file === null || normal === null || normal === source.value) return [];
    return [
      {
        rule: 'version-not-normal',
        severity: 'error',
        package: id,
        file: source.file,
        line: source.line,
        column: columnOf(workspace, source),
        message: `${JSON.stringify(source.value)} is not the normal form of this version, under which it is published`,
        hint: `Write ${normal}.`,
      },
    ];
  });
}
