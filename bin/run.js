#!/usr/bin/env node
const { load } = require('./load.js');

/** Nothing is left to wait for, but the command has not come to its end: that must not look like success. */
function unfinished() {
  process.stderr.write('relctl: unexpected: the command has stopped half-way\n');
  process.exitCode = 70;
}

process.once('beforeExit', unfinished);
load('relctl.cjs')
  .main(process.argv.slice(2))
  .then(() => process.off('beforeExit', unfinished));
