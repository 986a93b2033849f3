import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { expectUntouched, leftovers } from '../../support/footprint.js';
import { bump, ending, expectReleased, hook, MANIFEST, MODULE, published } from '../../support/release.js';
import { temporaryFolder } from '../../support/repository.js';

const PATCH = ['patch', '--package', 'core'];

/** Every hook that git runs in a clone but the one for pushes, and those that mail and patch tools run. */
const SILENT = [
  'applypatch-msg',
  'commit-msg',
  'fsmonitor-watchman',
  'post-applypatch',
  'post-checkout',
  'post-commit',
  'post-index-change',
  'post-merge',
  'post-rewrite',
  'pre-applypatch',
  'pre-auto-gc',
  'pre-commit',
  'pre-merge-commit',
  'prepare-commit-msg',
  'reference-transaction',
];

describe('hooks of the clone', () => {
  it.each([false, true])('do not run, so that the commit is the plan (pushed: %s)', push => {
    const { clone, remote } = published();
    const base = clone.revision('HEAD');
    const log = join(temporaryFolder(), 'log');
    // What `git push` itself writes down of the remote is no reference of the release.
    const noted = (name: string) =>
      name === 'reference-transaction' ? 'grep -v " refs/remotes/"' : `echo ${name}`;
    for (const name of SILENT) hook(clone, name, `${noted(name)} >> '${log}'; exit 1`);
    const answer = bump(clone, push ? [...PATCH, '--push'] : PATCH);
    expect(existsSync(log) ? readFileSync(log, 'utf8') : '').toBe('');
    expect(ending(answer)).toEqual([0, 'applied']);
    expectReleased(push ? { clone, remote } : { clone }, base, ['core-v1.0.1']);
    expect(`${clone.git('cat-file', 'commit', 'HEAD').split('\n\n').slice(1).join('\n\n')}\n`).toBe(
      answer.result.commit.message,
    );
  });

  it('that would change or add files change nothing', () => {
    const { clone } = published();
    const base = clone.revision('HEAD');
    hook(clone, 'pre-commit', `echo '# reformatted' >> ${MODULE}; echo x > added; git add --all`);
    hook(clone, 'commit-msg', 'echo Reworded > "$1"');
    expect(ending(bump(clone, PATCH))).toEqual([0, 'applied']);
    expectReleased({ clone }, base, ['core-v1.0.1']);
    expect(clone.git('diff', '--name-only', base, 'HEAD').split('\n')).toEqual([MANIFEST, MODULE]);
    expect(clone.read(MODULE)).toBe('__version__ = "1.0.1"\n');
    expect(existsSync(join(clone.root, 'added'))).toBe(false);
  });

  it('for pushes runs with what is pushed, wherever the configuration puts it', () => {
    const { clone, remote } = published();
    const base = clone.revision('HEAD');
    const folder = temporaryFolder();
    const script = `#!/bin/sh\n{ echo "$1"; cat; } >> '${folder}/log'\n`;
    mkdirSync(join(folder, 'hooks'));
    writeFileSync(join(folder, 'hooks/pre-push'), script, { mode: 0o755 });
    clone.git('config', 'core.hooksPath', join(folder, 'hooks'));
    expect(ending(bump(clone))).toEqual([0, 'applied']);
    expectReleased({ clone, remote }, base, ['core-v1.0.1']);
    const lines = readFileSync(join(folder, 'log'), 'utf8').split('\n');
    expect(lines[0]).toBe('origin');
    expect(lines.filter(line => line.includes('refs/heads/main'))).toEqual([
      expect.stringMatching(new RegExp(`${clone.revision('HEAD')} refs/heads/main ${base}$`)),
    ]);
    expect(lines.filter(line => line.includes('refs/tags/')).length).toBe(1);
  });

  it.each([
    ['says no', 'echo "no releases on Fridays" >&2; exit 1', 'no releases on Fridays'],
    ['needs a program that is missing', 'echo "git-lfs: not found" >&2; exit 2', 'git-lfs: not found'],
    ['is killed', 'echo "out of memory" >&2; kill -9 $$', 'out of memory'],
  ])('for pushes that %s keeps everything from being published, and nothing changes', (_, script, words) => {
    const { clone, remote } = published();
    const base = clone.revision('HEAD');
    hook(clone, 'pre-push', `cat > /dev/null; ${script}`);
    const answer = expectUntouched([clone, remote], () => bump(clone));
    expect(answer.code).toBe(4);
    // The network is not at fault.
    expect(answer.error.code).toBe('PUSH_REFUSED');
    expect(answer.error.message).toContain(words);
    expect(leftovers(clone)).toEqual([]);
    hook(clone, 'pre-push', 'cat > /dev/null');
    expect(ending(bump(clone))).toEqual([0, 'applied']);
    expectReleased({ clone, remote }, base, ['core-v1.0.1']);
  });

  it('for pushes that changes the clone finds its change kept', () => {
    const { clone, remote } = published();
    hook(clone, 'pre-push', 'cat > /dev/null; echo note > note.txt; echo "# edited" >> README.md');
    expect(ending(bump(clone))).toEqual([0, 'applied']);
    expect(clone.read('note.txt')).toBe('note\n');
    expect(clone.read('README.md')).toContain('# edited');
    expect(clone.status()).toBe(' M README.md\n?? note.txt');
    expect(remote.revision('main')).toBe(clone.revision('HEAD'));
  });

  it('for pushes that edits a file of the release does not lose the edit', () => {
    const { clone, remote } = published();
    const base = clone.revision('HEAD');
    hook(clone, 'pre-push', `cat > /dev/null; echo "MINE = 1" >> ${MODULE}`);
    const answer = bump(clone);
    expect(ending(answer)).toEqual([5, 'PARTLY_WRITTEN']);
    expect(clone.read(MODULE)).toBe('__version__ = "1.0.0"\nMINE = 1\n');
    expect(remote.revision('main~1')).toBe(base);
    expect(remote.git('show', `main:${MODULE}`)).toBe('__version__ = "1.0.1"');
    expect(answer.error.message).toContain(MODULE);
    expect(ending(bump(clone))).toEqual([0, 'resumed']);
    expect(clone.read(MODULE)).toBe('__version__ = "1.0.1"\nMINE = 1\n');
    expect([clone.status(), leftovers(clone)]).toEqual([` M ${MODULE}`, []]);
  });
});
