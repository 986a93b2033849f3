/** A specifier inside the text of a requirement: offsets in UTF-16 units, without white space around it. */
export interface SpecifierSpan {
  readonly from: number;
  readonly to: number;
  readonly specifier: string;
}

/** How a PEP 508 text begins: its name as written, and where the rest starts. */
export interface RequirementHead {
  readonly name: string;
  readonly end: number;
}

const HEAD = /^\s*([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)\s*(?:\[[^\]]*\])?\s*/;

/** Reads `name [extras]`, the beginning of a PEP 508 requirement; null where the text begins otherwise. */
export function requirementHead(text: string): RequirementHead | null {
  const match = HEAD.exec(text);
  return match === null ? null : { name: match[1] as string, end: match[0].length };
}

/** What stands between the head and the marker, inside of parentheses if there are some. */
export function spanBehind({ end }: RequirementHead, text: string): SpecifierSpan {
  const marker = text.indexOf(';', end);
  const whole = trimmed(text, end, marker < 0 ? text.length : marker);
  const isParenthesised = whole.specifier.startsWith('(') && whole.specifier.endsWith(')');
  return isParenthesised ? trimmed(text, whole.from + 1, whole.to - 1) : whole;
}

function trimmed(text: string, from: number, to: number): SpecifierSpan {
  const rest = text.slice(from, to).trimStart();
  const specifier = rest.trimEnd();
  return { from: to - rest.length, to: to - rest.length + specifier.length, specifier };
}

/** Whether the text between head and marker is a version specifier, or a template that becomes one. */
export function isSpecifier(text: string): boolean {
  // `{}` is a gap that only running code would fill: the version is not known.
  return text !== '' && '<>=!~{'.includes(text.charAt(0)) && !text.includes('{}');
}

/**
 * Where the specifier stands in a PEP 508 requirement. It is the one that `parseRequirement` reads; null where
 * that reads none, or nothing at all.
 */
export function specifierSpan(text: string): SpecifierSpan | null {
  const head = requirementHead(text);
  if (head === null || text[head.end] === '@') return null;
  const span = spanBehind(head, text);
  return isSpecifier(span.specifier) ? span : null;
}
