/** `on` of a workflow, in the form with a table for each event. */
export type Triggers = Readonly<Record<string, EventFilter | null>>;

export interface EventFilter {
  readonly branches?: Patterns;
  readonly 'branches-ignore'?: Patterns;
  readonly tags?: Patterns;
  readonly 'tags-ignore'?: Patterns;
  readonly paths?: Patterns;
  readonly 'paths-ignore'?: Patterns;
  readonly types?: Patterns;
}

type Patterns = string | readonly string[];

export function triggersOf(on: unknown): Triggers {
  if (typeof on === 'string') return { [on]: null };
  if (Array.isArray(on)) return Object.fromEntries(on.map(event => [event, null]));
  return on as Triggers;
}

/** Whether a push of a reference starts a workflow, by the tables of GitHub's documentation. @param files that differ */
export function startsOnPush(triggers: Triggers, ref: string, files: readonly string[]): boolean {
  if (!Object.hasOwn(triggers, 'push')) return false;
  const filter = triggers.push ?? {};
  const hasBranches = filter.branches ?? filter['branches-ignore'];
  const hasTags = filter.tags ?? filter['tags-ignore'];
  if (ref.startsWith('refs/tags/')) {
    // Paths are not looked at for tags.
    const name = ref.slice('refs/tags/'.length);
    return hasTags === undefined
      ? hasBranches === undefined
      : admits(filter.tags, filter['tags-ignore'], [name]);
  }
  const name = ref.slice('refs/heads/'.length);
  if (hasBranches === undefined && hasTags !== undefined) return false;
  if (!admits(filter.branches, filter['branches-ignore'], [name])) return false;
  return admits(filter.paths, filter['paths-ignore'], files);
}

/** Whether any of the names is let in, and not all are shut out. The last pattern that matches decides. */
function admits(
  only: Patterns | undefined,
  ignored: Patterns | undefined,
  names: readonly string[],
): boolean {
  if (only !== undefined) return names.some(name => decides(listOf(only), name));
  return ignored === undefined || !names.every(name => decides(listOf(ignored), name));
}

function decides(patterns: readonly string[], name: string): boolean {
  const last = patterns.findLast(pattern => expressionOf(pattern.replace(/^!/, '')).test(name));
  return last !== undefined && !last.startsWith('!');
}

function listOf(patterns: Patterns): readonly string[] {
  return typeof patterns === 'string' ? [patterns] : patterns;
}

/** The pattern language of the "Filter pattern cheat sheet" as a regular expression. */
function expressionOf(pattern: string): RegExp {
  const parts = pattern.match(/\*\*\/|\*\*|\*|\\.|\[[^\]]*\]|[?+]|./g) ?? [];
  const source = parts.map(part => {
    if (part === '**/') return '(?:.*/)?';
    if (part === '**') return '.*';
    if (part === '*') return '[^/]*';
    if (part === '?' || part === '+' || part.startsWith('[')) return part;
    return part.replace(/^\\/, '').replace(/[.*+?^${}()|[\]\\/]/, '\\$&');
  });
  return new RegExp(`^${source.join('')}$`, 's');
}
