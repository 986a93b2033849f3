import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LONG, startRelctl } from '../../support/background.js';
import { difference, footprint, leftovers } from '../../support/footprint.js';
import { gitShim } from '../../support/git-shim.js';
import { readEnvelope } from '../../support/relctl.js';
import { type Answer, bump, ending, expectReleased, orphanTags, published } from '../../support/release.js';
import type { Repository } from '../../support/repository.js';

const ROUNDS = LONG ? 100 : 6;
const CORE = ['bump', 'patch', '--package', 'core', '--push'];

/** Runs all of them at the same time. */
async function together(
  runs: readonly { clone: Repository; args: readonly string[]; env?: Record<string, string> }[],
): Promise<Answer[]> {
  const started = runs.map(({ clone, args, env = {} }) =>
    startRelctl([...args, '--json'], { cwd: clone.root, env }),
  );
  const outcomes = await Promise.all(started.map(({ done }) => done));
  return outcomes.map((outcome, index) => readEnvelope(runs[index]?.args ?? [], outcome));
}

/** A commit by hand, in the remote and in every clone: the next release has something to release. */
function goOn(clones: readonly Repository[], round: number): void {
  const [first, ...others] = clones as [Repository, ...Repository[]];
  for (const clone of clones) {
    clone.git('fetch', '--quiet', '--tags', 'origin');
    clone.git('reset', '--quiet', '--hard', 'origin/main');
  }
  first.commit({ 'README.md': `${round}\n` });
  first.git('push', '--quiet', 'origin', 'main');
  for (const other of others) other.git('pull', '--quiet', '--ff-only');
}

describe('two clones that release the same package at the same time', () => {
  const identities: readonly [string, Record<string, string>][] = [
    ['by two people', { GIT_COMMITTER_NAME: 'Grace', GIT_COMMITTER_DATE: '2026-01-01T12:00:01Z' }],
    ['with the same name and date, so that the objects are the same', {}],
  ];

  it.each(identities)(
    'have one winner and one version, %s',
    async (_, env) => {
      const { clone, remote } = published();
      const clones = [clone, remote.clone()] as const;
      for (let round = 1; round <= ROUNDS; round += 1) {
        goOn(clones, round);
        const base = clone.revision('HEAD');
        const before = clones.map(footprint);
        const answers = await together([
          { clone: clones[0], args: CORE },
          { clone: clones[1], args: CORE, env },
        ]);
        const endings = answers.map(ending);
        expect([round, endings.filter(([, status]) => status === 'applied').length, endings]).toEqual([
          round,
          1,
          endings,
        ]);
        const winner = endings.findIndex(([, status]) => status === 'applied');
        const [loser, lost] = [clones[1 - winner] as Repository, endings[1 - winner] as [number, string]];
        expect([
          [4, 'REMOTE_MOVED'],
          [4, 'REMOTE_REJECTED'],
          [0, 'noop'],
        ]).toContainEqual(lost);
        expectReleased({ clone: clones[winner] as Repository, remote }, base, [`core-v1.0.${round}`]);
        expect(remote.git('tag').split('\n').length).toBe(round);
        expect(orphanTags(remote)).toEqual([]);
        expect(leftovers(loser)).toEqual([]);
        expect(loser.status()).toBe('');
        if (lost[0] === 4) expect(difference(before[1 - winner] as never, footprint(loser))).toEqual([]);
      }
    },
    600_000,
  );
});

describe('two clones that release different packages at the same time', () => {
  it('have a loser that is as before, and wins after git pull', async () => {
    const { clone, remote } = published();
    const clones = [clone, remote.clone()] as const;
    const runs = ['core', 'tool'].map((name, index) => ({
      clone: clones[index] as Repository,
      args: ['bump', 'patch', '--package', name, '--push'],
    }));
    for (let round = 1; round <= (LONG ? 50 : 2); round += 1) {
      goOn(clones, round);
      const before = clones.map(footprint);
      const answers = await together(runs);
      const codes = answers.map(({ code }) => code);
      if (codes.every(code => code === 0)) throw new Error('both won: they were not at the same time');
      expect([...codes].sort()).toEqual([0, 4]);
      const lost = codes.indexOf(4);
      const loser = clones[lost] as Repository;
      expect(difference(before[lost] as never, footprint(loser))).toEqual([]);
      loser.git('pull', '--quiet', '--ff-only');
      const base = loser.revision('HEAD');
      expect(ending(bump(loser, runs[lost]?.args.slice(1)))).toEqual([0, 'applied']);
      expectReleased({ clone: loser, remote }, base, [`${['core', 'tool'][lost]}-v1.0.${round}`]);
    }
  }, 1_800_000);
});

