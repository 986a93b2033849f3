import type { PreKind, Version } from './version.js';

/** The steps in the order of uv, highest first: raising one clears all after it. */
export const LEVELS = ['major', 'minor', 'patch', 'stable', 'a', 'b', 'rc', 'post', 'dev'] as const;
export type Level = (typeof LEVELS)[number];

/** What `--pre` takes: the kind of pre-release of the version that the level leads to. */
export const PRE_LEVELS = ['a', 'b', 'rc', 'dev'] as const;
export type PreLevel = (typeof PRE_LEVELS)[number];

const RELEASE_PART = { major: 0, minor: 1, patch: 2 } as const;

export function isLevel(text: string): text is Level {
  return (LEVELS as readonly string[]).includes(text);
}

/**
 * The version one step on, by the rules of `uv version --bump`: parts of the release are raised and never
 * dropped (`1.2` gives `1.3` for minor and `1.2.1` for patch), and the first pre-release has number 1. Unlike
 * uv, a local part is dropped, since no public index takes it. The result may be lower than the version given
 * (`dev` on a final version): the caller refuses that.
 */
export function raiseVersion(version: Version, level: Level, pre: PreLevel | null = null): Version {
  const raised = raiseOne({ ...version, local: null }, level);
  return pre === null ? raised : raiseOne(raised, pre);
}

function raiseOne(version: Version, level: Level): Version {
  switch (level) {
    case 'major':
    case 'minor':
    case 'patch':
      return {
        ...version,
        release: raiseRelease(version.release, RELEASE_PART[level]),
        pre: null,
        post: null,
        dev: null,
      };
    case 'stable':
      return { ...version, pre: null, post: null, dev: null };
    case 'a':
    case 'b':
    case 'rc':
      return { ...version, pre: raisePre(version.pre, level), post: null, dev: null };
    case 'post':
      return { ...version, post: (version.post ?? 0) + 1, dev: null };
    case 'dev':
      return { ...version, dev: (version.dev ?? 0) + 1 };
  }
}

function raiseRelease(release: readonly number[], part: number): number[] {
  const length = Math.max(release.length, part + 1);
  return Array.from({ length }, (_, index) => {
    const value = release[index] ?? 0;
    return index < part ? value : index === part ? value + 1 : 0;
  });
}

function raisePre(present: Version['pre'], kind: PreKind): NonNullable<Version['pre']> {
  return { kind, number: present?.kind === kind ? present.number + 1 : 1 };
}
