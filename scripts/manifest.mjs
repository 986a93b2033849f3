import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Config } from '@oclif/core/config';
import { build } from 'esbuild';

/**
 * What oclif has to know of all commands to write help, so that it need not load them.
 * @param root relctl's own folder
 * @param bundle a file below it for the commands, which is gone afterwards
 */
export async function commandManifest(root, bundle) {
  const names = readdirSync(join(root, 'src/commands')).map(file => file.replace(/\.ts$/, ''));
  await build({
    absWorkingDir: root,
    stdin: {
      contents: `${names.map((name, index) => `import c${index} from './src/commands/${name}.ts';`).join('')}
        export default { ${names.map((name, index) => `'${name}': c${index}`)} };`,
      resolveDir: root,
    },
    outfile: join(root, bundle),
    bundle: true,
    format: 'esm',
    platform: 'node',
    external: ['@oclif/core', 'typescript', 'source-map-support'],
    logLevel: 'warning',
  });
  // oclif would believe an old one.
  rmSync(join(root, 'oclif.manifest.json'), { force: true });
  try {
    const pjson = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const commands = { strategy: 'explicit', target: `./${bundle}`, identifier: 'default' };
    const config = await Config.load({
      root,
      pjson: { ...pjson, oclif: { ...pjson.oclif, commands } },
    });
    const { manifest } = [...config.plugins.values()].find(({ name }) => name === pjson.name);
    const found = Object.keys(manifest.commands);
    if (found.length !== names.length) throw new Error(`oclif found only the commands ${found.join(', ')}`);
    return manifest;
  } finally {
    rmSync(join(root, bundle));
  }
}
