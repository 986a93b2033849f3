import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { moduleAssignments } from '../../../src/core/python-source/assignments.js';
import { moduleBindings } from '../../../src/core/python-source/bindings.js';
import { nodeText, parsePython } from '../../../src/core/python-source/parse.js';
import { Evaluator, type PythonValue } from '../../../src/core/python-source/value.js';
import { askPython } from '../support/python.js';

/** The value that the last statement of a module, `result = …`, assigns. */
function result(text: string): PythonValue {
  const source = parsePython(text);
  const last = moduleAssignments(source).findLast(({ name }) => name === 'result');
  if (last === undefined) throw new Error('no result');
  return new Evaluator(source).evaluate(last.value);
}

/** With `null` for what is unknown and `?` before texts with gaps. */
function plain(value: PythonValue): unknown {
  switch (value.kind) {
    case 'string':
    case 'number':
      return value.value;
    case 'template':
      return `?${value.value}`;
    case 'list':
      return value.items.map(plain);
    case 'dict':
      return Object.fromEntries([...value.entries].map(([key, entry]) => [key, plain(entry)]));
    case 'unknown':
      return null;
  }
}

describe('Evaluator', () => {
  const ROWS: readonly (readonly [text: string, expected: unknown])[] = [
    ['result = "a"', 'a'],
    ['result = ("a" "b")', 'ab'],
    ['result = 1_000', 1000],
    ['x = "a"\nresult = f"{x}-{x}"', 'a-a'],
    ['result = f"a>={v}"', '?a>={}'],
    ['result = f"{v!r}.{v:>5}"', '?{}.{}'],
    ['result = f"{{a}}"', '{a}'],
    ['result = f"{{{v}}}"', '?{{}}'],
    ['x = "a"\nresult = f"{x!r}"', '?{}'],
    ['result = "a==%s" % v', '?a=={}'],
    ['result = "%s-%d" % (a, b)', '?{}-{}'],
    ['result = "%(a)s" % b', '?{}'],
    ['result = "{}-{x}-{0}".format(v, x=1)', '?{}-{}-{}'],
    ['x = "a{}"\nresult = x.format(v)', '?a{}'],
    ['v = "1.0"\nresult = "a=={}".format(v)', 'a==1.0'],
    ['v = "1.0"\nresult = "{1}{op}{0}".format(v, "a", op="==")', 'a==1.0'],
    ['v = "1.0"\nresult = "{}{0}".format(v)', '?{}{}'],
    ['v = "1.0"\nresult = "{}{}".format(v)', '?{}{}'],
    ['v = "1.0"\nresult = "{:>5}".format(v)', '?{}'],
    ['v = "1.0"\nresult = "a=={}".format(*v)', '?a=={}'],
    ['v = "1.0"\nresult = "a==%s" % v', 'a==1.0'],
    ['v = "1.0"\nresult = "%s==%s" % v', '?{}=={}'],
    ['result = "a" + v', '?a{}'],
    ['result = a + b', null],
    ['result = "a" * 2', null],
    ['result = "a".strip()', null],
    ['result = ["a"] + f()', ['a', null]],
    ['result = f() + ["a"]', [null, 'a']],
    ['result = dict(a="b", c=dict(d="e"))', { a: 'b', c: { d: 'e' } }],
    ['x = {"a": "b"}\nresult = dict(c="d", **x)', { c: 'd', a: 'b' }],
    ['result = {"a": "b", c: "d", "e": f()}', { a: 'b', e: null }],
    ['x = {}\nx["a"] = "b"\nx[c] = "d"\nresult = x', { a: 'b' }],
    ['x = ["a"]\nx += ["b"]\nx.append("c")\nx.extend(("d",))\nx.insert(0, "e")\nresult = x', [...'abcde']],
    ['x = []\nfor y in z:\n    x.append(y)\nresult = x', [null]],
    ['x = ["a"]\ndef f():\n    x = "b"\nresult = x', ['a']],
    ['x = ["a"]\nx *= 2\nresult = x', null],
    ['x = "a"\nx = "a"\nresult = x', null],
    ['x, y = "a", "b"\nresult = x', null],
    ['x = y = "a"\nresult = y', 'a'],
    ['for x in "ab":\n    pass\nresult = x', null],
    ['x = "a"\nwith f() as x:\n    pass\nresult = x', null],
    ['x = x + ["a"]\nresult = x', [null, 'a']],
    ['x = y\ny = x\nresult = x', null],
    ['result = {"a", "b"}', ['a', 'b']],
    ['result = lambda: "a"', null],
    ['result = b"a"', null],
  ];
  it.each(ROWS)('finds for %j: %j', (text, expected) => {
    expect(plain(result(text))).toEqual(expected);
  });

  it('knows the place of a literal through names and parentheses, and of nothing that is put together', () => {
    const text = 'x = ("abc")\nresult = x';
    expect(result(text)).toEqual({ kind: 'string', value: 'abc', literal: { from: 6, to: 9 } });
    for (const form of ['"a" "b"', '"a" + "b"', 'f"a"', '"\\x61"'])
      expect(result(`result = ${form}`)).toMatchObject({ kind: 'string', literal: null });
  });

  it('never says otherwise than CPython when it runs the module', context => {
    const string = fc.constantFrom(
      '"a"',
      '"b-"',
      "'c{}'",
      '"%s"',
      '"d"  "e"',
      'r"\\d"',
      '"{}=={}"',
      '"{1}=={0}"',
      '"a%s"',
      '""',
      'u"f"',
    );
    const hidden = fc.constantFrom('str(7)', 'hidden', '"x".upper()', 'chr(65)');
    const name = fc.constantFrom('n', 'm', 'o');
    const text = fc.oneof({ weight: 3, arbitrary: string }, name, hidden);
    const expression = fc.oneof(
      text,
      fc.tuple(text, text).map(([a, b]) => `${a} + ${b}`),
      fc.tuple(name, fc.constantFrom('n', 'hidden', 'm!r', 'o:>3')).map(([a, b]) => `f"{${a}}-{{x}}{${b}}"`),
      fc.tuple(string, text).map(([a, b]) => `${a} % ${b}`),
      fc.tuple(string, text, text).map(([a, b, c]) => `${a}.format(${b}, ${c})`),
    );
    const list = fc.oneof(
      fc.tuple(text, text).map(([a, b]) => `[${a}, ${b}]`),
      fc.tuple(text, text).map(([a, b]) => `[${a}] + [${b}]`),
      fc.constant('p'),
    );
    const dict = fc.oneof(
      fc.tuple(text, text).map(([a, b]) => `dict(k=${a}, l=${b})`),
      fc.tuple(text, list).map(([a, b]) => `{"k": ${a}, "m": ${b}}`),
      fc.constant('d'),
    );
    const statement = fc.oneof(
      { weight: 4, arbitrary: fc.tuple(name, expression).map(([a, b]) => `${a} = ${b}`) },
      fc.tuple(name, text).map(([a, b]) => `${a} += ${b}`),
      fc.tuple(name, text).map(([a, b]) => `for ${a} in [${b}]: pass`),
      fc.tuple(name, name, text, text).map(([a, b, c, d]) => `for ${a}, ${b} in [(${c}, ${d})]: pass`),
      fc.tuple(name, name, text).map(([a, b, c]) => `${a}, ${b} = ${c}, "q"`),
      fc.tuple(name, text).map(([a, b]) => `if hidden:\n    ${a} = ${b}`),
      fc.tuple(name, text).map(([a, b]) => `with open_(${b}) as ${a}: pass`),
      list.map(each => `p = ${each}`),
      list.map(each => `p += ${each}`),
      list.map(each => `p.extend(${each})`),
      text.map(each => `p.append(${each})`),
      fc.tuple(fc.constantFrom('k', 'm'), text).map(([a, b]) => `d["${a}"] = ${b}`),
      fc.tuple(name, text).map(([a, b]) => `def f():\n    ${a} = ${b}`),
    );
    const program = fc
      .tuple(
        fc.array(statement, { minLength: 1, maxLength: 5 }),
        list,
        dict,
        fc.oneof(expression, list, dict),
      )
      .map(
        ([statements, first, mapping, last]) =>
          `p = ${first.replace(/^p$/, '[]')}\nd = ${mapping.replace(/^d$/, '{}')}\n${statements.join('\n')}\nresult = ${last}\n`,
      );
    const texts = fc.sample(program, { numRuns: 4000, seed: 412 });
    const ours = texts.map(each => plain(result(each)));
    const answers = askPython<[unknown][]>(
      context,
      [],
      `
import contextlib
def run(text):
    try:
        scope = {'hidden': 'hid', 'open_': lambda text: contextlib.nullcontext(text)}
        exec(text, scope)
        return [scope['result']]
    except Exception:
        return [None]
answer([run(text) for text in data])
`,
      texts,
    );
    let checked = 0;
    const wrong = texts.flatMap((each, index) => {
      const expected = answers[index]?.[0];
      if (expected === null || expected === undefined) return [];
      const mine = ours[index];
      if (mine !== null) checked++;
      return agrees(mine, expected) ? [] : [{ text: each, mine, expected }];
    });
    expect(checked).toBeGreaterThan(500);
    expect(wrong.slice(0, 5)).toEqual([]);
  });
});

