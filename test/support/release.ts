import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { leftovers } from './footprint.js';
import { CHAIN } from './packages.js';
import { type Envelope, relctlJson } from './relctl.js';
import { type FileMap, Repository } from './repository.js';

export const MANIFEST = 'packages/core/pyproject.toml';
export const MODULE = 'packages/core/src/core/__init__.py';

/** A clone and the bare repository that it pushes to. */
export interface Pair {
  readonly clone: Repository;
  readonly remote: Repository;
}

export type Answer = Envelope & { code: number | null };

export function published(files: FileMap = CHAIN): Pair {
  const clone = Repository.create(files);
  return { clone, remote: clone.publish() };
}

/** `relctl bump ARGS --json`; by default a patch of `core` that is pushed. */
export function bump(
  repository: Repository,
  args: readonly string[] = ['patch', '--package', 'core', '--push'],
  env: Record<string, string | undefined> = {},
): Answer {
  return relctlJson(['bump', ...args], { cwd: repository.root, env });
}

/** What decides how a run ended: the exit code, and the status or the error's code. */
export function ending({ code, ok, result, error }: Answer): [number | null, string] {
  return [code, ok ? result.status : error.code];
}

/** Installs a hook in a repository, bare or not. */
export function hook(repository: Repository, name: string, script: string): void {
  const bare = repository.git('rev-parse', '--is-bare-repository') === 'true';
  const folder = bare ? 'hooks' : '.git/hooks';
  writeFileSync(join(repository.root, folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}

/** Full name → object of every branch and tag. */
export function refs(repository: Repository): Record<string, string> {
  const lines = repository.git(
    'for-each-ref',
    '--format=%(refname) %(objectname)',
    'refs/heads',
    'refs/tags',
  );
  return Object.fromEntries(
    lines
      .split('\n')
      .filter(Boolean)
      .map(line => line.split(' ') as [string, string]),
  );
}

/**
 * The release is whole: one commit on top of `base` with the versions in its files, its annotated tags, nothing else;
 * the same in the remote where there is one; the work tree clean; nothing forgotten in the git directory.
 */
export function expectReleased(
  pair: { clone: Repository; remote?: Repository },
  base: string,
  tags: readonly string[],
): void {
  const { clone, remote } = pair;
  const head = clone.revision('HEAD');
  expect(clone.git('rev-list', `${base}..HEAD`)).toBe(head);
  expect(clone.revision('HEAD~1')).toBe(base);
  for (const repository of remote === undefined ? [clone] : [clone, remote]) {
    for (const tag of tags) {
      expect(repository.git('cat-file', '-t', `refs/tags/${tag}`)).toBe('tag');
      expect(repository.revision(`refs/tags/${tag}^{commit}`)).toBe(head);
    }
  }
  if (remote !== undefined) {
    const branch = clone.git('symbolic-ref', 'HEAD');
    expect(remote.revision(branch)).toBe(head);
    for (const tag of tags) expect(refs(remote)[`refs/tags/${tag}`]).toBe(refs(clone)[`refs/tags/${tag}`]);
    expect(remote.git('fsck', '--strict')).not.toMatch(/error|missing/);
  }
  clone.git('update-index', '-q', '--really-refresh');
  expect(clone.status()).toBe('');
  expect(leftovers(clone)).toEqual([]);
}

/** No tag of the remote leads to a commit that its branch does not hold. */
export function orphanTags(remote: Repository, branch = 'refs/heads/main'): string[] {
  return remote.git('tag', '--no-merged', branch).split('\n').filter(Boolean);
}
