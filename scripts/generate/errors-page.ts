import { ERRORS } from '../../src/core/errors.js';

const MEANINGS: Readonly<Record<number, string>> = {
  0: 'done, or nothing to do (`result.status` says which)',
  1: 'a gate found problems, or a task failed',
  2: 'usage or configuration error',
  3: "the local repository's state refuses; nothing changed",
  4: 'the remote refuses or moved; nothing published',
  5: 'partly done or unknown; running the same command again completes it',
  6: 'the environment fails (disk, permission, git missing or too old, timeout)',
  70: 'a bug in relctl',
  130: 'interrupted (143: terminated)',
};

/** docs/errors.md: every exit code and every error code. */
export function errorsPage(): string {
  const exits = Object.entries(MEANINGS).map(([code, meaning]) => `| ${code} | ${meaning} |`);
  const errors = Object.entries(ERRORS).map(
    ([code, [exit, meaning, hint]]) =>
      `| \`${code}\` | ${exit} | ${meaning} | ${hint.replaceAll('|', '\\|')} |`,
  );
  return `# Errors

An error is printed once, to standard error, with what to do next; with \`--json\` it is the \`error\` of the document
(\`code\`, \`message\`, \`hint\`, \`details\`) and the exit code is the same.

| exit | meaning |
|---|---|
${exits.join('\n')}

| code | exit | meaning | what to do, where the message says nothing better |
|---|---|---|---|
${errors.join('\n')}
`;
}
