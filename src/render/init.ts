import type { Initialised } from '../core/operations/init-repository.js';
import { columns } from './columns.js';
import { escapeLines, escapeText } from './escape.js';

/** One line for each file; with `contents` also what would be written. */
export function renderInit(
  { result, contents }: Pick<Initialised, 'result' | 'contents'>,
  showContents: boolean,
): string {
  const lines = columns(result.files.map(({ path, status }) => [escapeText(path), status]));
  if (!showContents) return lines;
  const texts = [...contents].map(
    ([path, text]) => `\n── ${escapeText(path)}\n${escapeLines(text).trimEnd()}`,
  );
  return [lines, ...texts].join('\n');
}
