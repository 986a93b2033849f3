import type { ListResult } from '../core/operations/list-packages.js';
import { columns } from './columns.js';

export function renderList({ packages }: ListResult): string {
  if (packages.length === 0) return 'no packages';
  return columns(
    packages.map(({ id, version, path, versionSource, dependencies }) => [
      id,
      version ?? `(${versionSource.kind})`,
      path,
      dependencies.length === 0 ? '' : `needs ${dependencies.map(dependency => dependency.id).join(', ')}`,
    ]),
  );
}
