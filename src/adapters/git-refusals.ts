import { RelctlError } from '../core/errors.js';
import { type GitOutcome, gitFailure } from './git-process.js';

/** What git says where it finds no repository that it would work in. */
export function notARepository(folder: string, outcome: GitOutcome): RelctlError {
  const words = outcome.stderr;
  if (/dubious ownership/.test(words)) return gitFailure(['rev-parse'], outcome);
  if (/not a git repository|must be run in a work tree|cannot use bare repository/.test(words)) {
    return new RelctlError('NOT_A_REPOSITORY', `${folder} is in no git work tree`);
  }
  return gitFailure(['rev-parse'], outcome);
}
