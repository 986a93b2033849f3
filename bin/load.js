// Runs the files of dist/, from compiled code where the build has left some that fits this Node, else as they are. Both this
// file and run.js are CommonJS: Node would take longer to set up its loader of modules than to run them.
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { Script } = require('node:vm');

const DIST = join(__dirname, '..', 'dist');

/** Compiled code belongs to one version of V8 on one kind of machine. */
const COMPILED = join(DIST, 'compiled', [process.versions.v8, process.platform, process.arch].join('-'));

/** What has been loaded, by its name: for scripts/compile.mjs. */
const scripts = new Map();
const modules = new Map();

/**
 * What a file of dist/ exports. Files ask for each other by `./name`, and for Node's own modules.
 * @param {string} name
 */
function load(name) {
  const known = modules.get(name);
  if (known !== undefined) return known.exports;
  const module = { exports: {} };
  modules.set(name, module);
  const file = join(DIST, name);
  const ask = Object.assign(id => (id.startsWith('./') ? load(id.slice(2)) : require(id)), require);
  compile(name, file).runInThisContext()(module.exports, ask, module, file, DIST);
  return module.exports;
}

function compile(name, file) {
  const source = readFileSync(file);
  const script = new Script(
    // The build has made it ASCII.
    `(function (exports, require, module, __filename, __dirname) {${source.latin1Slice()}\n})`,
    { filename: file, cachedData: compiledCode(name, source) },
  );
  scripts.set(name, { script, source });
  return script;
}

/**
 * The compiled code of a source; undefined where there is none. V8 itself rejects that of another version of it, but looks at
 * neither the bytes, nor more of the source than its length, nor how Node was configured: the checksum of all stands at the end.
 */
function compiledCode(name, source) {
  try {
    const bytes = readFileSync(join(COMPILED, `${name}.bin`));
    const code = bytes.subarray(0, -4);
    return bytes.readUInt32LE(code.length) === checksum(source, code) ? code : undefined;
  } catch {
    return undefined;
  }
}

/** @param {Uint8Array} source @param {Uint8Array} code what V8 has made of it */
function checksum(source, code) {
  const { crc32 } = require('node:zlib');
  return crc32(code, crc32(source, crc32(JSON.stringify(process.config.variables))));
}

module.exports = { COMPILED, checksum, load, scripts };
