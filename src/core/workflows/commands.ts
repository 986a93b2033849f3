import type { Text } from './workflow.js';
import type { Place } from './yaml-node.js';

/** One line of a script, continued lines joined, with where it starts. */
export interface CommandLine {
  readonly text: string;
  readonly place: Place;
}

/** More of a line is not looked at: nobody writes such commands. */
const LONGEST = 2000;

/** The lines of a `run:` that may do something: no comments, and nothing that is only printed. */
export function commandLines(run: Text): CommandLine[] {
  const found: CommandLine[] = [];
  const lines = run.text.split('\n');
  const first = run.place.line + (run.block ? 1 : 0);
  for (let index = 0; index < lines.length; index++) {
    const start = index;
    let text = (lines[index] as string).trim();
    while (text.endsWith('\\') && index + 1 < lines.length)
      text = `${text.slice(0, -1).trimEnd()} ${(lines[++index] as string).trim()}`;
    if (text === '' || /^(?:#|echo\b|printf\b)/.test(text)) continue;
    const place = run.block || start > 0 ? { line: first + start, column: 1 } : run.place;
    found.push({ text: text.slice(0, LONGEST), place });
  }
  return found;
}
