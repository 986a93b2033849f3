import { describe, expect, it } from 'vitest';
import { expectUntouched } from '../../support/footprint.js';
import { CHAIN } from '../../support/packages.js';
import { relctl, relctlJson } from '../../support/relctl.js';
import { bump, ending, published } from '../../support/release.js';
import type { FileMap, Repository } from '../../support/repository.js';

const PUBLISH = '.github/workflows/publish.yml';
const TESTS = '.github/workflows/tests.yml';
const jobs = (...steps: string[]) =>
  `jobs:\n  job:\n    runs-on: ubuntu-latest\n    steps:\n${steps.map(step => `      - run: ${step}\n`).join('')}`;

const publish = (on: string) => ({ [PUBLISH]: `name: Publish\non: ${on}\n${jobs('twine upload dist/*')}` });
/** Publishes packages by tags without their names, but for `tool`. */
const WRONG: FileMap = { ...CHAIN, ...publish("{push: {tags: ['v*', 'tool-v*']}}") };

const PATCH = ['patch', '--package', 'core'];
const BOTH = ['patch', '--package', 'core,tool'];
const tag = (repository: Repository, ...args: string[]) =>
  relctlJson(['tag', ...args], { cwd: repository.root });
const rules = (problems: { rule: string; package: string | null }[]) =>
  problems.map(({ rule, package: id }) => `${rule} ${id}`);

describe('a tag that starts nothing', () => {
  it('keeps a release from being pushed, also where that is only planned', () => {
    const { clone, remote } = published(WRONG);
    for (const more of [['--push'], ['--push', '--dry-run']]) {
      const answer = expectUntouched([clone, remote], () => bump(clone, [...BOTH, ...more]));
      expect(ending(answer)).toEqual([3, 'IDLE_TAG']);
      expect(answer.error.message).toBe(
        `the tag core-v1.0.1 starts no workflow; ${PUBLISH} waits for "v*", "tool-v*"`,
      );
      expect(answer.error.hint).toContain('--allow-idle-tags');
      expect(answer.error.details).toMatchObject({
        tags: ['core-v1.0.1'],
        waiting: [{ file: PUBLISH, patterns: ['v*', 'tool-v*'] }],
      });
    }
  });

  it('is pushed with --allow-idle-tags, and told', () => {
    const { clone, remote } = published(WRONG);
    const { result } = bump(clone, [...BOTH, '--push', '--allow-idle-tags']);
    expect(result.starts).toEqual([
      { tag: 'core-v1.0.1', workflows: [] },
      { tag: 'tool-v1.0.1', workflows: [PUBLISH] },
    ]);
    expect(rules(result.problems)).toEqual(['tag-starts-nothing core']);
    expect(result.problems).toMatchObject([{ severity: 'warning', file: PUBLISH, line: 2 }]);
    expect(remote.git('tag').split('\n')).toEqual(['core-v1.0.1', 'tool-v1.0.1']);
  });

  it('is made without --push, but not pushed later by the same command', () => {
    const { clone, remote } = published(WRONG);
    const { result } = bump(clone, PATCH);
    expect(rules(result.problems)).toEqual(['tag-starts-nothing core']);
    const answer = expectUntouched([clone, remote], () => bump(clone, [...PATCH, '--push']));
    expect(ending(answer)).toEqual([3, 'IDLE_TAG']);
    expect(ending(bump(clone, [...PATCH, '--push', '--allow-idle-tags']))).toEqual([0, 'resumed']);
    expect(remote.git('tag')).toBe('core-v1.0.1');
  });

  it('is one finding for all tags, beside what else stands in the way', () => {
    const { clone } = published({ ...WRONG, ...publish("{push: {tags: ['v*']}}") });
    clone.write({ 'packages/core/pyproject.toml': '[project]\nname = "core"\nversion = "1.0.0" # x\n' });
    const { error } = bump(clone, ['patch', '--all', '--push']);
    const findings: { code: string; message: string }[] = error.details.findings;
    expect(findings.map(({ code }) => code).sort()).toEqual(['DIRTY_FILE', 'IDLE_TAG']);
    expect(findings.find(({ code }) => code === 'IDLE_TAG')?.message).toMatch(
      /^the tag \w+-v1\.0\.1 starts no workflow; .* waits for "v\*"; neither do \S+, \S+, \S+$/,
    );
  });

  it('may be the work of a word in the message of the release', () => {
    const { clone } = published({
      ...CHAIN,
      ...publish('push'),
      'relctl.toml': '[bump]\nmessage = "release [skip ci]"\n',
    });
    const { error } = bump(clone, [...PATCH, '--push']);
    expect(error).toMatchObject({
      code: 'IDLE_TAG',
      message: 'the tag core-v1.0.1 starts no workflow: the message of its commit holds [skip ci]',
    });
    expect(bump(clone, [...PATCH, '--dry-run']).result.starts).toEqual([
      { tag: 'core-v1.0.1', workflows: [] },
    ]);
  });

  it.each([
    ['there are no workflows', {}, [], []],
    [
      'no workflow publishes',
      { [TESTS]: `on: {push: {branches: [main]}}\n${jobs('make')}` },
      [{ tag: 'core-v1.0.1', workflows: [] }],
      [],
    ],
    [
      'it starts something',
      { ...publish("{push: {tags: ['core-v*']}}"), [TESTS]: `on: push\n${jobs('make')}` },
      [{ tag: 'core-v1.0.1', workflows: [PUBLISH, TESTS] }],
      [],
    ],
    [
      'what publishes is started otherwise',
      publish('workflow_dispatch'),
      [{ tag: 'core-v1.0.1', workflows: [] }],
      ['tag-starts-nothing core'],
    ],
  ])('is no matter where %s', (_, files, starts, problems) => {
    const { clone } = published({ ...CHAIN, ...(files as FileMap) });
    const answer = bump(clone, [...PATCH, '--push']);
    expect(ending(answer)).toEqual([0, 'applied']);
    expect(answer.result.starts).toEqual(starts);
    expect(rules(answer.result.problems)).toEqual(problems);
  });

  it('is judged by the workflows of HEAD, whatever the work tree holds', () => {
    const { clone } = published(WRONG);
    clone.write(publish('push'));
    expect(ending(bump(clone, [...PATCH, '--push']))).toEqual([3, 'IDLE_TAG']);
    clone.git('checkout', '--quiet', '.');
    clone.git('rm', '--quiet', PUBLISH);
    expect(ending(bump(clone, [...PATCH, '--push']))).toEqual([3, 'IDLE_TAG']);
    clone.commit({ '.github/workflows/own.yaml': `on: {push: {tags: ['core-*']}}\n${jobs('make')}` });
    clone.write(publish("{push: {tags: ['v*']}}"));
    expect(bump(clone, [...PATCH, '--push']).result.starts).toEqual([
      { tag: 'core-v1.0.1', workflows: ['.github/workflows/own.yaml'] },
    ]);
  });

  it('stands below its tag in the text of a plan', () => {
    const { clone } = published(WRONG);
    const { stdout } = relctl(['bump', ...BOTH, '--dry-run'], { cwd: clone.root });
    expect(stdout).toContain(
      `tag core-v1.0.1\n  starts no workflow\ntag tool-v1.0.1\n  starts ${PUBLISH}\nwarning: the tag core-v1.0.1`,
    );
  });
});

