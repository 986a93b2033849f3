import type { Point } from './points.js';

/** `npm run test:crash -- --mode short`: what CI has time for. */
export const isShort = process.env.CRASH_FORM === 'short';

/**
 * Every git process once, and those that change something in every way; of the calls to the file system a few. Only the
 * release that is pushed is looked at this closely: the others are parts of it.
 */
export function shortForm(points: readonly Point[]): Point[] {
  const [first] = points;
  // Without a push the local references are the commit point.
  const isCommitPoint = ({ name }: Point) => name.startsWith('commit | git update-ref.1 | after');
  if (first?.setting.scenario.name !== 'push')
    return [...new Set([...everyNth(points, 32), ...points.filter(isCommitPoint)])];
  const processes = points.filter(({ death }) => death.kind === 'git');
  const files = points.filter(({ death }) => death.kind === 'fs');
  return [...processes.filter(isBoundary), ...everyNth(files, 16)];
}

/** One of so many, the same ones in every run. */
export function everyNth<T>(items: readonly T[], step: number): T[] {
  return items.filter((_, index) => index % step === Math.floor(step / 2));
}

function isBoundary({ death }: Point): boolean {
  if (death.kind !== 'git') return false;
  const changes = /(?:^|\+)(?:update-ref|push|receive-pack)\.\d+$/.test(death.process);
  return changes ? death.who !== 'relctl' : death.how === 'before' && death.who === 'all';
}
