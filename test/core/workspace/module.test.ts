import { describe, expect, it } from 'vitest';
import type { ModuleHints } from '../../../src/core/manifests/facts.js';
import { findModule, modulePlace, moduleRoots } from '../../../src/core/workspace/module.js';
import { factsOf, pathIndex } from '../support/workspace.js';

interface Row {
  readonly title: string;
  readonly name: string;
  readonly paths: readonly string[];
  readonly hints?: Partial<ModuleHints>;
  readonly module: string | null;
  readonly file?: string | null;
}

const ROWS: readonly Row[] = [
  {
    title: 'a package beside the manifest',
    name: 'Foo-Bar',
    paths: ['p/foo_bar/__init__.py'],
    module: 'foo_bar',
    file: 'p/foo_bar/__init__.py',
  },
  {
    title: 'a package in src',
    name: 'foo',
    paths: ['p/src/foo/__init__.py', 'p/tests/__init__.py'],
    module: 'foo',
    file: 'p/src/foo/__init__.py',
  },
  {
    title: 'src before a package beside the manifest',
    name: 'foo',
    paths: ['p/src/foo/__init__.py', 'p/foo/__init__.py'],
    module: 'foo',
    file: 'p/src/foo/__init__.py',
  },
  { title: 'a single file', name: 'foo', paths: ['p/foo.py'], module: 'foo', file: 'p/foo.py' },
  {
    title: 'a spelling with capitals',
    name: 'pyyaml',
    paths: ['p/PyYAML/__init__.py', 'p/other/__init__.py'],
    module: 'PyYAML',
  },
  {
    title: 'a namespace by the name',
    name: 'google-cloud-storage',
    paths: ['p/google/cloud/storage/__init__.py', 'p/google/cloud/other/__init__.py'],
    module: 'google.cloud.storage',
  },
  {
    title: 'a namespace with a part in two words',
    name: 'zope-event-handler',
    paths: ['p/src/zope/event_handler/__init__.py'],
    module: 'zope.event_handler',
  },
  {
    title: 'a namespace with a part in many words',
    name: 'awslabs.aws-bedrock-data-automation-mcp-server',
    paths: ['p/awslabs/aws_bedrock_data_automation_mcp_server/__init__.py', 'p/awslabs/__init__.py'],
    module: 'awslabs.aws_bedrock_data_automation_mcp_server',
  },
  {
    title: 'the only package, of another name',
    name: 'dist-name',
    paths: ['p/src/other/__init__.py', 'p/tests/__init__.py', 'p/docs/conf.py'],
    module: 'other',
  },
  {
    title: 'the only package below namespaces',
    name: 'dist-name',
    paths: ['p/src/a/b/c/__init__.py', 'p/src/a/b/c/d/__init__.py'],
    module: 'a.b.c',
  },
  {
    title: 'none of two packages of other names',
    name: 'dist',
    paths: ['p/src/a/__init__.py', 'p/src/b/__init__.py'],
    module: null,
  },
  { title: 'no package', name: 'dist', paths: ['p/pyproject.toml', 'p/data/x.txt'], module: null },
  {
    title: 'a configured module',
    name: 'dist',
    paths: ['p/a/__init__.py', 'p/b/__init__.py'],
    hints: { modules: ['b'] },
    module: 'b',
  },
  {
    title: 'a configured path',
    name: 'dist',
    paths: ['p/src/a/__init__.py', 'p/src/b/__init__.py'],
    hints: { modules: ['src/b'] },
    module: 'b',
    file: 'p/src/b/__init__.py',
  },
  {
    title: 'a configured path that ends with a star',
    name: 'dist',
    paths: ['p/src/a/b/x.py'],
    hints: { modules: ['src/a/b/**'] },
    module: 'a.b',
    file: null,
  },
  {
    title: 'the package in a configured namespace, by the name',
    name: 'a-c',
    paths: ['p/src/a/b/__init__.py', 'p/src/a/c/__init__.py'],
    hints: { modules: ['src/a'] },
    module: 'a.c',
    file: 'p/src/a/c/__init__.py',
  },
  {
    title: 'the only package in a configured namespace',
    name: 'dist',
    paths: ['p/src/a/b/__init__.py', 'p/src/a/py.typed', 'p/src/x/__init__.py'],
    hints: { modules: ['src/a'] },
    module: 'a.b',
    file: 'p/src/a/b/__init__.py',
  },
  {
    title: 'a configured namespace of several packages',
    name: 'dist',
    paths: ['p/src/a/b/__init__.py', 'p/src/a/c/__init__.py'],
    hints: { modules: ['src/a'] },
    module: 'a',
    file: null,
  },
  {
    title: 'a configured folder with modules of its own',
    name: 'a-b',
    paths: ['p/src/a/b/__init__.py', 'p/src/a/version.py'],
    hints: { modules: ['src/a'] },
    module: 'a',
    file: null,
  },
  {
    title: 'a configured dotted name',
    name: 'dist',
    paths: ['p/src/a/b/__init__.py', 'p/src/a/c/__init__.py'],
    hints: { modules: ['a.c'] },
    module: 'a.c',
  },
  {
    title: 'a configured root',
    name: 'dist',
    paths: ['p/lib2/a/__init__.py', 'p/x/__init__.py'],
    hints: { roots: ['lib2'] },
    module: 'a',
  },
  {
    title: 'a root that leads up',
    name: 'foo',
    paths: ['elsewhere/foo/__init__.py', 'p/pyproject.toml'],
    hints: { roots: ['../elsewhere'] },
    module: 'foo',
    file: 'elsewhere/foo/__init__.py',
  },
  {
    title: 'no root outside of the repository',
    name: 'foo',
    paths: ['p/pyproject.toml'],
    hints: { roots: ['../../..', '/'] },
    module: null,
  },
  {
    title: 'the package and not the tests of the same prefix',
    name: 'foo',
    paths: ['p/foo/__init__.py', 'p/foo_tests/__init__.py'],
    module: 'foo',
  },
];

