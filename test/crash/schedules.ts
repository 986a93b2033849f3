import type { Death, Who } from './death.js';
import { deathName } from './death.js';
import type { Point } from './points.js';

/** A run that is killed, and re-runs that are killed as well before one is let through. */
export interface Schedule {
  readonly name: string;
  readonly first: Point;
  readonly others: readonly Death[];
}

/** Schedule number `seed` over the points given: the same seed and points give the same schedule. */
export function schedule(points: readonly Point[], seed: number): Schedule {
  const random = randomNumbers(seed);
  const below = (limit: number) => Math.floor(random() * limit);
  const scenarios = [...new Set(points.map(({ setting }) => setting))];
  const setting = scenarios[below(scenarios.length)];
  const own = points.filter(point => point.setting === setting);
  const first = own[below(own.length)] as Point;
  const others = Array.from({ length: 1 + below(2) }, () => anyDeath(below));
  return { name: [`seed ${seed}: ${first.name}`, ...others.map(deathName)].join(' + '), first, others };
}

/** What a re-run does differs from what the first run did, so the place is only a number. */
function anyDeath(below: (limit: number) => number): Death {
  if (below(2) === 0) {
    const who = (['all', 'git', 'relctl'] as const satisfies readonly Who[])[below(3)] as Who;
    return { kind: 'git', process: `*${1 + below(30)}`, how: below(2) === 0 ? 'before' : 'after', who };
  }
  const how = (['before', 'half', 'after'] as const)[below(3)] as 'before' | 'half' | 'after';
  return { kind: 'fs', call: `*${1 + below(40)}`, how };
}

/** Mulberry32: small, and good enough to choose by. */
function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
