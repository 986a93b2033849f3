import { position } from '../python-source/position.js';
import type { PythonValue } from '../python-source/value.js';

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
