/**
 * A word of a shell script in a workflow. GitHub looks for expressions before the shell sees anything, so `${{` must not
 * come out whole.
 */
export function shellWord(text: string): string {
  if (/^[A-Za-z0-9_./@%+:=-]+$/.test(text)) return text;
  return `'${text.replaceAll("'", "'\\''").replaceAll('${{', () => "$''{{")}'`;
}

/** JSON in a workflow, on one line and without what GitHub takes for an expression. */
export function inlineJson(value: unknown): string {
  return JSON.stringify(value).replaceAll('${{', '\\u0024{{');
}

/** A scalar of YAML in single quotes. */
export function yamlText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** Lines below a key, blank ones left blank. */
export function indented(text: string, by: number): string {
  return text
    .trimEnd()
    .split('\n')
    .map(line => (line === '' ? '' : ' '.repeat(by) + line))
    .join('\n');
}
