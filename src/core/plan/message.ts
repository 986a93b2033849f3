import { formatVersion } from '../versions/version.js';
import type { Move } from './releases.js';

/** The trailer by which any clone can see what a commit released. */
export const TRAILER = 'Relctl-Release';

/** The template's text with `{releases}` filled in, and one trailer a package. */
export function releaseMessage(template: string, moves: readonly Move[]): string {
  const releases = moves.map(({ package: { id }, to }) => `${id} ${formatVersion(to)}`);
  const text = template.replaceAll('{releases}', () => releases.join(', ')).trim();
  return `${text}\n\n${releases.map(release => `${TRAILER}: ${release}`).join('\n')}\n`;
}

/** What the trailers of a message say: id and version. */
export function readTrailers(message: string): { id: string; version: string }[] {
  return message.split('\n').flatMap(line => {
    const match = /^Relctl-Release: (\S+) (\S+)\s*$/.exec(line);
    return match === null ? [] : [{ id: match[1] as string, version: match[2] as string }];
  });
}
