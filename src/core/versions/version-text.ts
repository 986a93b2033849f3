/** A version as running text may hold it; the implicit post-release `1.0-1` is left out, which is more often a range. */
const VERSION =
  /(?:\d+!)?\d+(?:\.\d+)*(?:[-_.]?(?:alpha|beta|preview|pre|rc|a|b|c)[-_.]?\d*)?(?:[-_.]?(?:post|rev|r)[-_.]?\d*)?(?:[-_.]?dev[-_.]?\d*)?(?:\+[a-z0-9]+(?:[-_.][a-z0-9]+)*)?(?![\w!]|\.\d)/iy;

/**
 * The whole version that starts at an offset, in any spelling of PEP 440; null where none starts there, or where it
 * is part of a longer word or number.
 */
export function versionAt(text: string, from: number): string | null {
  if (/[\d.!+]/.test(text[from - 1] ?? '')) return null;
  VERSION.lastIndex = from;
  return VERSION.exec(text)?.[0] ?? null;
}

/** The offsets at which a text holds exactly this version: `1.2.0` is neither in `1.2.0rc1` nor in `11.2.0`. */
export function versionOffsets(text: string, version: string): number[] {
  const found: number[] = [];
  if (version === '') return found;
  for (let at = text.indexOf(version); at >= 0; at = text.indexOf(version, at + version.length))
    if (versionAt(text, at) === version) found.push(at);
  return found;
}
