import { showHidden } from './escape.js';

/** A remark that GitHub shows at a line of a file, or at the run where there is no such place. */
export interface Annotation {
  readonly severity: 'error' | 'warning';
  readonly title: string;
  readonly file?: string | null;
  readonly line?: number | null;
  readonly column?: number | null;
  readonly message: string;
}

/** GitHub keeps this many of each severity from one step, and drops the rest without a word. */
const MOST = 10;

/** It cuts longer messages. */
const LONGEST = 4000;

/**
 * Annotations as GitHub's workflow commands. Of more than ten of a severity the tenth says how many are left out.
 * Values are escaped by GitHub's own rules (actions/toolkit, `command.ts`), so that no text of the repository ends
 * a command or starts another one.
 * @param spent annotations that the step has written already
 */
export function renderAnnotations(
  annotations: readonly Annotation[],
  spent: readonly Annotation[] = [],
): string {
  return (['error', 'warning'] as const)
    .flatMap(severity => {
      const same = annotations.filter(each => each.severity === severity);
      const room = Math.max(0, MOST - spent.filter(each => each.severity === severity).length);
      if (same.length <= room) return same;
      const shown = same.slice(0, Math.max(0, room - 1));
      const rest: Annotation = {
        severity,
        title: 'relctl',
        message: `and ${same.length - shown.length} more, see the summary of the job`,
      };
      return room === 0 ? [] : [...shown, rest];
    })
    .map(command)
    .join('\n');
}

function command({ severity, title, file, line, column, message }: Annotation): string {
  const properties = [
    ...(file == null ? [] : [`file=${escapeProperty(file)}`]),
    ...(line == null ? [] : [`line=${line}`]),
    ...(column == null ? [] : [`col=${column}`]),
    `title=${escapeProperty(title)}`,
  ];
  return `::${severity} ${properties.join(',')}::${escapeData(message.slice(0, LONGEST))}`;
}

function escapeData(text: string): string {
  return showHidden(text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')).replaceAll(
    '##[',
    '# #[',
  );
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
