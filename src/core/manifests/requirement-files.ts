import type { Kind, Requirement } from '../requirements/requirement.js';
import { fromText, type Place } from './project-requirements.js';

/** Whether a file name is one of pip's requirement files, by the usual spelling. */
export function isRequirementFile(name: string): boolean {
  return name.startsWith('requirements') && name.endsWith('.txt');
}

/**
 * The requirements of a pip requirement file: one a line, `\` continues, `#` comments, `-e` and paths. Options
 * such as `-r` and `--hash` are passed over; a file that is included is one of its own.
 */
export function requirementFile(text: string, kind: Kind, place: Place): Requirement[] {
  return text
    .replace(/^\uFEFF/, '')
    .replace(/\\\r?\n/g, ' ')
    .split(/\r\n|\r|\n/)
    .map(line =>
      line
        .replace(/(?:^|\s)#.*$/, '')
        .replace(/\s--?[a-z][a-z-]*[=\s].*$/, '')
        .trim(),
    )
    .filter(line => line !== '' && (!line.startsWith('-') || /^(?:-e|--editable)[\s=]/.test(line)))
    .flatMap(line =>
      /^\.{1,2}(?:[/[;\s]|$)/.test(line) ? fromText(`-e ${line}`, kind, place) : fromText(line, kind, place),
    );
}
