import { showHidden } from './escape.js';

/**
 * A document for standard output, indented. What cannot be seen is written as an escape inside of its strings, and so is
 * what a runner would take for a command; a reader of JSON gets the same value.
 */
export function printJson(document: unknown): string {
  return showHidden(JSON.stringify(document, null, 2)).replaceAll('##[', '#\\u0023[');
}

/**
 * A value on one line of ASCII whose strings hold nothing that a shell, an expression of GitHub or an environment file
 * gives a meaning to: `$(x)` is written as `\u0024\u0028x\u0029`. Names and paths of a repository are anybody's.
 */
export function safeJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /\\["\\]|[^ -~]|[!#$%&'()*;<=>?^`|~]/g,
    match => `\\u${(match.codePointAt(match.length - 1) as number).toString(16).padStart(4, '0')}`,
  );
}
