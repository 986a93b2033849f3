import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PROJECT_ROOT } from '../support/relctl.js';

const SOURCES = join(PROJECT_ROOT, 'src');

/** Layer → the layers that it may import, itself included. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  commands: ['cli', 'core', 'render'],
  cli: ['cli', 'core', 'adapters', 'render', 'package-folder.ts'],
  'main.ts': ['cli', 'commands'],
  adapters: ['adapters', 'core'],
  render: ['render', 'core'],
  core: ['core'],
  'package-folder.ts': [],
};

/** Adapters take from core its types, its ports, and what paths and errors are. */
const CORE_FOR_ADAPTERS = /^core\/(?:ports|errors|paths)\.ts$/;

/** Packages that core may use: parsers of text, without effects. */
const PURE_PACKAGES = new Set([
  '@renovatebot/pep440',
  '@lezer/common',
  '@lezer/python',
  're2js',
  'smol-toml',
  'toml-eslint-parser',
  'valibot',
  'yaml',
]);

const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
  .filter(file => file.endsWith('.ts'))
  .map(file => file.replaceAll('\\', '/'));

interface Import {
  readonly target: string;
  readonly typeOnly: boolean;
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(SOURCES, file), 'utf8');
  const found = text.matchAll(
    /^(?:import|export)\s+(type\s)?[^;]*?from '([^']+)'|\bimport\('([^']+)'\)|^import '([^']+)'/gm,
  );
  return [...found].map(match => ({
    target: match[2] ?? match[3] ?? match[4] ?? '',
    typeOnly: match[1] !== undefined,
  }));
}

function sourceOf(file: string, target: string): string | null {
  if (!target.startsWith('.')) return null;
  return relative(SOURCES, resolve(join(SOURCES, dirname(file)), target))
    .replaceAll('\\', '/')
    .replace(/\.js$/, '.ts');
}

describe('the import rule', () => {
  it('finds sources in every layer', () => {
    for (const layer of Object.keys(MAY_IMPORT))
      expect(files.some(file => file === layer || file.startsWith(`${layer}/`))).toBe(true);
  });

  it.each(files)('%s imports only what its layer may', file => {
    const layer = file.split('/')[0] as string;
    for (const { target, typeOnly } of importsOf(file)) {
      const source = sourceOf(file, target);
      if (source === null) {
        if (layer === 'core') expect(PURE_PACKAGES, `${file} imports ${target}`).toContain(target);
        continue;
      }
      expect(files, `${file} imports ${target}`).toContain(source);
      const other = source.split('/')[0] as string;
      expect(MAY_IMPORT[layer], `${file} imports ${target}`).toContain(other);
      if (layer === 'adapters' && other === 'core' && !typeOnly) {
        expect(source, `${file} imports ${target}`).toMatch(CORE_FOR_ADAPTERS);
      }
    }
  });

  it('lets only context.ts, with what it starts early, build adapters', () => {
    const users = files.filter(
      file =>
        !file.startsWith('adapters/') &&
        importsOf(file).some(({ target }) => sourceOf(file, target)?.startsWith('adapters/')),
    );
    expect(users.sort()).toEqual(['cli/context.ts', 'cli/early-git.ts']);
  });

  it('has no cycles', () => {
    const next = new Map(
      files.map(file => [file, importsOf(file).flatMap(({ target }) => sourceOf(file, target) ?? [])]),
    );
    const done = new Set<string>();
    const visit = (file: string, above: readonly string[]): void => {
      if (above.includes(file))
        throw new Error(`import cycle: ${[...above.slice(above.indexOf(file)), file].join(' → ')}`);
      if (done.has(file)) return;
      for (const other of next.get(file) ?? []) visit(other, [...above, file]);
      done.add(file);
    };
    for (const file of files) visit(file, []);
  });
});

describe('the conventions of the sources', () => {
  it.each(files)('%s is small, pure where it must be, and reports errors by code', file => {
    const text = readFileSync(join(SOURCES, file), 'utf8');
    expect(text.split('\n').length, 'lines').toBeLessThanOrEqual(file.startsWith('commands/') ? 81 : 251);
    expect(text).not.toMatch(/\bprocess\.exit\(/);
    expect(text).not.toMatch(/\bconsole\./);
    if (file.startsWith('core/')) {
      expect(text).not.toMatch(
        /'node:|\bprocess\.|\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bset(?:Timeout|Immediate|Interval)\(/,
      );
      expect(text).not.toMatch(/throw new Error\(/);
    }
  });
});

it('every command is one that relctl starts', () => {
  const commands = files.flatMap(file => /^commands\/(.+)\.ts$/.exec(file)?.[1] ?? []);
  const started = importsOf('main.ts').flatMap(
    ({ target }) => /^\.\/commands\/(.+)\.js$/.exec(target)?.[1] ?? [],
  );
  expect(started.sort()).toEqual(commands.sort());
});
