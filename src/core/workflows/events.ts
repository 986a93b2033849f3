/** Every event that may stand in `on`, by GitHub's page "Events that trigger workflows". */
export const EVENTS: ReadonlySet<string> = new Set([
  'branch_protection_rule',
  'check_run',
  'check_suite',
  'create',
  'delete',
  'deployment',
  'deployment_status',
  'discussion',
  'discussion_comment',
  'fork',
  'gollum',
  'image_version',
  'issue_comment',
  'issues',
  'label',
  'member',
  'merge_group',
  'milestone',
  'page_build',
  'project',
  'project_card',
  'project_column',
  'public',
  'pull_request',
  'pull_request_review',
  'pull_request_review_comment',
  'pull_request_target',
  'push',
  'registry_package',
  'release',
  'repository_dispatch',
  'schedule',
  'status',
  'watch',
  'workflow_call',
  'workflow_dispatch',
  'workflow_run',
]);

export const FILTER_KEYS = [
  'branches',
  'branches-ignore',
  'tags',
  'tags-ignore',
  'paths',
  'paths-ignore',
] as const;
export type FilterKey = (typeof FILTER_KEYS)[number];

const PULL_REQUEST: readonly FilterKey[] = ['branches', 'branches-ignore', 'paths', 'paths-ignore'];

/** The filters that GitHub looks at for an event; it passes over others without a word. */
export function filtersOf(event: string): readonly FilterKey[] {
  switch (event) {
    case 'push':
      return FILTER_KEYS;
    case 'pull_request':
    case 'pull_request_target':
      return PULL_REQUEST;
    case 'workflow_run':
    case 'merge_group':
      return ['branches', 'branches-ignore'];
    default:
      return [];
  }
}

/** What may stand below these events; the rest is passed over. */
export const OTHER_KEYS: ReadonlySet<string> = new Set([
  'types',
  'workflows',
  'inputs',
  'outputs',
  'secrets',
  'cron',
  'names',
  'versions',
  'timezone',
]);

/** What a filter is about. */
export function isPathFilter(key: FilterKey): boolean {
  return key === 'paths' || key === 'paths-ignore';
}
