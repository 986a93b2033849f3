import { normalizeVersion, parseVersion, type Version } from '../versions/version.js';

/** What a template's placeholders stand for. */
export interface TagSubject {
  readonly id: string;
  readonly name: string;
  readonly path: string;
}

export const DEFAULT_TEMPLATE = '{package}-v{version}';

const PLACEHOLDERS = ['{package}', '{name}', '{path}', '{version}'] as const;

/** Why a template is refused; null where it is fine. */
export function templateFault(template: string): string | null {
  if (template.split('{version}').length !== 2) return 'it must hold {version} exactly once';
  if (/\{(?:package|name|path)\}(?:[0-9.]*)\{version\}|\{version\}\{/.test(template)) {
    return 'a mark must stand between {version} and another placeholder, and neither a digit nor a dot';
  }
  const rest = PLACEHOLDERS.reduce((text, placeholder) => text.replaceAll(placeholder, 'x'), template);
  if (/[{}]/.test(rest)) return 'it may hold {package}, {name}, {path} and {version} only';
  return refFault(rest) === null ? null : `git allows no such tag name: ${refFault(rest)}`;
}

export function formatTag(template: string, subject: TagSubject, version: string): string {
  return tagFrame(template, subject).join(version);
}

/**
 * The version that a tag gives a package; null where the tag is not of that template. Only the normal form
 * counts, so that `core-v1-1` is never read as a post-release, nor `core-v2-v1.0.0` as a tag of `core`.
 */
export function parseTag(template: string, subject: TagSubject, tag: string): Version | null {
  return versionBetween(tagFrame(template, subject), tag);
}

/** {@link parseTag} with what stands before and after the version, for those who ask about many tags. */
export function versionBetween([before, after]: readonly [string, string], tag: string): Version | null {
  if (tag.length <= before.length + after.length || !tag.startsWith(before) || !tag.endsWith(after))
    return null;
  const text = tag.slice(before.length, tag.length - after.length);
  return normalizeVersion(text) === text ? parseVersion(text) : null;
}

/** What stands before and after the version in the tags of a package. */
export function tagFrame(template: string, subject: TagSubject): [string, string] {
  const filled = template
    .replaceAll('{package}', () => subject.id)
    .replaceAll('{name}', () => subject.name)
    .replaceAll('{path}', () => subject.path);
  const [before = '', after = ''] = filled.split('{version}');
  return [before, after];
}

/** Why git refuses a tag name, by git-check-ref-format; null where it takes it. */
export function refFault(name: string): string | null {
  if (name === '' || name === '@') return 'it is empty';
  if (name.startsWith('-')) return 'it starts with -';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: git forbids control characters in reference names
  if (/[\u0000-\u0020\u007f~^:?*[\\]/.test(name))
    return 'it holds a space, a control character or one of ~ ^ : ? * [ \\';
  if (name.includes('..') || name.includes('@{') || name.includes('//')) return 'it holds .., @{ or //';
  if (name.startsWith('/') || name.endsWith('/') || name.endsWith('.'))
    return 'it starts or ends with / or ends with .';
  if (name.split('/').some(part => part.startsWith('.') || part.endsWith('.lock')))
    return 'a part starts with . or ends with .lock';
  return null;
}
