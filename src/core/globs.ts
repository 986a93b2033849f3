/**
 * The one matcher for the patterns of the configuration: `*`, `?`, `[a-z]`, `[!a]` inside a part of a path and
 * `**` for any number of whole parts, dotfiles included. There are no braces, extended groups or negation.
 *
 * It takes time linear in pattern times path. A regular expression, which is what the glob libraries make of a
 * pattern, does not: see docs/decisions/0002-linear-globs.md.
 */
export type Matcher = (path: string) => boolean;

const LONGEST_PATTERN = 1024;

/** Why a pattern is refused; null where it is fine. */
export function patternFault(pattern: string): string | null {
  if (pattern === '') return 'it is empty';
  if (pattern.length > LONGEST_PATTERN) return `it is longer than ${LONGEST_PATTERN} characters`;
  if (pattern.startsWith('/')) return 'it starts with /; patterns are relative to the root';
  if (pattern.startsWith('!')) return 'it starts with !; a pattern cannot be negated';
  if (pattern.split('/').includes('..')) return 'it leads out of the root';
  return null;
}

/** Whether any of the patterns matches; none of them may have a fault, by {@link patternFault}. */
export function globMatcher(patterns: readonly string[]): Matcher {
  const matchers = patterns.map(compile);
  return path => matchers.some(matches => matches(path));
}

/** How one part of a path is matched; null for `**`, which stands for any number of parts. */
type PartMatcher = ((part: string) => boolean) | null;
type Token =
  | { readonly star: true }
  | { readonly star: false; readonly accepts: (character: string) => boolean };

const STAR: Token = { star: true };

function compile(pattern: string): Matcher {
  const matchers = pattern
    .split('/')
    .filter(part => part !== '' && part !== '.')
    .map(compilePart);
  return path =>
    matchSequence(
      matchers,
      path === '.' ? [] : path.split('/'),
      matcher => matcher === null,
      (matcher, part) => matcher?.(part) === true,
    );
}

/** Plain names and a lone `*` are what most patterns are made of. */
function compilePart(pattern: string): PartMatcher {
  if (pattern === '**') return null;
  if (pattern === '*') return () => true;
  if (!/[*?[\\]/.test(pattern)) return part => part === pattern;
  const tokens = tokenize(pattern);
  return part => matchPart(tokens, part);
}

function matchPart(tokens: readonly Token[], text: string): boolean {
  return matchSequence(
    tokens,
    [...text],
    token => token.star,
    (token, character) => !token.star && token.accepts(character),
  );
}

/**
 * Matches `items` against `pattern`, some elements of which stand for any number of items. Only the last such
 * element met is ever tried again, which is enough and keeps the work at most the product of the lengths.
 */
function matchSequence<P, I>(
  pattern: readonly P[],
  items: readonly I[],
  isAny: (element: P) => boolean,
  accepts: (element: P, item: I) => boolean,
): boolean {
  let at = 0;
  let retryPattern = -1;
  let retryItem = 0;
  for (let item = 0; item < items.length; ) {
    const element = pattern[at];
    if (element !== undefined && isAny(element)) {
      retryPattern = ++at;
      retryItem = item;
    } else if (element !== undefined && accepts(element, items[item] as I)) {
      at++;
      item++;
    } else if (retryPattern >= 0) {
      at = retryPattern;
      item = ++retryItem;
    } else {
      return false;
    }
  }
  return pattern.slice(at).every(isAny);
}

function tokenize(part: string): Token[] {
  const tokens: Token[] = [];
  const characters = [...part];
  for (let index = 0; index < characters.length; index++) {
    const character = characters[index] as string;
    if (character === '*') {
      if (tokens.at(-1) !== STAR) tokens.push(STAR);
    } else if (character === '?') {
      tokens.push({ star: false, accepts: () => true });
    } else if (character === '[') {
      const end = closingBracket(characters, index);
      if (end < 0) {
        tokens.push(literal('['));
      } else {
        tokens.push(characterClass(characters.slice(index + 1, end)));
        index = end;
      }
    } else if (character === '\\' && index + 1 < characters.length) {
      tokens.push(literal(characters[++index] as string));
    } else {
      tokens.push(literal(character));
    }
  }
  return tokens;
}

function literal(expected: string): Token {
  return { star: false, accepts: character => character === expected };
}

/** A `]` right after `[` or `[!` belongs to the class. */
function closingBracket(characters: readonly string[], open: number): number {
  const first = open + (/[!^]/.test(characters[open + 1] ?? '') ? 2 : 1);
  return characters.indexOf(']', first + 1);
}

function characterClass(inner: readonly string[]): Token {
  const negated = inner[0] === '!' || inner[0] === '^';
  const members = negated ? inner.slice(1) : inner;
  const ranges: [string, string][] = [];
  for (let index = 0; index < members.length; index++) {
    const from = members[index] as string;
    const to = members[index + 1] === '-' ? members[index + 2] : undefined;
    ranges.push([from, to ?? from]);
    if (to !== undefined) index += 2;
  }
  return {
    star: false,
    accepts: character => ranges.some(([from, to]) => from <= character && character <= to) !== negated,
  };
}
