import { globMatcher, type Matcher } from '../globs.js';
import { byCodeUnit, isInside } from '../paths.js';
import type { Change } from '../ports.js';
import type { Workspace } from '../workspace/workspace.js';
import { ownershipOf } from './ownership.js';
import type { Reason } from './reason.js';

/** One comparison: what differs, and the workspace as it was on the other side. */
export interface Comparison {
  readonly changes: readonly Change[];
  readonly before: Workspace;
}

export interface ChangedPackages {
  /** Id → why; only packages that have changed files. */
  readonly changed: ReadonlyMap<string, readonly Reason[]>;
  /** Ids that some base had and the head has not. */
  readonly removed: readonly string[];
  /** Paths that differ and belong to no package. */
  readonly unowned: readonly string[];
}

/** Maps differing files onto packages, over all comparisons. */
export function changedPackages(workspace: Workspace, comparisons: readonly Comparison[]): ChangedPackages {
  const found = new Collector(workspace);
  for (const comparison of comparisons) found.add(comparison);
  return found.result();
}

class Collector {
  private readonly workspace: Workspace;
  private readonly reasons = new Map<string, Map<string, Reason>>();
  private readonly removed = new Set<string>();
  private readonly unowned = new Set<string>();
  private readonly isIgnored: Matcher;
  private readonly isGlobal: Matcher;

  constructor(workspace: Workspace) {
    this.workspace = workspace;
    const { config } = workspace;
    this.isIgnored = globMatcher(config.ignore);
    this.isGlobal = globMatcher(config.global);
  }

  add({ changes, before }: Comparison): void {
    const now = ownershipOf(this.workspace.packages);
    const then = before === this.workspace ? now : ownershipOf(before.packages);
    for (const { path, status } of changes) {
      if (this.isIgnored(path)) continue;
      // An added file belongs to who owns it now, a removed one to who owned it, a modified one to both.
      const owners = new Set([
        ...(status === 'removed' ? [] : [now.owner(path)]),
        ...(status === 'added' ? [] : [then.owner(path)]),
      ]);
      const listing = new Set([...now.inputs(path), ...then.inputs(path)]);
      const global = this.isGlobal(path);
      for (const owner of owners) if (owner !== null) this.note(owner, { kind: 'file', path });
      for (const id of listing) this.note(id, { kind: 'input', path });
      if (global) for (const { id } of this.workspace.packages) this.note(id, { kind: 'global', path });
      if (!global && listing.size === 0 && [...owners].every(owner => owner === null)) this.unowned.add(path);
    }
    for (const { id, path, manifest } of before.packages) {
      if (this.workspace.byId.has(id)) continue;
      this.removed.add(id);
      this.noteNewOwners(path, manifest);
    }
  }

  /** Files that stay where a package was belong to another one now, though they do not differ themselves. */
  private noteNewOwners(folder: string, manifest: string): void {
    if (!this.workspace.index.hasFolder(folder)) return;
    if (this.workspace.packages.some(({ path }) => path === folder)) return;
    const owner = ownershipOf(this.workspace.packages).owner(`${folder}/x`);
    if (owner !== null && isInside(folder, manifest)) this.note(owner, { kind: 'file', path: manifest });
  }

  private note(id: string, reason: Reason): void {
    if (!this.workspace.byId.has(id)) return;
    const reasons = this.reasons.get(id) ?? new Map<string, Reason>();
    reasons.set(JSON.stringify(reason), reason);
    this.reasons.set(id, reasons);
  }

  result(): ChangedPackages {
    return {
      changed: new Map([...this.reasons].map(([id, reasons]) => [id, [...reasons.values()].sort(byPath)])),
      removed: [...this.removed].sort(byCodeUnit),
      unowned: [...this.unowned].sort(byCodeUnit),
    };
  }
}

function byPath(left: Reason, right: Reason): number {
  return (
    byCodeUnit(left.kind, right.kind) ||
    byCodeUnit('path' in left ? left.path : '', 'path' in right ? right.path : '')
  );
}