describe('runs in one clone', () => {
  it.each([
    ['of the same release', CORE, CORE],
    ['of two releases', CORE, ['bump', 'minor', '--package', 'tool', '--push']],
    ['of which one only tags', CORE, ['tag', '--push']],
  ])('%s at the same time have one owner', async (_, first, second) => {
    const { clone, remote } = published();
    const base = clone.revision('HEAD');
    const answers = await together([first, second, second].map(args => ({ clone, args })));
    const endings = answers.map(ending);
    const applied = endings.filter(([, status]) => status === 'applied');
    if (first === second) expect([applied.length, endings]).toEqual([1, endings]);
    for (const [code, status] of endings) {
      // Each waits for the others, which takes longer than it waits on a slow machine.
      expect([code === 0 || `${code} ${status}` === '3 RUN_IN_PROGRESS', endings]).toEqual([true, endings]);
    }
    expect(clone.revision('HEAD')).toBe(remote.revision('main'));
    expect(clone.git('rev-list', '--count', `${base}..HEAD`)).toBe(String(applied.length));
    expect(remote.git('tag')).toBe(clone.git('tag'));
    expect(clone.status()).toBe('');
    expect(leftovers(clone)).toEqual([]);
    expect(clone.git('fsck', '--strict')).not.toMatch(/error|missing/);
  });

  it('of the same release that is not pushed have one owner too, and the others find it made', async () => {
    const { clone } = published();
    const base = clone.revision('HEAD');
    const args = CORE.filter(word => word !== '--push');
    const endings = (await together([args, args, args].map(each => ({ clone, args: each })))).map(ending);
    expect(endings.filter(([, status]) => status === 'applied')).toEqual([[0, 'applied']]);
    for (const [, status] of endings) expect(['applied', 'noop', 'RUN_IN_PROGRESS']).toContain(status);
    expect(clone.git('rev-list', '--count', `${base}..HEAD`)).toBe('1');
    expect(clone.git('tag')).toBe('core-v1.0.1');
    expect(clone.status()).toBe('');
  });

  it('exclude each other for as long as one lives, and a plan can be made meanwhile', async () => {
    const { clone, remote } = published();
    const base = clone.revision('HEAD');
    const go = join(remote.root, 'go');
    const { env } = gitShim({ once: { push: `while [ ! -e '${go}' ]; do sleep 0.05; done` } });
    const { process, done } = startRelctl([...CORE, '--json'], { cwd: clone.root, env });
    const lock = join(clone.root, '.git/relctl/lock');
    await expect.poll(() => existing(lock), { timeout: 10_000 }).not.toBe(null);
    const held = readFileSync(lock, 'utf8');
    expect(held).toContain(String(process.pid));
    for (const args of [CORE.slice(1), ['minor', '--package', 'tool']]) {
      const answer = bump(clone, args);
      expect(ending(answer)).toEqual([3, 'RUN_IN_PROGRESS']);
      expect(`${answer.error.message} ${JSON.stringify(answer.error.details)}`).toContain(
        String(process.pid),
      );
    }
    expect(ending(bump(clone, ['minor', '--package', 'tool', '--dry-run']))).toEqual([0, 'planned']);
    writeFileSync(go, '');
    expect(ending(readEnvelope(CORE, await done))).toEqual([0, 'applied']);
    expectReleased({ clone, remote }, base, ['core-v1.0.1']);

    // The lock of a process that is no more, or of one that had its number before the machine started anew.
    const stale: readonly (readonly [string, string])[] = [
      ['a dead process', held],
      [
        'another boot',
        held.replace(new RegExp(`\\b${process.pid}\\b`), '1').replace(bootId(), '0'.repeat(36)),
      ],
    ];
    for (const [at, [, content]] of stale.entries()) {
      clone.commit({ 'README.md': `${at}\n` });
      mkdirSync(join(clone.root, '.git/relctl'), { recursive: true });
      writeFileSync(lock, content, { mode: 0o600 });
      expect(ending(bump(clone))).toEqual([0, 'applied']);
      expect(leftovers(clone)).toEqual([]);
    }
  });
});

function existing(file: string): string | null {
  try {
    return readFileSync(file, 'utf8') || null;
  } catch {
    return null;
  }
}

function bootId(): string {
  return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
}
