import { isDeepStrictEqual } from 'node:util';
import { relctl, relctlJson } from '../../support/relctl.js';
import type { Repository } from '../../support/repository.js';
import { build, install } from './distributions.js';
import { ask } from './tools.js';

/** A distribution of a workspace as it starts out. */
export interface Package {
  readonly name: string;
  readonly folder: string;
  readonly module: string;
  readonly version: string;
  /** Installed with it, so that its requirements count. */
  readonly extra?: string;
}

/** A repository after a release, and the version that every package must have now. */
export interface Candidate {
  readonly repository: Repository;
  readonly packages: readonly Package[];
  readonly versions: Readonly<Record<string, string>>;
}

/** Throws where it refuses. */
export type Judge = (candidate: Candidate) => void;

/** The judges of every workspace, whatever its tool. */
export const JUDGES = {
  'relctl list': ({ repository, versions }) => {
    const { result } = relctlJson(['list'], { cwd: repository.root });
    const found = result.packages.map(({ id, version }: { id: string; version: string }) => [id, version]);
    mustBe(Object.fromEntries(found), versions);
  },
  'relctl verify-versions': ({ repository }) => {
    const { code, stdout, stderr } = relctl(['verify-versions'], { cwd: repository.root });
    if (code !== 0) throw new Error(`exit ${code}\n${stdout}${stderr}`);
  },
  'git status': ({ repository }) => {
    mustBe(repository.status(), '');
  },
  'git diff: only versions': ({ repository }) => {
    const [first = ''] = repository.git('rev-list', '--max-parents=0', 'HEAD').split('\n');
    const changed = repository.git('diff', '--name-only', '--no-renames', '-z', first, 'HEAD').split('\0');
    for (const path of changed.filter(Boolean))
      mustBe(
        withoutVersions(repository.git('show', `HEAD:${path}`)),
        withoutVersions(repository.git('show', `${first}:${path}`)),
      );
  },
  'relctl bump again': ({ repository, versions }) => {
    const before = repository.git('for-each-ref');
    for (const [id, version] of Object.entries(versions)) {
      if (repository.git('tag', '--list', `${id}-v${version}`) === '') continue;
      const { result } = relctlJson(['bump', version, '--package', id], { cwd: repository.root });
      mustBe([result?.status, result?.edits], ['noop', []]);
    }
    mustBe(repository.git('for-each-ref'), before);
    mustBe(repository.status(), '');
  },
  'python -m build, twine check': candidate => {
    const files = build(candidate);
    mustBe(files.length, candidate.packages.length * 2);
    ask('python', ['-m', 'twine', 'check', '--strict', ...files], candidate.repository.root);
  },
  'installing all wheels together': candidate => {
    const expected = candidate.packages.map(({ name }) => {
      const version = candidate.versions[name];
      return [name, version, version];
    });
    mustBe(install(candidate), expected);
  },
} as const satisfies Record<string, Judge>;

/** A judge that lets a tool lock again in a clone: the files must stay as they are, to the byte. */
export function locksAgain(lock: (root: string) => void): Judge {
  return ({ repository }) => {
    const copy = repository.clone();
    lock(copy.root);
    const difference = copy.git('diff');
    if (difference !== '') throw new Error(difference);
  };
}

/** What the judges say against a candidate: name of the judge → its words. */
export function refusals(
  candidate: Candidate,
  judges: Readonly<Record<string, Judge>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(judges).flatMap(([name, judge]) => {
      try {
        judge(candidate);
        return [];
      } catch (error) {
        return [[name, error instanceof Error ? error.message : String(error)]];
      }
    }),
  );
}

/** A text with every version and every content hash blotted out. */
function withoutVersions(text: string): string {
  return text
    .replace(/\b[0-9a-f]{64}\b/g, '<hash>')
    .replace(
      /(?<![\w.])\d+(?:\.\d+)*(?:[-._]?(?:a|b|c|rc|alpha|beta|pre|post|dev)[-._]?\d+)*(?!\w)/g,
      '<version>',
    );
}

function mustBe(found: unknown, expected: unknown): void {
  if (isDeepStrictEqual(found, expected)) return;
  throw new Error(`${JSON.stringify(found)}\nwhere this belongs:\n${JSON.stringify(expected)}`);
}
