import type { Kind, Requirement } from '../requirements/requirement.js';
import { type Line, linesOf } from './lines.js';
import { fromText, type Place } from './requirement-text.js';

/** Whether a file name is one of pip's requirement files, by the usual spelling. */
export function isRequirementFile(name: string): boolean {
  return name.startsWith('requirements') && name.endsWith('.txt');
}

/** What a logical line of a requirement file says without its comment and its options. */
export interface RequirementLine {
  /** Every character stands where it does in the file, counted from `from`; what joins lines is blank here. */
  readonly text: string;
  readonly from: number;
  /** The first of its lines, from 1. */
  readonly line: number;
  /** Whether it is pinned to archives by `--hash`. */
  readonly hashed: boolean;
}

/**
 * The logical lines of a pip requirement file, as pip reads them: `\` continues a line, `#` starts a comment, and a
 * line that is nothing but a comment is never continued.
 */
export function requirementLines(text: string): RequirementLine[] {
  const found: RequirementLine[] = [];
  const lines = linesOf(text);
  let first = 0;
  for (const [index, { from, to }] of lines.entries()) {
    const isContinued = text[to - 1] === '\\' && !/^\s*#/.test(text.slice(from, to));
    if (isContinued && index + 1 < lines.length) continue;
    const start = (lines[first] as Line).from;
    found.push({ ...withoutExtras(text.slice(start, to)), from: start, line: first + 1 });
    first = index + 1;
  }
  return found;
}

function withoutExtras(raw: string): Pick<RequirementLine, 'text' | 'hashed'> {
  const joined = raw.replace(/\\(?:\r\n|\r|\n|$)/g, newline => ' '.repeat(newline.length));
  const content = joined.replace(/(?:^|\s)#.*$/s, '');
  return { text: content.replace(/\s--?[a-z][a-z-]*[=\s].*$/s, ''), hashed: /\s--hash[=\s]/.test(content) };
}

/**
 * The requirements of a pip requirement file, `-e` and paths among them. Options such as `-r` are passed over; a
 * file that is included is one of its own.
 */
export function requirementFile(text: string, kind: Kind, place: Place): Requirement[] {
  return requirementLines(text).flatMap(({ text: raw, line }) => {
    const content = raw.trim();
    if (content === '' || (content.startsWith('-') && !/^(?:-e|--editable)[\s=]/.test(content))) return [];
    const isPath = /^\.{1,2}(?:[/[;\s]|$)/.test(content);
    return fromText(isPath ? `-e ${content}` : content, kind, place, [line]) ?? [];
  });
}
