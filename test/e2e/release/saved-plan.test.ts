import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { expectUntouched } from '../../support/footprint.js';
import { gitShim } from '../../support/git-shim.js';
import { CHAIN } from '../../support/packages.js';
import { relctl } from '../../support/relctl.js';
import { type Answer, bump, ending, expectReleased, type Pair, published } from '../../support/release.js';
import { type Repository, temporaryFolder } from '../../support/repository.js';

const ASKED = ['patch', '--package', 'core,tool', '--push'];
const TAGS = ['core-v1.0.1', 'tool-v1.0.1'];

interface Saved extends Pair {
  /** What `--dry-run --json` printed. */
  readonly text: string;
  readonly file: string;
}

/** A repository and the plan of a release in a file outside of it. */
function saved(args: readonly string[] = ASKED): Saved {
  const pair = published({ ...CHAIN, 'relctl.toml': '# settings\n' });
  const { stdout, code } = relctl(['bump', ...args, '--dry-run', '--json'], { cwd: pair.clone.root });
  expect(code).toBe(0);
  const file = join(temporaryFolder(), 'plan.json');
  writeFileSync(file, stdout);
  return { ...pair, text: stdout, file };
}

const apply = (repository: Repository, file: string, env: Record<string, string> = {}): Answer =>
  bump(repository, ['--plan', file], env);

describe('bump --plan', () => {
  it('applies exactly what the dry run showed, once', () => {
    const { clone, remote, text, file } = saved();
    const base = clone.revision('HEAD');
    const { result: planned } = JSON.parse(text);
    const answer = apply(clone, file);
    expect(ending(answer)).toEqual([0, 'applied']);
    expect(answer.result).toEqual({ ...planned, status: 'applied' });
    expectReleased({ clone, remote }, base, TAGS);
    expect(readFileSync(file, 'utf8')).toBe(text);
    const again = expectUntouched([clone, remote], () => apply(clone, file));
    expect(ending(again)).toEqual([3, 'PLAN_STALE']);
    expect(again.error.hint).not.toBe('');
  });

  it('takes the bare plan too, from another folder, and pushes only where it says so', () => {
    const { clone, remote, text, file } = saved(ASKED.slice(0, -1));
    const base = clone.revision('HEAD');
    writeFileSync(file, JSON.stringify(JSON.parse(text).result));
    const before = remote.git('for-each-ref');
    expect(ending(apply(clone.at(join(clone.root, 'packages/core')), file))).toEqual([0, 'applied']);
    expectReleased({ clone }, base, TAGS);
    expect(remote.git('for-each-ref')).toBe(before);
  });

  it('takes the plan with its keys in another order, and one that only edits files', () => {
    const { clone, file, text } = saved(['minor', '--package', 'core', '--no-commit']);
    const sorted = (value: Bent): Bent =>
      typeof value !== 'object' || value === null || Array.isArray(value)
        ? value
        : Object.fromEntries(
            Object.entries(value)
              .sort()
              .map(([key, each]) => [key, sorted(each)]),
          );
    writeFileSync(file, JSON.stringify(sorted(JSON.parse(text))));
    const head = clone.revision('HEAD');
    expect(ending(apply(clone, file))).toEqual([0, 'applied']);
    expect(clone.read('packages/core/src/core/__init__.py')).toBe('__version__ = "1.1.0"\n');
    expect(clone.revision('HEAD')).toBe(head);
    expect(ending(expectUntouched([clone], () => apply(clone, file)))).toEqual([3, 'PLAN_STALE']);
  });

  it('signs as it was asked to when the plan was made', () => {
    const { clone, file } = saved([...ASKED, '--no-sign']);
    clone.git('config', 'commit.gpgSign', 'true');
    clone.git('config', 'gpg.program', '/bin/false');
    expect(ending(apply(clone, file))).toEqual([0, 'applied']);
  });

  it('has nothing to do for the plan of nothing', () => {
    const { clone, remote, file, text } = saved(['patch', '--changed', '--push']);
    expect(JSON.parse(text).result.status).toBe('noop');
    expect(ending(expectUntouched([clone, remote], () => apply(clone, file)))).toEqual([0, 'noop']);
  });

  it('is refused where the branch has moved on', () => {
    const { clone, remote, file } = saved();
    clone.commit({ 'README.md': 'later\n' });
    const answer = expectUntouched([clone, remote], () => apply(clone, file));
    expect(ending(answer)).toEqual([3, 'PLAN_STALE']);
  });

  it('is refused on another branch, and where a file of it has changed', () => {
    const { clone, remote, file } = saved();
    clone.git('switch', '--quiet', '--create', 'other');
    expect(ending(expectUntouched([clone, remote], () => apply(clone, file)))).toEqual([3, 'PLAN_STALE']);
    clone.git('switch', '--quiet', 'main');
    clone.write({ 'packages/core/pyproject.toml': '[project]\nname = "core"\nversion = "1.0.0"\n' });
    const answer = expectUntouched([clone, remote], () => apply(clone, file));
    expect(ending(answer)).toEqual([3, 'DIRTY_FILE']);
  });

  it.each([
    ['the tags', 'tag = "{package}/{version}"\n'],
    ['the pushes', '[push]\ntags-per-push = 3\n'],
    ['the message', '[bump]\nmessage = "chore: {releases}"\n'],
  ])('is refused where the configuration of %s has changed', (_, config) => {
    const { clone, remote, file } = saved();
    clone.write({ 'relctl.toml': config });
    const answer = expectUntouched([clone, remote], () => apply(clone, file));
    expect(ending(answer)).toEqual([3, 'PLAN_STALE']);
  });

  it('is refused with exit 4 where the remote has moved, before and during the run', () => {
    const { clone, remote, file } = saved();
    const other = remote.clone();
    other.commit({ 'README.md': 'theirs\n' });
    const { env } = gitShim({ once: { push: `git -C '${other.root}' push --quiet origin main` } });
    const during = expectUntouched([clone], () => apply(clone, file, env));
    expect(during.code).toBe(4);
    expect(remote.revision('main')).toBe(other.revision('main'));
    const before = expectUntouched([clone, remote], () => apply(clone, file));
    expect(ending(before)).toEqual([4, 'REMOTE_MOVED']);
    expect(remote.git('tag')).toBe('');
  });

  it('is refused where a tag of it was taken meanwhile', () => {
    const { clone, remote, file } = saved();
    clone.git('tag', 'tool-v1.0.1');
    const answer = expectUntouched([clone, remote], () => apply(clone, file));
    expect([
      [3, 'TAG_TAKEN'],
      [3, 'PLAN_STALE'],
    ]).toContainEqual(ending(answer));
  });

  it('takes no level and no package, and a file that is there', () => {
    const { clone, remote, file } = saved();
    for (const more of [['patch'], ['--package', 'core'], ['--all'], ['--abort']]) {
      expect([more, bump(clone, ['--plan', file, ...more]).code]).toEqual([more, 2]);
    }
    mkdirSync(join(clone.root, 'folder'));
    for (const path of ['nowhere.json', 'folder', '']) {
      expect([path, expectUntouched([clone, remote], () => apply(clone, path)).code]).toEqual([path, 2]);
    }
  });
});

