import type { Sha256 } from '../locks/lock.js';
import type { FileContent } from '../ports.js';

/** What becomes of a file: `kept` is one that a person wrote or changed. */
export type FileStatus = 'created' | 'updated' | 'unchanged' | 'kept';

const STAMP = /^# Written by relctl init; checksum ([0-9a-f]{16})\n/;

/** A text with a first line by which relctl knows later that nobody has changed it. */
export function stamped(text: string, sha256: Sha256): string {
  return `# Written by relctl init; checksum ${checksum(text, sha256)}\n${text}`;
}

/** What becomes of the file that is there, where relctl would write `wanted`. Line ends are git's business. */
export function statusOf(present: FileContent | undefined, wanted: string, sha256: Sha256): FileStatus {
  if (present === undefined || present.kind === 'missing') return 'created';
  if (present.kind !== 'text') return 'kept';
  const text = present.text.replaceAll('\r\n', '\n');
  if (text === wanted) return 'unchanged';
  const [stamp = '', sum] = STAMP.exec(text) ?? [];
  return sum !== undefined && sum === checksum(text.slice(stamp.length), sha256) ? 'updated' : 'kept';
}

function checksum(text: string, sha256: Sha256): string {
  return sha256(text).slice(0, 16);
}
