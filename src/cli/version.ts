import { readFileSync } from 'node:fs';
import { packageFolder } from '../package-folder.js';

/** The version of relctl itself, as its manifest has it. */
export function ownVersion(): string {
  const manifest = readFileSync(new URL('package.json', packageFolder()), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}
