import { formatTag } from '../tags/template.js';
import type { Dependency, Package, VersionMirror, VersionSource } from '../workspace/package.js';
import type { Workspace } from '../workspace/workspace.js';

export interface ListResult {
  readonly packages: readonly ListedPackage[];
}

export interface ListedPackage {
  readonly id: string;
  readonly name: string;
  readonly path: string;
  readonly module: string | null;
  readonly version: string | null;
  readonly bumpable: boolean;
  /** Why it is not bumpable; null where it is. */
  readonly reason: string | null;
  readonly versionSource: VersionSource;
  readonly versionMirrors: readonly VersionMirror[];
  readonly dependencies: readonly Omit<Dependency, 'requirements'>[];
  /** The tag of its present version. */
  readonly tag: string | null;
  readonly group: string | null;
}

/** The packages as `list` shows them, by path. */
export function listPackages({ packages }: Workspace): ListResult {
  return { packages: packages.map(listed) };
}

function listed(each: Package): ListedPackage {
  const { id, name, path, module, version, bumpable, reason } = each;
  const { source, mirrors, dependencies, group, template } = each;
  return {
    id,
    name,
    path,
    module,
    version,
    bumpable,
    reason,
    versionSource: { kind: source.kind, file: source.file, line: source.file === null ? null : source.line },
    versionMirrors: mirrors.map(({ kind, file, line, value }) => ({ kind, file, line, value })),
    dependencies: dependencies.map(({ id: to, kinds, specifiers }) => ({ id: to, kinds, specifiers })),
    tag: version === null ? null : formatTag(template, each, version),
    group,
  };
}
