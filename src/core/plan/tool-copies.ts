import { sameVersion } from '../versions/version.js';
import { isToolCopy } from '../workspace/package.js';
import type { Problem } from '../workspace/problem.js';
import type { Move } from './releases.js';

/**
 * Copies in the configuration of release tools that were out of date before a release. It brings them up to date; but
 * what they list was not looked for, since it may hold the old number, the present one, or none.
 */
export function staleToolCopies(moves: readonly Move[]): Problem[] {
  return moves.flatMap(({ package: { id, version, mirrors } }) =>
    mirrors
      .filter(mirror => isToolCopy(mirror) && !sameVersion(mirror.value, version ?? ''))
      .map(({ file, line, value }) => ({
        rule: 'config-version-stale',
        severity: 'warning',
        package: id,
        file,
        line,
        column: null,
        message: `${file}:${line} said ${value} for ${id}, which is at ${version}: files that it lists are left alone`,
        hint: 'Look through the files that this configuration lists, and change their version by hand.',
      })),
  );
}
