import { describe, expect, it } from 'vitest';
import { argumentLine } from '../../../src/core/manifests/setup-call.js';
import { readSetupPy } from '../../../src/core/manifests/setup-py.js';
import type { PythonValue } from '../../../src/core/python-source/value.js';
import { processorTime } from '../support/time.js';

function plain(value: PythonValue | undefined): unknown {
  switch (value?.kind) {
    case 'string':
    case 'number':
      return value.value;
    case 'list':
      return value.items.map(plain);
    case 'dict':
      return Object.fromEntries([...value.entries].map(([key, entry]) => [key, plain(entry)]));
    case 'template':
      return { template: value.value };
    default:
      return undefined;
  }
}

function read(text: string): Record<string, unknown> | null {
  const call = readSetupPy(text);
  if (call === null) return null;
  return Object.fromEntries([...call.arguments].map(([name, value]) => [name, plain(value)]));
}

describe('readSetupPy', () => {
  const ROWS: readonly (readonly [title: string, text: string, expected: Record<string, unknown> | null])[] =
    [
      [
        'a call',
        'from setuptools import setup\nsetup(name="x", version=\'1.2\')\n',
        { name: 'x', version: '1.2' },
      ],
      ['a call through the module', 'import setuptools\nsetuptools.setup(name="x")', { name: 'x' }],
      ['a call in a block', 'if __name__ == "__main__":\n    setup(name="x")', { name: 'x' }],
      ['a call in a function', 'def main():\n    setup(name="x")\nmain()', { name: 'x' }],
      ['a constant', 'VERSION = "1.2"\nsetup(version=VERSION)', { version: '1.2' }],
      [
        'a list of constants',
        'deps = ["a", "b"]\nsetup(install_requires=deps + ["c"])',
        { install_requires: ['a', 'b', 'c'] },
      ],
      [
        'a list with a part that is computed',
        'setup(install_requires=read() + ["c"])',
        { install_requires: [undefined, 'c'] },
      ],
      [
        'a mapping',
        'setup(extras_require={"x": ["a"], "y": b})',
        { extras_require: { x: ['a'], y: undefined } },
      ],
      ['unpacked arguments', 'm = {"name": "x"}\nsetup(**m, version="1")', { name: 'x', version: '1' }],
      ['a computed version', 'setup(version=get_version())', { version: undefined }],
      ['a formatted version', 'setup(version=f"{a}.1")', { version: { template: '{}.1' } }],
      ['a name in an f-string', 'NAME = "y"\nsetup(name=f"x-{NAME}")', { name: 'x-y' }],
      [
        'requirements of a template',
        'setup(install_requires=[f"a>={version}", "b==%s" % v, "c=={}".format(v), "d" + v])',
        {
          install_requires: [
            { template: 'a>={}' },
            { template: 'b=={}' },
            { template: 'c=={}' },
            { template: 'd{}' },
          ],
        },
      ],
      ['a call of dict', 'setup(**dict(name="x", version="1"))', { name: 'x', version: '1' }],
      ['a constant in a call of dict', 'a = dict(name="x")\nsetup(**a)', { name: 'x' }],
      [
        'keys that are added to a mapping',
        'a = {"name": "x"}\na["version"] = "1"\nif x:\n    a["install_requires"] = ["b"]\nsetup(**a)',
        { name: 'x', version: '1', install_requires: ['b'] },
      ],
      [
        'lists that grow',
        'a = ["a"]\na += ["b"]\nif x:\n    a.append("c")\na.extend(["d", "e"])\na.append(f())\nsetup(install_requires=a)',
        { install_requires: ['a', 'b', 'c', 'd', 'e', undefined] },
      ],
      [
        'lists of both branches',
        'if x:\n    a = ["b"]\nelse:\n    a = ["c"]\nsetup(install_requires=a)',
        { install_requires: ['b', 'c'] },
      ],
      [
        'a string of both branches',
        'if x:\n    a = "b"\nelse:\n    a = "c"\nsetup(name=a)',
        { name: undefined },
      ],
      ['a string that is assigned twice', 'a = "b"\na = "c"\nsetup(name=a)', { name: undefined }],
      ['a string that grows', 'a = "b"\na += "c"\nsetup(name=a)', { name: undefined }],
      ['a string that a loop assigns', 'a = "b"\nfor a in c:\n    pass\nsetup(name=a)', { name: undefined }],
      [
        'a string that a loop unpacks',
        'a = "b"\nfor x, a in c:\n    pass\nsetup(name=a)',
        { name: undefined },
      ],
      ['a string that with assigns', 'a = "b"\nwith c() as a:\n    pass\nsetup(name=a)', { name: undefined }],
      [
        'a string that is assigned within with',
        'a = ""\nwith open(p) as f:\n    a = re.search(x, f.read()).group(1)\nsetup(version=a)',
        { version: undefined },
      ],
      [
        'a string that is imported where that can be',
        'try:\n    from pkg import a\nexcept ImportError:\n    a = "0"\nsetup(version=a)',
        { version: undefined },
      ],
      ['a name of a function', 'def f():\n    a = "b"\nsetup(name=a)', { name: undefined }],
      ['a concatenated string', 'setup(name="x" "y", version=("1." "2"))', { name: 'xy', version: '1.2' }],
      [
        'comments and trailing commas',
        'setup(\n    # name="no"\n    name="x",  # yes\n    version="1",\n)',
        { name: 'x', version: '1' },
      ],
      ['positional arguments', 'setup("x", name="y")', { name: 'y' }],
      [
        'a nested call with the same argument',
        'setup(ext=[Extension(name="no", version="9")], name="x")',
        { ext: [undefined], name: 'x' },
      ],
      ['no call', '# setup(name="x")\nsetup = 1\n', null],
      ['a method of another object', 'app.setup(name="x")', null],
      ['another function', 'my_setup(name="x")', null],
      ['a string with a call', 'x = "setup(name=1)"', null],
      ['an empty file', '', null],
      ['an empty call', 'setup()', {}],
      ['a BOM', '\uFEFFsetup(name="x")\n', { name: 'x' }],
      ['CRLF', 'setup(\r\n    name="x",\r\n)\r\n', { name: 'x' }],
    ];
  it.each(ROWS)('reads %s', (_title, text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  it('names the line of each argument', () => {
    const call = readSetupPy('import x\nsetup(\n    name="x",\n    version="1.2",\n)\n');
    if (call === null) throw new Error('no call of setup');
    expect(argumentLine(call, 'name')).toBe(3);
    expect(argumentLine(call, 'version')).toBe(4);
  });

  it('names the line of the literal where an argument is a constant above', () => {
    const call = readSetupPy(
      'import x\nV = (\n    "1.2"\n)\nD = dict(\n    name="x",\n)\nsetup(\n    version=V,\n    url=f(),\n    license="a" "b",\n    **D,\n)\n',
    );
    if (call === null) throw new Error('no call of setup');
    const lines = ['version', 'name', 'url', 'license', 'none'].map(name => argumentLine(call, name));
    expect(lines).toEqual([3, 6, null, null, null]);
  });

  it('does not take long over names that lead to each other', () => {
    const doubling = Array.from(
      { length: 40 },
      (_, index) => `a${index} = a${index + 1} + a${index + 1}`,
    ).join('\n');
    const work = () => {
      readSetupPy(`${doubling}\na40 = "x"\nb = c\nc = b\nsetup(version=a0, name=b)\n`);
      readSetupPy(`a = ${'['.repeat(3000)}${']'.repeat(3000)}\nsetup(name=a)`);
    };
    expect(processorTime(work)).toBeLessThan(1000);
  });
});
