/**
 * Text of a repository as it may be shown: control characters, directional overrides and line separators become
 * visible escapes, and nothing at the start of a line is taken for a command by a CI runner.
 */
export function escapeText(text: string): string {
  return escapeLine(text).replace(/\n/g, '\\n');
}

/** The same for text of several lines. */
export function escapeLines(text: string): string {
  return text
    .split('\n')
    .map(line =>
      escapeLine(line)
        .replace(/^(\s*)::/, '$1: :')
        .replaceAll('##[', '# #['),
    )
    .join('\n');
}

/** Controls but for the newline, marks that turn the direction of text, and separators that look like line ends. */
const HIDDEN = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu;

function escapeLine(text: string): string {
  return text.replace(HIDDEN, character =>
    character === '\n' ? character : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
