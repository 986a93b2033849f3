/**
 * The pattern language of `branches`, `tags` and `paths` in a GitHub workflow, by the "filter pattern cheat sheet" of
 * GitHub's workflow syntax page: `*` stops at `/`, `**` does not, `**` and `/` at the start of a part may stand for
 * nothing, `?` and `+` repeat what stands before them, `[a-z]` is one character, `\` takes the meaning from the next
 * one. All else is literal: there are neither groups nor braces nor alternatives. A name matches as a whole.
 *
 * A pattern becomes a list of states that are walked side by side, so that matching takes at most the product of both
 * lengths, whatever the pattern.
 */
export interface Pattern {
  readonly text: string;
  /** Whether it starts with `!`: what it matches is taken out. */
  readonly negated: boolean;
  /** What every name that matches starts with. */
  readonly prefix: string;
  /** Whether it matches exactly the names below `prefix`, which ends with `/`. */
  readonly wholeFolder: boolean;
  /** Whether it matches one name only, which is `prefix`. */
  readonly literal: boolean;
  readonly matches: (name: string) => boolean;
}

export type Compiled =
  | { readonly ok: true; readonly pattern: Pattern }
  /** GitHub refuses the whole workflow file. */
  | { readonly ok: false; readonly fault: string };

/** One character of a name, or several where `loops`; `free` where it may be left out. */
interface State {
  readonly accepts: (character: string) => boolean;
  readonly loops: boolean;
  readonly free: boolean;
  /** States after this one that may be left out together with it. */
  readonly also: number;
  /** The character, where there is only one. */
  readonly literal: string | null;
}

/** No name is that long; more would only be work. */
const LONGEST = 4096;

/** Reads a pattern as a workflow writes it, `!` included. */
export function compilePattern(text: string): Compiled {
  if (text === '') return { ok: false, fault: 'it is empty' };
  if (text.length > LONGEST) return { ok: false, fault: `it is longer than ${LONGEST} characters` };
  const negated = text.startsWith('!');
  if (text === '!') return { ok: false, fault: 'nothing stands after !' };
  const plainText = negated ? text.slice(1) : text;
  // Most of a pattern stands for itself and needs no states.
  const begin = beforeMark(plainText);
  const states = new StateReader([...plainText.slice(begin)]).read();
  if (typeof states === 'string') return { ok: false, fault: states };
  const fixed = states.findIndex(state => state.literal === null || state.loops || state.free);
  const end = fixed < 0 ? states.length : fixed;
  const prefix = plainText.slice(0, begin) + literalText(states.slice(0, end));
  const rest = states.slice(end);
  const suffix = literalEnd(rest);
  return {
    ok: true,
    pattern: {
      text,
      negated,
      prefix,
      literal: rest.length === 0,
      wholeFolder: prefix.endsWith('/') && rest.length === 1 && rest[0] === ANYTHING,
      matches:
        rest.length === 0
          ? name => name === prefix
          : name => name.startsWith(prefix) && name.endsWith(suffix) && run(rest, name.slice(prefix.length)),
    },
  };
}

/**
 * Where the character before the first mark begins, which the mark may repeat; the end where there is no mark. Up to
 * there a pattern stands for itself.
 */
