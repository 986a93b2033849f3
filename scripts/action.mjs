// What action.yml runs: its inputs, which are environment variables, as a command line of relctl. Every value stays one
// argument, joined to its flag, so that none can become a flag of its own.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Commands that hand on outputs, annotations and a summary. */
const FOR_GITHUB = ['changed', 'verify-versions', 'bump', 'tag'];

const program = fileURLToPath(new URL('../bin/run.js', import.meta.url));
const [major, minor] = process.versions.node.split('.').map(Number);

const input = name => (process.env[`INPUT_${name}`] ?? '').trim();
const list = text =>
  text
    .split(/[,\n]/)
    .map(item => item.trim())
    .filter(item => item !== '');

function commandLine() {
  const all = input('FORCE_ALL') === 'true';
  const command = input('COMMAND') || 'changed';
  const args = input('ARGS')
    .split(/\s+/)
    .filter(word => word !== '');
  const given = [
    [`cwd`, input('WORKING_DIRECTORY')],
    ['base', all ? '' : input('BASE')],
    ...(all ? [] : list(input('PACKAGES')).map(item => ['package', item])),
    ...list(input('SKIP')).map(item => ['skip', item]),
    [
      'format',
      FOR_GITHUB.includes(command) && !args.some(word => /^--format(?:=|$)/.test(word)) ? 'github' : '',
    ],
  ];
  return [
    command,
    ...(all ? ['--all'] : []),
    ...given.flatMap(([flag, value]) => (value === '' ? [] : [`--${flag}=${value}`])),
    ...args,
  ];
}

function fault() {
  if (major < 20 || (major === 20 && minor < 19))
    return `relctl needs Node 20.19 or later, and this is ${process.versions.node}: put actions/setup-node before it`;
  if (!/^[a-z][a-z-]*$/.test(input('COMMAND') || 'changed'))
    return 'the input command is one word; further ones go into args';
  if (!['', 'true', 'false'].includes(input('FORCE_ALL'))) return "the input force-all is 'true' or 'false'";
  if (!existsSync(new URL('../dist/relctl.cjs', import.meta.url)))
    return 'this revision holds no compiled program: use a release, such as v1';
  return null;
}

const message = fault();
if (message !== null) {
  console.log(`::error title=relctl::${message}`);
  process.exitCode = 2;
} else {
  process.argv = [process.execPath, program, ...commandLine()];
  await import(new URL('../bin/run.js', import.meta.url).href);
}
