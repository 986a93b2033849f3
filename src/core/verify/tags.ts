import { formatTag, parseTag, type TagSubject, tagFrame } from '../tags/template.js';
import {
  compareVersions,
  formatVersion,
  isPlaceholder,
  parseVersion,
  type Version,
} from '../versions/version.js';
import type { Package } from '../workspace/package.js';
import type { Problem } from '../workspace/problem.js';
import { columnOf } from './columns.js';
import type { Subject } from './subject.js';

/** The version in the files is behind a released one of the same history: a release that was rolled back, or lost. */
export function tagAhead({ packages, workspace, reachableTags }: Subject): Problem[] {
  const newest = newestTags(packages, reachableTags);
  return packages.flatMap(each => {
    const found = newest.get(each.id);
    const { source, id } = each;
    const version = source.file === null ? null : parseVersion(source.value);
    if (found === undefined || source.file === null || version === null) return [];
    if (compareVersions(found, version) <= 0 || isPlaceholder(version)) return [];
    const released = formatVersion(found);
    return [
      {
        rule: 'tag-ahead',
        severity: 'error',
        package: id,
        file: source.file,
        line: source.line,
        column: columnOf(workspace, source),
        message: `${source.value} here, but ${formatTag(each.template, each, released)} is released already`,
        hint: `Write ${released} or a higher version here.`,
      },
    ];
  });
}

/** The greatest version of each package among the tags. Each tag is looked at once, however many packages there are. */
function newestTags(packages: readonly Package[], tags: readonly string[]): Map<string, Version> {
  const byStart = new Map<string, Package[]>();
  for (const each of packages) {
    const [start] = tagFrame(each.template, each);
    const same = byStart.get(start);
    if (same === undefined) byStart.set(start, [each]);
    else same.push(each);
  }
  const lengths = new Set([...byStart.keys()].map(({ length }) => length));
  const newest = new Map<string, Version>();
  for (const tag of tags) {
    for (const length of lengths) {
      const named = length < tag.length ? byStart.get(tag.slice(0, length)) : undefined;
      for (const each of named ?? []) keepNewest(newest, each, tag);
    }
  }
  return newest;
}

function keepNewest(newest: Map<string, Version>, each: Package & TagSubject, tag: string): void {
  const version = parseTag(each.template, each, tag);
  const known = newest.get(each.id);
  if (version !== null && (known === undefined || compareVersions(version, known) > 0))
    newest.set(each.id, version);
}
