#!/usr/bin/env -S node --import tsx
// Starts relctl from its sources: `node --import tsx bin/dev.js list`.
process.env.NODE_ENV = 'development';
const { execute } = await import('@oclif/core/execute');

await execute({ development: true, dir: import.meta.url });