// biome-ignore lint/suspicious/noExplicitAny: plans are bent here in every way
type Bent = any;

/** What somebody could put into the file: no plan at all, or one that relctl never made. */
const BROKEN: readonly [string, (plan: Bent, text: string) => unknown][] = [
  ['nothing', () => ''],
  ['no JSON', () => 'patch core'],
  ['half a document', (_, text) => text.slice(0, text.length / 2)],
  ['two documents', (_, text) => text + text],
  ['a list', () => []],
  ['null', () => null],
  ['an empty object', () => ({})],
  [
    'an error',
    () => ({ schemaVersion: 1, ok: false, error: { code: 'BUG', message: '', hint: '', details: {} } }),
  ],
  ['another version of the envelope', (_, text) => ({ ...JSON.parse(text), schemaVersion: 2 })],
  [
    'the answer of another command',
    () => ({ schemaVersion: 1, ok: true, result: { packages: [] }, warnings: [] }),
  ],
  ['brackets without end', () => '['.repeat(100_000)],
  ['a request that relctl cannot be given', plan => asking(plan, { level: 7 })],
  ['a request with more', plan => asking(plan, { force: true })],
  ['a plan without a basis', plan => ({ ...plan, basis: null })],
  ['an answer that failed', (_, text) => ({ ...JSON.parse(text), ok: false })],
  ['a file with a line break', plan => bend(plan, 'edits', { file: 'a\nb' })],
  ['a plan without edits', ({ edits: _, ...plan }) => plan],
  ['a file outside', plan => bend(plan, 'edits', { file: '../../outside.toml' })],
  ['a file outside by detours', plan => bend(plan, 'edits', { file: 'packages/../../outside.toml' })],
  ['an absolute file', plan => bend(plan, 'edits', { file: '/etc/hostname' })],
  ['a file of git', plan => bend(plan, 'edits', { file: '.git/config' })],
  ['a file with a zero byte', plan => bend(plan, 'edits', { file: 'a\0b' })],
  ['line zero', plan => bend(plan, 'edits', { line: 0 })],
  ['half a column', plan => bend(plan, 'edits', { column: 1.5 })],
  ['a tag that is an option', plan => bend(plan, 'tags', { name: '--delete' })],
  ['a tag that git does not allow', plan => bend(plan, 'tags', { name: 'a..b' })],
  ['a tag with a line break', plan => bend(plan, 'tags', { name: 'a\nb' })],
  ['a tag that is no text', plan => bend(plan, 'tags', { name: 7 })],
  ['a branch that is none', plan => ({ ...plan, commit: { ...plan.commit, branch: 'main' } })],
  ['a branch that is a tag', plan => ({ ...plan, commit: { ...plan.commit, branch: 'refs/tags/x' } })],
  ['a parent that is an option', plan => ({ ...plan, commit: { ...plan.commit, parent: '--output=x' } })],
  ['a push of another branch', plan => ({ ...plan, pushes: [{ refs: ['refs/heads/production'] }] })],
  ['a push that deletes', plan => ({ ...plan, pushes: [{ refs: [':refs/heads/main'] }] })],
  ['a push that forces', plan => ({ ...plan, pushes: [{ refs: ['+refs/heads/main'] }] })],
  ['a push of a tag that it does not make', plan => ({ ...plan, pushes: [{ refs: ['refs/tags/other'] }] })],
];

