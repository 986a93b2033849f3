import { logicalLines } from './logical-lines.js';
import { lineStart } from './position.js';
import { readSimply } from './simple-lines.js';
import { joinNames, type Part, type VersionNames } from './version-names.js';

/**
 * What a module says about the given names, as far as that shows in plain lines; null where a parser has to look.
 * It is what most files need, and spares loading the parser.
 */
export function plainVersionNames(text: string, names: readonly string[]): VersionNames | null {
  const found: VersionNames[] = [];
  for (const part of relevantParts(text, names)) {
    const read = readSimply(text, part, names);
    if (read === null) return null;
    found.push(read);
  }
  return joinNames(found);
}

/** Statements that open a block, and those that go on with one, assign nothing to the module on their own line. */
const BLOCK = /^(?:@|(?:async|case|class|def|elif|else|except|finally|for|if|try|while|with)\b)/;

/** The logical lines that have one of the names, each to be read by itself; else the whole file. */
export function relevantParts(text: string, names: readonly string[]): Part[] {
  const places = occurrences(text, names);
  // Most files name no version at all.
  if (places.length === 0) return [];
  const lines = logicalLines(text, places.at(-1));
  if (lines === null) return [{ text, start: 0, kind: 'file' }];
  const parts: Part[] = [];
  let next = 0;
  for (const { from, to } of lines) {
    while ((places[next] ?? to) < from) next++;
    if ((places[next] ?? to) >= to) continue;
    const line = text.slice(from, to);
    if (!BLOCK.test(line)) parts.push({ text: line, start: from, kind: 'line' });
  }
  return parts;
}

/** Where one of the names starts, in the order of the text. */
function occurrences(text: string, names: readonly string[]): number[] {
  const places: number[] = [];
  for (const name of names)
    for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) places.push(at);
  return names.length === 1 ? places : places.sort((left, right) => left - right);
}

/**
 * Whether a name stands once more below a line in a way that could give it another value: most modules name their
 * version once, or again in `__all__` only, and need no parser to tell.
 * @param line from 1
 */
export function mayBeReplaced(text: string, name: string, line: number): boolean {
  if (!/^\w+$/.test(name)) return false;
  const again = new RegExp(`(?<![\\w."'])${name}(?![\\w"'])\\s*(?::|=(?!=)|,|\\)|$)`, 'm');
  return again.test(text.slice(lineStart(text, line + 1)));
}
