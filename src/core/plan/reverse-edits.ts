import type { Edit } from './plan.js';

/** The edits that lead back, in the places that the values have afterwards. No value spans lines. */
export function reverseEdits(edits: readonly Edit[]): Edit[] {
  const shifts = new Map<string, number>();
  const inOrder = [...edits].sort((a, b) => a.line - b.line || a.column - b.column);
  return inOrder.map(({ file, line, column, before, after }) => {
    const place = `${file}:${line}`;
    const shift = shifts.get(place) ?? 0;
    shifts.set(place, shift + after.length - before.length);
    return { file, line, column: column + shift, before: after, after: before };
  });
}
