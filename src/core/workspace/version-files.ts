import { joinPath, resolvePath } from '../paths.js';
import { parseVersion, sameVersion } from '../versions/version.js';
import { versionAt } from '../versions/version-text.js';
import { linePlace } from './line-place.js';
import type { Lookup } from './lookup.js';
import type { PlaceFault, VersionPlace } from './package.js';

/** To count the lines of more places would take too long. */
const MOST_PLACES = 200;

/** The places that the configuration names, and what keeps others from being found. */
export interface ConfiguredPlaces {
  readonly places: readonly VersionPlace[];
  readonly faults: readonly PlaceFault[];
}

/**
 * Finds the places of `version-files`: `path:text with {version}`. The path is from the root, or from the package's
 * folder where the root has no such file. The text may occur several times, but with one version only.
 */
export function versionFiles(entries: readonly string[], folder: string, lookup: Lookup): ConfiguredPlaces {
  const found = entries.map(entry => {
    const colon = entry.indexOf(':');
    return findEntry(entry.slice(0, colon), entry.slice(colon + 1), folder, lookup);
  });
  return { places: found.flatMap(({ places }) => places), faults: found.flatMap(({ faults }) => faults) };
}

function findEntry(path: string, template: string, folder: string, lookup: Lookup): ConfiguredPlaces {
  const candidates = ['.', folder].flatMap(base => resolvePath(base, path) ?? []);
  const file = candidates.find(candidate => lookup.index.has(candidate));
  if (file === undefined) {
    const tried = [...new Set([path, joinPath(folder, path)])].join(' nor ');
    return fault(
      path,
      null,
      `there is no file ${tried}`,
      'Correct the path in version-files; it starts at the root or at the package.',
    );
  }
  const text = lookup.text(file);
  if (text === null) {
    // What is not read yet is asked for by the look-up, and found at the next go.
    return lookup.content(file) === undefined
      ? { places: [], faults: [] }
      : fault(
          file,
          null,
          `${file} is no text that can be edited`,
          'Name a file of UTF-8 text that is no symbolic link.',
        );
  }
  const places = templatePlaces(file, text, template);
  if (places === null) {
    return fault(
      file,
      null,
      `${file} holds ${JSON.stringify(template)} more than ${MOST_PLACES} times`,
      'Give more of the text around the version in version-files.',
    );
  }
  const [first, ...others] = places;
  if (first === undefined) {
    return fault(
      file,
      null,
      `${file} does not hold ${JSON.stringify(template)} with a version`,
      'Write that text into the file, or correct it in version-files.',
    );
  }
  const different = others.find(({ value }) => !sameVersion(value, first.value));
  if (different === undefined) return { places, faults: [] };
  const lines = `${file}:${first.line} says ${first.value}, ${file}:${different.line} says ${different.value}`;
  return fault(
    file,
    different.line,
    `${JSON.stringify(template)} is found with several versions: ${lines}`,
    'Give more of the text around the version in version-files.',
  );
}

function fault(file: string, line: number | null, message: string, hint: string): ConfiguredPlaces {
  return { places: [], faults: [{ configured: true, file, line, message, hint }] };
}

/** Null where they are too many. */
function templatePlaces(file: string, text: string, template: string): VersionPlace[] | null {
  const native = text.includes('\r\n') ? template.replace(/\r?\n/g, '\r\n') : template;
  const [before = '', after = ''] = native.split('{version}');
  const offsets = before === '' ? versionStarts(text) : endsOf(text, before);
  if (offsets.length > MOST_PLACES) return null;
  return offsets.flatMap(offset => {
    // A leading v belongs to how the file spells it.
    const from = /^v\d/i.test(text.slice(offset, offset + 2)) ? offset + 1 : offset;
    const version = spelledVersion(text, from, after);
    return version === null ? [] : [linePlace('version-file', file, text, from, from + version.length)];
  });
}

/** Behind each occurrence of a text that is no part of a longer word: `VERSION=` is not in `PYTHON_VERSION=`. */
function endsOf(text: string, before: string): number[] {
  const ends: number[] = [];
  for (let at = text.indexOf(before); at >= 0; at = text.indexOf(before, at + before.length)) {
    const isPart = /\w/.test(before[0] as string) && /[\w.-]/.test(text[at - 1] ?? ' ');
    if (!isPart) ends.push(at + before.length);
  }
  return ends;
}

function versionStarts(text: string): number[] {
  return [...text.matchAll(/(?<![\w.!+-])\d/g)].map(({ index }) => index);
}

/** The version up to the text behind it; that text may itself look like a part of a version, as in `1.2-slim`. */
function spelledVersion(text: string, from: number, after: string): string | null {
  const whole = versionAt(text, from);
  if (whole !== null && text.startsWith(after, from + whole.length)) return whole;
  const end = after === '' ? -1 : text.indexOf(after, from);
  const short = end < 0 || end - from > 100 ? '' : text.slice(from, end);
  return /^\d[\w.!+-]*$/.test(short) && parseVersion(short) !== null ? short : null;
}
