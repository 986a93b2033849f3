// Runs the compiled program with another Node: node scripts/smoke.mjs FOLDER, where that Node is installed by npm.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const modules = join(process.argv[2], 'node_modules');
const name = readdirSync(modules).find(entry => entry.startsWith('node-'));
const node = join(modules, name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
const root = fileURLToPath(new URL('..', import.meta.url));

for (const args of [
  ['--version'],
  ['--help'],
  ['list', '--json'],
  ['changed', '--base', 'HEAD', '--json'],
  ['verify-versions', '--json'],
]) {
  const { status, stdout, stderr } = spawnSync(node, [join(root, 'bin/run.js'), ...args], {
    cwd: root,
    encoding: 'utf8',
  });
  const isDocument = !args.includes('--json') || JSON.parse(stdout).ok === true;
  if (status === 0 && isDocument && stdout !== '') continue;
  console.error(`${name}: relctl ${args.join(' ')} ended with ${status}: ${stdout}${stderr}`);
  process.exit(1);
}
console.log(`${name}: ${spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim()} runs relctl`);
