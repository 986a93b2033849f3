import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LONG } from '../../support/background.js';
import {
  injecting,
  NO_SMALL_DISKS,
  NO_STRACE,
  relctlBelow,
  sayWhySkipped,
  smallDisk,
} from '../../support/disk.js';
import { difference, expectUntouched, footprint, leftovers } from '../../support/footprint.js';
import { CHAIN, packageFiles } from '../../support/packages.js';
import { readEnvelope } from '../../support/relctl.js';
import {
  type Answer,
  bump,
  ending,
  expectReleased,
  hook,
  MANIFEST,
  MODULE,
  orphanTags,
  published,
} from '../../support/release.js';
import type { FileMap, Repository } from '../../support/repository.js';

const PATCH = ['bump', 'patch', '--package', 'core'];
const PUSH = [...PATCH, '--push'];

sayWhySkipped('full disks', NO_SMALL_DISKS);
sayWhySkipped('failing system calls', NO_STRACE);

/** Runs relctl with `--json` below a prefix. */
function below(prefix: string, clone: Repository, args: readonly string[]): Answer {
  return readEnvelope(args, relctlBelow(prefix, [...args, '--json'], { cwd: clone.root }));
}

/** A manifest of many pages that git stores in a few bytes. */
const LARGE: FileMap = { ...CHAIN, [MANIFEST]: `${CHAIN[MANIFEST]}${`# ${'x'.repeat(77)}\n`.repeat(2000)}` };

/** The places of the version hold the old one or the new one, and nothing else of them differs. */
function expectWhole(clone: Repository, committed: (path: string) => string): void {
  for (const path of [MANIFEST, MODULE]) {
    const old = committed(path);
    const versions = [
      old,
      old.replace(/(version.* = ")(\d+\.\d+\.)(\d+)/, (_, a, b, c) => `${a}${b}${Number(c) + 1}`),
    ];
    expect(versions.includes(clone.read(path))).toBe(true);
  }
}

describe.skipIf(NO_SMALL_DISKS !== null)('a full disk', () => {
  const pages = LONG ? Array.from({ length: 60 }, (_, index) => index) : [0, 2, 5, 9, 16];

  it('under the whole clone, at any moment, leaves the release undone or to be completed', () => {
    const disk = smallDisk(4 << 20);
    const { remote } = published();
    const clone = remote.at(join(disk.folder, 'clone'));
    remote.git('clone', '--quiet', '--template=', remote.root, clone.root);
    const outcomes: string[] = [];
    for (const [round, left] of pages.entries()) {
      clone.commit({ 'README.md': `${round}\n` });
      clone.git('push', '--quiet', 'origin', 'main');
      const base = clone.revision('HEAD');
      const before = [footprint(clone), footprint(remote)];
      disk.fill(left * 4096);
      const answer = bump(clone);
      disk.free();
      outcomes.push(`${left}: ${ending(answer).join(' ')}`);
      expectWhole(clone, path => clone.git('show', `${base}:${path}`).concat('\n'));
      expect(orphanTags(remote)).toEqual([]);
      if (answer.code === 6 || answer.code === 4) {
        const after = [footprint(clone), footprint(remote)];
        expect(before.map((each, at) => difference(each, after[at] as never))).toEqual([[], []]);
      } else expect([outcomes.at(-1), [0, 5].includes(answer.code ?? -1)]).toEqual([outcomes.at(-1), true]);
      const again = ending(bump(clone));
      expect([
        [0, 'applied'],
        [0, 'resumed'],
        [0, 'noop'],
      ]).toContainEqual(again);
      expectReleased({ clone, remote }, base, [`core-v1.0.${round + 1}`]);
    }
    expect(outcomes.filter(outcome => outcome.includes(': 6 '))).not.toEqual([]);
  }, 1_800_000);

  it.each([0, 20_480])('under the work tree (%d bytes left) tears no file', left => {
    const disk = smallDisk(2 << 20);
    const { clone: source, remote } = published(LARGE);
    const clone = source.at(join(disk.folder, 'tree'));
    const gitDirectory = join(source.root, 'separate.git');
    source.git('clone', '--quiet', '--separate-git-dir', gitDirectory, remote.root, clone.root);
    const base = clone.revision('HEAD');
    disk.fill(left);
    const edited = expectUntouched([clone], () => bump(clone, [...PATCH.slice(1), '--no-commit']));
    expect(edited.code).toBe(6);
    const answer = bump(clone);
    expect([5, 6]).toContain(answer.code);
    expectWhole(clone, path => clone.git('show', `${base}:${path}`).concat('\n'));
    expect(leftovers(clone)).toEqual([]);
    if (answer.code === 6) expect([clone.revision('main'), remote.revision('main')]).toEqual([base, base]);
    disk.free();
    expect(ending(bump(clone))).toEqual([0, answer.code === 6 ? 'applied' : 'resumed']);
    expectReleased({ clone, remote }, base, ['core-v1.0.1']);
  });

  it('of the remote is a rejection', () => {
    const disk = smallDisk(1 << 20);
    const { clone } = published();
    const remote = clone.at(join(disk.folder, 'remote.git'));
    clone.git('clone', '--quiet', '--bare', '--template=', clone.root, remote.root);
    clone.git('remote', 'set-url', 'origin', remote.root);
    const base = clone.revision('HEAD');
    disk.fill(0);
    const answer = expectUntouched([clone], () => bump(clone));
    disk.free();
    expect([answer.code, remote.revision('main'), remote.git('tag')]).toEqual([4, base, '']);
    expect(ending(bump(clone))).toEqual([0, 'applied']);
    expectReleased({ clone, remote }, base, ['core-v1.0.1']);
  });
});

describe('a limit', () => {
  it('of file sizes, which cuts a write short, leaves the old file', () => {
    const { clone, remote } = published(LARGE);
    const run = (args: readonly string[]) => below('ulimit -f 64; exec', clone, args);
    for (const args of [[...PATCH, '--no-commit'], PATCH, PUSH]) {
      const answer = expectUntouched([clone, remote], () => run(args));
      expect(ending(answer)).toEqual([6, 'WRITE_FAILED']);
    }
    const base = clone.revision('HEAD');
    expect(ending(bump(clone))).toEqual([0, 'applied']);
    expectReleased({ clone, remote }, base, ['core-v1.0.1']);
  });

  it('of open files is kept to, however many packages are released', () => {
    const names = Array.from({ length: 60 }, (_, index) => `p${index}`);
    const { clone, remote } = published(Object.assign({}, ...names.map(name => packageFiles(name))));
    const base = clone.revision('HEAD');
    const before = footprint(clone);
    const answer = below('ulimit -n 64; exec', clone, ['bump', 'patch', '--all', '--push', '--no-tag']);
    expect([0, 6]).toContain(answer.code);
    if (answer.code === 6) expect(difference(before, footprint(clone))).toEqual([]);
    else expectReleased({ clone, remote }, base, []);
  });
});

describe.skipIf(NO_STRACE !== null)('a system call that fails', () => {
  const ERRORS = LONG ? ['EXDEV', 'EACCES', 'EBUSY', 'ENOSPC', 'EIO'] : ['EXDEV'];

  it.each(ERRORS)('rename: %s at the second file gives back the first, or says that half is done', error => {
    const { clone } = published();
    const args = [...PATCH, '--no-commit'];
    const before = footprint(clone);
    const answer = below(injecting(`rename:error=${error}:when=2`), clone, args);
    if (answer.code === 6) return expect(difference(before, footprint(clone))).toEqual([]);
    expect(answer.code).toBe(5);
    expect(bump(clone, args.slice(1)).code).toBe(0);
    return expect([clone.read(MANIFEST), clone.read(MODULE)].every(text => text.includes('1.0.1'))).toBe(
      true,
    );
  });

  it.each(
    ERRORS,
  )('rename: %s at the second file, or at the first of git, after which the release is completed', error => {
    for (const nth of [1, 3]) {
      const { clone, remote } = published();
      const base = clone.revision('HEAD');
      // No git process of a release renames three files: the third is a file of the plan.
      const answer = below(injecting(`rename:error=${error}:when=${nth}`), clone, PUSH);
      expect([nth, nth === 1 ? 6 : 5]).toEqual([nth, answer.code]);
      expectWhole(clone, path => clone.git('show', `${base}:${path}`).concat('\n'));
      if (nth === 1) expect(leftovers(clone)).toEqual([]);
      expect(ending(bump(clone))).toEqual([0, nth === 1 ? 'applied' : 'resumed']);
      expectReleased({ clone, remote }, base, ['core-v1.0.1']);
    }
  });

  it.each([
    ['mkdir:error=EROFS', 'relctl'],
    ['mkdir:error=ENOSPC', 'relctl'],
    ['unlink:error=EIO', 'relctl/lock'],
  ])('%s of %s is told, and the next run goes on', (rule, name) => {
    const { clone, remote } = published();
    const base = clone.revision('HEAD');
    const before = [footprint(clone), footprint(remote)];
    const { code } = below(injecting(rule, join(clone.root, '.git', name)), clone, PUSH);
    expect([0, 5, 6]).toContain(code);
    const after = [footprint(clone), footprint(remote)];
    if (code === 6) expect(before.map((each, at) => difference(each, after[at] as never))).toEqual([[], []]);
    expect(bump(clone).code).toBe(0);
    expectReleased({ clone, remote }, base, ['core-v1.0.1']);
  });

  it('link: EPERM, as on a disk that knows no hard links, keeps nobody from releasing', () => {
    const { clone, remote } = published();
    const base = clone.revision('HEAD');
    expect(ending(below(injecting('link:error=EPERM'), clone, PUSH))).toEqual([0, 'applied']);
    expectReleased({ clone, remote }, base, ['core-v1.0.1']);
  });

  it.each(LONG ? [1, 2, 3, 4, 5, 6, 7, 8] : [1, 3])('fsync number %d: nothing is lost', nth => {
    const { clone, remote } = published();
    const base = clone.revision('HEAD');
    const answer = below(injecting(`fsync:error=EIO:when=${nth}`), clone, PUSH);
    expect([0, 5, 6]).toContain(answer.code);
    expectWhole(clone, path => clone.git('show', `${base}:${path}`).concat('\n'));
    if (answer.code === 6) expect([clone.revision('main'), remote.revision('main')]).toEqual([base, base]);
    expect(bump(clone).code).toBe(0);
    expectReleased({ clone, remote }, base, ['core-v1.0.1']);
  });

  it.each(
    LONG ? [1, 2, 3, 5, 8, 12, 16, 20, 24] : [2, 12],
  )('fork number %d: the release is undone or to be completed', nth => {
    const { clone, remote } = published();
    hook(clone, 'pre-push', 'cat > /dev/null');
    const base = clone.revision('HEAD');
    const answer = below(injecting(`clone:error=EAGAIN:when=${nth}`), clone, PUSH);
    expect([0, 4, 5, 6]).toContain(answer.code);
    if (answer.code === 6) expect([clone.revision('main'), remote.revision('main')]).toEqual([base, base]);
    expect(bump(clone).code).toBe(0);
    expectReleased({ clone, remote }, base, ['core-v1.0.1']);
  });
});
