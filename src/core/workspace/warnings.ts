import type { Warning } from './problem.js';
import type { Workspace } from './workspace.js';

/** What a command that goes on without some packages has to say about it. */
export function workspaceWarnings({ broken, warnings }: Workspace): Warning[] {
  return [...broken.map(({ message }) => ({ code: 'manifest-broken', message })), ...warnings];
}
