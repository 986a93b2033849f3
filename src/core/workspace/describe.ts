import type { ManifestFacts } from '../manifests/facts.js';
import type { Lookup } from './lookup.js';
import type { ModulePlace } from './module.js';
import { findVersionPlaces, type VersionPlaces } from './version-places.js';

/** What the files of a package, beyond its manifests, say about it. */
export interface PackageDescription extends VersionPlaces {
  readonly module: string | null;
}

/** Asks `lookup` for the files it needs; the answer holds once nothing more is wanted. */
export function describePackage(
  facts: ManifestFacts,
  module: ModulePlace | null,
  lookup: Lookup,
): PackageDescription {
  return { module: module?.name ?? null, ...findVersionPlaces(facts, module, lookup) };
}