describe('relctl tag --push', () => {
  it('refuses tags that start nothing before it makes any, each by its own commit', () => {
    const { clone, remote } = published({ ...CHAIN, ...publish("{push: {tags: ['core-v*']}}") });
    bump(clone, [...PATCH, '--no-tag']);
    clone.commit(publish("{push: {tags: ['v*']}}"));
    bump(clone, ['patch', '--package', 'tool', '--no-tag']);
    const { code, error } = expectUntouched([clone, remote], () => tag(clone, '--push'));
    expect([code, error.code]).toEqual([3, 'IDLE_TAG']);
    expect(error.details).toMatchObject({ tags: ['tool-v1.0.1'], waiting: [{ patterns: ['v*'] }] });

    const { result, warnings } = tag(clone, '--push', '--allow-idle-tags');
    expect(result.tags.map((each: { status: string }) => each.status)).toEqual(['pushed', 'pushed']);
    expect(warnings.map(each => each.code)).toEqual(['tag-starts-nothing']);
  });

  it('makes them without --push, with a warning, and says what each would start', () => {
    const { clone } = published(WRONG);
    bump(clone, [...BOTH, '--no-tag']);
    const { stdout, stderr, code } = relctl(['tag'], { cwd: clone.root });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^core-v1\.0\.1 +\S+ +created +starts no workflow$/m);
    expect(stdout).toMatch(/^tool-v1\.0\.1 +\S+ +created +starts \.github\/workflows\/publish\.yml$/m);
    expect(stderr).toContain('the tag core-v1.0.1 starts no workflow');
  });

  it('looks at the message of the commit that a package is tagged on', () => {
    const { clone } = published({ ...CHAIN, ...publish('push') });
    clone.commit({ 'README.md': 'x\n' }, 'Docs [no ci]');
    const { code, error } = tag(clone, '--push', '--package', 'core');
    expect([code, error.code]).toEqual([3, 'IDLE_TAG']);
    expect(error.message).toContain('[no ci]');
  });
});
