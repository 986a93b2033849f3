import { describe, expect, it } from 'vitest';
import { GitHistory } from '../../src/adapters/git-history.js';
import { GitProcess } from '../../src/adapters/git-process.js';
import { byCodeUnit } from '../../src/core/paths.js';
import type { Tree } from '../../src/core/ports.js';
import { hermeticEnvironment } from '../support/git-environment.js';
import { type FileMap, Repository } from '../support/repository.js';

/** Git has the emoji, four bytes that begin with F0, behind U+FF61 (EF BD A1); by code units it stands before (D83D). */
const NAMES = [...['a-b', 'a.b', 'a/z', 'a0', 'é', 'z/🐍/x', 'z/｡/x', 'z-｡', 'z/🐍.py', '🐍', '｡']];

const BEFORE: FileMap = Object.fromEntries(NAMES.map(name => [name, `1 ${name}\n`]));

function histories(): { repository: Repository; history: () => GitHistory } {
  const repository = Repository.create(BEFORE);
  repository.commit({ 'a/z': null, '🐍': null, '｡': '2\n', 'z/🐍/y': '2\n', 'z/｡/w': '2\n', 'a/0': '2\n' });
  const environment = hermeticEnvironment();
  return {
    repository,
    history: () => new GitHistory(new GitProcess(repository.root, environment), repository.root),
  };
}

async function contents(tree: Tree): Promise<Record<string, string | null>> {
  const read = await tree.read([...tree.paths, 'not/there']);
  return Object.fromEntries(
    [...read].map(([path, content]) => [path, content.kind === 'text' ? content.text : null]),
  );
}

/** As git shows each file by itself. */
function expected(repository: Repository, commit: string): Record<string, string | null> {
  const paths = repository.git('ls-tree', '-r', '-z', '--name-only', commit).split('\0').filter(Boolean);
  const shown = paths.map(path => [path, `${repository.git('cat-file', 'blob', `${commit}:${path}`)}\n`]);
  return { ...Object.fromEntries(shown), 'not/there': null };
}

describe('the files of a commit', () => {
  it('are in the order of code units, whatever the order of bytes, however many processes list them', async () => {
    const { repository, history } = histories();
    const to = { commit: repository.revision('HEAD'), tree: repository.revision('HEAD^{tree}') };
    const from = repository.revision('HEAD~1');
    for (const before of [0, 2]) {
      const own = history();
      for (let started = 0; started < before; started++) await own.tags();
      const { tree, comparisons } = await own.compareTrees([from, to.commit], to);
      const [changes = [], none] = comparisons;
      expect(none).toEqual([]);
      for (const [each, commit] of [[tree, 'HEAD'] as const, [own.before(tree, changes), from] as const]) {
        const wanted = expected(repository, commit);
        expect(await contents(each)).toEqual(wanted);
        expect(each.paths).toEqual(
          Object.keys(wanted)
            .filter(path => path !== 'not/there')
            .sort(byCodeUnit),
        );
      }
      expect((await own.compareTrees([], to)).tree.paths).toEqual(tree.paths);
    }
  });

  it('are the same list where none came or went', async () => {
    const { repository, history } = histories();
    repository.commit({ é: '3\n' });
    const to = { commit: repository.revision('HEAD'), tree: repository.revision('HEAD^{tree}') };
    const own = history();
    const { tree, comparisons } = await own.compareTrees([repository.revision('HEAD~1')], to);
    expect(comparisons).toMatchObject([[{ path: 'é', status: 'modified' }]]);
    expect(own.before(tree, comparisons[0] ?? []).paths).toBe(tree.paths);
  });
});
