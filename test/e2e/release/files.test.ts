import { readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { expectUntouched } from '../../support/footprint.js';
import { CHAIN } from '../../support/packages.js';
import { bump, ending, MANIFEST, MODULE } from '../../support/release.js';
import { Repository } from '../../support/repository.js';

const PATCH = ['patch', '--package', 'core'];

/** Line ends of every kind, with a byte order mark and without a final newline. */
const TEXTS: Readonly<Record<string, string>> = {
  'LF only': '# module\n__version__ = "1.0.0"\nX = "1.0.0"\n',
  'CRLF only': '# module\r\n__version__ = "1.0.0"\r\nX = 1\r\n',
  'mixed line ends': '# module\r\n__version__ = "1.0.0"\nX = 1\r\nY = 2\n',
  'a byte order mark': '\ufeff__version__ = "1.0.0"\r\nX = 1\n',
  'no final newline': 'X = 1\n__version__ = "1.0.0"',
  'a lone CR': 'X = "a\\\r\nb"\n__version__ = "1.0.0"\n# a\rb\n',
  'signs beyond ASCII': '# äöü – 𝔳\n__version__ = "1.0.0"  # „1.0.0“\n',
  'form feed and tabs': '\f\n__version__\t=\t"1.0.0"\t\n\n',
};

/** Attributes and settings that make the file in the work tree differ from what git stores. */
const CONVERSIONS: Readonly<
  Record<string, { attributes: string; config?: Readonly<Record<string, string>> }>
> = {
  'no attributes': { attributes: '' },
  'text=auto': { attributes: '* text=auto\n' },
  'text=auto and eol=crlf': { attributes: '* text=auto eol=crlf\n' },
  'eol=lf': { attributes: '*.py text eol=lf\n' },
  '-text': { attributes: '* -text\n' },
  'core.autocrlf=true': { attributes: '', config: { 'core.autocrlf': 'true' } },
  'core.autocrlf=input': { attributes: '', config: { 'core.autocrlf': 'input' } },
  'core.eol=crlf': { attributes: '* text=auto\n', config: { 'core.eol': 'crlf' } },
  ident: { attributes: '*.py ident\n' },
  'a filter': {
    attributes: '*.py filter=rot\n',
    config: { 'filter.rot.clean': "sed 's/MINE/STORED/'", 'filter.rot.smudge': "sed 's/STORED/MINE/'" },
  },
};

/** A repository of nothing but packages `p0` …, each with one of the texts, checked out with its conversions. */
function repositoryWith(name: keyof typeof CONVERSIONS): { repository: Repository; modules: string[] } {
  const { attributes, config = {} } = CONVERSIONS[name] as (typeof CONVERSIONS)[string];
  const repository = Repository.create({ '.gitattributes': attributes });
  for (const [key, value] of Object.entries(config)) repository.git('config', key, value);
  const modules = Object.values(TEXTS).map((text, index) => {
    const [folder, module] = [`packages/p${index}`, `packages/p${index}/p${index}.py`];
    const ident = name === 'ident' ? '# $Id$\n' : '';
    const filtered = name === 'a filter' ? '# MINE\n' : '';
    repository.write({
      [`${folder}/pyproject.toml`]: `[project]\nname = "p${index}"\nversion = "1.0.0"\n`,
      [module]: text.startsWith('\ufeff') ? text : `${ident}${filtered}${text}`,
    });
    return module;
  });
  repository.git('-c', 'core.safecrlf=false', 'add', '--all');
  repository.git('commit', '--quiet', '--message', 'Packages');
  // Everything anew, as a clone with these attributes would have it.
  repository.git('rm', '--quiet', '-r', '--cached', '.');
  repository.git('reset', '--quiet', '--hard');
  return { repository, modules };
}

describe('the bytes of a released file', () => {
  it.each(
    Object.keys(CONVERSIONS),
  )('differ in the version only, and are what git add would store: %s', name => {
    const { repository, modules } = repositoryWith(name);
    const bytes = (path: string) => readFileSync(join(repository.root, path));
    const before = new Map(modules.map(path => [path, bytes(path)]));
    expect(ending(bump(repository, ['patch', '--all']))).toEqual([0, 'applied']);
    for (const [at, path] of modules.entries()) {
      const title = Object.keys(TEXTS)[at];
      const old = before.get(path)?.toString('latin1') ?? '';
      const wanted = old.replace(/(?<=__version__\s*=\s*")1\.0\.0/, '1.0.1');
      expect([title, bytes(path).toString('latin1')]).toEqual([title, wanted]);
      const stored = repository.git('hash-object', `--path=${path}`, '--', path);
      expect([title, repository.revision(`HEAD:${path}`)]).toEqual([title, stored]);
      // Git has to look at the bytes again and must find nothing.
      utimesSync(join(repository.root, path), 1, 1);
    }
    expect(repository.status()).toBe('');
    expect(repository.git('diff', '--stat=200', 'HEAD~1', 'HEAD')).toContain(
      `${modules.length * 2} files changed`,
    );
  });

  it('are left alone where the file is in an encoding that git turns around', () => {
    const repository = Repository.create({
      ...CHAIN,
      '.gitattributes': '*.py working-tree-encoding=UTF-16LE\n',
    });
    writeFileSync(join(repository.root, MODULE), Buffer.from('__version__ = "1.0.0"\n', 'utf16le'));
    repository.commit({});
    const answer = bump(repository, PATCH);
    if (answer.code === 0) expect(repository.status()).toBe('');
    else expect([answer.code, answer.error.code]).toEqual([3, 'EDIT_IMPOSSIBLE']);
  });

  it.each([
    ['a zero byte', Buffer.from('__version__ = "1.0.0"\n\0\n')],
    ['half a character', Buffer.from([...Buffer.from('__version__ = "1.0.0"\n# '), 0xc3])],
  ])('with %s are refused or kept', (_, content) => {
    const repository = Repository.create(CHAIN);
    writeFileSync(join(repository.root, MODULE), content);
    repository.commit({});
    const answer = bump(repository, PATCH);
    const after = readFileSync(join(repository.root, MODULE)).toString('latin1');
    const old = content.toString('latin1');
    expect(answer.code === 0 ? [old, old.replace('1.0.0', '1.0.1')] : [old]).toContain(after);
    expect([0, 3]).toContain(answer.code);
  });

  it('and of files beside them are what they were, with their modes', () => {
    const repository = Repository.create({ ...CHAIN, 'bin/run': '#!/bin/sh\n', empty: '' });
    repository.makeExecutable(join(repository.root, 'bin/run'));
    repository.makeExecutable(join(repository.root, MANIFEST));
    repository.commit({});
    repository.write({ empty: 'now edited\n', 'bin/new': 'untracked\n' });
    const rest = repository.at(join(repository.root, 'bin'));
    const answer = expectUntouched([rest], () => bump(repository, PATCH));
    expect(ending(answer)).toEqual([0, 'applied']);
    expect(repository.git('ls-tree', '-r', 'HEAD', 'bin/run', MANIFEST)).toMatch(/^100755.*\n100755/);
    expect(repository.git('show', '--name-only', '--format=').split('\n')).toEqual([MANIFEST, MODULE]);
    expect(repository.status()).toBe(' M empty\n?? bin/new');
  });
});
