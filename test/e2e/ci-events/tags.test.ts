import { describe, expect, it } from 'vitest';
import { changedIn, eventText, githubClone, githubJob, obey } from '../../support/ci-jobs.js';
import { CHAIN } from '../../support/packages.js';
import { relctlJson } from '../../support/relctl.js';
import { type FileMap, Repository } from '../../support/repository.js';

const edit = (name: string, value: string) => ({
  [`packages/${name}/src/${name}/core.py`]: `VALUE = '${value}'\n`,
});

/** Tags of core: 1.0.0, 1.9.0, 1.10.0rc1 on another branch, and 1.10.0 at the tip; of tool: 3.0.0 in between. */
function releases(files: FileMap = {}) {
  const origin = Repository.create({ ...CHAIN, ...files });
  const tag = (name: string) => origin.git('tag', '--annotate', '--message', name, name);
  tag('core-v1.0.0');
  origin.commit(edit('core', 'a'));
  tag('core-v1.9.0');
  const previous = origin.revision('HEAD');
  origin.commit(edit('tool', 'a'));
  tag('tool-v3.0.0');
  origin.git('switch', '--quiet', '--create', 'side');
  origin.commit(edit('app', 'a'));
  tag('core-v1.10.0rc1');
  origin.git('switch', '--quiet', 'main');
  origin.commit(edit('api', 'a'));
  tag('core-v1.10.0');
  tag('core-v1.9.0.post1');
  return { origin, previous, head: origin.revision('HEAD') };
}

const onTag = (tag: string, after: string) =>
  githubJob('push', eventText('github-push-tag', { tag, after }), { GITHUB_REF: `refs/tags/${tag}` });

describe('push of a tag', () => {
  it('compares with the greatest version below it in its history, and names its package anyway', () => {
    const { origin, previous, head } = releases();
    origin.git('tag', '--delete', 'core-v1.9.0.post1');
    const clone = githubClone(origin, 'refs/tags/core-v1.10.0', 0);
    expect(changedIn(clone, onTag('core-v1.10.0', head))).toMatchObject({
      ids: ['api', 'core', 'tool'],
      base: { ref: 'refs/tags/core-v1.9.0', commit: previous, how: 'tag' },
      head: { ref: 'HEAD', commit: head },
    });
  });

  it('is answered where the release before stands on the same commit', () => {
    const { origin, head } = releases();
    const clone = githubClone(origin, 'refs/tags/core-v1.10.0', 0);
    const { ids, base } = changedIn(clone, onTag('core-v1.10.0', head));
    expect({ ids, base }).toMatchObject({ ids: ['core'], base: { ref: 'refs/tags/core-v1.9.0.post1' } });
  });

  it('names the whole package at its first tag, and everything at the first tag of all', () => {
    const { origin } = releases();
    for (const [tag, ids] of [
      ['core-v1.0.0', ['api', 'app', 'core', 'tool']],
      ['tool-v3.0.0', ['tool']],
    ] as const) {
      const clone = githubClone(origin, `refs/tags/${tag}`, 0);
      const answer = changedIn(clone, onTag(tag, clone.revision('HEAD')));
      expect(answer).toMatchObject({ ids, base: { ref: null, commit: null, how: 'tag' } });
      const shallow = githubClone(origin, `refs/tags/${tag}`);
      expect(changedIn(shallow, onTag(tag, shallow.revision('HEAD')), '--deepen').ids).toEqual(ids);
    }
  });

  it('refuses a shallow clone, which has no other tags; --deepen fetches back to the release before', () => {
    const { origin, previous, head } = releases();
    origin.git('tag', '--delete', 'core-v1.9.0.post1');
    const clone = githubClone(origin, 'refs/tags/core-v1.10.0');
    const refs = clone.git('for-each-ref');
    const refused = changedIn(clone, onTag('core-v1.10.0', head));
    expect(refused).toMatchObject({ code: 3, error: { code: 'SHALLOW_CLONE' } });
    expect(changedIn(clone, onTag('core-v1.10.0', head), '--deepen')).toMatchObject({
      ids: ['api', 'core', 'tool'],
      base: { ref: 'refs/tags/core-v1.9.0', commit: previous },
    });
    expect(clone.git('for-each-ref')).toBe(refs);
    const other = githubClone(origin, 'refs/tags/core-v1.10.0');
    obey(other, changedIn(other, onTag('core-v1.10.0', head)).error);
    expect(changedIn(other, onTag('core-v1.10.0', head)).ids).toEqual(['api', 'core', 'tool']);
  });

  it('refuses a tag that is of no package', () => {
    const { origin, head } = releases();
    origin.git('tag', 'nightly');
    origin.git('tag', 'nothing-v1.0.0');
    for (const tag of ['nightly', 'nothing-v1.0.0']) {
      const clone = githubClone(origin, `refs/tags/${tag}`, 0);
      expect(changedIn(clone, onTag(tag, head))).toMatchObject({ code: 2, error: { code: 'NO_BASE' } });
    }
  });

  it('knows templates of groups and packages', () => {
    const { origin } = releases({
      'relctl.toml':
        'tag = "{path}/{version}"\n[group.platform]\npackages = ["core", "api"]\ntag = "v{version}"\n[package.app]\ntag = "{version}-app"\n',
    });
    origin.git('tag', 'v1.0.0', 'HEAD~2');
    origin.git('tag', '1.0.0-app', 'HEAD~1');
    origin.git('tag', 'packages/tool/1.0.0', 'HEAD~1');
    for (const [tag, ids, before] of [
      ['v1.1.0', ['api', 'core', 'tool'], 'v1.0.0'],
      ['1.1.0-app', ['api', 'app'], '1.0.0-app'],
      ['packages/tool/1.1.0', ['api', 'tool'], 'packages/tool/1.0.0'],
    ] as const) {
      origin.git('tag', tag);
      const clone = githubClone(origin, `refs/tags/${tag}`, 0);
      const answer = changedIn(clone, onTag(tag, clone.revision('HEAD')));
      expect(answer).toMatchObject({ ids, base: { ref: `refs/tags/${before}` } });
    }
  });
});

