import { RelctlError } from '../errors.js';
import { byCodeUnit } from '../paths.js';
import { versionOffsets } from '../versions/version-text.js';
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

/**
 * The order of the plan's edits, by file and position. The same edit asked for twice is one, and one inside of another
 * that writes the same version goes with it: a version that a tool keeps inside of a requirement, `demo[all]==1.2.3`.
 * @throws EDIT_IMPOSSIBLE where two of them would write different things in one place
 */
export function sortEdits(edits: readonly Edit[]): Edit[] {
  const unique = new Map(edits.map(edit => [JSON.stringify(edit), edit]));
  const inOrder = [...unique.values()].sort(
    (a, b) => byCodeUnit(a.file, b.file) || byPosition(a, b) || b.before.length - a.before.length,
  );
  const kept: Edit[] = [];
  for (const edit of inOrder) {
    const last = kept.at(-1);
    if (last === undefined || !overlap(last, edit)) kept.push(edit);
    else if (!holds(last, edit)) throw atOdds(last, edit);
  }
  return kept;
}

function overlap(first: Edit, next: Edit): boolean {
  const isSameLine = first.file === next.file && first.line === next.line;
  return isSameLine && next.column < first.column + Math.max(first.before.length, 1);
}

/** Whether the first replaces what the next does, by the same version. */
function holds(first: Edit, next: Edit): boolean {
  const isInside = next.column + next.before.length <= first.column + first.before.length;
  return isInside && versionOffsets(first.after, next.after).length > 0;
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

function atOdds({ file, line, column, after }: Edit, other: Edit): RelctlError {
  const place = `${file}:${line}:${column}`;
  return new RelctlError(
    'EDIT_IMPOSSIBLE',
    `${place} is to become ${after}, and ${other.after} at the same time`,
    {
      hint: 'Take that place out of the version-files, or out of the configuration of the other release tool.',
      details: { file, line },
    },
  );
}
