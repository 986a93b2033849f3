import type { ManifestFacts } from '../manifests/facts.js';
import type { TomlTable } from '../manifests/toml.js';
import { cargoLockPlaces } from './cargo.js';
import type { Lookup } from './lookup.js';
import type { ModulePlace } from './module.js';
import { importPackage } from './namespace-stub.js';
import type { Package, PlaceFault } from './package.js';
import { notBumpableReason } from './reason.js';
import type { Surroundings } from './surroundings.js';
import type { toolMirrors } from './tool-mirrors.js';
import type { versionFiles } from './version-files.js';
import { distinctPlaces, findVersionPlaces } from './version-places.js';

/** What the files of a package, beyond its manifests, say about it. */
export type PackageDescription = Pick<
  Package,
  'module' | 'version' | 'bumpable' | 'reason' | 'source' | 'mirrors' | 'placeFaults'
>;

/** A package as it is known without them. */
export type Undescribed = Omit<Package, keyof PackageDescription>;

/** Both parts as one. Written out, since spreading thousands of objects takes several times as long. */
export function describedPackage(each: Undescribed, description: PackageDescription): Package {
  return {
    id: each.id,
    name: each.name,
    path: each.path,
    manifest: each.manifest,
    module: description.module,
    version: description.version,
    bumpable: description.bumpable,
    reason: description.reason,
    source: description.source,
    mirrors: description.mirrors,
    placeFaults: description.placeFaults,
    requirements: each.requirements,
    dependencies: each.dependencies,
    template: each.template,
    oldTemplates: each.oldTemplates,
    group: each.group,
    inputs: each.inputs,
  };
}

/** Where those files are not read. */
export const NOT_DESCRIBED: PackageDescription = {
  module: null,
  version: null,
  bumpable: false,
  reason: null,
  source: { kind: 'not-read', file: null, fault: null },
  mirrors: [],
  placeFaults: [],
};

/** A package as its manifests and its place in the workspace make it known. */
export interface DescribeSubject {
  readonly id: string;
  readonly facts: ManifestFacts;
  /** The parsed `pyproject.toml`, where it configures a release tool. */
  readonly project: TomlTable | null;
  readonly module: ModulePlace | null;
}

/** The module's own file may hold a version that nobody sees. */
function unreadableModule(module: ModulePlace | null, lookup: Lookup): PlaceFault[] {
  const file = module?.file ?? null;
  const content = file === null ? undefined : lookup.content(file);
  if (file === null || content?.kind !== 'not-text') return [];
  const message = `${file} may hold a version and cannot be read: ${content.reason}`;
  return [{ configured: false, file, line: null, message, hint: 'Save the file as UTF-8.' }];
}

/** Code for what few workspaces have; it is loaded where there is any, and null where there is none. */
export interface RareReaders {
  readonly toolMirrors: typeof toolMirrors | null;
  readonly versionFiles: typeof versionFiles | null;
}

/** Asks the look-up for the files it needs; the answer holds once nothing more is wanted. */
export function describePackage(
  subject: DescribeSubject,
  surroundings: Surroundings,
  rare: RareReaders,
): PackageDescription {
  const { id, facts, project } = subject;
  const { lookup, config } = surroundings;
  const module = importPackage(subject.module, lookup);
  const { source, mirrors } = findVersionPlaces(facts, module, lookup);
  const name = module?.name ?? null;
  if (source.file === null) {
    const reason = notBumpableReason(source, facts.version, lookup);
    return { ...NOT_DESCRIBED, module: name, reason, source };
  }
  const entries = config.package.get(id)?.versionFiles ?? [];
  const configured = rare.versionFiles?.(entries, facts.path, lookup) ?? { places: [], faults: [] };
  const listed = rare.toolMirrors?.(facts, project, source, surroundings) ?? [];
  const places = [...mirrors, ...listed, ...configured.places];
  return {
    module: name,
    version: source.value,
    bumpable: true,
    reason: null,
    source,
    mirrors: distinctPlaces(source, [...places, ...cargoLockPlaces([source, ...places], lookup)]),
    placeFaults: [...configured.faults, ...unreadableModule(module, lookup)],
  };
}
