import { position } from '../python-source/position.js';
import type { StringLiteral } from '../python-source/string-literal.js';
import type { PythonValue } from '../python-source/value.js';
import { linesOf } from './lines.js';

/** The keyword arguments of the `setup(...)` call of a `setup.py`, as far as they can be told without running it. */
export interface SetupCall {
  readonly arguments: ReadonlyMap<string, PythonValue>;
  readonly text: string;
}

/** The line of the literal that an argument's value comes from, which can be a constant above; null where it is none. */
export function argumentLine({ arguments: found, text }: SetupCall, name: string): number | null {
  const value = found.get(name);
  return value?.kind === 'string' && value.literal !== null ? position(text, value.literal.from).line : null;
}

/** One line of a text in an argument, and the way to it: argument, keys and indexes, line. */
export interface ArgumentText {
  readonly text: string;
  readonly at: readonly (string | number)[];
  /** Where it stands in the file; null where it is not written out as one plain literal. */
  readonly range: StringLiteral | null;
}

/** All texts of an argument, at any depth. Texts with gaps count: what they name is known, if not in which version. */
export function argumentTexts(call: SetupCall, name: string): ArgumentText[] {
  const value = call.arguments.get(name);
  return value === undefined ? [] : textsOf(value, [name]);
}

function textsOf(value: PythonValue, at: ArgumentText['at']): ArgumentText[] {
  switch (value.kind) {
    case 'string':
      return linesOf(value.value).map(({ from, to }, line) => ({
        text: value.value.slice(from, to),
        at: [...at, line],
        range:
          value.literal === null ? null : { from: value.literal.from + from, to: value.literal.from + to },
      }));
    case 'template':
      return value.value.split('\n').map((text, line) => ({ text, at: [...at, line], range: null }));
    case 'list':
      return value.items.flatMap((item, index) => textsOf(item, [...at, index]));
    case 'dict':
      return [...value.entries].flatMap(([key, entry]) => textsOf(entry, [...at, key]));
    default:
      return [];
  }
}
