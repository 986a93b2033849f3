import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * The licences of the packages that a bundle holds, as their texts ask for.
 * @param root the folder that the inputs are relative to
 * @param inputs the files of the bundle
 */
export function licenceTexts(root, inputs) {
  const folders = new Set(
    inputs.filter(file => file.includes('node_modules/')).map(file => packageFolder(join(root, file))),
  );
  return [...folders]
    .map(folder => ({ folder, manifest: JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) }))
    .sort((a, b) => (a.manifest.name < b.manifest.name ? -1 : 1))
    .map(
      ({ folder, manifest }) =>
        `${manifest.name} ${manifest.version} (${manifest.license})\n\n${licence(folder, manifest)}`,
    )
    .join(`\n${'-'.repeat(80)}\n\n`);
}

/** The nearest folder above with a manifest that has a name; inner ones only set the kind of modules. */
function packageFolder(file) {
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    const manifest = join(folder, 'package.json');
    if (existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).version !== undefined)
      return folder;
  }
}

function licence(folder, { license, author }) {
  const name = readdirSync(folder).find(file => /^(?:licen[cs]e|copying)/i.test(file));
  if (name !== undefined) return readFileSync(join(folder, name), 'utf8').trim().concat('\n');
  const holder = typeof author === 'string' ? author : author?.name;
  return `Distributed under the licence ${license}${holder === undefined ? '' : ` by ${holder}`}.\n`;
}
