/** What a pattern of a workflow is about. */
export type Subject = 'ref' | 'path';

/** Why a pattern does less than it seems to. */
export interface Remark {
  /** Whether no name can ever match; else it matches only what hardly anybody names so. */
  readonly never: boolean;
  readonly why: string;
  readonly hint: string;
}

/**
 * What is odd about a pattern that GitHub takes: what git's reference names and paths never hold, and marks that other
 * pattern languages know and this one takes literally. Null where it is fine.
 */
export function remarkOn(text: string, subject: Subject): Remark | null {
  const plain = text.replace(/^!/, '');
  return (subject === 'ref' ? refRemark(plain) : pathRemark(plain)) ?? foreignRemark(plain, subject);
}

function refRemark(text: string): Remark | null {
  const full = /^refs\/(?:heads|tags)\//.exec(text)?.[0];
  if (full !== undefined)
    return never(
      `names are compared without ${full}`,
      `Write ${JSON.stringify(text.slice(full.length))} instead.`,
    );
  const escaped = /\\([dDwWsSb])/.exec(text)?.[1];
  if (escaped !== undefined)
    return never(
      `\\${escaped} stands for ${escaped} itself, since this is no regular expression`,
      'Write [0-9] for a digit, and * or [a-z] for others.',
    );
  if (text.endsWith('$'))
    return literally('$ is no end here but stands for itself', 'Take it out: a pattern matches whole names.');
  const forbidden = /[\s~^:]/.exec(bare(text))?.[0];
  if (forbidden !== undefined)
    return never(`no name of a branch or tag holds ${JSON.stringify(forbidden)}`, 'Take it out.');
  if (text.startsWith('/') || text.endsWith('/') || (text.endsWith('.') && !text.endsWith('\\.')))
    return never('no name of a branch or tag starts or ends with / or ends with .', 'Take it out.');
  return null;
}

function pathRemark(text: string): Remark | null {
  if (text !== text.trim()) return never('blanks around it are part of it', 'Take the blanks out.');
  if (text.startsWith('/'))
    return never(
      'paths are relative to the root and start without /',
      `Write ${JSON.stringify(text.slice(1))} instead.`,
    );
  if (/(?:^|\/)\.\.?(?:\/|$)/.test(text))
    return never(
      'changed files are listed without . and ..',
      `Write ${JSON.stringify(text.replace(/^(?:\.\.?\/)+/, ''))} instead.`,
    );
  if (text.endsWith('/'))
    return never(
      'no changed file ends with /',
      `Write ${JSON.stringify(`${text}**`)} for everything in that folder.`,
    );
  return null;
}

function foreignRemark(text: string, subject: Subject): Remark | null {
  const outside = bare(text);
  if (/\{[^}]*,[^}]*\}/.test(outside))
    return literally('{a,b} is no choice here but stands for itself', 'Write one pattern for each.');
  if (/\([^)]*\)[?+*]?|\|/.test(outside))
    return literally(
      'parentheses and | are no group here but stand for themselves',
      'Write one pattern for each.',
    );
  if (/\[[!^]/.test(text))
    return literally('a bracket cannot be negated', 'Use a second pattern that starts with ! instead.');
  if (subject === 'ref' && /\]\*[^*]/.test(text))
    return literally('* after a bracket does not repeat it but stands for anything', 'Write + to repeat it.');
  return null;
}

/** The pattern without escaped characters and brackets. */
function bare(text: string): string {
  return text.replace(/\\./g, '').replace(/\[[^\]]*\]/g, '');
}

function never(why: string, hint: string): Remark {
  return { never: true, why, hint };
}

function literally(why: string, hint: string): Remark {
  return { never: false, why, hint };
}
