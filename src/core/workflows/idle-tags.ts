import { RelctlError } from '../errors.js';
import type { Package } from '../workspace/package.js';
import type { Problem } from '../workspace/problem.js';
import { listed } from './listed.js';
import { tagPush } from './push.js';
import { listensToTags, tagStartsNothing } from './rules/tag-starts-nothing.js';
import { skipWord } from './skip-word.js';
import { startsOf } from './starts.js';
import type { Workflow } from './workflow.js';

/** A tag that is going to be pushed, with the packages that it is of. */
export interface OwnedTag {
  readonly name: string;
  readonly packages: readonly Package[];
}

/** What is known of pushes of tags before they are made. */
export interface Prediction {
  /** The files of the workflows that each tag starts. */
  readonly starts: readonly { readonly tag: string; readonly workflows: readonly string[] }[];
  /** Tags that start nothing where something is published, each as a warning. */
  readonly problems: readonly Problem[];
  /** The same tags, where it is tags that lead to what publishes. */
  readonly refusals: readonly RelctlError[];
}

/**
 * What new tags on one commit will start.
 * @param message of the commit
 */
export function predict(
  workflows: readonly Workflow[],
  tags: readonly OwnedTag[],
  message: string,
): Prediction {
  const names = tags.map(({ name }) => name);
  const { tags: started, publishes, tagsPublish } = startsOf(workflows, names, message);
  const starts = started.map(each => ({ tag: each.tag, workflows: each.starts.map(({ file }) => file) }));
  const idleNames = new Set(starts.flatMap(each => (each.workflows.length === 0 ? [each.tag] : [])));
  const idle = publishes ? tags.filter(({ name }) => idleNames.has(name)) : [];
  const word = skipWord(message);
  const problems = idle.flatMap(tag => (word === null ? unheard(tag, workflows) : [skipped(tag, word)]));
  return { starts, problems, refusals: tagsPublish ? refusalOf(idle, problems, word, workflows) : [] };
}

function unheard({ name, packages }: OwnedTag, workflows: readonly Workflow[]): Problem[] {
  const ref = { push: tagPush(name, null), packages, workflows, started: [] };
  return tagStartsNothing(ref).map(problem => ({ ...problem, severity: 'warning' as const }));
}

function skipped({ name, packages }: OwnedTag, word: string): Problem {
  return {
    rule: 'tag-starts-nothing',
    severity: 'warning',
    package: packages.length === 1 ? (packages[0]?.id ?? null) : null,
    file: null,
    line: null,
    column: null,
    message: `the tag ${name} starts no workflow: the message of its commit holds ${word}`,
    hint: 'Take the word out of the message; that of a release is `bump.message`.',
  };
}

/** One finding for all tags of a commit. */
function refusalOf(
  idle: readonly OwnedTag[],
  problems: readonly Problem[],
  word: string | null,
  workflows: readonly Workflow[],
): RelctlError[] {
  const [first] = problems;
  if (first === undefined) return [];
  const names = idle.map(({ name }) => name);
  const others =
    names.length === 1 ? '' : `; neither ${names.length === 2 ? 'does' : 'do'} ${listed(names.slice(1))}`;
  const remedy =
    word === null
      ? 'Change the template of `tag` or the `tags` of the workflow so that they agree'
      : `Take ${word} out of the message; that of a release is \`bump.message\``;
  const waiting = workflows.filter(listensToTags).map(workflow => ({
    file: workflow.file,
    patterns: (workflow.triggers.get('push')?.filters.get('tags')?.patterns ?? []).map(({ text }) => text),
  }));
  return [
    new RelctlError('IDLE_TAG', `${first.message}${others}`, {
      hint: `${remedy}, or push nevertheless with --allow-idle-tags.`,
      details: { tags: names, waiting },
    }),
  ];
}
