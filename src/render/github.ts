import type { Problem } from '../core/workspace/problem.js';

/**
 * Problems as GitHub's workflow commands, which show them at their lines in the files of a pull request.
 * Values are escaped by GitHub's own rules (actions/toolkit, `command.ts`), so that no text of the repository ends
 * a command or starts another one.
 */
export function renderAnnotations(problems: readonly Problem[]): string {
  return problems.map(annotation).join('\n');
}

function annotation({ rule, severity, file, line, column, message, hint }: Problem): string {
  const properties = [
    ...(file === null ? [] : [`file=${escapeProperty(file)}`]),
    ...(line === null ? [] : [`line=${line}`]),
    ...(column === null ? [] : [`col=${column}`]),
    `title=${escapeProperty(rule)}`,
  ];
  return `::${severity} ${properties.join(',')}::${escapeData(`${message}\n${hint}`)}`;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
