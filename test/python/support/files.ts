import type { FileMap } from '../../support/repository.js';
import type { Package } from './judges.js';

/** For each distribution its import package, with the version as a literal, and the README that indexes ask for. */
export function moduleFiles(packages: readonly Package[]): FileMap {
  return Object.fromEntries(
    packages.flatMap(({ name, folder, module, version }) => [
      [`${folder}/src/${module}/__init__.py`, `"""${name}."""\n\n__version__ = "${version}"\n`],
      [`${folder}/README.md`, `# ${name}\n`],
    ]),
  );
}

/** Text without the indentation that it has in a test. */
export function text(strings: TemplateStringsArray, ...values: readonly string[]): string {
  const lines = String.raw({ raw: strings }, ...values)
    .replace(/^\n|[ \t]+$/g, '')
    .split('\n');
  const indents = lines.filter(line => line.trim() !== '').map(line => line.search(/\S/));
  return lines.map(line => line.slice(Math.min(...indents))).join('\n');
}

/** What tools leave behind in a work tree. */
export const IGNORED: FileMap = {
  '.gitignore': '__pycache__/\n*.egg-info/\n/.venv/\ndist/\nbuild/\n.pdm-python\n',
};
