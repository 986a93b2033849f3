import { listEarly } from './early-git.js';

listEarly(process.argv.slice(2));
// Only now, so that git is under way while the command line is loaded.
const { runCommandLine } = await import('./command-line.js');
await runCommandLine();
