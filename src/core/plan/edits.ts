import { RelctlError } from '../errors.js';
import { parseToml } from '../manifests/toml.js';
import { differsOnlyAt } from '../manifests/toml-difference.js';
import { foreignEncoding } from '../python-source/encoding.js';
import { position } from '../python-source/position.js';
import { spellVersion } from '../versions/semver.js';
import { formatVersion, type Version } from '../versions/version.js';
import type { PlaceLocator, VersionPlace } from '../workspace/package.js';
import { applyEdits } from './apply-edits.js';
import { locateVersion } from './locate.js';
import type { Edit } from './plan.js';

/**
 * The edit that puts a version into a place. It is proved here: the edited text is read again, holds the new
 * version in that place, and is the same everywhere else.
 * @throws EDIT_IMPOSSIBLE, for a broken document with the place of its fault
 */
export function planEdit(text: string, place: VersionPlace, version: Version): Edit {
  const { file, line, locate } = place;
  const encoding = file.endsWith('.py') ? foreignEncoding(text) : null;
  if (encoding !== null) throw impossible(place, `the file says that it is in ${encoding}, not in UTF-8`);
  requireReadable(text, place);
  const range = locateVersion(text, place);
  if (range === null) throw impossible(place, 'the version is not found there as one plain string');
  const after = range.spell === undefined ? spellVersion(version, isSemver(place)) : range.spell(version);
  if (after === null) throw hasNoSpelling(place, version, isSemver(place));
  const before = text.slice(range.from, range.to);
  const edit = { file, ...position(text, range.from), before, after };
  const edited = applyEdits(text, [edit]);
  const again = locateVersion(edited, place);
  const isThere = again !== null && edited.slice(again.from, again.to) === after && again.from === range.from;
  if (!isThere || !sameElsewhere(text, edited, place, before, after)) {
    throw impossible(place, `writing ${after} there changes more than the version`);
  }
  // The literal of a setup.py is anywhere above; a tuple is found by its line, and may start on the next.
  if (edit.line !== line && locate.how !== 'setup-py' && range.spell === undefined)
    throw impossible(place, `the version was expected in line ${line}`);
  return edit;
}

/** @throws EDIT_IMPOSSIBLE */
function requireReadable(text: string, { file, locate }: VersionPlace): void {
  if (!isToml(locate)) return;
  const parsed = parseToml(text);
  if (parsed.ok) return;
  const { line, column, message } = parsed.fault;
  throw impossible({ file, line }, `column ${column}: ${message}`);
}

function isToml(locate: PlaceLocator): locate is Extract<PlaceLocator, { key: readonly string[] }> {
  return locate.how === 'toml' || locate.how === 'semver-toml';
}

function isSemver({ locate }: VersionPlace): boolean {
  return locate.how === 'semver-toml' || (locate.how === 'line' && locate.semver);
}

/**
 * For a key of TOML the whole document is compared as data; other files differ in the replaced characters only, and
 * must not become unreadable by them.
 */
function sameElsewhere(
  text: string,
  edited: string,
  { locate, file }: VersionPlace,
  before: string,
  after: string,
): boolean {
  if (!isToml(locate)) return staysReadable(text, edited, file);
  const [old, now] = [parseToml(text), parseToml(edited)];
  return old.ok && now.ok && differsOnlyAt(old.value, now.value, locate.key, before, after);
}

function staysReadable(text: string, edited: string, file: string): boolean {
  if (file.endsWith('.toml')) return !parseToml(text).ok || parseToml(edited).ok;
  return !file.endsWith('.json') || !isJson(text) || isJson(edited);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function impossible({ file, line }: Pick<VersionPlace, 'file' | 'line'>, message: string): RelctlError {
  return new RelctlError('EDIT_IMPOSSIBLE', `${file}:${line}: ${message}`, {
    hint: 'Write the version there as a plain string, or change it by hand.',
    details: { file, line },
  });
}

function hasNoSpelling({ file, line }: VersionPlace, version: Version, semver: boolean): RelctlError {
  const why = semver ? 'semver is written' : 'the version is in parts';
  const message = `${file}:${line}: ${formatVersion(version)} has no spelling there, where ${why}`;
  return new RelctlError('EDIT_IMPOSSIBLE', message, {
    hint: semver
      ? 'Ask for three numbers with at most a pre-release, such as 1.4.0 or 1.4.0rc1.'
      : 'Ask for a version with as many parts, or write it as one plain string there.',
    details: { file, line },
  });
}
