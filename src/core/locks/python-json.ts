import { parse } from 'smol-toml';

/** What Python's `tomllib` makes of a document, as far as `json.dumps` can write it: integers are kept apart from floats. */
export function parseExactly(text: string): Record<string, unknown> | null {
  try {
    return parse(text.replace(/^\uFEFF/, ''), { integersAsBigInt: true, maxDepth: 100 });
  } catch {
    return null;
  }
}

/**
 * The text of `json.dumps(value, sort_keys=True)` in Python: ASCII only, `", "` and `": "` between, keys in the order
 * of their code points. Null where it has none (a date), or where it hangs on how a line ends.
 */
export function pythonJson(value: unknown): string | null {
  if (value === null || typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (typeof value === 'number') return pythonFloat(value);
  if (typeof value === 'string') return value.includes('\r') ? null : quoted(value);
  if (Array.isArray(value)) return enclosed('[', value.map(pythonJson), ']');
  if (typeof value !== 'object' || !isPlain(value)) return null;
  const entries = Object.entries(value).sort(([a], [b]) => byCodePoint(a, b));
  const texts = entries.map(([key, item]) => {
    const text = pythonJson(item);
    return text === null ? null : `${quoted(key)}: ${text}`;
  });
  return enclosed('{', texts, '}');
}

/** A table, and no date. */
function isPlain(value: object): value is Record<string, unknown> {
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

function enclosed(open: string, texts: readonly (string | null)[], close: string): string | null {
  return texts.includes(null) ? null : open + texts.join(', ') + close;
}

function quoted(text: string): string {
  return JSON.stringify(text).replace(
    /[^ -~]/g,
    unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** `repr` of a float: the shortest digits, with an exponent below -4 and from 16 on. */
function pythonFloat(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value < 0 ? '-Infinity' : 'Infinity';
  if (Object.is(value, -0)) return '-0.0';
  const [digits = '', exponent = '0'] = value.toExponential().split('e');
  const power = Number(exponent);
  if (power < -4 || power >= 16) {
    const sign = power < 0 ? '-' : '+';
    return `${digits}e${sign}${String(Math.abs(power)).padStart(2, '0')}`;
  }
  const plain = String(value);
  return plain.includes('.') ? plain : `${plain}.0`;
}

function byCodePoint(left: string, right: string): number {
  const [a, b] = [[...left], [...right]];
  const at = a.findIndex((character, index) => character !== b[index]);
  if (at < 0) return a.length - b.length;
  return (a[at]?.codePointAt(0) ?? 0) - (b[at]?.codePointAt(0) ?? -1);
}
