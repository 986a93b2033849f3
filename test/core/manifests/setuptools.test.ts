import { describe, expect, it } from 'vitest';
import { parseIni } from '../../../src/core/manifests/ini.js';
import { readSetupPy } from '../../../src/core/manifests/setup-py.js';
import { type LegacyFacts, setupCfgFacts, setupPyFacts } from '../../../src/core/manifests/setuptools.js';

function cfg(text: string): LegacyFacts {
  return setupCfgFacts(parseIni(text), { folder: 'p', file: 'p/setup.cfg' });
}

function py(text: string): LegacyFacts {
  const call = readSetupPy(text);
  if (call === null) throw new Error('no call of setup');
  return setupPyFacts(call, { folder: 'p', file: 'p/setup.py' });
}

function needs({ requirements }: LegacyFacts): string[] {
  return requirements.map(({ name, kind, specifier }) => `${name} ${kind} ${specifier}`.trim());
}

describe('setupCfgFacts', () => {
  it.each([
    ['version = 1.2.3', { how: 'literal', kind: 'setup-cfg', value: '1.2.3', file: 'p/setup.cfg' }],
    ['version: 1.2.3', { how: 'literal', value: '1.2.3' }],
    ['version = attr: pkg.v.__version__', { how: 'attribute', module: 'pkg.v', name: '__version__' }],
    ['version = attr:pkg.VERSION', { how: 'attribute', module: 'pkg', name: 'VERSION' }],
    ['version = file: VERSION', { how: 'content', file: 'p/VERSION' }],
    ['version = file: a.txt, b.txt', { how: 'content', file: 'p/a.txt' }],
  ])('reads %j', (line, version) => {
    expect(cfg(`[metadata]\n${line}\n`).version).toMatchObject(version);
  });

  it.each([
    'python_version = 3',
    'version =',
    'x = 1\n[other]\nversion = 2',
  ])('finds no version in %j', line => {
    expect(cfg(`[metadata]\n${line}\n`).version).toBe(null);
  });

  it('reads the name, every list of requirements, and where the modules are', () => {
    const facts = cfg(`[metadata]
name = My_Pkg
[options]
packages = find:
package_dir =
    = src
py_modules = single
install_requires =
    a>=1
    b ; python_version < "3.9"
setup_requires = c
tests_require = d==2
[options.packages.find]
where = lib
[options.extras_require]
all =
    e[x]>=1
    my-pkg[y]
`);
    expect(facts.name).toBe('My_Pkg');
    expect(needs(facts)).toEqual([
      ...['a runtime >=1', 'b runtime', 'c build', 'd dev ==2', 'e optional >=1', 'my-pkg optional'],
    ]);
    expect(facts.roots).toEqual(['lib', 'src']);
    expect(facts.modules).toEqual(['single']);
  });

  it('reads requirements that stand on one line between semicolons', () => {
    expect(needs(cfg('[options]\ninstall_requires = a>=1; b\n'))).toEqual(['a runtime >=1', 'b runtime']);
  });

  it('names the files that hold requirements', () => {
    const facts = cfg(`[options]
install_requires = file: base.txt, ../more.txt, ../../out.txt
setup_requires = a
[options.extras_require]
x = file:
    x.txt
`);
    expect(needs(facts)).toEqual(['a build']);
    expect(facts.requirementFiles).toEqual([
      { path: 'p/base.txt', kind: 'runtime' },
      { path: 'more.txt', kind: 'runtime' },
      { path: 'p/x.txt', kind: 'optional' },
    ]);
  });

  it('gives nothing for an empty file', () => {
    expect(cfg('')).toMatchObject({ name: null, version: null, requirements: [], roots: [], modules: [] });
    expect(cfg('[metadata]\nname =\n').name).toBe(null);
  });
});

describe('setupPyFacts', () => {
  it.each([
    ['version="1.2.3"', { how: 'literal', kind: 'setup-py', value: '1.2.3', file: 'p/setup.py' }],
    ['version=read("VERSION")', { how: 'computed', kind: 'setup-py' }],
    ['version=f"{major}.1"', { how: 'computed', kind: 'setup-py' }],
    ['version="%s.1" % major', { how: 'computed', kind: 'setup-py' }],
    ['version=""', { how: 'computed', kind: 'setup-py' }],
    ['version=" "', { how: 'computed', kind: 'setup-py' }],
    ['use_scm_version=True', { how: 'computed', kind: 'setuptools-scm' }],
    ['use_scm_version={"root": ".."}', { how: 'computed', kind: 'setuptools-scm' }],
  ])('reads %j', (argument, version) => {
    expect(py(`setup(${argument})`).version).toMatchObject(version);
  });

  it('reads the name, every list of requirements, and where the modules are', () => {
    const facts = py(`
from setuptools import setup, find_packages
extra = ["e>=1"]
setup(
    name="pkg",
    packages=find_packages(where="lib"),
    package_dir={"": "src"},
    py_modules=["single"],
    install_requires=["a>=1", "b @ file:../b", f"c=={v}"],
    setup_requires="d",
    tests_require=("t",),
    extras_require={"x": extra, "y": "f\\ng"},
)
`);
    expect(facts).toMatchObject({ name: 'pkg', nameComputed: false, version: null });
    expect(needs(facts)).toEqual([
      ...['a runtime >=1', 'b runtime', 'c runtime', 'd build', 't dev'],
      ...['e optional >=1', 'f optional', 'g optional'],
    ]);
    expect(facts.roots).toEqual(['src', 'lib']);
    expect(facts.modules).toEqual(['single']);
  });

  it('takes a version that a file is searched for to be computed', () => {
    const text =
      'import re\nversion = ""\nwith open("x") as f:\n    version = re.search("v", f.read()).group(1)\n';
    expect(py(`${text}setup(name="x", version=version)`).version).toEqual({
      how: 'computed',
      kind: 'setup-py',
    });
  });

  it('reads what templates name', () => {
    const facts = py(`
NAME = "core"
version = get()
extras = {"x": ["e==%s" % version]}
extras["y"] = [f"f-{NAME}>={version}", f"{version}-g"]
deps = ["a"]
deps += [f"b>={version}"]
deps.append("c=={}".format(version))
setup(**dict(name=f"x-{NAME}", install_requires=deps), extras_require=extras)
`);
    expect(facts).toMatchObject({ name: 'x-core', nameComputed: false });
    expect(needs(facts)).toEqual(['a runtime', 'b runtime', 'c runtime', 'e optional', 'f-core optional']);
  });

  it('tells a computed name from none', () => {
    expect(py('setup(name=f"x-{y}")')).toMatchObject({ name: null, nameComputed: true });
    expect(py('setup(name=get())')).toMatchObject({ name: null, nameComputed: true });
    expect(py('setup()')).toMatchObject({ name: null, nameComputed: false });
  });
});
