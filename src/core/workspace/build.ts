import type { Config, PackageConfig } from '../config/config.js';
import { RelctlError } from '../errors.js';
import { globMatcher } from '../globs.js';
import type { ManifestFacts } from '../manifests/facts.js';
import { byCodeUnit } from '../paths.js';
import { normalizeName } from '../requirements/name.js';
import { KINDS, type Kind, type Requirement } from '../requirements/requirement.js';
import { describedPackage, NOT_DESCRIBED } from './describe.js';
import type { Dependency, Package } from './package.js';
import { selectPackages } from './select.js';
import { type Targets, targetOf, targetsOf } from './targets.js';

/** A folder that is a package, with its place in the order that decides between equal names. */
export interface Candidate {
  readonly facts: ManifestFacts;
  /** Whether a workspace definition names it. */
  readonly named: boolean;
}

/** The candidates that the configuration leaves, sorted by path. */
export function selectCandidates(candidates: readonly Candidate[], config: Config): Candidate[] {
  const wanted = config.packages === null ? () => true : globMatcher(config.packages);
  const excluded = globMatcher(config.exclude);
  const configured = new Set([...config.package.values()].map(({ path }) => path));
  return candidates
    .filter(({ facts }) => configured.has(facts.path) || (wanted(facts.path) && !excluded(facts.path)))
    .filter(({ facts }) => configured.has(facts.path) || !(facts.virtual && facts.path === '.'))
    .sort((a, b) => byCodeUnit(a.facts.path, b.facts.path));
}

/** Makes packages of the candidates: ids, groups, templates of tags and dependencies; what files say comes later. */
export function buildPackages(candidates: readonly Candidate[], config: Config): Package[] {
  const settings = packageSettings(candidates, config);
  const ranked = [...candidates].sort(byRank);
  const ids = assignIds(ranked, settings);
  const drafts = candidates.map((candidate): Draft => {
    const { name, path, manifest, requirements } = candidate.facts;
    const inputs = settings.get(path)?.config.inputs ?? [];
    return { id: ids.get(candidate) as string, name, path, manifest, requirements, inputs };
  });
  const byPath = new Map(drafts.map(draft => [draft.path, draft]));
  const targets = targetsOf(ranked.map(({ facts }) => byPath.get(facts.path) as Draft));
  const groups = groupMembers(drafts, config);
  return drafts.map(draft => {
    const group = groups.get(draft.id) ?? null;
    const template =
      settings.get(draft.path)?.config.tag ??
      (group === null ? null : config.group.get(group)?.tag) ??
      config.tag;
    const { id, name, path, manifest, requirements, inputs } = draft;
    const own = settings.get(draft.path)?.config.oldTags;
    const oldTemplates = own === undefined ? config.oldTags : [...own, ...config.oldTags];
    const dependencies = dependenciesOf(draft, targets);
    return describedPackage(
      { id, name, path, manifest, requirements, inputs, template, oldTemplates, group, dependencies },
      NOT_DESCRIBED,
    );
  });
}

interface Setting {
  readonly id: string;
  readonly config: PackageConfig;
}

/** The `[package.<id>]` tables by the folder they are about. */
function packageSettings(candidates: readonly Candidate[], config: Config): Map<string, Setting> {
  const settings = new Map<string, Setting>();
  for (const [id, entry] of config.package) {
    const matches = candidates.filter(({ facts }) =>
      entry.path === null ? normalizeName(facts.name) === normalizeName(id) : facts.path === entry.path,
    );
    const [match] = matches;
    if (match !== undefined) settings.set(match.facts.path, { id, config: entry });
  }
  return settings;
}

/**
 * The configured id, else the normalised name. Where two packages have one name, the first by {@link byRank} keeps
 * it; the others go by their path.
 */
function assignIds(
  ranked: readonly Candidate[],
  settings: ReadonlyMap<string, Setting>,
): Map<Candidate, string> {
  const taken = new Set([...settings.values()].map(({ id }) => id));
  const ids = new Map<Candidate, string>();
  for (const candidate of ranked) {
    const { path, name } = candidate.facts;
    let id = settings.get(path)?.id ?? [normalizeName(name), path].find(spelling => !taken.has(spelling));
    // A path can also be the name of another package; with dots before it, it cannot.
    for (let spelling = path; id === undefined; ) {
      spelling = `./${spelling}`;
      if (!taken.has(spelling)) id = spelling;
    }
    taken.add(id);
    ids.set(candidate, id);
  }
  return ids;
}

/** Of equal names first the one that a workspace definition names, then the one nearer to the root. */
function byRank(left: Candidate, right: Candidate): number {
  return (
    Number(right.named) - Number(left.named) ||
    depthOf(left.facts.path) - depthOf(right.facts.path) ||
    byCodeUnit(left.facts.path, right.facts.path)
  );
}

function depthOf(path: string): number {
  let depth = path === '.' ? 0 : 1;
  for (let slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) depth++;
  return depth;
}

type Draft = Pick<Package, 'id' | 'name' | 'path' | 'manifest' | 'requirements' | 'inputs'>;

function dependenciesOf(draft: Draft, targets: Targets<Draft>): Dependency[] {
  const found = new Map<string, Requirement[]>();
  const own = normalizeName(draft.name);
  for (const requirement of draft.requirements) {
    // Most requirements are of other people's packages.
    const id = targetOf(draft.path, requirement, targets)?.id;
    if (id === undefined || id === draft.id || own === requirement.name) continue;
    const known = found.get(id);
    if (known === undefined) found.set(id, [requirement]);
    else known.push(requirement);
  }
  const ids = [...found.keys()].sort(byCodeUnit);
  return ids.map(id => dependencyOn(id, found.get(id) as Requirement[]));
}

function dependencyOn(id: string, requirements: readonly Requirement[]): Dependency {
  const kinds = new Set<Kind>();
  const specifiers = new Set<string>();
  for (const { kind, specifier } of requirements) {
    kinds.add(kind);
    if (specifier !== '') specifiers.add(specifier);
  }
  const inOrder = kinds.size === 1 ? [...kinds] : KINDS.filter(kind => kinds.has(kind));
  return { id, kinds: inOrder, specifiers: [...specifiers], requirements };
}

function groupMembers(drafts: readonly Draft[], config: Config): Map<string, string> {
  const groups = new Map<string, string>();
  for (const [group, { packages }] of config.group) {
    for (const { id } of selectPackages(drafts, packages).found) {
      const other = groups.get(id);
      if (other !== undefined && other !== group) {
        throw new RelctlError(
          'CONFIG_INVALID',
          `${config.file}: package ${id} is in two groups, ${other} and ${group}`,
          {
            hint: 'A package can share its version with one group only.',
          },
        );
      }
      groups.set(id, group);
    }
  }
  return groups;
}
