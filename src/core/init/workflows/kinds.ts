/** The workflows that `relctl init` can write, in the order in which a change meets them. */
export const WORKFLOW_KINDS = ['pull-request', 'release', 'publish', 'nightly'] as const;
export type WorkflowKind = (typeof WORKFLOW_KINDS)[number];
