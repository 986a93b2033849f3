import { existsSync, realpathSync, statSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import { RelctlError } from '../core/errors.js';

/** The folder that a command works in. @throws NOT_A_REPOSITORY where it does not exist */
export function workingFolder(current: string, given: string | undefined): string {
  const folder = given === undefined ? current : isAbsolute(given) ? given : resolve(current, given);
  if (existsSync(folder) && statSync(folder).isDirectory()) return realpathSync(folder);
  throw new RelctlError('NOT_A_REPOSITORY', `${folder} is no folder`, {
    hint: 'Name an existing folder with -C DIR.',
  });
}
