import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import vectors from '../../vectors/python-modules.json' with { type: 'json' };
import { plainModule, unplainModule, versionless } from '../support/modules.js';
import { askPython } from '../support/python.js';
import { fill, fillAll, HERE, STEPS, withVersion } from '../support/templates.js';
import { type Files, workspaceOf } from '../support/workspace.js';

const STATIC = `[project]\nname = "x"\nversion = "${HERE}"\n`;
const DYNAMIC = '[project]\nname = "x"\ndynamic = ["version"]\n';
/** Manifests beside which the module is a copy of the version, or its source. */
const MANIFESTS = [
  STATIC,
  `${DYNAMIC}[tool.setuptools.dynamic]\nversion = { attr = "x.__version__" }\n`,
  `${DYNAMIC}[build-system]\nrequires = ["flit_core"]\nbuild-backend = "flit_core.buildapi"\n`,
];
const files = (manifest: string, module: string): Files => ({
  'pyproject.toml': manifest,
  'x/__init__.py': module,
});

async function expectEdits(templates: Files, from: string, to: string): Promise<void> {
  const before = fillAll(templates, from);
  const edited = await withVersion(before, to);
  expect(edited).toEqual(fillAll(templates, to));
  expect(await withVersion(edited, from)).toEqual(before);
}

/** The line of the version in the module, as `list` would name it; null where it has none. */
async function lineOf(module: string): Promise<number | null> {
  const { packages } = await workspaceOf(files(fill(STATIC, '1.2.3'), module));
  return packages[0]?.mirrors[0]?.line ?? null;
}

describe('an edit of a module', () => {
  it('changes the bytes of the value alone, in every form, and back', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...MANIFESTS), plainModule, STEPS, (manifest, module, [from, to]) =>
        expectEdits(files(manifest, module), from, to),
      ),
      { numRuns: 250 },
    );
  });

  it('is refused where the version is not one plain string', async () => {
    await fc.assert(
      fc.asyncProperty(unplainModule, async module => {
        await expect(withVersion(files(fill(STATIC, '1.2.3'), module), '1.2.4')).rejects.toMatchObject({
          code: 'EDIT_IMPOSSIBLE',
          details: { file: 'x/__init__.py' },
        });
      }),
      { numRuns: 80 },
    );
  });

  it('does not happen where nothing but decoys has a version', async () => {
    await fc.assert(
      fc.asyncProperty(versionless, module => expectEdits(files(STATIC, module), '1.2.3', '1.2.4')),
      { numRuns: 80 },
    );
  });

  it.each(vectors.modules)(`is what CPython ${vectors.python} says of $module`, async ({ line, module }) => {
    expect(await lineOf(fill(module, '1.2.3'))).toBe(line);
    await expectEdits(files(STATIC, module), '1.2.3', '9.8.7rc6');
  });

  it('changes one constant of the syntax tree of CPython', async context => {
    const modules = fc
      .sample(fc.oneof({ weight: 5, arbitrary: plainModule }, versionless), { numRuns: 250, seed: 3 })
      .map(module => ({ plain: module.includes(HERE), before: fill(module, '1.2.3') }));
    const cases = await Promise.all(
      modules.map(async ({ plain, before }) => {
        const edited = await withVersion(files(fill(STATIC, '1.2.3'), before), '1.3.0rc1');
        return { plain, before, after: edited['x/__init__.py'], line: await lineOf(before) };
      }),
    );
    expect(askPython(context, [], JUDGE, cases)).toEqual([]);
  });
});

const JUDGE = `
import ast
def first(tree):
    for node in tree.body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, 'target', None)]
        names = [target.id for target in targets if isinstance(target, ast.Name)]
        value = getattr(node, 'value', None)
        if '__version__' in names and isinstance(value, ast.Constant) and isinstance(value.value, str):
            return [value.value, value.lineno]
    return None
def judge(plain, before, after, line):
    old, new = ast.parse(before.encode()), ast.parse(after.encode())
    pairs = list(zip(ast.walk(old), ast.walk(new)))
    changed = [[a.value, b.value] for a, b in pairs if isinstance(a, ast.Constant) and a.value != b.value]
    for a, b in pairs:
        if isinstance(a, ast.Constant):
            b.value = a.value
    same = ast.dump(old) == ast.dump(new)
    return [same, changed, first(old), first(ast.parse(after.encode()))]
def expected(plain, before, after, line):
    if not plain:
        return [True, [], None, None]
    return [True, [['1.2.3', '1.3.0rc1']], ['1.2.3', line], ['1.3.0rc1', line]]
answer([[case, judge(**case)] for case in data if judge(**case) != expected(**case)])
`;