describe('release and create', () => {
  it.each([
    ['release', 'github-release'],
    ['create', 'github-create-tag'],
  ])('%s is answered as the push of its tag', (name, vector) => {
    const { origin, head } = releases();
    const tag = 'core-v1.10.0';
    const clone = githubClone(origin, `refs/tags/${tag}`, 0);
    const env = githubJob(name, eventText(vector, { tag }));
    const answer = changedIn(clone, env);
    expect(answer.base?.how).toBe('tag');
    expect(answer).toEqual(changedIn(clone, onTag(tag, head)));
  });
});

describe('--since-release', () => {
  it('compares each package with its own last tag; what has none is new', () => {
    const { origin } = releases();
    // core since 1.10.0, tool since 3.0.0; api and app were never released.
    expect(changedIn(origin, {}, '--since-release')).toMatchObject({
      ids: ['api', 'app'],
      base: { ref: null, commit: null, how: 'release' },
      head: { ref: 'HEAD', commit: origin.revision('HEAD') },
    });
    for (const name of ['api', 'app']) origin.git('tag', `${name}-v1.0.0`);
    expect(changedIn(origin, {}, '--since-release').ids).toEqual([]);
    origin.commit(edit('tool', 'b'));
    expect(changedIn(origin, {}, '--since-release').ids).toEqual(['tool']);
    origin.git('tag', 'core-v1.11.0', 'side');
    expect(changedIn(origin, {}, '--since-release').ids).toEqual(['tool']);
    expect(changedIn(origin, {}, '--since-release', '--head', 'side').ids).toEqual(['api', 'app']);
  });

  it('follows dependents, counts global files and inputs, and a file that was removed', () => {
    const { origin } = releases({
      'relctl.toml': 'global = ["constraints.txt"]\n[package.tool]\ninputs = ["schemas/**"]\n',
      'schemas/a.json': '{}\n',
    });
    for (const name of ['api', 'app', 'core', 'tool']) origin.git('tag', `${name}-v9.0.0`);
    origin.commit({ 'schemas/a.json': null, 'packages/core/src/core/core.py': null });
    expect(changedIn(origin, {}, '--since-release').ids).toEqual(['core', 'tool']);
    const { result } = relctlJson(['changed', '--since-release'], { cwd: origin.root });
    expect(result.levels).toEqual([['core', 'tool'], ['api'], ['app']]);
    origin.commit({ 'constraints.txt': 'x\n' });
    expect(changedIn(origin, {}, '--since-release').ids).toEqual(['api', 'app', 'core', 'tool']);
  });

  it('is refused in a shallow clone, and right there with --deepen', () => {
    const { origin } = releases();
    for (const depth of [1, 2]) {
      const clone = origin.clone(`--depth=${depth}`);
      const refused = changedIn(clone, {}, '--since-release');
      expect(refused).toMatchObject({ code: 3, error: { code: 'SHALLOW_CLONE' } });
      expect(changedIn(clone, {}, '--since-release', '--deepen').ids).toEqual(['api', 'app']);
    }
  });

  it('wins over the event of a job', () => {
    const { origin, head } = releases();
    const clone = githubClone(origin, 'refs/tags/core-v1.10.0', 0);
    expect(changedIn(clone, onTag('core-v1.10.0', head), '--since-release').ids).toEqual(['api', 'app']);
  });
});