/** Whether a value with unknown parts can be the one that running the code gave. */
function agrees(mine: unknown, real: unknown): boolean {
  if (mine === null) return true;
  if (typeof mine === 'string' && mine.startsWith('?')) {
    if (typeof real !== 'string') return false;
    const parts = mine.slice(1).split('{}');
    const source = parts.map(part => part.replace(/[\\^$.*+?()[\]{}|-]/g, '\\$&')).join('[^]*');
    return new RegExp(`^${source}$`).test(real);
  }
  // Lists are those of all branches, so they may hold more than one run gives.
  if (Array.isArray(mine))
    return Array.isArray(real) && real.every(each => mine.some(item => agrees(item, each)));
  if (typeof mine === 'object') {
    const entries = mine as Record<string, unknown>;
    return Object.entries(real as object).every(
      ([key, value]) => !(key in entries) || agrees(entries[key], value),
    );
  }
  return mine === real;
}

describe('moduleBindings', () => {
  it('tells values, additions and entries apart, in whatever block', () => {
    const source = parsePython(
      'a = 1\nif x:\n    a = 2\ntry:\n    b = []\nexcept E:\n    b += [1]\nb.append(2)\nb.pop(3)\nc = {}\nc["k"] = 4\nclass D:\n    a = 5\ndef f():\n    a = 6\n',
    );
    const texts = [...moduleBindings(source)].map(([name, { values, additions, entries, unknown }]) => [
      name,
      values.map(node => nodeText(source, node)),
      additions.map(node => nodeText(source, node)),
      entries.map(({ key, value }) => [nodeText(source, key), nodeText(source, value)]),
      unknown,
    ]);
    expect(texts).toEqual([
      ['a', ['1', '2'], [], [], false],
      ['b', ['[]'], ['[1]', '2'], [], false],
      ['c', ['{}'], [], [['"k"', '4']], false],
    ]);
  });

  it.each([
    ['for x in y: pass', ['x']],
    ['for x, z in y: pass', ['x', 'z']],
    ['with y as x: pass', ['x']],
    ['with y as x, z as w: pass', ['w', 'x']],
    ['x, z = y', ['x', 'z']],
    ['x -= 1', ['x']],
  ])('takes what %j binds to be unknown', (text, names) => {
    const unknown = [...moduleBindings(parsePython(text))].filter(([, binding]) => binding.unknown);
    expect(unknown.map(([name]) => name).sort()).toEqual(names);
  });
});
