import { admits } from '../requirements/admits.js';
import { normalizeName } from '../requirements/name.js';
import { formatVersion } from '../versions/version.js';
import type { Package } from '../workspace/package.js';
import type { Problem } from '../workspace/problem.js';
import type { Move } from './releases.js';

/** Requirements of the workspace that would not admit a new version: they need a change by hand. */
export function brokenRequirements(packages: readonly Package[], moves: readonly Move[]): Problem[] {
  const released = new Map(moves.map(move => [normalizeName(move.package.name), move]));
  return packages.flatMap(({ id, requirements, name: own }) =>
    requirements.flatMap(({ name, specifier, file }): Problem[] => {
      const move = name === null || name === normalizeName(own) ? undefined : released.get(name);
      if (move === undefined || specifier === '' || admits(specifier, move.to) !== false) return [];
      const version = formatVersion(move.to);
      return [
        {
          rule: 'sibling-unsatisfied',
          severity: 'warning',
          package: id,
          file,
          line: null,
          column: null,
          message: `${id} needs ${name} ${specifier}, which does not admit ${version}`,
          hint: `Widen the requirement in ${file}, and release ${id} too.`,
        },
      ];
    }),
  );
}
