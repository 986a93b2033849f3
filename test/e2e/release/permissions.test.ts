import {
  chmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { WorkFiles } from '../../../src/adapters/work-files.js';
import { LONG } from '../../support/background.js';
import { NO_PERMISSIONS, relctlUnprivileged, sayWhySkipped } from '../../support/disk.js';
import { difference, expectUntouched, footprint, footprintOf } from '../../support/footprint.js';
import { gitShim } from '../../support/git-shim.js';
import { CHAIN } from '../../support/packages.js';
import { readEnvelope } from '../../support/relctl.js';
import { bump, ending, expectReleased, MANIFEST, MODULE, published } from '../../support/release.js';
import { Repository, temporaryFolder } from '../../support/repository.js';

const PUSH = ['bump', 'patch', '--package', 'core', '--push'];

sayWhySkipped('permissions', NO_PERMISSIONS);

describe.skipIf(NO_PERMISSIONS !== null)('permissions', () => {
  function unprivileged(clone: Repository, remote: Repository) {
    const options = { cwd: clone.root };
    return readEnvelope(PUSH, relctlUnprivileged([...PUSH, '--json'], options, [clone.root, remote.root]));
  }

  it.each([
    'packages/core',
    'packages/core/src/core',
    '.git',
    '.git/refs/heads',
    '.git/refs/tags',
  ])('that forbid to write in %s are found before anything is published', folder => {
    const { clone, remote } = published();
    clone.git('tag', 'old');
    chmodSync(join(clone.root, folder), 0o555);
    const answer = expectUntouched([clone, remote], () => unprivileged(clone, remote));
    chmodSync(join(clone.root, folder), 0o755);
    expect(answer.code).toBe(6);
    expect(answer.error.message).toContain(folder === '.git' ? '.git' : folder.split('/')[0]);
    const base = clone.revision('HEAD');
    expect(ending(bump(clone))).toEqual([0, 'applied']);
    expectReleased({ clone, remote }, base, ['core-v1.0.1']);
  });

  it('of a file stay as they are', () => {
    const modes = { [MANIFEST]: 0o600, [MODULE]: 0o444 };
    const { clone, remote } = published();
    for (const [path, mode] of Object.entries(modes)) chmodSync(join(clone.root, path), mode);
    const base = clone.revision('HEAD');
    expect(ending(unprivileged(clone, remote))).toEqual([0, 'applied']);
    expectReleased({ clone, remote }, base, ['core-v1.0.1']);
    for (const [path, mode] of Object.entries(modes))
      expect(lstatSync(join(clone.root, path)).mode & 0o7777).toBe(mode);
  });

  it('that forbid to read a file of the plan are an error that names it', () => {
    const { clone, remote } = published();
    chmodSync(join(clone.root, MODULE), 0o000);
    const answer = expectUntouched([remote], () => unprivileged(clone, remote));
    expect([3, 6]).toContain(answer.code);
    expect(answer.error.message).toContain(MODULE);
  });
});

describe('links', () => {
  it('hard ones are left behind: the file outside keeps its bytes', () => {
    const { clone, remote } = published();
    const outside = join(temporaryFolder(), 'shared.py');
    linkSync(join(clone.root, MODULE), outside);
    const base = clone.revision('HEAD');
    expect(ending(bump(clone))).toEqual([0, 'applied']);
    expectReleased({ clone, remote }, base, ['core-v1.0.1']);
    expect(readFileSync(outside, 'utf8')).toBe('__version__ = "1.0.0"\n');
  });

  const hatch = (path: string) =>
    `[project]\nname = "core"\ndynamic = ["version"]\n[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n[tool.hatch.version]\npath = ${JSON.stringify(path)}\n`;

  it.each([
    ['a link to a file outside', 'about.py', '{outside}/about.py'],
    ['a link to a folder outside', 'meta/about.py', '{outside}'],
    ['a link to a file of the repository', 'about.py', '../../elsewhere/about.py'],
    ['a link to a folder of the repository', 'meta/about.py', '../../elsewhere'],
    ['a link to itself', 'about.py', 'about.py'],
    ['a link to nothing', 'about.py', 'nothing'],
    ['a path that leads outside', '../../../outside.py', null],
    ['an absolute path', '/etc/hostname', null],
  ])('%s is not written through', (_, path, target) => {
    const outside = temporaryFolder();
    writeFileSync(join(outside, 'about.py'), '__version__ = "1.0.0"\n');
    const repository = Repository.create({
      ...CHAIN,
      [MANIFEST]: hatch(path),
      [MODULE]: '\n',
      'elsewhere/about.py': '__version__ = "1.0.0"\n',
    });
    if (target !== null)
      symlinkSync(
        target.replace('{outside}', outside),
        join(repository.root, 'packages/core', path.split('/')[0] as string),
      );
    repository.commit({});
    const around = repository.at(outside);
    const answer = expectUntouched([repository, around], () => bump(repository, PUSH.slice(1, -1)));
    expect([2, 3]).toContain(answer.code);
  });

  it('that replace a folder of the plan between the push and the writing lead nowhere', () => {
    const { clone, remote } = published();
    const outside = temporaryFolder();
    const folder = join(clone.root, 'packages/core/src/core');
    const away = `${clone.root}-away`;
    mkdirSync(join(outside, 'core'));
    writeFileSync(join(outside, 'core/__init__.py'), '__version__ = "1.0.0"\n');
    const swap = `mv '${folder}' '${away}' && ln -s '${outside}/core' '${folder}'`;
    const before = footprintOf(outside);
    const { env } = gitShim({
      after: {
        push: `[ $status = 0 ] && [ ! -L '${folder}' ] && [ "$(git -C '${remote.root}' tag)" ] && ${swap}`,
      },
    });
    const answer = bump(clone, PUSH.slice(1), env);
    expect(answer.code).toBe(5);
    expect(difference(before, footprintOf(outside))).toEqual([]);
    renameSync(away, join(outside, 'back'));
  });

  it('that come and go while files are written never lead a byte outside', async () => {
    const [root, outside] = [temporaryFolder(), temporaryFolder()];
    for (const folder of [join(root, 'package'), outside]) {
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, 'version.py'), 'old\n');
    }
    // Another thread puts a link in the place of the folder and takes it away again, as fast as it can.
    const worker = new Worker(
      `const { renameSync, symlinkSync, unlinkSync } = require('node:fs');
       const { workerData: { folder, away, outside, stop } } = require('node:worker_threads');
       while (Atomics.load(stop, 0) === 0) {
         renameSync(folder, away); symlinkSync(outside, folder);
         for (let spin = 0; spin < 2000; spin += 1) Atomics.load(stop, 0);
         unlinkSync(folder); renameSync(away, folder);
         for (let spin = 0; spin < 2000; spin += 1) Atomics.load(stop, 0);
       }`,
      {
        eval: true,
        workerData: {
          folder: join(root, 'package'),
          away: join(root, 'away'),
          outside,
          stop: new Int32Array(new SharedArrayBuffer(4)),
        },
      },
    );
    const files = new WorkFiles(root, 'test');
    let written = 0;
    try {
      for (let round = 0; round < (LONG ? 10_000 : 2_000); round += 1) {
        try {
          await files.stage('package/version.py', Buffer.from(`${round}\n`));
          await files.put('package/version.py');
          written += 1;
        } catch {
          // Refused, since there was a link or nothing at all: what counts is what lies outside.
        }
        await files.sweep(['package/version.py'], 'test').catch(() => undefined);
        expect([round, ...footprintOf(outside).keys()]).toEqual([round, 'version.py']);
        expect([round, readFileSync(join(outside, 'version.py'), 'utf8')]).toEqual([round, 'old\n']);
      }
    } finally {
      await worker.terminate();
    }
    expect(written).toBeGreaterThan(0);
  }, 120_000);

  it('leave a clone as it was where a plain folder became one that git does not see', () => {
    const { clone, remote } = published();
    const outside = temporaryFolder();
    renameSync(join(clone.root, 'packages/core/src'), join(outside, 'src'));
    symlinkSync(join(outside, 'src'), join(clone.root, 'packages/core/src'));
    const before = footprint(clone.at(outside));
    const answer = expectUntouched([clone, remote], () => bump(clone));
    expect(answer.code).toBe(3);
    expect(difference(before, footprint(clone.at(outside)))).toEqual([]);
  });
});
