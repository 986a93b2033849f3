import { describe, expect, it } from 'vitest';
import { changedPackages } from '../../../src/core/changes/changed-packages.js';
import type { Change } from '../../../src/core/ports.js';
import { type Files, project, type Written, workspaceOf } from '../support/workspace.js';

/** Compares two states of the files; `id: kind path` for each reason. */
async function compare(before: Files, after: Files, written: Written = {}, further: readonly Files[] = []) {
  const [head, ...bases] = await Promise.all(
    [after, before, ...further].map(files => workspaceOf(files, written)),
  );
  if (head === undefined) throw new Error('no head');
  const { changed, removed, unowned } = changedPackages(
    head,
    bases.map((base, index) => ({
      before: base,
      changes: difference([before, ...further][index] ?? {}, after),
    })),
  );
  const reasons = [...changed].flatMap(([id, all]) =>
    all.map(reason => `${id}: ${reason.kind} ${'path' in reason ? reason.path : ''}`),
  );
  return { reasons: reasons.sort(), removed, unowned };
}

function difference(before: Files, after: Files): Change[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter(path => before[path] !== after[path])
    .sort()
    .map(path => ({
      path,
      status: before[path] === undefined ? 'added' : after[path] === undefined ? 'removed' : 'modified',
      before: before[path] === undefined ? null : 'f'.repeat(40),
    }));
}

const BASE: Files = {
  'a/pyproject.toml': project('a'),
  'a/src/a/__init__.py': '',
  'b/pyproject.toml': project('b'),
  'b/README.md': 'old',
  'b/sub/x.py': '',
  'constraints.txt': 'x==1',
  'schemas/s.json': '{}',
};
const without = (...paths: readonly string[]): Files =>
  Object.fromEntries(Object.entries(BASE).filter(([path]) => !paths.includes(path)));

interface Row {
  readonly title: string;
  readonly before?: Files;
  readonly after: Files;
  readonly written?: Written;
  readonly reasons?: readonly string[];
  readonly removed?: readonly string[];
  readonly unowned?: readonly string[];
}

const ROWS: readonly Row[] = [
  { title: 'nothing', after: BASE },
  {
    title: 'a file that differs',
    after: { ...BASE, 'a/src/a/__init__.py': 'x' },
    reasons: ['a: file a/src/a/__init__.py'],
  },
  { title: 'a new file', after: { ...BASE, 'a/new': '' }, reasons: ['a: file a/new'] },
  { title: 'a removed file', after: without('b/sub/x.py'), reasons: ['b: file b/sub/x.py'] },
  { title: 'a file of nobody', after: { ...BASE, LICENSE: '', 'ab/x': '' }, unowned: ['LICENSE', 'ab/x'] },
  {
    title: 'a file that moved from one package to another, on both sides',
    after: { ...without('a/src/a/__init__.py'), 'b/src/a/__init__.py': '' },
    reasons: ['a: file a/src/a/__init__.py', 'b: file b/src/a/__init__.py'],
  },
  {
    title: 'a package that moved to another folder',
    after: {
      ...without('a/pyproject.toml', 'a/src/a/__init__.py'),
      'c/pyproject.toml': project('a'),
      'c/src/a/__init__.py': '',
    },
    reasons: ['a/pyproject.toml', 'a/src/a/__init__.py', 'c/pyproject.toml', 'c/src/a/__init__.py'].map(
      path => `a: file ${path}`,
    ),
  },
  { title: 'a removed package', after: without('a/pyproject.toml', 'a/src/a/__init__.py'), removed: ['a'] },
  {
    title: 'a package under another name',
    after: { ...BASE, 'a/pyproject.toml': project('new-name') },
    reasons: ['new-name: file a/pyproject.toml'],
    removed: ['a'],
  },
  {
    title: 'a new package inside another one',
    after: { ...BASE, 'b/sub/pyproject.toml': project('sub') },
    reasons: ['sub: file b/sub/pyproject.toml'],
  },
  {
    title: 'a removed package whose files belong to the one around it now',
    before: { ...BASE, 'b/sub/pyproject.toml': project('sub') },
    after: BASE,
    reasons: ['b: file b/sub/pyproject.toml'],
    removed: ['sub'],
  },
  {
    title: 'a listed input, beside its owner',
    after: { ...BASE, 'schemas/s.json': '{ }', 'b/README.md': 'new' },
    written: { package: { a: { inputs: ['schemas/**', 'b/*.md'] } } },
    reasons: ['a: input b/README.md', 'a: input schemas/s.json', 'b: file b/README.md'],
  },
  {
    title: 'a file that affects all',
    after: { ...BASE, 'constraints.txt': 'x==2' },
    written: { global: ['constraints.txt'] },
    reasons: ['a: global constraints.txt', 'b: global constraints.txt'],
  },
  {
    title: 'a removed file that affects all',
    after: without('constraints.txt'),
    written: { global: ['*.txt'] },
    reasons: ['a: global constraints.txt', 'b: global constraints.txt'],
  },
  {
    title: 'nothing by a file that is ignored, whoever else names it',
    after: { ...BASE, 'b/README.md': 'new', LICENSE: '' },
    written: { ignore: ['**/*.md', 'LICENSE'], global: ['**/*.md'], package: { a: { inputs: ['b/*.md'] } } },
  },
];

describe('changedPackages', () => {
  it.each(ROWS)('finds $title', async ({ before, after, written, reasons, removed, unowned }) => {
    expect(await compare(before ?? BASE, after, written)).toEqual({
      reasons: [...(reasons ?? [])].sort(),
      removed: removed ?? [],
      unowned: unowned ?? [],
    });
  });

  it('unites all comparisons, and gives no reason twice', async () => {
    const after = { ...BASE, 'a/new': '', 'b/README.md': 'new' };
    expect(
      await compare({ ...BASE, 'a/new': '' }, after, {}, [{ ...BASE, 'b/README.md': 'new' }, BASE]),
    ).toEqual({
      reasons: ['a: file a/new', 'b: file b/README.md'],
      removed: [],
      unowned: [],
    });
  });

  it('finds nothing without a comparison', async () => {
    const workspace = await workspaceOf(BASE);
    expect(changedPackages(workspace, [])).toEqual({ changed: new Map(), removed: [], unowned: [] });
  });
});
