import type { Findings, FoundPackage } from './findings.js';

const SCHEMA = '#:schema ./node_modules/relctl/schemas/config.json';

/** `relctl.toml` with what was found, and a comment for each setting that says why it is there. */
export function writeConfig({ base, tag, packages, group, remarks }: Findings): string {
  const settings = [
    ...(base === null ? [] : ['# The remote names no default branch.', `base = ${quoted(base)}`, '']),
    ...(tag === null ? [] : [comment(`Tags are like ${tag.example}.`), `tag = ${quoted(tag.template)}`, '']),
    ...packages.flatMap(packageLines),
    ...(group === null
      ? []
      : [
          comment(`One version and one tag for all, such as ${group.example}.`),
          `[group.${key(group.name)}]`,
          `packages = [${group.packages.map(quoted).join(', ')}]`,
          `tag = ${quoted(group.template)}`,
          '',
        ]),
  ];
  const opening =
    settings.length === 0
      ? ['# Nothing here differs from the defaults; `relctl list` shows what was found.']
      : ['# Only what differs from the defaults; `relctl list` shows what was found.'];
  return [SCHEMA, ...opening, ...remarks.map(comment), '', ...settings].join('\n').replace(/\n*$/, '\n');
}

function packageLines({ id, name, path, tag, example }: FoundPackage): string[] {
  return [
    comment(
      id === name
        ? `Its tags are like ${example}.`
        : `The distribution is called ${name}, its tags are like ${example}.`,
    ),
    `[package.${key(id)}]`,
    ...(path === null ? [] : [`path = ${quoted(path)}`]),
    ...(tag === null ? [] : [`tag = ${quoted(tag)}`]),
    '',
  ];
}

function key(text: string): string {
  return /^[A-Za-z0-9_-]+$/.test(text) ? text : quoted(text);
}

/** A basic string of TOML: what JSON escapes, and DEL. */
function quoted(text: string): string {
  return JSON.stringify(text).replaceAll('\u007f', '\\u007f');
}

/** Names and tags come from others: nothing of them may end the comment, or change how it reads. */
function comment(text: string): string {
  return `# ${text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '?')}`;
}
