import type { BaseRequest, BaseRule } from '../ci/event.js';
import type { Config } from '../config/config.js';
import type { Deepener, HeadCommit, History, Tree } from '../ports.js';
import type { Series } from '../tags/series.js';
import { templatesOf } from '../tags/series.js';
import { requireHead, requireRevision } from './compare-sides.js';
import { withHistory } from './deepen.js';
import { findBase } from './find-base.js';
import { findSeries, type ReleasedSeries, type TagQuestion } from './find-tags.js';
import { loadConfig } from './load-config.js';

export interface ScopeRequest {
  /** Null: what the job of CI was started for, the configured base, else the default branch. */
  readonly base: string | null;
  /** Null: the commit of a job of CI, else the work tree. */
  readonly head: string | null;
  /** Compares each package with its own last release instead. */
  readonly sinceRelease?: boolean;
  /** Selectors of packages that are asked for instead of looked for. */
  readonly packages: readonly string[];
  readonly all: boolean;
}

/** Where `changed` runs. */
export interface Job {
  /** What the job of CI was started for; null elsewhere. Read only where nothing else gives the base. */
  event(): BaseRequest | null;
  /** Null: no history is fetched. */
  readonly deepener: Deepener | null;
}

export const NO_JOB: Job = { event: () => null, deepener: null };

/** Which packages are named. */
export type Naming =
  | { readonly kind: 'requested' }
  | { readonly kind: 'all' }
  /** Those that differ from the bases; and those with tags of these series, differing or not. */
  | { readonly kind: 'differing'; readonly tagged: readonly Series[] }
  /** Each that differs from the last release of its own series. */
  | { readonly kind: 'since-release'; readonly series: readonly ReleasedSeries[] };

/** What is compared, and what is named of it. */
export interface Scope {
  readonly base: { readonly ref: string | null; readonly commit: string | null; readonly how: BaseRule };
  /** Null where nothing is compared. */
  readonly head: HeadCommit | null;
  /** What the head was given as; null where the work tree takes its place. */
  readonly headRef: string | null;
  readonly bases: readonly string[];
  readonly naming: Naming;
}

/** @throws what `findBase` and `loadConfig` do, and REMOTE_UNREACHABLE with a deepener */
export async function findScope(
  history: History,
  files: Pick<Tree, 'read'>,
  request: ScopeRequest,
  givenConfig: Config | null,
  job: Job,
): Promise<Scope> {
  const { head } = request;
  const nothing = { base: { ref: null, commit: null, how: 'not-needed' }, bases: [] } as const;
  if (request.all || request.packages.length > 0) {
    const naming = { kind: 'requested' } as const;
    if (head === null) return { ...nothing, naming, head: null, headRef: null };
    return withHistory(history, job.deepener, async () => ({
      ...nothing,
      naming,
      head: await headOf(history, head),
      headRef: head,
    }));
  }
  const needsConfig = request.base === null || request.sinceRelease === true;
  const config = needsConfig ? (givenConfig ?? (await loadConfig(files))) : null;
  const templates = config === null ? [] : templatesOf(config);
  if (request.sinceRelease === true) {
    const headRef = head ?? 'HEAD';
    return withHistory(history, job.deepener, fetched =>
      sinceRelease(history, headRef, { templates, ...fetched }),
    );
  }
  const event = request.base === null ? job.event() : null;
  return withHistory(history, job.deepener, async fetched => {
    const question = {
      base: request.base,
      head,
      event,
      configured: config?.base ?? null,
      templates,
      ...fetched,
    };
    const { how, ref, commit, head: found, bases, naming } = await findBase(history, question);
    return {
      base: { ref, commit, how },
      head: found,
      headRef: head ?? (event === null ? null : 'HEAD'),
      bases,
      naming:
        naming === 'all'
          ? { kind: 'all' }
          : { kind: 'differing', tagged: naming === 'differing' ? [] : naming },
    };
  });
}

async function sinceRelease(history: History, headRef: string, tags: TagQuestion): Promise<Scope> {
  requireRevision(headRef);
  const sides = await history.sides(headRef, []);
  const head = requireHead(sides, headRef);
  const { series } = await findSeries(history, head.commit, sides.shallow, tags, null);
  return {
    base: { ref: null, commit: null, how: 'release' },
    head,
    headRef,
    bases: [...new Set(series.flatMap(({ reached }) => reached?.commit ?? []))],
    naming: { kind: 'since-release', series },
  };
}

async function headOf(history: History, revision: string): Promise<HeadCommit> {
  requireRevision(revision);
  return requireHead(await history.sides(revision, []), revision);
}
