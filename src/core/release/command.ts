import type { Dependents } from '../config/dependents.js';
import type { PreLevel } from '../versions/level.js';

/** What decides which release a `bump` makes. */
export interface ReleaseChoice {
  readonly level: string;
  readonly pre: PreLevel | null;
  readonly choice: {
    readonly packages: readonly string[];
    readonly groups: readonly string[];
    readonly all: boolean;
    readonly changed: boolean;
  };
  /** Null: as configured. */
  readonly dependents: Dependents | null;
  readonly commit: boolean;
  readonly tag: boolean;
  readonly push: boolean;
  /** Null: as configured. */
  readonly sign: boolean | null;
}

/** The command line that asks for a release, in one spelling: the same release is asked for by the same text. */
export function commandText(request: ReleaseChoice): string {
  const { level, pre, choice, dependents, commit, tag, push } = request;
  const words = [
    'relctl bump',
    level,
    ...(pre === null ? [] : [`--pre ${pre}`]),
    ...[...choice.packages].sort().map(name => `--package ${name}`),
    ...[...choice.groups].sort().map(name => `--group ${name}`),
    ...(choice.all ? ['--all'] : []),
    ...(choice.changed ? ['--changed'] : []),
    ...(dependents === null ? [] : [`--dependents ${dependents}`]),
    ...(commit ? [] : ['--no-commit']),
    ...(tag ? [] : ['--no-tag']),
    ...(push ? ['--push'] : []),
  ];
  return words.join(' ');
}