describe('findModule', () => {
  it.each(ROWS)('finds $title', ({ name, paths, hints, module, file }) => {
    const facts = factsOf('p', name, {
      modules: { roots: hints?.roots ?? [], modules: hints?.modules ?? [] },
    });
    const found = findModule(facts, pathIndex(paths));
    expect(found?.name ?? null).toBe(module);
    if (file !== undefined) expect(found?.file ?? null).toBe(file);
  });

  it('finds the module of a package in the root', () => {
    const index = pathIndex(['pyproject.toml', 'src/foo/__init__.py', 'packages/bar/bar/__init__.py']);
    expect(findModule(factsOf('.', 'foo'), index)).toEqual({
      name: 'foo',
      folder: 'src/foo',
      file: 'src/foo/__init__.py',
    });
    expect(findModule(factsOf('packages/bar', 'bar'), index)?.file).toBe('packages/bar/bar/__init__.py');
  });

  it('finds the only package of a package in the root', () => {
    expect(
      findModule(factsOf('.', 'dist'), pathIndex(['pyproject.toml', 'a/b/__init__.py', 'docs/x.md']))?.name,
    ).toBe('a.b');
  });
});

describe('moduleRoots', () => {
  it('gives configured folders, src, lib, python and the own folder, where they are there', () => {
    const facts = factsOf('p', 'x', { modules: { roots: ['code', 'no', 'src'], modules: [] } });
    const index = pathIndex(['p/code/a.py', 'p/src/a.py', 'p/python/a.py']);
    expect(moduleRoots(facts, index)).toEqual(['p/code', 'p/src', 'p/python', 'p']);
  });
});

describe('modulePlace', () => {
  it('prefers a package to a file of the same name', () => {
    const index = pathIndex(['r/a/__init__.py', 'r/a.py', 'r/b.py']);
    expect(modulePlace('r', 'a', index)).toEqual({ name: 'a', folder: 'r/a', file: 'r/a/__init__.py' });
    expect(modulePlace('r', 'b', index)).toEqual({ name: 'b', folder: null, file: 'r/b.py' });
    expect(modulePlace('r', 'c', index)).toBe(null);
  });
});
