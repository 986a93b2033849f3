#!/usr/bin/env -S node --import tsx
// Starts relctl from its sources: `node --import tsx bin/dev.js list`.
import('../src/main.ts').then(({ main }) => main(process.argv.slice(2)));
