import { newestTags } from '../tags/newest.js';
import { compareVersions, formatVersion, isPlaceholder, parseVersion } from '../versions/version.js';
import type { Problem } from '../workspace/problem.js';
import { columnOf } from './columns.js';
import type { Subject } from './subject.js';

/** The version in the files is behind a released one of the same history: a release that was rolled back, or lost. */
export function tagAhead({ packages, workspace, reachableTags }: Subject): Problem[] {
  const newest = newestTags(packages, reachableTags);
  return packages.flatMap(each => {
    const found = newest.get(each.id);
    const { source, id } = each;
    if (found === undefined || source.file === null) return [];
    const version = parseVersion(source.value);
    if (version === null || compareVersions(found.version, version) <= 0 || isPlaceholder(version)) return [];
    const released = formatVersion(found.version);
    return [
      {
        rule: 'tag-ahead',
        severity: 'error',
        package: id,
        file: source.file,
        line: source.line,
        column: columnOf(workspace, source),
        message: `${source.value} here, but ${found.tag} is released already`,
        hint: `Write ${released} or a higher version here.`,
      },
    ];
  });
}
