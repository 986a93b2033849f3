import { RelctlError } from '../errors.js';
import type { Sha256 } from '../locks/lock.js';
import type { Plan } from '../plan/plan.js';
import type { ReleaseObjects } from '../ports.js';

/** A release under way, written down when everything but its references and files is there. */
export interface Journal {
  /** Names the files that the run leaves behind if it dies. */
  readonly run: string;
  /** The command that makes it, in its one spelling. */
  readonly command: string;
  readonly plan: Plan;
  /** Null where only files are edited. */
  readonly objects: ReleaseObjects | null;
}

const FORMAT = 1;

export function formatJournal(journal: Journal, sha256: Sha256): string {
  return `${JSON.stringify({ format: FORMAT, checksum: checksum(journal, sha256), journal })}\n`;
}

/** @param path for messages @throws JOURNAL_BROKEN where it is torn, changed, or of a later relctl */
export function parseJournal(text: string, path: string, sha256: Sha256): Journal {
  const { format, checksum: stored, journal } = parseObject(text, path);
  if (format !== FORMAT)
    throw new RelctlError('JOURNAL_BROKEN', `${path}: its format ${JSON.stringify(format)} is not known`);
  if (typeof journal !== 'object' || journal === null || checksum(journal, sha256) !== stored)
    throw new RelctlError('JOURNAL_BROKEN', `${path}: its checksum does not fit its content`);
  return journal as Journal;
}

function parseObject(text: string, path: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === 'object' && parsed !== null) return parsed as Record<string, unknown>;
  } catch {
    // Told below.
  }
  throw new RelctlError('JOURNAL_BROKEN', `${path}: it is no whole JSON document`);
}

function checksum(journal: object, sha256: Sha256): string {
  return sha256(JSON.stringify(journal));
}
