import { RelctlError } from '../errors.js';
import { byCodeUnit } from '../paths.js';
import type { Edit } from './plan.js';

/**
 * A text with the edits of its file carried out. Positions are those of the text as it is given.
 * @throws EDIT_IMPOSSIBLE where the text does not hold what an edit replaces
 */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const parts: string[] = [];
  let line = 1;
  let lineStart = 0;
  let end = 0;
  for (const edit of [...edits].sort(byPosition)) {
    for (; line < edit.line; line++) {
      const newline = text.indexOf('\n', lineStart);
      if (newline < 0) throw notThere(edit);
      lineStart = newline + 1;
    }
    const from = lineStart + edit.column - 1;
    if (from < end || !text.startsWith(edit.before, from)) throw notThere(edit);
    parts.push(text.slice(end, from), edit.after);
    end = from + edit.before.length;
  }
  return [...parts, text.slice(end)].join('');
}

/** The order of the plan's edits, by file and position; the same edit asked for twice is one. */
export function sortEdits(edits: readonly Edit[]): Edit[] {
  const unique = new Map(edits.map(edit => [JSON.stringify([edit.file, edit.line, edit.column]), edit]));
  return [...unique.values()].sort((a, b) => byCodeUnit(a.file, b.file) || byPosition(a, b));
}

function byPosition(left: Edit, right: Edit): number {
  return left.line - right.line || left.column - right.column;
}

function notThere({ file, line, column, before }: Edit): RelctlError {
  return new RelctlError('EDIT_IMPOSSIBLE', `${file}:${line}:${column} does not hold ${before}`, {
    hint: 'The file changed while it was read; run the command again.',
    details: { file, line },
  });
}
