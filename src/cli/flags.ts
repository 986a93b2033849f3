import { boolean, string } from '@oclif/core/flags';

/** Flags that several commands have, each with one meaning everywhere. */
const selectors = { helpValue: 'PACKAGE', multiple: true, multipleNonGreedy: true, delimiter: ',' } as const;

export const packageFlag = string({
  ...selectors,
  char: 'p',
  summary: 'A package by id, name or path; may be repeated or hold several with commas.',
});

export const skipFlag = string({
  ...selectors,
  summary: 'Leave a package out; may be repeated or hold several with commas.',
});

export const groupFlag = string({
  ...selectors,
  helpValue: 'GROUP',
  summary: 'All packages of a group; may be repeated or hold several with commas.',
});

export const signFlag = boolean({
  summary: 'Sign the release commit and annotated tags; default: as configured, else as git is.',
  allowNo: true,
});

export const idleTagsFlag = boolean({
  summary: 'Push tags that start no workflow, though tags are what the repository publishes from.',
});
