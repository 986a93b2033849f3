import fc from 'fast-check';
import { parse } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { tableAt, textAt } from '../../../src/core/manifests/toml.js';
import { escaped, plain, pyproject } from '../support/pyproject.js';
import { askPython } from '../support/python.js';
import { fill, HERE, STEPS, withVersion } from '../support/templates.js';

function versionIn(text: string): string | null {
  const document = parse(text.replace(/^\uFEFF/, ''));
  return (
    textAt(tableAt(document, 'project'), 'version') ?? textAt(tableAt(document, 'tool', 'poetry'), 'version')
  );
}

const path = 'pyproject.toml';

describe('an edit of pyproject.toml', () => {
  it('changes the bytes of the value alone, in every spelling, and back', async () => {
    await fc.assert(
      fc.asyncProperty(pyproject(plain), STEPS, async (template, [from, to]) => {
        const before = fill(template, from);
        expect(versionIn(before)).toBe(from);
        const edited = await withVersion({ [path]: before }, to);
        expect(edited[path]).toBe(fill(template, to));
        expect(versionIn(edited[path] as string)).toBe(to);
        expect(await withVersion(edited, from)).toEqual({ [path]: before });
      }),
      { numRuns: 300 },
    );
  });

  it('takes the inline tables of TOML 1.1', async () => {
    const template = `project = { # version = "1.2.3"\n  name = "x",\n\n  version = '${HERE}', # c\n}\n`;
    for (const text of [template, template.replaceAll('\n', '\r\n')])
      expect((await withVersion({ [path]: fill(text, '1.2.3') }, '2.0'))[path]).toBe(fill(text, '2.0'));
  });

  it('is made, or refused, in documents without measure', async () => {
    const head = '[project]\nname = "x"\nversion = "1.2.3"\n';
    const deep = `${head}a${'.a'.repeat(10_000)} = 1\n`;
    expect((await withVersion({ [path]: deep }, '2.0'))[path]).toBe(deep.replace('1.2.3', '2.0'));
    for (const text of [
      `${head}a = "${'a'.repeat(3_000_000)}"\n`,
      `${head}a = '''${'a\n'.repeat(3_000_000)}'''`,
    ])
      await expect(withVersion({ [path]: text }, '2.0')).rejects.toMatchObject({ code: 'EDIT_IMPOSSIBLE' });
  });

  it('is refused where the text of the value differs from it', async () => {
    await fc.assert(
      fc.asyncProperty(pyproject(escaped), async text => {
        expect(versionIn(text)).toBe('1.2.3');
        await expect(withVersion({ [path]: text }, '1.2.4')).rejects.toMatchObject({
          code: 'EDIT_IMPOSSIBLE',
          details: { file: path },
        });
      }),
      { numRuns: 100 },
    );
  });

  it('is the same to tomllib of CPython', async context => {
    const templates = fc.sample(pyproject(plain), { numRuns: 250, seed: 7 });
    const texts = await Promise.all(
      templates.map(async template => {
        const before = fill(template, '1.2.3');
        return [before, (await withVersion({ [path]: before }, '1.3.0rc1'))[path]];
      }),
    );
    const wrong = askPython<unknown[]>(
      context,
      ['tomllib'],
      `
import tomllib
def read(text):
    return tomllib.loads(text.removeprefix('\\ufeff').replace('\\r\\n', '\\n'))
def differences(old, new, path=()):
    if isinstance(old, dict) and isinstance(new, dict) and list(old) == list(new):
        return [each for key in old for each in differences(old[key], new[key], (*path, key))]
    return [] if old == new else [[*path, old, new]]
expected = [[['project', 'version', '1.2.3', '1.3.0rc1']], [['tool', 'poetry', 'version', '1.2.3', '1.3.0rc1']]]
found = [(old, differences(read(old), read(new))) for old, new in data]
answer([[old, change] for old, change in found if change not in expected])
`,
      texts,
    );
    expect(wrong).toEqual([]);
  });
});
