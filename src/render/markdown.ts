import { showHidden } from './escape.js';

/**
 * Text of a repository for Markdown: every mark that GitHub's Markdown or HTML could give a meaning to becomes a
 * character reference, which is never more than text.
 */
export function escapeMarkdown(text: string): string {
  return showHidden(text)
    .replace(/[!"#$%&'()*+:;<=>?@[\\\]^_`{|}~\n]/g, character => `&#${character.charCodeAt(0)};`)
    .replace(/www\./gi, match => `${match.slice(0, -1)}&#46;`);
}

/** A table of texts, escaped. */
export function markdownTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  most: number,
): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(header),
    line(header.map(() => '---')),
    ...rows.slice(0, most).map(cells => line(cells.map(escapeMarkdown))),
    ...(rows.length > most ? ['', `… and ${rows.length - most} more`] : []),
  ].join('\n');
}

/** GitHub drops a summary above 1 MiB as a whole. */
const MOST_BYTES = 1_000_000;

/** Parts of a summary below each other, as many from the first on as fit. */
export function joinSummary(parts: readonly string[]): string {
  const encoder = new TextEncoder();
  let left = MOST_BYTES;
  const fitting: string[] = [];
  for (const part of parts.filter(text => text !== '')) {
    left -= encoder.encode(part).length + 2;
    if (left < 0) break;
    fitting.push(part);
  }
  return fitting.length === 0 ? '' : `${fitting.join('\n\n')}\n`;
}
