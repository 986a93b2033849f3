import { describe, expect, it } from 'vitest';
import { CHAIN } from '../support/packages.js';
import { relctlJson } from '../support/relctl.js';
import { Repository } from '../support/repository.js';

function changed(repository: Repository, ...args: string[]) {
  const { code, result, error } = relctlJson(['changed', '--dependents', 'none', ...args], {
    cwd: repository.root,
  });
  const ids: string[] | null = result?.packages.map(({ id }: { id: string }) => id) ?? null;
  return { code, ids, error, result };
}

const file = (name: string) => `packages/${name}/src/${name}/core.py`;

describe('the base of changed', () => {
  it('is by default where the branch left the default branch of the remote', () => {
    const repository = Repository.create(CHAIN);
    repository.publish();
    repository.git('switch', '--quiet', '--create', 'topic');
    repository.commit({ [file('core')]: 'VALUE = 2\n' });
    expect(changed(repository).result.base).toEqual({
      ref: 'refs/remotes/origin/HEAD',
      commit: repository.revision('origin/main'),
      how: 'default-branch',
    });
    expect(changed(repository).ids).toEqual(['core']);
  });

  it('is not what others did on the default branch meanwhile', () => {
    const repository = Repository.create(CHAIN);
    repository.git('switch', '--quiet', '--create', 'topic');
    repository.commit({ [file('core')]: 'VALUE = 2\n' });
    repository.git('switch', '--quiet', 'main');
    repository.commit({ [file('tool')]: 'VALUE = 2\n' });
    repository.git('switch', '--quiet', 'topic');
    expect(changed(repository).ids).toEqual(['core']);
    expect(changed(repository, '--base', 'main', '--head', 'topic').ids).toEqual(['core']);
    expect(changed(repository, '--base', 'topic', '--head', 'main').ids).toEqual(['tool']);
  });

  it('can be configured, and given with a tag or an abbreviated commit', () => {
    const repository = Repository.create({ ...CHAIN, 'relctl.toml': 'base = "stable"\n' });
    repository.git('tag', '--annotate', '--message', 'x', 'stable');
    repository.commit({ [file('tool')]: 'VALUE = 2\n' });
    const answer = changed(repository);
    expect(answer.result.base).toEqual({
      ref: 'stable',
      commit: repository.revision('stable^{commit}'),
      how: 'configuration',
    });
    expect(answer.ids).toEqual(['tool']);
    expect(changed(repository, '--base', repository.revision('HEAD~1').slice(0, 10)).ids).toEqual(['tool']);
  });

  it('counts staged, unstaged and untracked files of the work tree, but none that is ignored', () => {
    const repository = Repository.create({ ...CHAIN, '.gitignore': '*.log\n' });
    repository.write({
      [file('core')]: 'VALUE = 2\n',
      'packages/tool/new.py': 'x\n',
      'packages/app/x.log': 'x\n',
    });
    repository.git('add', file('core'));
    repository.write({ [file('api')]: null });
    expect(changed(repository).ids?.sort()).toEqual(['api', 'core', 'tool']);
    expect(changed(repository, '--base', 'HEAD', '--head', 'HEAD').ids).toEqual([]);
  });

  it('does not count a file that was touched and holds what it held', () => {
    const repository = Repository.create(CHAIN);
    repository.write({ [file('core')]: 'VALUE = 1\n' });
    expect(changed(repository).ids).toEqual([]);
  });

  it('is every merge base of a criss-cross, also where one side took its change back', () => {
    const repository = Repository.create(CHAIN);
    repository.git('switch', '--quiet', '--create', 'left');
    const left = repository.commit({ [file('core')]: 'LEFT\n' });
    repository.git('switch', '--quiet', '--create', 'right', 'main');
    const right = repository.commit({ [file('tool')]: 'RIGHT\n' });
    repository.git('merge', '--quiet', '--no-edit', left);
    repository.git('switch', '--quiet', 'left');
    repository.git('merge', '--quiet', '--no-edit', right);
    repository.commit({ [file('core')]: 'VALUE = 1\n' }, 'Take the left change back');
    expect(repository.git('merge-base', '--all', 'left', 'right').split('\n').length).toBe(2);
    for (const args of [['--head', 'left'], []]) {
      expect(changed(repository, '--base', 'right', ...args).ids?.sort()).toEqual(['core', 'tool']);
    }
  });

  it('refuses histories that have nothing in common', () => {
    const repository = Repository.create(CHAIN);
    repository.git('switch', '--quiet', '--orphan', 'other');
    repository.commit(CHAIN);
    expect(changed(repository, '--base', 'main', '--head', 'HEAD')).toMatchObject({
      code: 3,
      error: { code: 'NO_MERGE_BASE' },
    });
  });
});

describe('changed in a shallow clone', () => {
  function history(): Repository {
    const repository = Repository.create(CHAIN);
    for (let index = 0; index < 4; index++) repository.commit({ [file('core')]: `VALUE = ${index}0\n` });
    repository.git('switch', '--quiet', '--create', 'topic', 'HEAD~2');
    repository.commit({ [file('tool')]: 'VALUE = 2\n' });
    return repository;
  }

  it('refuses what it cannot prove, and the command it names mends that', () => {
    const clone = history().clone('--depth=1', '--no-single-branch');
    const refused = changed(clone, '--base', 'origin/main', '--head', 'origin/topic');
    expect(refused).toMatchObject({ code: 3, error: { code: 'SHALLOW_CLONE' } });
    const command: string = refused.error.details.command;
    expect(refused.error.hint).toContain(command);
    clone.git(...command.replaceAll("'", '').split(' ').slice(1));
    expect(changed(clone, '--base', 'origin/main', '--head', 'origin/topic').ids).toEqual(['tool']);
  });

  it('refuses a base that was cut off or never fetched, and mends that the same way', () => {
    const origin = history();
    origin.git('switch', '--quiet', 'main');
    const clone = origin.clone('--depth=1', '--branch=topic');
    for (const base of ['HEAD~1', 'origin/main']) {
      expect(changed(clone, '--base', base)).toMatchObject({ code: 3, error: { code: 'SHALLOW_CLONE' } });
    }
    const refused = changed(clone);
    expect(refused).toMatchObject({ code: 3, error: { code: 'SHALLOW_CLONE' } });
    clone.git(...(refused.error.details.command as string).replaceAll("'", '').split(' ').slice(1));
    expect(changed(clone, '--base', 'origin/main').ids).toEqual(['tool']);
  });

  it('answers where the history that is there proves the answer', () => {
    const clone = history().clone('--depth=3', '--branch=main');
    expect(changed(clone, '--base', 'HEAD~1', '--head', 'HEAD').ids).toEqual(['core']);
  });

  it('never misses a package that the full clone names, whatever the depth', () => {
    const origin = history();
    origin.git('merge', '--quiet', '--no-edit', 'main');
    const full = changed(origin, '--base', 'main', '--head', 'topic').ids;
    for (let depth = 1; depth <= 6; depth++) {
      const clone = origin.clone(`--depth=${depth}`, '--no-single-branch');
      const { code, ids } = changed(clone, '--base', 'origin/main', '--head', 'origin/topic');
      if (code === 0) expect(ids).toEqual(expect.arrayContaining(full ?? []));
      else expect(code).toBe(3);
    }
  });
});
