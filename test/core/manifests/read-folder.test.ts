import { describe, expect, it } from 'vitest';
import { type FolderReading, readFolder } from '../../../src/core/manifests/read-folder.js';
import { Lookup } from '../../../src/core/workspace/lookup.js';
import { type Files, lookupOf, pathIndex, readingOf } from '../support/workspace.js';

function read(files: Files, folder = 'p') {
  return readingOf(files, lookupOf(files), folder);
}

const SETUPTOOLS = '[build-system]\nbuild-backend = "setuptools.build_meta"\n';

describe('readFolder', () => {
  const NAMES: readonly (readonly [
    title: string,
    files: Files,
    name: string | null,
    manifest: string | null,
  ])[] = [
    ['[project]', { 'p/pyproject.toml': '[project]\nname = "A_b"' }, 'A_b', 'p/pyproject.toml'],
    ['Poetry', { 'p/pyproject.toml': '[tool.poetry]\nname = "a"' }, 'a', 'p/pyproject.toml'],
    [
      'legacy flit',
      { 'p/pyproject.toml': '[tool.flit.metadata]\nmodule = "a"\ndist-name = "b"' },
      'b',
      'p/pyproject.toml',
    ],
    ['setup.cfg', { 'p/setup.cfg': '[metadata]\nname = a\n' }, 'a', 'p/setup.cfg'],
    ['setup.py', { 'p/setup.py': 'setup(name="a")' }, 'a', 'p/setup.py'],
    [
      'setup.cfg before setup.py',
      { 'p/setup.cfg': '[metadata]\nname = a\n', 'p/setup.py': 'setup(name="b")' },
      'a',
      'p/setup.cfg',
    ],
    [
      'setup.cfg behind a pyproject.toml of tools',
      { 'p/pyproject.toml': '[tool.black]', 'p/setup.cfg': '[metadata]\nname = a\n' },
      'a',
      'p/setup.cfg',
    ],
    ['no name', { 'p/pyproject.toml': '[tool.black]' }, null, null],
    ['no manifest', {}, null, null],
  ];
  it.each(NAMES)('takes the name from %s', (_title, files, name, manifest) => {
    const { facts, problem } = read(files);
    expect([facts?.name ?? null, facts?.manifest ?? null, problem]).toEqual([name, manifest, null]);
  });

  it('reads the root', () => {
    expect(read({ 'pyproject.toml': '[project]\nname = "a"' }, '.').facts).toMatchObject({
      path: '.',
      manifest: 'pyproject.toml',
    });
  });

  it('reports a broken manifest with file, line and column', () => {
    const { facts, problem } = read({ 'p/pyproject.toml': '[project]\nname = "a"\nversion = \n' });
    expect(facts).toBe(null);
    expect(problem).toMatchObject({
      rule: 'manifest-broken',
      severity: 'error',
      file: 'p/pyproject.toml',
      line: 3,
    });
    expect(problem?.message).toContain('p/pyproject.toml:3:');
    expect(problem?.hint).not.toBe('');
  });

  it('reports a file that is no text', () => {
    const lookup = new Lookup(pathIndex(['p/pyproject.toml']));
    lookup.add(new Map([['p/pyproject.toml', { kind: 'not-text', reason: 'it is not UTF-8' }]]));
    expect(
      readFolder('p', { manifests: ['p/pyproject.toml'], requirementFiles: [] }, lookup).problem?.message,
    ).toContain('it is not UTF-8');
  });

  it('warns of a name that is no distribution name, such as a template has, and takes it for no package', () => {
    for (const name of ['{{ name }}', 'a b', '-x', '']) {
      const { facts, problem, warnings } = read({ 'p/pyproject.toml': `[project]\nname = "${name}"` });
      expect({ facts, problem, codes: warnings.map(({ code }) => code) }).toEqual({
        facts: null,
        problem: null,
        codes: ['name-invalid'],
      });
    }
  });

  it('warns of a name that only running setup.py could tell', () => {
    const { facts, warnings } = read({ 'p/setup.py': 'setup(name=get())' });
    expect(facts).toBe(null);
    expect(warnings.map(({ code }) => code)).toEqual(['name-computed']);
  });

  it.each([
    ['[project]\nname = "a"\n[tool.uv]\npackage = false', true],
    ['[tool.poetry]\nname = "a"\npackage-mode = false', true],
    ['[project]\nname = "a"\n[tool.uv]\npackage = true', false],
  ])('sees whether %j is virtual: %j', (text, virtual) => {
    expect(read({ 'p/pyproject.toml': text }).facts?.virtual).toBe(virtual);
  });

  it('prefers hatch.toml to [tool.hatch]', () => {
    const files = {
      'p/pyproject.toml':
        '[project]\nname = "a"\ndynamic = ["version"]\n[build-system]\nbuild-backend = "hatchling.build"\n[tool.hatch.version]\npath = "no.py"\n',
      'p/hatch.toml': '[version]\npath = "yes.py"\n[envs.test]\ndependencies = ["lib"]\n',
    };
    const { facts } = read(files);
    expect(facts?.version).toMatchObject({ how: 'pattern', file: 'p/yes.py' });
    expect(facts?.requirements).toMatchObject([{ name: 'lib', kind: 'dev', file: 'p/hatch.toml' }]);
  });

  it('merges hatch.toml over [tool.hatch] key by key, as hatchling does', () => {
    const files = {
      'p/pyproject.toml':
        '[project]\nname = "a"\ndynamic = ["version"]\n[build-system]\nbuild-backend = "hatchling.build"\n[tool.hatch.version]\npath = "no.py"\npattern = "x"\n[tool.hatch.envs.test]\ndependencies = ["lib"]\n',
      'p/hatch.toml': '[version]\npath = "yes.py"\n',
    };
    const { facts } = read(files);
    expect(facts?.version).toMatchObject({ how: 'pattern', file: 'p/yes.py', pattern: null });
    expect(facts?.requirements).toMatchObject([{ name: 'lib', kind: 'dev', file: 'p/pyproject.toml' }]);
    const other = { ...files, 'p/hatch.toml': '[envs.other]\ndependencies = ["b"]\n' };
    expect(read(other).facts?.version).toMatchObject({ file: 'p/no.py', pattern: 'x' });
    expect(read(other).facts?.requirements.map(({ name }) => name)).toEqual(['b']);
  });

  it('joins what setup.cfg and setup.py add to a dynamic [project]', () => {
    const { facts } = read({
      'p/pyproject.toml': `[project]\nname = "a"\ndynamic = ["version", "dependencies"]\n${SETUPTOOLS}`,
      'p/setup.cfg': '[metadata]\nversion = 1.2\n[options]\ninstall_requires = b\n',
      'p/setup.py': 'setup(version="9", install_requires=["c"])',
    });
    expect(facts?.version).toMatchObject({ kind: 'setup-cfg', value: '1.2' });
    expect(facts?.requirements.map(({ name }) => name)).toEqual(['b', 'c']);
  });

  it('leaves setup.py aside where the pyproject.toml says all', () => {
    const { facts } = read({
      'p/pyproject.toml': `[project]\nname = "a"\nversion = "1"\n${SETUPTOOLS}`,
      'p/setup.py': 'setup(name="x", version="9", install_requires=["c"])',
    });
    expect(facts).toMatchObject({ name: 'a', version: { value: '1' }, requirements: [] });
  });

  it('keeps constraints apart, and all that a folder without a name requires', () => {
    const tools =
      '[tool.uv]\nconstraint-dependencies = ["a<2"]\nbuild-constraint-dependencies = ["b<3"]\n[dependency-groups]\ntest = ["c"]\n';
    const brief = ({ facts, loose }: FolderReading) => [
      facts?.requirements.map(({ name }) => name),
      loose.map(({ name, kind }) => `${name} ${kind}`),
    ];
    expect(brief(read({ 'p/pyproject.toml': `${tools}[project]\nname = "x"` }))).toEqual([
      ['c'],
      ['a dev', 'b build'],
    ]);
    expect(brief(read({ 'p/pyproject.toml': tools, 'p/requirements.txt': 'd' }))).toEqual([
      undefined,
      ['c dev', 'd dev', 'a dev', 'b build'],
    ]);
  });

  it('reads the files that setup.cfg names for what they are named', () => {
    const { facts } = read({
      'p/setup.cfg': '[metadata]\nname = a\n[options]\ninstall_requires = file: ./requirements.txt\n',
      'p/requirements.txt': 'b>=1\n',
    });
    expect(facts?.requirements).toMatchObject([{ name: 'b', kind: 'runtime', file: 'p/requirements.txt' }]);
  });

  it('takes requirement files for what they are used as', () => {
    const { facts } = read({
      'p/pyproject.toml': `[project]\nname = "a"\ndynamic = ["dependencies"]\n${SETUPTOOLS}[tool.setuptools.dynamic]\ndependencies = { file = ["requirements.txt"] }\noptional-dependencies.x = { file = "requirements-x.txt" }\n`,
      'p/requirements.txt': 'run\n',
      'p/requirements-x.txt': 'opt\n',
      'p/requirements-dev.txt': 'dev\n',
    });
    expect(facts?.requirements.map(({ name, kind }) => [name, kind])).toEqual([
      ['run', 'runtime'],
      ['opt', 'optional'],
      ['dev', 'dev'],
    ]);
  });

  it('wants the files that it needs and has not read', () => {
    const manifests = ['p/pyproject.toml', 'p/setup.cfg', 'p/setup.py'];
    const lookup = new Lookup(pathIndex([...manifests, 'p/other.py']));
    const files = { manifests, requirementFiles: [] };
    readFolder('p', files, lookup);
    expect(lookup.wanted).toContain('p/pyproject.toml');
    lookup.add(new Map([['p/pyproject.toml', { kind: 'text', text: '[tool.black]' }]]));
    readFolder('p', files, lookup);
    expect([...lookup.wanted].sort()).toEqual(['p/setup.cfg', 'p/setup.py']);
  });
});
