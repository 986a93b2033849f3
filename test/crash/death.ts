/** Who dies: everything at once as a machine does, one git process while relctl goes on, or relctl while git goes on. */
export type Who = 'all' | 'git' | 'relctl';

/** Where and how a run is killed. `process` and `call` are names from a counting run, or `*N` for the Nth of all. */
export type Death =
  | { readonly kind: 'git'; readonly process: string; readonly how: 'before' | 'after'; readonly who: Who }
  | {
      readonly kind: 'git-call';
      readonly process: string;
      readonly call: string;
      readonly nth: number;
      readonly who: Who;
    }
  /** Relctl dies, and what it has started goes to work some seconds later. */
  | { readonly kind: 'orphan'; readonly process: string; readonly delay: number }
  | { readonly kind: 'fs'; readonly call: string; readonly how: 'before' | 'after' | 'half' }
  | { readonly kind: 'relctl-call'; readonly call: string; readonly nth: number };

/** One line, such as `git push.1+receive-pack.1 | rename 2 | all`. */
export function deathName(death: Death): string {
  switch (death.kind) {
    case 'git':
      return `git ${death.process} | ${death.how} | ${death.who}`;
    case 'git-call':
      return `git ${death.process} | ${death.call} ${death.nth} | ${death.who}`;
    case 'orphan':
      return `git ${death.process} | ${death.delay} s after relctl`;
    case 'fs':
      return `relctl ${death.call} | ${death.how}`;
    case 'relctl-call':
      return `relctl | ${death.call} ${death.nth}`;
  }
}
