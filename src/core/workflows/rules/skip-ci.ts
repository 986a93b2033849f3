import type { Problem } from '../../workspace/problem.js';
import { listed } from '../listed.js';
import { takesPush } from '../trigger.js';
import { type ExaminedRef, packageOf, problem } from './inspection.js';

/** A word in the message of the commit that stops what the push would start; one finding for all tags of a commit. */
export function skipCi(refs: readonly ExaminedRef[]): Problem[] {
  const stopped = refs.filter(({ push, workflows }) => {
    if (push.skipWord === null) return false;
    return workflows.some(({ triggers }) => {
      const trigger = triggers.get('push');
      return trigger !== undefined && takesPush(trigger, push);
    });
  });
  const [first] = stopped;
  if (first === undefined) return [];
  const names = stopped.map(({ push }) => push.name);
  const tags = stopped.filter(({ push }) => push.kind === 'tag');
  return [
    problem(null, null, {
      rule: 'skip-ci',
      severity: tags.length > 0 ? 'error' : 'warning',
      package: stopped.length === 1 ? packageOf(first) : null,
      message: `the message of the commit holds ${first.push.skipWord}, so a push of ${listed(names)} starts no workflow`,
      hint: 'Take the word out of the message (git commit --amend), or out of the tool that writes it, before tagging.',
    }),
  ];
}

/** A word in the message that releases are given. @param file of the configuration */
export function skipCiInTemplate(word: string | null, file: string | null): Problem[] {
  if (word === null) return [];
  return [
    problem(file === null ? null : { file }, null, {
      rule: 'skip-ci',
      severity: 'error',
      message: `the message of release commits holds ${word}, so their tags start no workflow`,
      hint: 'Take it out of `bump.message`.',
    }),
  ];
}
