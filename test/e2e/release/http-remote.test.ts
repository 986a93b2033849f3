import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startRelctl } from '../../support/background.js';
import { difference, footprint, leftovers } from '../../support/footprint.js';
import { type Fault, serveRepository } from '../../support/http-server.js';
import { readEnvelope } from '../../support/relctl.js';
import { type Answer, ending, expectReleased, published } from '../../support/release.js';
import { type Repository, temporaryFolder } from '../../support/repository.js';

const ARGS = ['bump', 'patch', '--package', 'core', '--push'];

async function bump(clone: Repository): Promise<Answer & { milliseconds: number }> {
  // The server answers in this very process, so that the release has to run beside it.
  const outcome = await startRelctl([...ARGS, '--json'], { cwd: clone.root }).done;
  return { ...readEnvelope(ARGS, outcome), milliseconds: outcome.milliseconds };
}

async function served() {
  const { clone, remote } = published();
  const server = await serveRepository(remote);
  clone.git('remote', 'set-url', 'origin', server.url);
  return { clone, remote, server, base: clone.revision('HEAD') };
}

/** The command lines that hold a text, of processes that run. */
function processesWith(text: string): string[] {
  const lines = spawnSync('ps', ['-A', '-ww', '-o', 'args='], { encoding: 'utf8' }).stdout.split('\n');
  return lines.filter(line => line.includes(text));
}

it('publishes over HTTP', async () => {
  const { clone, remote, server, base } = await served();
  expect(ending(await bump(clone))).toEqual([0, 'applied']);
  expectReleased({ clone, remote }, base, ['core-v1.0.1']);
  expect(server.requests.filter(request => /^POST .*\/git-receive-pack$/.test(request)).length).toBe(1);
  expect(ending(await bump(clone))).toEqual([0, 'noop']);
});

it('publishes nothing where the connection drops before the server has the pack', async () => {
  const { clone, remote, server, base } = await served();
  const before = [footprint(clone), footprint(remote)];
  server.fail('drop-before-pack');
  const answer = await bump(clone);
  expect(answer.code).toBe(4);
  expect([clone, remote].map((each, at) => difference(before[at] as never, footprint(each)))).toEqual([
    [],
    [],
  ]);
  expect(leftovers(clone)).toEqual([]);
  server.fail('none');
  expect(ending(await bump(clone))).toEqual([0, 'applied']);
  expectReleased({ clone, remote }, base, ['core-v1.0.1']);
});

it.each<Fault>([
  'drop-after-accept',
  'error-after-accept',
])('looks at the remote where the server took the push and its answer never came (%s)', async fault => {
  const { clone, remote, server, base } = await served();
  server.fail(fault);
  expect(ending(await bump(clone))).toEqual([0, 'applied']);
  server.fail('none');
  expectReleased({ clone, remote }, base, ['core-v1.0.1']);
  expect(ending(await bump(clone))).toEqual([0, 'noop']);
});

it.each<Fault>(['error', 'credentials'])('gives up at once and changes nothing: %s', async fault => {
  const { clone, remote, server } = await served();
  const before = [footprint(clone), footprint(remote)];
  server.fail(fault);
  const answer = await bump(clone);
  expect([4, 6]).toContain(answer.code);
  expect(answer.error.code).toBe('REMOTE_UNREACHABLE');
  expect(answer.milliseconds).toBeLessThan(10_000);
  expect([clone, remote].map((each, at) => difference(before[at] as never, footprint(each)))).toEqual([
    [],
    [],
  ]);
});

it('shows no password of the address', async () => {
  const { clone, server } = await served();
  server.fail('error');
  clone.git('remote', 'set-url', 'origin', server.url.replace('http://', 'http://ada:s3cret-t0ken@'));
  for (const args of [ARGS, [...ARGS, '--json'], [...ARGS, '--verbose']]) {
    const { code, stdout, stderr } = await startRelctl(args, { cwd: clone.root }).done;
    expect(code).not.toBe(0);
    expect(stdout + stderr).not.toContain('s3cret-t0ken');
  }
  const paths = [...footprint(clone).keys()].filter(path => path.startsWith('.git/relctl/'));
  expect(paths).toEqual([]);
});

it.each<[Fault, readonly [number, string]]>([
  ['hang', [4, 'REMOTE_UNREACHABLE']],
  ['hang-after-accept', [0, 'applied']],
])(
  'waits no longer than push.timeout for a server that says nothing (%s)',
  async (fault, expected) => {
    const { clone, remote, server } = await served();
    clone.commit({ 'relctl.toml': '[push]\ntimeout = 2\n' });
    clone.git('push', '--quiet', remote.root, 'main');
    const base = clone.revision('HEAD');
    server.fail(fault);
    const answer = await bump(clone);
    expect(answer.milliseconds).toBeLessThan(15_000);
    expect(ending(answer)).toEqual(expected);
    expect(processesWith(server.url)).toEqual([]);
    if (answer.code === 0) expectReleased({ clone, remote }, base, ['core-v1.0.1']);
    else expect([clone.revision('main'), remote.revision('main')]).toEqual([base, base]);
  },
  30_000,
);

it.runIf(process.platform === 'linux').each(['asks for references', 'pushes'])(
  'ends an ssh that %s and hears nothing, even where it does not listen',
  async title => {
    const { clone, remote } = published();
    clone.commit({ 'relctl.toml': '[push]\ntimeout = 2\n' });
    clone.git('push', '--quiet', remote.root, 'main');
    const base = clone.revision('HEAD');
    const folder = temporaryFolder();
    const script = join(folder, 'ssh');
    const pids = join(folder, 'pids');
    const hangs = `trap '' TERM INT HUP; sleep 600 & echo $$ $! > '${pids}'; wait; wait; sleep 600`;
    const works = 'shift; while [ $# -gt 1 ]; do shift; done; exec sh -c "$1"';
    const isQuiet = title.includes('pushes') ? 'case "$*" in *receive-pack*) true;; *) false;; esac' : 'true';
    writeFileSync(script, `#!/bin/sh\nif ${isQuiet}; then ${hangs}; fi\n${works}\n`, { mode: 0o755 });
    clone.git('remote', 'set-url', 'origin', `ssh://host${remote.root}`);
    const outcome = await startRelctl([...ARGS, '--json'], {
      cwd: clone.root,
      env: { GIT_SSH_COMMAND: script },
    }).done;
    const answer = readEnvelope(ARGS, outcome);
    expect([...ending(answer), outcome.milliseconds < 15_000]).toEqual([4, 'REMOTE_UNREACHABLE', true]);
    const started = readFileSync(pids, 'utf8').trim().split(' ');
    expect(
      started.filter(
        pid => existsSync(`/proc/${pid}/cmdline`) && readFileSync(`/proc/${pid}/cmdline`, 'utf8') !== '',
      ),
    ).toEqual([]);
    expect([clone.revision('main'), remote.revision('main')]).toEqual([base, base]);
  },
  30_000,
);