/** Plans as relctl makes them, but of another release than the repository gives. */
const BENT: readonly [string, (plan: Bent) => Bent][] = [
  ['another version', plan => bend(plan, 'edits', { after: '6.6.6' })],
  ['more than a version', plan => bend(plan, 'edits', { after: '1.0.1"\nscripts = "evil' })],
  ['another old version', plan => bend(plan, 'edits', { before: '0.0.1' })],
  ['a line far below', plan => bend(plan, 'edits', { line: 1e9 })],
  ['another place', plan => bend(plan, 'edits', { column: 1 })],
  ['another file', plan => bend(plan, 'edits', { file: 'README.md' })],
  ['another tag', plan => bend(plan, 'tags', { name: 'evil-v1.0.1' })],
  [
    'another message',
    plan => ({ ...plan, commit: { ...plan.commit, message: 'Relctl-Release: tool 9.9\n' } }),
  ],
  ['another parent', plan => ({ ...plan, commit: { ...plan.commit, parent: '0'.repeat(40) } })],
  ['a second branch', plan => ({ ...plan, pushes: [{ refs: [...plan.pushes[0].refs, 'refs/heads/x'] }] })],
  ['another package', plan => bend(plan, 'releases', { id: 'api' })],
  ['a package left out of the edits', plan => ({ ...plan, edits: plan.edits.slice(0, 2) })],
  ['one push less', plan => ({ ...plan, pushes: plan.pushes.slice(0, -1) })],
  ['a light tag', plan => bend(plan, 'tags', { message: null })],
  ['another request', plan => asking(plan, { level: 'minor' })],
  ['a request without a push', plan => asking(plan, { push: false })],
  ['a further key', plan => ({ ...plan, more: 1 })],
  ['a further key within', plan => bend(plan, 'releases', { more: 1 })],
  ['a further problem', plan => ({ ...plan, problems: [{}] })],
];

/** The plan with its first entry of a list changed. */
function bend(plan: Bent, list: string, change: object): Bent {
  const [first, ...others] = plan[list];
  return { ...plan, [list]: [{ ...first, ...change }, ...others] };
}

function asking(plan: Bent, change: object): Bent {
  return { ...plan, basis: { ...plan.basis, request: { ...plan.basis.request, ...change } } };
}

describe('a file that is no plan of relctl', () => {
  it('is refused and nothing is touched, whatever it holds', () => {
    const { clone, remote, text, file } = saved();
    const { result } = JSON.parse(text);
    for (const [title, make] of BROKEN) {
      const content = make(result, text);
      writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
      const answer = expectUntouched(
        [clone, remote, clone.at(join(file, '..'))],
        () => apply(clone, file),
        title,
      );
      expect([title, ...ending(answer)]).toEqual([title, 2, 'PLAN_INVALID']);
      expect(answer.error.message).not.toBe('');
    }
  }, 120_000);

  it('but was one until somebody changed it, is refused, and nothing is touched', () => {
    const { clone, remote, text, file } = saved();
    for (const [title, change] of BENT) {
      writeFileSync(file, JSON.stringify(change(JSON.parse(text).result)));
      const answer = expectUntouched([clone, remote], () => apply(clone, file), title);
      expect([title, answer.code === 2 || answer.code === 3]).toEqual([title, true]);
      expect(['PLAN_INVALID', 'PLAN_STALE', 'EDIT_IMPOSSIBLE']).toContain(answer.error.code);
    }
  }, 120_000);
});
