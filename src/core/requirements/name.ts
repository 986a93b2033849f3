/** The normalised distribution name of PEP 503: runs of `-`, `_` and `.` are one `-`, letters are small. */
export function normalizeName(name: string): string {
  // Most names are in normal form already, and there are many.
  return /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(name) ? name : name.replace(/[-_.]+/g, '-').toLowerCase();
}

/** Whether PEP 508 allows the text as a distribution name. */
export function isName(text: string): boolean {
  return text.length <= 255 && /^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?$/.test(text);
}
