/**
 * Text of a repository as it may be shown: control characters, directional overrides and line separators become
 * visible escapes, and nothing of it is taken for a command by a CI runner.
 */
export function escapeText(text: string): string {
  return neutralize(showHidden(text).replace(/\n/g, '\\n'));
}

/** The same for text of several lines. */
export function escapeLines(text: string): string {
  return text
    .split('\n')
    .map(line => neutralize(showHidden(line)))
    .join('\n');
}

/** Controls but for the newline, marks that turn the direction of text, and separators that look like line ends. */
const HIDDEN = /[^\P{Cc}\n]|[\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu;

/** The text with what cannot be seen written as `\uXXXX`; newlines stay. */
export function showHidden(text: string): string {
  return text.replace(HIDDEN, character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** GitHub's runner takes `::` for a command where a line starts with it, and its older `##[` anywhere in a line. */
function neutralize(line: string): string {
  return line.replace(/^(\s*)::/, '$1: :').replaceAll('##[', '# #[');
}
