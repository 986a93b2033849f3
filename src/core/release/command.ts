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
  /** Whether tags may be pushed that start no workflow. */
  readonly allowIdleTags: boolean;
}

/** The choice alone, its names in one order: the same release is asked for by the same data. */
export function choiceOf(request: ReleaseChoice): ReleaseChoice {
  const { level, pre, choice, dependents, commit, tag, push, sign, allowIdleTags } = request;
  const { packages, groups, all, changed } = choice;
  return {
    level,
    pre,
    choice: { packages: [...packages].sort(), groups: [...groups].sort(), all, changed },
    dependents,
    commit,
    tag,
    push,
    sign,
    allowIdleTags,
  };
}

/** The command line that asks for a release, in one spelling: the same release is asked for by the same text. */
export function commandText(request: ReleaseChoice): string {
  const { level, pre, choice, dependents, commit, tag, push } = choiceOf(request);
  const words = [
    'relctl bump',
    level,
    ...(pre === null ? [] : [`--pre ${pre}`]),
    ...choice.packages.map(name => `--package ${name}`),
    ...choice.groups.map(name => `--group ${name}`),
    ...(choice.all ? ['--all'] : []),
    ...(choice.changed ? ['--changed'] : []),
    ...(dependents === null ? [] : [`--dependents ${dependents}`]),
    ...(commit ? [] : ['--no-commit']),
    ...(tag ? [] : ['--no-tag']),
    ...(push ? ['--push'] : []),
  ];
  return words.join(' ');
}
