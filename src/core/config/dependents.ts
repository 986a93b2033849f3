/** Which packages that need a released one are released along: those that would refuse it, all, or none. */
export const DEPENDENTS = ['auto', 'all', 'none'] as const;
export type Dependents = (typeof DEPENDENTS)[number];
