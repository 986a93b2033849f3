import { describe, expect, it } from 'vitest';
import { relctlJson } from '../../support/relctl.js';
import { type FileMap, Repository } from '../../support/repository.js';
import { JUDGES, type Judge, type Package, refusals } from './judges.js';
import { unavailable } from './tools.js';

/** A small monorepo as its users would have it: the files they write, and the lock files that their tool adds. */
export interface Workspace {
  readonly packages: readonly Package[];
  readonly files: FileMap;
  /** Lets the tool write its lock files. */
  readonly lock?: (root: string) => void;
  /** What this tool is asked after every release, by the name of the question. */
  readonly judges?: Readonly<Record<string, Judge>>;
}

/** Runs of `relctl bump`, with the version of every package afterwards. */
export interface Release {
  /** The arguments; of several runs one after the other, a list. What `--no-commit` leaves is committed by hand. */
  readonly bump: string | readonly string[];
  readonly versions: Readonly<Record<string, string>>;
  /** The judges that must refuse it, where relctl was told to leave something undone. */
  readonly refusedBy?: readonly string[];
}

/**
 * What goes wrong without relctl: versions raised by hand. It shows that the judges notice.
 * `refusedBy` are all those that refuse, apart from relctl's own gate, which must name `rules`.
 */
export interface Slip {
  readonly slip: string;
  /** path → [before, after] */
  readonly edits: Readonly<Record<string, readonly [string, string]>>;
  readonly versions: Readonly<Record<string, string>>;
  readonly refusedBy: readonly string[];
  readonly rules: readonly string[];
  /** `relctl verify-versions --fix` alone makes it a release that every judge accepts. */
  readonly mended?: true;
}

/** Registers a test per release, which every judge must accept, and one per slip, which the named ones must refuse. */
export function describeReleases(
  title: string,
  workspace: Workspace,
  releases: readonly Release[],
  slips: readonly Slip[],
): void {
  const { packages } = workspace;
  const judges = { ...JUDGES, ...workspace.judges };

  describe(title, () => {
    judged('is accepted by every judge before any release', () => {
      const repository = Repository.create(lockedFiles(workspace));
      const versions = Object.fromEntries(packages.map(({ name, version }) => [name, version]));
      expect(refusals({ repository, packages, versions }, judges)).toEqual({});
    });

    for (const { bump, versions, refusedBy = [] } of releases) {
      const runs = [bump].flat();
      judged(`bump ${runs.join(', bump ')}`, () => {
        const repository = Repository.create(lockedFiles(workspace));
        for (const run of runs) release(repository, run.split(' '));
        const refused = refusals({ repository, packages, versions }, judges);
        if (refusedBy.length === 0) expect(refused).toEqual({});
        else expect(Object.keys(refused).sort()).toEqual([...refusedBy].sort());
      });
    }

    for (const { slip, edits, versions, refusedBy, rules, mended } of slips) {
      judged(`by hand, ${slip}`, () => {
        const repository = Repository.create(lockedFiles(workspace));
        repository.commit(edited(repository, edits), 'Release by hand');
        const { 'relctl verify-versions': _, ...others } = judges;
        expect(Object.keys(refusals({ repository, packages, versions }, others)).sort()).toEqual(
          [...refusedBy].sort(),
        );
        const { result } = relctlJson(['verify-versions'], { cwd: repository.root });
        expect([...new Set(result.problems.map(({ rule }: { rule: string }) => rule))].sort()).toEqual(rules);
        if (!mended) return;
        expect(relctlJson(['verify-versions', '--fix'], { cwd: repository.root }).code).toBe(0);
        repository.commit({}, 'Mend');
        expect(refusals({ repository, packages, versions }, judges)).toEqual({});
      });
    }
  });
}

function release(repository: Repository, args: readonly string[]): void {
  const before = repository.revision('HEAD');
  const { code, error } = relctlJson(['bump', ...args], { cwd: repository.root });
  expect({ code, error }).toEqual({ code: 0, error: undefined });
  if (!args.includes('--no-commit')) return;
  expect(repository.revision('HEAD')).toBe(before);
  repository.commit({}, 'Release by hand');
}

/** A test that is skipped, with the reason, where there are no judges. */
function judged(title: string, body: () => void): void {
  it(title, context => {
    const reason = unavailable();
    context.skip(reason !== null, reason ?? '');
    body();
  });
}

const locked = new WeakMap<Workspace, FileMap>();

/** The files of a workspace together with those that its tool added when it locked, which it does once. */
function lockedFiles(workspace: Workspace): FileMap {
  const known = locked.get(workspace);
  if (known !== undefined) return known;
  const repository = Repository.create(workspace.files);
  workspace.lock?.(repository.root);
  const added = repository
    .git('ls-files', '--others', '--exclude-standard', '-z')
    .split('\0')
    .filter(Boolean);
  const files = {
    ...workspace.files,
    ...Object.fromEntries(added.map(path => [path, repository.read(path)])),
  };
  locked.set(workspace, files);
  return files;
}

function edited(repository: Repository, edits: Slip['edits']): FileMap {
  return Object.fromEntries(
    Object.entries(edits).map(([path, [before, after]]) => {
      const text = repository.read(path);
      if (!text.includes(before)) throw new Error(`${path} has no ${before}`);
      return [path, text.replace(before, after)];
    }),
  );
}
