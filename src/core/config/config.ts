import type { Remote } from '../ports.js';
import { DEFAULT_TEMPLATE } from '../tags/template.js';
import type { Dependents } from './dependents.js';
import type { WrittenConfig } from './schema.js';
import type { TagForm } from './tag-form.js';

export interface PackageConfig {
  readonly path: string | null;
  readonly inputs: readonly string[];
  readonly versionFiles: readonly string[];
  readonly tag: string | null;
  readonly oldTags: readonly string[];
}

export interface GroupConfig {
  readonly packages: readonly string[];
  readonly tag: string | null;
}

/** The configuration with every default filled in. */
export interface Config {
  /** The file it stands in; null where there is none. */
  readonly file: string | null;
  readonly base: string | null;
  readonly tag: string;
  readonly oldTags: readonly string[];
  /** Null: packages are found by themselves. */
  readonly packages: readonly string[] | null;
  readonly exclude: readonly string[];
  readonly global: readonly string[];
  readonly ignore: readonly string[];
  readonly package: ReadonlyMap<string, PackageConfig>;
  readonly group: ReadonlyMap<string, GroupConfig>;
  readonly bump: {
    readonly dependents: Dependents;
    readonly message: string;
    /** Null: as git is configured. */
    readonly sign: boolean | null;
    readonly tags: TagForm;
  };
  readonly push: { readonly remote: Remote; readonly tagsPerPush: number };
  readonly verify: { readonly ignore: readonly { readonly rule: string; readonly package: string | null }[] };
}

export const DEFAULT_CONFIG: Config = normalizeConfig(null, {});

/** Brings the written configuration into its one full form. */
export function normalizeConfig(file: string | null, written: WrittenConfig): Config {
  return {
    file,
    base: written.base ?? null,
    tag: written.tag ?? DEFAULT_TEMPLATE,
    oldTags: written['old-tags'] ?? [],
    packages: written.packages ?? null,
    exclude: written.exclude ?? [],
    global: written.global ?? [],
    ignore: written.ignore ?? [],
    package: mapValues(written.package, entry => ({
      path: entry.path?.replace(/^\.\//, '').replace(/(?<=.)\/+$/, '') ?? null,
      inputs: entry.inputs ?? [],
      versionFiles: entry['version-files'] ?? [],
      tag: entry.tag ?? null,
      oldTags: entry['old-tags'] ?? [],
    })),
    group: mapValues(written.group, entry => ({ packages: entry.packages, tag: entry.tag ?? null })),
    bump: {
      dependents: written.bump?.dependents ?? 'auto',
      message: written.bump?.message ?? 'release: {releases}',
      sign: written.bump?.sign ?? null,
      tags: written.bump?.tags ?? 'annotated',
    },
    push: {
      remote: { name: written.push?.remote ?? 'origin', timeout: written.push?.timeout ?? 300 },
      tagsPerPush: written.push?.['tags-per-push'] ?? 1,
    },
    verify: {
      ignore: (written.verify?.ignore ?? []).map(({ rule, package: id }) => ({ rule, package: id ?? null })),
    },
  };
}

function mapValues<From, To>(
  record: Record<string, From> | undefined,
  change: (value: From) => To,
): Map<string, To> {
  return new Map(Object.entries(record ?? {}).map(([key, value]) => [key, change(value)]));
}

/** The configuration as one text, whatever file it stands in: two that mean the same give the same. */
export function describeConfig({ file: _, ...config }: Config): string {
  return JSON.stringify(config, (_key, value) => (value instanceof Map ? [...value] : value));
}