function beforeMark(text: string): number {
  const mark = text.search(/[*?+[\\]/);
  if (mark < 0) return text.length;
  // A character of two code units is one.
  return /[\ud800-\udbff][\udc00-\udfff]$/.test(text.slice(0, mark)) ? mark - 2 : Math.max(mark - 1, 0);
}

const plain = { loops: false, free: false, also: 0, literal: null } as const;
const ANYTHING: State = { ...plain, accepts: () => true, loops: true, free: true };
const WITHIN_PART: State = { ...plain, accepts: character => character !== '/', loops: true, free: true };
/**
 * Stands before `**` and `/` that begin a part, any folders with the `/` after them: both may be left out together. A
 * state of its own, since they may not be once something of them has been read.
 */
const FOLDERS: State = { ...plain, accepts: () => false, free: true, also: 2 };

/** What every text ends with that the states accept: a quick way to say no. */
function literalEnd(states: readonly State[]): string {
  const last = states.findLastIndex(({ literal, loops, free }) => literal === null || loops || free);
  // The slash behind folders may be left out with them.
  const from = states[last - 1] === FOLDERS ? last + 2 : last + 1;
  return literalText(states.slice(from));
}

function literalText(states: readonly State[]): string {
  return states.map(({ literal }) => literal).join('');
}

function exactly(character: string): State {
  return { ...plain, accepts: other => other === character, literal: character };
}

class StateReader {
  private readonly text: readonly string[];
  private readonly states: State[] = [];
  private at = 0;
  /** Whether the last state is one that `?` or `+` can repeat. */
  private repeatable = false;

  constructor(text: readonly string[]) {
    this.text = text;
  }

  /** The states, or what is wrong. */
  read(): State[] | string {
    while (this.at < this.text.length) {
      const fault = this.next(this.text[this.at] as string);
      if (fault !== null) return fault;
    }
    return this.states;
  }

  private next(character: string): string | null {
    switch (character) {
      case '*':
        return this.stars();
      case '?':
      case '+':
        return this.repeat(character);
      case '[':
        return this.bracket();
      case '\\':
        if (this.at + 1 === this.text.length) return 'nothing stands after \\';
        return this.push(exactly(this.text[this.at + 1] as string), 2);
      default:
        return this.push(exactly(character), 1);
    }
  }

  private push(state: State, length: number, repeatable = true): null {
    this.states.push(state);
    this.at += length;
    this.repeatable = repeatable;
    return null;
  }

  private stars(): null {
    let length = 1;
    while (this.text[this.at + length] === '*') length++;
    if (length === 1) return this.push(WITHIN_PART, 1, false);
    const startsPart = this.at === 0 || this.text[this.at - 1] === '/';
    // A quantifier belongs to the slash itself, which then cannot be left out.
    const slash = this.text[this.at + length] === '/' && !/[?+]/.test(this.text[this.at + length + 1] ?? '');
    if (startsPart && slash) this.states.push(FOLDERS);
    return this.push(ANYTHING, length, false);
  }

  private repeat(quantifier: '?' | '+'): string | null {
    const last = this.states.at(-1);
    if (last === undefined || !this.repeatable) {
      const before = this.at === 0 ? 'nothing' : this.text[this.at - 1];
      return `${quantifier} repeats the character before it, and before it stands ${before}`;
    }
    this.states[this.states.length - 1] =
      quantifier === '?' ? { ...last, free: true } : { ...last, loops: true };
    this.at++;
    this.repeatable = false;
    return null;
  }

  private bracket(): string | null {
    const end = this.text.indexOf(']', this.at);
    if (end < 0) return '[ is not closed';
    const members = this.text.slice(this.at + 1, end);
    if (members.length === 0) return '[] holds no character';
    const ranges: [string, string][] = [];
    for (let index = 0; index < members.length; index++) {
      const from = members[index] as string;
      const to = members[index + 1] === '-' ? members[index + 2] : undefined;
      if (to !== undefined && from > to) return `[${from}-${to}] is the wrong way round`;
      ranges.push([from, to ?? from]);
      if (to !== undefined) index += 2;
    }
    const accepts = (character: string) => ranges.some(([from, to]) => from <= character && character <= to);
    return this.push({ ...plain, accepts }, members.length + 2);
  }
}

/** Whether the states accept the whole text. */
function run(states: readonly State[], text: string): boolean {
  const end = states.length;
  let current = new Uint8Array(end + 1);
  let next = new Uint8Array(end + 1);
  enter(states, current, 0);
  for (const character of text) {
    next.fill(0);
    let alive = false;
    for (let index = 0; index < end; index++) {
      const state = states[index] as State;
      if (current[index] === 0 || !state.accepts(character)) continue;
      alive = true;
      if (state.loops) enter(states, next, index);
      enter(states, next, index + 1);
    }
    if (!alive) return false;
    [current, next] = [next, current];
  }
  return current[end] === 1;
}

/** Marks a state, and those that are reached from it without a character. */
function enter(states: readonly State[], marks: Uint8Array, from: number): void {
  for (let index = from; marks[index] === 0; index++) {
    marks[index] = 1;
    const state = states[index];
    if (state === undefined || !state.free) return;
    if (state.also > 0) enter(states, marks, index + 1 + state.also);
  }
}
