#!/usr/bin/env node
import { listEarly } from '../dist/cli/early-git.js';

listEarly(process.argv.slice(2));
const { execute } = await import('@oclif/core/execute');
await execute({ dir: import.meta.url });
