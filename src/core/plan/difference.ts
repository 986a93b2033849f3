/**
 * The place of the first value in which two documents of JSON differ, such as `edits.0.after`; the order of keys means
 * nothing in JSON.
 * @returns null where they are the same; an empty text where they differ as a whole
 */
export function firstDifference(left: unknown, right: unknown): string | null {
  if (!isObject(left) || !isObject(right)) return left === right ? null : '';
  if (Array.isArray(left) !== Array.isArray(right)) return '';
  for (const key of new Set([...Object.keys(right), ...Object.keys(left)])) {
    const inside =
      Object.hasOwn(left, key) && Object.hasOwn(right, key) ? firstDifference(left[key], right[key]) : '';
    if (inside !== null) return inside === '' ? key : `${key}.${inside}`;
  }
  return null;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
