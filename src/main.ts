import { listEarly } from './cli/early-git.js';

/** The commands by their word; oclif knows them by their files. */
const COMMANDS = {
  bump: () => import('./commands/bump.js'),
  changed: () => import('./commands/changed.js'),
  graph: () => import('./commands/graph.js'),
  init: () => import('./commands/init.js'),
  list: () => import('./commands/list.js'),
  tag: () => import('./commands/tag.js'),
  'verify-versions': () => import('./commands/verify-versions.js'),
  workflows: () => import('./commands/workflows.js'),
} as const;

/** Runs the command that the words name. @param given the command line without the program */
export async function main(given: readonly string[]): Promise<void> {
  const [word = '', ...words] = given;
  listEarly([word, ...words]);
  const end = words.indexOf('--');
  const asksForHelp = words.slice(0, end < 0 ? undefined : end).includes('--help');
  if (Object.hasOwn(COMMANDS, word) && !asksForHelp) {
    // A command needs oclif's parser only; the rest of oclif would take longer to load than most commands take.
    const { default: Command } = await COMMANDS[word as keyof typeof COMMANDS]();
    await Command.run(words);
  } else if (/^[a-z]/i.test(word) && word !== 'help' && !asksForHelp) {
    const { UnknownCommand } = await import('./cli/unknown-command.js');
    await UnknownCommand.report(word, words, Object.keys(COMMANDS));
  } else {
    const { runOclif } = await import('./cli/oclif.js');
    await runOclif(word === 'help' ? [...words, '--help'] : [word, ...words].filter(each => each !== ''));
  }
}
