import { type MissingHistory, missingHistory } from '../history/missing.js';
import type { Deepener, History, TagRef } from '../ports.js';

/** How much is fetched at first, and how much at most before all of it is. */
const FIRST_STEP = 8;
const LAST_STEP = 4096;

/** What was fetched so far. */
export interface Fetched {
  /** Null where they were not asked for. */
  readonly remoteTags: readonly TagRef[] | null;
  /** Whether what is missing can be fetched. */
  readonly fetching: boolean;
}

/**
 * Tries to answer; with a deepener, each time that history is lacking fetches what the refusal names and tries again.
 * The steps grow, so that the number of fetches stays small and what is fetched is at most about twice what is needed.
 * @throws what `attempt` does, where nothing more is to be had; REMOTE_UNREACHABLE
 */
export async function withHistory<T>(
  history: History,
  deepener: Deepener | null,
  attempt: (fetched: Fetched) => Promise<T>,
): Promise<T> {
  const fetching = deepener === null ? null : new Fetching(history, deepener);
  for (;;) {
    try {
      return await attempt({ remoteTags: fetching?.remoteTags ?? null, fetching: fetching !== null });
    } catch (error) {
      const missing = missingHistory(error);
      if (missing === null || fetching === null || !(await fetching.fetch(missing))) throw error;
    }
  }
}

class Fetching {
  remoteTags: readonly TagRef[] | null = null;
  private readonly history: History;
  private readonly deepener: Deepener;
  private readonly tried = new Set<string>();
  /** The next step; null where all is fetched, undefined after that. */
  private step: number | null | undefined = FIRST_STEP;

  constructor(history: History, deepener: Deepener) {
    this.history = history;
    this.deepener = deepener;
  }

  /** False where nothing more can be fetched. */
  async fetch(missing: MissingHistory): Promise<boolean> {
    switch (missing.kind) {
      case 'revision':
        return this.fetchRevision(missing.revision);
      case 'before':
        return this.fetchBefore(missing.commits, missing.depth);
      case 'tags':
        if (this.remoteTags !== null) return false;
        this.remoteTags = await this.deepener.remoteTags();
        return true;
    }
  }

  private async fetchRevision(revision: string): Promise<boolean> {
    if (!this.tried.has(revision)) {
      this.tried.add(revision);
      const { shallow } = await this.history.sides('HEAD', []);
      if (await this.deepener.fetchRevision(revision, shallow)) return true;
    }
    // `HEAD~3` and abbreviated ids mean a commit of the history that is here.
    if (!/[~^]|^[0-9a-f]{4,39}$/.test(revision)) return false;
    const { cuts } = await this.history.commits(['HEAD'], []);
    return cuts.length > 0 && this.fetchBefore(cuts, null);
  }

  private async fetchBefore(commits: readonly string[], depth: number | null): Promise<boolean> {
    const key = commits.join(' ');
    if (depth !== null && !this.tried.has(key)) {
      this.tried.add(key);
      await this.deepener.fetchBefore(commits, depth);
      return true;
    }
    if (this.step === undefined) return false;
    await this.deepener.fetchBefore(commits, this.step);
    this.step = this.step === null ? undefined : this.step < LAST_STEP ? this.step * 2 : null;
    return true;
  }
}
