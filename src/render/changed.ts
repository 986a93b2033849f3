import type { Reason } from '../core/changes/reason.js';
import type { ChangedPackage, ChangedResult } from '../core/operations/detect-changes.js';
import { escapeText } from './escape.js';

/** How many paths of a package are named one by one. */
const MOST_PATHS = 5;

/** One id a line, for `xargs`; with the reasons below each where they are asked for. */
export function renderChanged(result: ChangedResult, why: boolean): string {
  return result.packages
    .map(each => (why ? [escapeText(each.id), ...reasons(each)].join('\n') : escapeText(each.id)))
    .join('\n');
}

function reasons({ reasons: all }: ChangedPackage): string[] {
  const lines = all.map(reasonText);
  const rest = lines.length - MOST_PATHS;
  return [...lines.slice(0, MOST_PATHS), ...(rest > 0 ? [`and ${rest} more`] : [])].map(
    line => `  ${escapeText(line)}`,
  );
}

/** One reason in words. */
export function reasonText(reason: Reason): string {
  switch (reason.kind) {
    case 'file':
      return `changed ${reason.path}`;
    case 'input':
      return `changed input ${reason.path}`;
    case 'global':
      return `changed global ${reason.path}`;
    case 'dependency':
      return `needs ${reason.package}`;
    case 'requested':
      return 'requested';
  }
}
