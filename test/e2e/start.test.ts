import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { crc32 } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hermeticEnvironment } from '../support/git-environment.js';
import { CHAIN } from '../support/packages.js';
import { PROJECT_ROOT, RELCTL } from '../support/relctl.js';
import { Repository, temporaryFolder } from '../support/repository.js';

const LOADER = join(PROJECT_ROOT, 'bin/load.js');
const COMPILED = basename(createRequire(import.meta.url)(LOADER).COMPILED);

/** A copy of the program, to be damaged. */
let copy = '';

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'relctl-start-'));
  for (const name of ['bin', 'dist', 'package.json', 'oclif.manifest.json'])
    cpSync(join(PROJECT_ROOT, name), join(copy, name), {
      recursive: true,
      filter: file => !file.endsWith('.map'),
    });
});
afterAll(() => rmSync(copy, { recursive: true }));

function node(cwd: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd,
    env: hermeticEnvironment(),
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

/** Runs the copy with another file in place of one, and puts that back. */
function withFile(path: string, content: Uint8Array | string | null, cwd = copy): ReturnType<typeof node> {
  const file = join(copy, path);
  const before = readFileSync(file);
  if (content === null) rmSync(file);
  else writeFileSync(file, content);
  const files = readdirSync(copy, { recursive: true }).sort();
  try {
    return node(cwd, join(copy, 'bin/run.js'), 'list', '--json');
  } finally {
    expect(readdirSync(copy, { recursive: true }).sort(), 'nothing is written').toEqual(files);
    writeFileSync(file, before);
  }
}

/** Whether V8 refuses the compiled code of a file of `dist/`; undefined where it was not even asked. */
function isRejected(root: string, name = 'relctl.cjs'): unknown {
  const program = `const { load, scripts } = require(${JSON.stringify(join(root, 'bin/load.js'))}); load('${name}');
    console.log(scripts.get('${name}').script.cachedDataRejected)`;
  return { true: true, false: false, undefined }[node(root, '-e', program).stdout.trim()];
}

describe('compiled code', () => {
  const code = `dist/compiled/${COMPILED}/relctl.cjs.bin`;
  const read = () => Buffer.from(readFileSync(join(PROJECT_ROOT, code)));
  const changed = (bytes: Buffer, at: number) => {
    bytes[at] = (bytes[at] as number) ^ 0x55;
    return bytes;
  };
  /** With the checksum that belongs to it, so that V8 is who judges. */
  const signed = (bytes: Buffer) => {
    const source = readFileSync(join(PROJECT_ROOT, 'dist/relctl.cjs'));
    const node = crc32(JSON.stringify(process.config.variables));
    bytes.writeUInt32LE(crc32(bytes.subarray(0, -4), crc32(source, node)), bytes.length - 4);
    return bytes;
  };

  it('is there after a build, and V8 takes it', () => {
    const files = readdirSync(join(PROJECT_ROOT, 'dist/compiled', COMPILED));
    expect(files).toContain('relctl.cjs.bin');
    for (const file of files) expect(isRejected(PROJECT_ROOT, file.replace(/\.bin$/, ''))).toBe(false);
  });

  it.each([
    ['missing', () => null],
    ['empty', () => Buffer.alloc(0)],
    ['of three bytes', () => Buffer.from('abc')],
    ['garbage', () => Buffer.alloc(1 << 16, 'garbage')],
    ['cut off', () => read().subarray(0, -1000)],
    ['changed in one byte', () => changed(read(), read().length >> 1)],
    ['that of another version, by its header', () => signed(changed(read(), 4))],
    ['garbage with the right checksum', () => signed(Buffer.alloc(1 << 16, 'garbage'))],
  ])('gives the same answer where it is %s', (_, content) => {
    const { root } = Repository.create(CHAIN);
    const answer = node(root, RELCTL, 'list', '--json');
    expect(JSON.parse(answer.stdout)).toMatchObject({ ok: true });
    expect(withFile(code, content(), root)).toEqual(answer);
  });

  it('does not count where the source is another one of the same length', () => {
    const source = readFileSync(join(PROJECT_ROOT, 'dist/relctl.cjs'), 'latin1');
    const other = source.replaceAll('schemaVersion: 1', 'schemaVersion: 7');
    const { status, stdout } = withFile('dist/relctl.cjs', other, Repository.create(CHAIN).root);
    expect({ status, version: JSON.parse(stdout).schemaVersion }).toEqual({ status: 0, version: 7 });
  });
});

describe('the start', () => {
  /** The files and the modules inside of them whose code has run. */
  function loaded(...args: string[]): { files: string[]; modules: string[] } {
    const folder = temporaryFolder();
    const repository = Repository.create(CHAIN);
    const { status } = spawnSync(process.execPath, [RELCTL, ...args], {
      cwd: repository.root,
      env: hermeticEnvironment({ NODE_V8_COVERAGE: folder }),
    });
    expect(status).toBe(0);
    const [file = ''] = readdirSync(folder);
    const scripts: { url: string; functions: { functionName: string; ranges: { count: number }[] }[] }[] =
      JSON.parse(readFileSync(join(folder, file), 'utf8')).result;
    const own = scripts.filter(({ url }) => url.startsWith('file:'));
    return {
      files: own.map(({ url }) => basename(url)).sort(),
      modules: own.flatMap(({ functions }) =>
        functions.flatMap(({ functionName, ranges: [whole] }) =>
          /\.[cm]?[jt]s$/.test(functionName) && (whole?.count ?? 0) > 0 ? [functionName] : [],
        ),
      ),
    };
  }

  it.each([
    ['list'],
    ['graph'],
    ['changed', '--base', 'HEAD'],
    ['verify-versions'],
  ])('runs what %s needs, and no other library or command', (...args) => {
    const { files, modules } = loaded(...args);
    expect(files).toEqual(['load.js', 'relctl.cjs', 'run.js']);
    expect(modules).toContain(`src/commands/${args[0]}.ts`);
    const others = /valibot|src\/core\/(?:config\/schema|workflows\/|init\/)|src\/adapters\/git-publisher/;
    expect(modules.filter(name => others.test(name))).toEqual([]);
    expect(modules.filter(name => name.startsWith('src/commands/'))).toHaveLength(1);
  });

  it('is no success where the command stops half-way', () => {
    const half = 'exports.main = () => new Promise(() => {});';
    expect(withFile('dist/relctl.cjs', half)).toMatchObject({
      status: 70,
      stderr: 'relctl: unexpected: the command has stopped half-way\n',
    });
    const whole = 'exports.main = async words => console.log(words.join());';
    expect(withFile('dist/relctl.cjs', whole)).toEqual({ status: 0, stdout: 'list,--json\n', stderr: '' });
  });

  it('reads files of ASCII only, each with a source map for profiles', () => {
    const names = readdirSync(join(copy, 'dist')).filter(name => name.endsWith('.cjs'));
    expect(names).toContain('oclif.cjs');
    for (const name of names) {
      const bytes = readFileSync(join(copy, 'dist', name));
      expect(
        bytes.every(byte => byte < 128),
        name,
      ).toBe(true);
      expect(existsSync(join(PROJECT_ROOT, 'dist', `${name}.map`)), name).toBe(true);
    }
  });
});
