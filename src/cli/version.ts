import { readFileSync } from 'node:fs';

/** The version of relctl itself; its manifest is two folders above the sources and the bundle alike. */
export function ownVersion(): string {
  const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}
