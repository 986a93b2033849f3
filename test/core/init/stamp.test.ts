import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { stamped, statusOf } from '../../../src/core/init/stamp.js';
import type { FileContent } from '../../../src/core/ports.js';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const text = (content: string): FileContent => ({ kind: 'text', text: content });
const wanted = stamped('name: new\n', sha256);
const older = stamped('name: old\n', sha256);

describe('statusOf', () => {
  it.each<[string, FileContent | undefined, string]>([
    ['nothing is there', { kind: 'missing' }, 'created'],
    ['the same is there', text(wanted), 'unchanged'],
    ['git gave it the line ends of Windows', text(wanted.replaceAll('\n', '\r\n')), 'unchanged'],
    ['an older one is there that nobody changed', text(older), 'updated'],
    ['the older one has the line ends of Windows', text(older.replaceAll('\n', '\r\n')), 'updated'],
    ['somebody changed a letter', text(older.replace('old', 'own')), 'kept'],
    ['somebody added a line', text(`${older}# mine\n`), 'kept'],
    ['somebody changed the checksum', text(older.replace(/checksum ./, 'checksum x')), 'kept'],
    ['somebody wrote it', text('name: new\n'), 'kept'],
    ['it is empty', text(''), 'kept'],
    ['it is a link', { kind: 'link' }, 'kept'],
    ['it is no text', { kind: 'not-text', reason: 'it is not UTF-8' }, 'kept'],
    ['it cannot be read', { kind: 'unreadable', reason: 'EACCES' }, 'kept'],
  ])('where %s', (_, present, status) => {
    expect(statusOf(present, wanted, sha256)).toBe(status);
  });
});
