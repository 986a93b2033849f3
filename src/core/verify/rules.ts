import { tomlLine } from '../manifests/toml-line.js';
import { normalizeName } from '../requirements/name.js';
import { formatTag, parseTag } from '../tags/template.js';
import { formatVersion, normalizeVersion, sameVersion } from '../versions/version.js';
import { isToolCopy, type Package } from '../workspace/package.js';
import type { Problem } from '../workspace/problem.js';
import type { Workspace } from '../workspace/workspace.js';
import { columnOf } from './columns.js';
import { cycle } from './cycle.js';
import { lockStale } from './locks.js';
import { siblingUnbounded, siblingUnsatisfied } from './siblings.js';
import { versionNotNormal } from './spelling.js';
import type { Rule, Subject } from './subject.js';
import { tagAhead } from './tags.js';

/** Each rule is one finding of the gate, by its name in the results. */
export const RULES: readonly Rule[] = [
  manifestBroken,
  versionMissing,
  versionInvalid,
  versionNotNormal,
  versionMismatch,
  duplicateName,
  lockStale,
  siblingUnsatisfied,
  siblingUnbounded,
  cycle,
  tagMismatch,
  tagAhead,
];

function manifestBroken({ workspace, whole }: Subject): Problem[] {
  return whole ? [...workspace.broken] : [];
}

function versionMissing({ packages, workspace }: Subject): Problem[] {
  return packages.flatMap(({ id, manifest, source, placeFaults }) => {
    const named = placeFaults.filter(({ configured }) => configured);
    const faults = named.map(({ file, line, message, hint }) => ({
      ...at(id, file, line, null),
      rule: 'version-missing',
      message,
      hint,
    }));
    if (source.file !== null || source.fault === null) return faults;
    return [
      ...faults,
      {
        ...at(id, manifest, projectLine(workspace, manifest), null),
        rule: 'version-missing',
        message: `${id} has no version: ${source.fault}`,
        hint: 'Write the version there, or declare it as dynamic with a back-end that finds it.',
      },
    ];
  });
}

function versionInvalid({ packages, workspace }: Subject): Problem[] {
  return packages.flatMap(({ id, source }) => {
    if (source.file === null || normalizeVersion(source.value) !== null) return [];
    return [
      {
        ...at(id, source.file, source.line, columnOf(workspace, source)),
        rule: 'version-invalid',
        message: `${JSON.stringify(source.value)} is no PEP 440 version`,
        hint: 'Write it as 1.2.3, 1.2.3rc1, 1.2.3.post1 or 1.2.3.dev1.',
      },
    ];
  });
}

function versionMismatch({ packages, workspace }: Subject): Problem[] {
  return packages.flatMap(({ id, source, mirrors }) => {
    if (source.file === null) return [];
    return mirrors
      .filter(({ value }) => !sameVersion(value, source.value))
      .map(mirror => ({
        ...at(id, mirror.file, mirror.line, columnOf(workspace, mirror)),
        rule: isToolCopy(mirror) ? 'config-version-stale' : 'version-mismatch',
        message: `${mirror.value} here, but ${source.value} in ${source.file}:${source.line}, which decides`,
        hint: `Write ${source.value} here, or bring ${source.file} up to date.`,
      }));
  });
}

function duplicateName({ packages, workspace }: Subject): Problem[] {
  const byName = new Map<string, Package[]>();
  for (const each of workspace.packages) {
    const name = normalizeName(each.name);
    byName.set(name, [...(byName.get(name) ?? []), each]);
  }
  return packages.flatMap(each => {
    const others = (byName.get(normalizeName(each.name)) ?? []).filter(other => other !== each);
    if (others.length === 0) return [];
    return [
      {
        ...at(each.id, each.manifest, projectLine(workspace, each.manifest), null),
        rule: 'duplicate-name',
        message: `the distribution name ${each.name} is also that of ${others.map(({ manifest }) => manifest).join(', ')}`,
        hint: 'Rename one, or leave it out with `exclude` in relctl.toml.',
      },
    ];
  });
}

function tagMismatch({ packages, workspace, tag: checked }: Subject): Problem[] {
  if (checked === null) return [];
  const { name: tag, asked } = checked;
  const meant = packages.flatMap(each => {
    const version = parseTag(each.template, each, tag);
    return version === null ? [] : [{ each, version: formatVersion(version) }];
  });
  if (meant.length === 0) {
    if (!asked) return [];
    const known = packages.slice(0, 3).map(each => formatTag(each.template, each, each.version ?? '1.2.3'));
    return [
      {
        ...at(null, null, null, null),
        rule: 'tag-mismatch',
        message: `the tag ${tag} belongs to no package${packages.length === workspace.packages.length ? '' : ' in question'}`,
        hint: `Tags look like ${known.join(', ')}; the template is \`tag\` in relctl.toml.`,
      },
    ];
  }
  return meant
    .filter(({ each, version }) => each.version !== null && !sameVersion(each.version, version))
    .map(({ each, version }) => {
      const place = each.source.file === null ? null : each.source;
      return {
        ...at(
          each.id,
          place?.file ?? each.manifest,
          place?.line ?? null,
          place === null ? null : columnOf(workspace, place),
        ),
        rule: 'tag-mismatch',
        message: `${each.version} here, but the tag ${tag} says ${version}`,
        hint: `Tag the commit that holds ${version}, or release again: relctl bump ${version} --package ${each.id}.`,
      };
    });
}

function at(id: string | null, file: string | null, line: number | null, column: number | null) {
  return { severity: 'error', package: id, file, line, column } as const;
}

/** The line of the table that names the package. */
function projectLine({ lookup }: Workspace, manifest: string): number | null {
  const text = manifest.endsWith('.toml') ? lookup.text(manifest) : null;
  if (text === null) return null;
  return tomlLine(text, ['project', 'name']) ?? tomlLine(text, ['tool', 'poetry', 'name']);
}
