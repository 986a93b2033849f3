// Writes what is made from the sources: schemas/ and the generated pages of docs/. With --check it only compares.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { commandsPage } from './commands-page.js';
import { configurationPage } from './configuration-page.js';
import { errorsPage } from './errors-page.js';
import { levelsPage } from './levels-page.js';
import { schemaFiles } from './schemas.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
process.chdir(root);
const files = new Map([
  ...schemaFiles(),
  ['docs/errors.md', errorsPage()],
  ['docs/configuration.md', configurationPage()],
  ['docs/levels.md', levelsPage()],
  ['docs/commands.md', await commandsPage(root)],
]);
const stale = [...files].filter(
  ([file, content]) => !existsSync(file) || readFileSync(file, 'utf8') !== content,
);
if (process.argv.includes('--check')) {
  for (const [file] of stale) console.error(`${file} is not up to date: run npm run generate`);
  process.exitCode = stale.length > 0 ? 1 : 0;
} else {
  for (const [file, content] of stale) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(file, content);
    console.log(`wrote ${file}`);
  }
}
