import { randomBytes } from 'node:crypto';
import type { ReleaseTools } from '../core/ports.js';
import { readPushCredential } from './git-credentials.js';
import { gitDirectory } from './git-directory.js';
import type { GitProcess } from './git-process.js';
import { GitPublisher } from './git-publisher.js';
import { JournalFile } from './journal-file.js';
import { RunLockFile } from './run-lock.js';
import { WorkFiles } from './work-files.js';

/** @param git working in `root`, the absolute path of the work tree */
export async function releaseTools(git: GitProcess, root: string): Promise<ReleaseTools> {
  const { own } = await gitDirectory(git);
  return {
    publisher: new GitPublisher(git),
    files: new WorkFiles(root, randomBytes(8).toString('hex')),
    journal: new JournalFile(own),
    lock: new RunLockFile(own),
    pushCredential: remote => readPushCredential(git, remote.name),
  };
}
