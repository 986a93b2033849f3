import { resolvePath } from '../paths.js';
import { normalizeName } from '../requirements/name.js';
import { type Kind, parseRequirement, type Requirement } from '../requirements/requirement.js';

/** Where a manifest is, for resolving the paths it holds. */
export interface Place {
  /** Its folder, relative to the root. */
  readonly folder: string;
  readonly file: string;
}

/**
 * One requirement as text: PEP 508, the `file:` and `{root:uri}` references of PDM and hatch, and pip's editable
 * `-e ../path`, `-e file:///${PROJECT_ROOT}/../x#egg=x`. Null for text that names nothing.
 * @param at the way to the text in its file, see {@link Requirement}
 */
export function fromText(
  text: string,
  kind: Kind,
  { folder, file }: Place,
  at: Requirement['at'],
): Requirement | null {
  const trimmed = text.trim();
  const editable = trimmed.startsWith('-') ? /^(?:-e|--editable)[\s=]+(.*)$/s.exec(trimmed) : null;
  const body = editable === null ? trimmed : (editable[1] as string).trim();
  const parsed = parseRequirement(body);
  if (parsed !== null && (parsed.url !== null || editable === null)) {
    const { name, specifier, url } = parsed;
    return { name, kind, specifier, path: url === null ? null : referencePath(url, folder), file, at };
  }
  if (editable === null && !/^(?:\.{1,2}\/|file:)/.test(body)) return null;
  const reference = (body.split(';')[0] as string).trim();
  const extras = reference.endsWith(']') ? reference.lastIndexOf('[') : -1;
  const path = referencePath(extras < 0 ? reference : reference.slice(0, extras), folder);
  const egg = /#egg=([A-Za-z0-9._-]+)/.exec(body)?.[1];
  if (path === null && egg === undefined) return null;
  return { name: egg === undefined ? null : normalizeName(egg), kind, specifier: '', path, file, at };
}

/** The folder that a reference leads to; null for URLs of elsewhere. */
function referencePath(reference: string, folder: string): string | null {
  const text = (reference.split('#')[0] as string)
    .replace(/^file:(?:\/\/)?/, '')
    .replace(/^\/?(?:\$\{PROJECT_ROOT\}|\{root(?::uri)?\})/, '.')
    .replace(/^\/?\{root:parent(?::uri)?\}/, '..');
  if (/^[a-z][a-z0-9+.-]*:/i.test(text) || text.includes('{')) return null;
  return resolvePath(folder, text);
}
