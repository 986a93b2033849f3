/**
 * Splits a template of Python's `str.format` at one of its fields. Null where it has no such field, has others, or
 * formats it in a way of its own: then it stands for more than the version.
 */
export function splitTemplate(template: string, field: string): string[] | null {
  const parts = [''];
  for (let at = 0; at < template.length; at++) {
    const character = template[at] as string;
    if (character === '{' || character === '}') {
      if (template[at + 1] === character) at++;
      else if (template.startsWith(`{${field}}`, at)) {
        parts.push('');
        at += field.length + 1;
        continue;
      } else return null;
    }
    parts[parts.length - 1] += character;
  }
  return parts.length < 2 ? null : parts;
}

/** Stands in a regular expression for the version that is looked for. */
export const CURRENT = '{current_version}';

/** A regular expression with the version in the place of {@link CURRENT}. */
export function patternFor(pattern: string, version: string): string {
  return pattern.replaceAll(CURRENT, escapePattern(version));
}

/** Whether replacing by one template what another one found changes the version only. */
export function keepsText(search: readonly string[], replace: string): boolean {
  const parts = splitTemplate(replace, 'new_version');
  return (
    parts !== null && parts.length === search.length && parts.every((part, index) => part === search[index])
  );
}

/** A text as a regular expression that matches it alone. */
export function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
