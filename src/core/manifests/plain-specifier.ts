import type { Requirement } from '../requirements/requirement.js';
import { specifierSpan } from '../requirements/specifier-span.js';
import type { SpecifierPlace } from './requirement-place.js';
import { tomlOffset } from './toml-line.js';

const SHORT_STRING = /"([^"\\\n]*)"|'([^'\n]*)'/y;

/**
 * The specifier of a requirement in a TOML document, where its string is plain: on one line, without escapes. It is the
 * place that `locateRequirement` finds in the syntax tree, whose parser takes longer to load than a whole run. Null
 * where only the tree can tell.
 */
export function plainSpecifier(text: string, { specifier, at }: Requirement): SpecifierPlace | null {
  if (specifier === '' || specifier.includes('{')) return null;
  const from = tomlOffset(text, at.map(String));
  const value = from === null ? null : plainString(text, from);
  if (from === null || value === null) return null;
  const span = value === specifier ? { from: 0, to: value.length, specifier } : specifierSpan(value);
  return span?.specifier === specifier ? { from: from + span.from, to: from + span.to } : null;
}

/** The string whose text starts at an offset. */
function plainString(text: string, from: number): string | null {
  const quote = text[from - 1];
  if (text[from - 2] === quote) return null;
  SHORT_STRING.lastIndex = from - 1;
  const [, basic, literal] = SHORT_STRING.exec(text) ?? [];
  return basic ?? literal ?? null;
}
