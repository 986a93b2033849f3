import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CHAIN, packageFiles } from '../support/packages.js';
import { relctl, relctlJson } from '../support/relctl.js';
import { Repository } from '../support/repository.js';

interface Answer {
  ids: string[];
  reasons: Record<string, unknown[]>;
  removed: string[];
  unowned: string[];
  levels: string[][];
  base: { ref: string | null; commit: string | null; how: string };
  head: { ref: string | null; commit: string | null };
}

function changed(repository: Repository, ...args: string[]): Answer {
  const { code, ok, result, error } = relctlJson(['changed', ...args], { cwd: repository.root });
  expect({ code, ok, error }).toEqual({ code: 0, ok: true, error: undefined });
  expect(result.hasChanges).toBe(result.packages.length > 0);
  for (const { id, level } of result.packages) expect(result.levels[level]).toContain(id);
  return {
    ...result,
    ids: result.packages.map(({ id }: { id: string }) => id).sort(),
    reasons: Object.fromEntries(
      result.packages.map(({ id, reasons }: { id: string; reasons: unknown[] }) => [id, reasons]),
    ),
  };
}

const core = 'packages/core/src/core/core.py';

describe('changed between two commits', () => {
  it('names the package of a file and everything that depends on it, in build order', () => {
    const repository = Repository.create(CHAIN);
    repository.commit({ [core]: 'VALUE = 2\n' });
    const answer = changed(repository, '--base', 'HEAD~1', '--head', 'HEAD');
    expect(answer.ids).toEqual(['api', 'app', 'core']);
    expect(answer.levels).toEqual([['core'], ['api'], ['app']]);
    expect(answer.reasons).toEqual({
      core: [{ kind: 'file', path: core }],
      api: [{ kind: 'dependency', package: 'core' }],
      app: [{ kind: 'dependency', package: 'api' }],
    });
    expect(answer.base).toEqual({ ref: 'HEAD~1', commit: repository.revision('HEAD~1'), how: 'option' });
    expect(answer.head).toEqual({ ref: 'HEAD', commit: repository.revision('HEAD') });
  });

  it('follows dependents as far as --dependents says, along the kinds of --edges', () => {
    const repository = Repository.create({ ...CHAIN, ...packageFiles('docs', { dev: ['core'] }) });
    repository.commit({ [core]: 'VALUE = 2\n' });
    const ids = (...args: string[]) => changed(repository, '--base', 'HEAD~1', '--head', 'HEAD', ...args).ids;
    expect(ids('--dependents', 'none')).toEqual(['core']);
    expect(ids('--dependents', 'direct')).toEqual(['api', 'core', 'docs']);
    expect(ids()).toEqual(['api', 'app', 'core', 'docs']);
    expect(ids('--edges', 'runtime')).toEqual(['api', 'app', 'core']);
    expect(ids('--edges', 'dev,build')).toEqual(['core', 'docs']);
  });

  it('counts both sides of a file that moves from one package to another', () => {
    const repository = Repository.create(CHAIN);
    repository.commit({ [core]: null, 'packages/tool/src/tool/moved.py': 'VALUE = 1\n' });
    expect(changed(repository, '--base', 'HEAD~1', '--head', 'HEAD', '--dependents', 'none').ids).toEqual([
      'core',
      'tool',
    ]);
  });

  it('names removed packages apart, and as affected those that needed them', () => {
    const repository = Repository.create(CHAIN);
    repository.commit({ 'packages/api': null });
    const answer = changed(repository, '--base', 'HEAD~1', '--head', 'HEAD');
    expect(answer.removed).toEqual(['api']);
    expect(answer.unowned).toEqual([]);
    expect(answer.reasons).toEqual({ app: [{ kind: 'dependency', package: 'api' }] });
  });

  it('names a package that is new, and not the ones beside it', () => {
    const repository = Repository.create(CHAIN);
    repository.commit(packageFiles('extra', { dependencies: ['core'] }));
    expect(changed(repository, '--base', 'HEAD~1', '--head', 'HEAD').ids).toEqual(['extra']);
  });

  it('gives the files of a package that is dissolved to the package that has them now', () => {
    const repository = Repository.create({
      ...CHAIN,
      'pyproject.toml': '[project]\nname = "whole"\nversion = "1"\n',
    });
    repository.commit({ 'packages/tool/pyproject.toml': null });
    const answer = changed(repository, '--base', 'HEAD~1', '--head', 'HEAD');
    expect(answer.removed).toEqual(['tool']);
    expect(answer.reasons).toEqual({ whole: [{ kind: 'file', path: 'packages/tool/pyproject.toml' }] });
  });

  it('names a package whose manifest the change broke, and what needs it', () => {
    const repository = Repository.create(CHAIN);
    repository.commit({ 'packages/core/pyproject.toml': '[project]\nname = \n' });
    for (const args of [['--head', 'HEAD'], []]) {
      const answer = changed(repository, '--base', 'HEAD~1', ...args);
      expect(answer.ids).toEqual(['api', 'app', 'core']);
      expect(answer).toMatchObject({ removed: [], unowned: [], levels: [['core'], ['api'], ['app']] });
    }
  });

  it('leaves a file of no package unowned, and files of ignored patterns out of everything', () => {
    const repository = Repository.create({ ...CHAIN, 'relctl.toml': 'ignore = ["**/*.md"]\n' });
    repository.commit({ 'README.md': 'new\n', 'packages/core/NOTES.md': 'new\n', 'tox.ini': '\n' });
    const answer = changed(repository, '--base', 'HEAD~1', '--head', 'HEAD');
    expect(answer).toMatchObject({ ids: [], unowned: ['tox.ini'] });
  });

  it('counts inputs from elsewhere and files that affect every package', () => {
    const repository = Repository.create({
      ...CHAIN,
      'relctl.toml':
        'global = ["constraints.txt"]\n[package.tool]\npath = "packages/tool"\ninputs = ["schemas/**"]\n',
      'constraints.txt': 'a\n',
      'schemas/tool.json': '{}\n',
    });
    repository.commit({ 'schemas/tool.json': '{"a": 1}\n' });
    expect(changed(repository, '--base', 'HEAD~1', '--head', 'HEAD').reasons).toEqual({
      tool: [{ kind: 'input', path: 'schemas/tool.json' }],
    });
    repository.commit({ 'constraints.txt': 'b\n' });
    const answer = changed(repository, '--base', 'HEAD~1', '--head', 'HEAD', '--dependents', 'none');
    expect(answer.ids).toEqual(['api', 'app', 'core', 'tool']);
    expect(answer.reasons.core).toEqual([{ kind: 'global', path: 'constraints.txt' }]);
  });

  it('counts a submodule that points elsewhere, and a symbolic link that is turned', () => {
    const repository = Repository.create(CHAIN);
    const first = repository.revision('HEAD');
    const point = (commit: string) =>
      repository.git('update-index', '--add', '--cacheinfo', `160000,${commit},packages/core/sub`);
    symlinkSync('core.py', join(repository.root, 'packages/tool/src/tool/link.py'));
    repository.git('add', '--all');
    point(first);
    repository.git('commit', '--quiet', '--message', 'Add a submodule and a link');
    point(repository.revision('HEAD'));
    repository.git('commit', '--quiet', '--message', 'Move the submodule');
    expect(changed(repository, '--base', 'HEAD~1', '--head', 'HEAD', '--dependents', 'none').ids).toEqual([
      'core',
    ]);
    expect(changed(repository, '--base', first, '--head', 'HEAD', '--dependents', 'none').ids).toEqual([
      'core',
      'tool',
    ]);
  });

  it('takes odd file names as they are', () => {
    const repository = Repository.create(CHAIN);
    const names = [
      'a b.py',
      'tab\there.py',
      'quote".py',
      'line\nbreak.py',
      '::error::x.py',
      'ünï.py',
      '$(touch x).py',
      '-rf',
    ];
    repository.commit(Object.fromEntries(names.map(name => [`packages/tool/${name}`, 'x\n'])));
    const answer = changed(repository, '--base', 'HEAD~1', '--head', 'HEAD');
    expect(answer.reasons.tool?.length).toBe(names.length);
    const text = relctl(['changed', '--base', 'HEAD~1', '--head', 'HEAD', '--why'], {
      cwd: repository.root,
    }).stdout;
    expect(text).not.toContain('\t');
    expect(text.split('\n')[0]).toBe('tool');
  });
});

describe('changed of packages asked for by hand', () => {
  it('names just those, without a comparison, and follows dependents where told to', () => {
    const repository = Repository.create(CHAIN);
    const answer = changed(repository, '--package', 'core,packages/tool');
    expect(answer).toMatchObject({
      ids: ['core', 'tool'],
      base: { ref: null, commit: null, how: 'not-needed' },
    });
    expect(answer.reasons.core).toEqual([{ kind: 'requested' }]);
    expect(changed(repository, '--package', 'api', '--dependents', 'all').ids).toEqual(['api', 'app']);
    expect(changed(repository, '--all', '--skip', 'tool,app').ids).toEqual(['api', 'core']);
  });

  it('leaves skipped packages out of a comparison, but not what depends on them', () => {
    const repository = Repository.create(CHAIN);
    repository.commit({ [core]: 'VALUE = 2\n' });
    const answer = changed(repository, '--base', 'HEAD~1', '--skip', 'api');
    expect(answer.ids).toEqual(['app', 'core']);
    expect(answer.levels).toEqual([['core'], ['app']]);
  });
});
