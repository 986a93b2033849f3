import type { PushCredential } from '../core/ports.js';
import type { GitProcess } from './git-process.js';

const NOT_KNOWN: PushCredential = { token: null };

/**
 * The token that git sends when it pushes to a remote over HTTP: as actions/checkout leaves it in `http.<url>.extraheader`,
 * in the configuration itself or in a file that it includes.
 */
export async function readPushCredential(git: GitProcess, remote: string): Promise<PushCredential> {
  const place = await git.run(['remote', 'get-url', '--push', '--all', '--', remote]);
  const urls = place.stdout.toString('utf8').split('\n').filter(Boolean);
  const [url] = urls;
  // A name and password in the URL itself come from somebody else.
  if (url === undefined || urls.length > 1 || !/^https?:\/\/[^/@]+(?:\/|$)/.test(url)) return NOT_KNOWN;
  const header = await git.run(['config', '--get-urlmatch', 'http.extraheader', url]);
  return { token: tokenOfHeader(header.stdout.toString('utf8')) };
}

/** @param text the last value that is configured */
function tokenOfHeader(text: string): string | null {
  const basic = /^authorization:\s*basic\s+([A-Za-z0-9+/=]+)\s*$/i.exec(text)?.[1];
  if (basic === undefined) return /^authorization:\s*bearer\s+(\S+)\s*$/i.exec(text)?.[1] ?? null;
  const credential = Buffer.from(basic, 'base64').toString('utf8');
  const colon = credential.indexOf(':');
  return colon < 0 || colon === credential.length - 1 ? null : credential.slice(colon + 1);
}
