import type { Command } from '@oclif/core';
import { Config } from '@oclif/core/config';

/** docs/commands.md: every command with its flags, from the compiled commands. */
export async function commandsPage(root: string): Promise<string> {
  const config = await Config.load({ root });
  const commands = [...config.commands].filter(({ pluginName }) => pluginName === 'relctl');
  const sections = commands.sort((a, b) => (a.id < b.id ? -1 : 1)).map(section);
  return `# Commands

Every command takes \`--json\` (one document on standard output, see the schemas in \`schemas/\`), \`-C/--cwd DIR\`,
\`--config FILE\`, \`--quiet\`, \`--verbose\` and \`--no-color\`. Data goes to standard output, all else to standard error.
Exit codes are in [errors.md](errors.md).

${sections.join('\n')}`;
}

type Loaded = Command.Loadable;

function section(command: Loaded): string {
  const args = Object.values(command.args).map(arg =>
    arg.required ? arg.name.toUpperCase() : `[${arg.name.toUpperCase()}]`,
  );
  const flags = Object.values(command.flags).filter(
    ({ helpGroup, hidden }) => helpGroup !== 'GLOBAL' && hidden !== true,
  );
  const rows = flags.map(flag => `| ${flagName(flag)} | ${flag.summary ?? ''}${optionList(flag)} |`);
  const table = rows.length === 0 ? [] : ['| flag | meaning |', '|---|---|', ...rows, ''];
  const examples = (command.examples ?? []).map(example =>
    String(example).replaceAll('<%= config.bin %>', 'relctl').replaceAll('<%= command.id %>', command.id),
  );
  return [
    `## relctl ${[command.id, ...args].join(' ')}`,
    '',
    command.summary ?? '',
    ...(command.description === undefined ? [] : ['', command.description]),
    '',
    ...table,
    '```console',
    ...examples.map(example => `$ ${example}`),
    '```',
    '',
  ].join('\n');
}

type Flag = Loaded['flags'][string];

function flagName(flag: Flag): string {
  const negative = flag.type === 'boolean' && flag.allowNo === true ? '[no-]' : '';
  const value = flag.type === 'option' ? ` ${flag.helpValue ?? flag.name.toUpperCase()}` : '';
  return `\`${flag.char === undefined ? '' : `-${flag.char}, `}--${negative}${flag.name}${value}\``;
}

function optionList(flag: Flag): string {
  const options = flag.type === 'option' ? (flag.options ?? []) : [];
  return options.length === 0 ? '' : ` One of ${options.map(option => `\`${option}\``).join(', ')}.`;
}
