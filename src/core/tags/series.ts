import type { Config } from '../config/config.js';
import { compareVersions, formatVersion, parseVersion, type Version } from '../versions/version.js';

/** All tags that differ in their version only. Which packages they belong to is not known yet. */
export interface Series {
  /** What stands before and after the version. */
  readonly frame: readonly [string, string];
  readonly tags: readonly { readonly name: string; readonly version: Version }[];
}

/** The templates that a configuration gives tags to any package. */
export function templatesOf({ tag, package: packages, group }: Config): readonly string[] {
  const own = [...packages.values(), ...group.values()].flatMap(each => each.tag ?? []);
  return [...new Set([tag, ...own])];
}

/**
 * Sorts tags into series by the templates alone: reading the packages first would take a further look into git. A tag
 * that two templates may have given is in both series. As in `parseTag`, only the normal form of a version counts.
 */
export function seriesOf(templates: readonly string[], names: readonly string[]): Map<string, Series> {
  const found = new Map<string, { frame: [string, string]; tags: { name: string; version: Version }[] }>();
  for (const template of templates) {
    const shape = shapeOf(template);
    for (const name of names) {
      for (const { before, version, after } of readings(shape, name)) {
        const key = frameKey([before, after]);
        const series = found.get(key) ?? { frame: [before, after], tags: [] };
        if (!series.tags.some(tag => tag.name === name)) series.tags.push({ name, version });
        found.set(key, series);
      }
    }
  }
  for (const { tags } of found.values()) tags.sort((a, b) => compareVersions(b.version, a.version));
  return found;
}

/** One text for what stands before and after a version; no tag holds a space. */
export function frameKey([before, after]: readonly [string, string]): string {
  return `${before} ${after}`;
}

interface Shape {
  /** The text right before and right after the version. */
  readonly left: string;
  readonly right: string;
  /** Whether a placeholder stands before or after that. */
  readonly openLeft: boolean;
  readonly openRight: boolean;
}

function shapeOf(template: string): Shape {
  const [before = '', after = ''] = template.split('{version}');
  const lefts = before.split(/\{(?:package|name|path)\}/);
  const rights = after.split(/\{(?:package|name|path)\}/);
  return {
    left: lefts.at(-1) ?? '',
    right: rights[0] ?? '',
    openLeft: lefts.length > 1,
    openRight: rights.length > 1,
  };
}

/** The ways in which a tag is some text, a version in normal form, and some text. */
function* readings(
  { left, right, openLeft, openRight }: Shape,
  name: string,
): Generator<{ before: string; version: Version; after: string }> {
  for (const start of ends(name, left, openLeft)) {
    const stops = openRight
      ? occurrences(name, right).filter(stop => stop > start)
      : name.endsWith(right)
        ? [name.length - right.length]
        : [];
    for (const stop of stops) {
      const text = name.slice(start, stop);
      if (!/^\d/.test(text)) continue;
      const version = parseVersion(text);
      if (version === null || formatVersion(version) !== text) continue;
      yield { before: name.slice(0, start), version, after: name.slice(stop) };
    }
  }
}

/** Where the version may start: after the text that comes before it. */
function ends(name: string, left: string, open: boolean): number[] {
  if (!open) return name.startsWith(left) ? [left.length] : [];
  return occurrences(name, left).map(at => at + left.length);
}

function occurrences(name: string, text: string): number[] {
  const found: number[] = [];
  for (let at = name.indexOf(text); at >= 0 && at < name.length; at = name.indexOf(text, at + 1))
    found.push(at);
  return found;
}
