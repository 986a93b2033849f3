import { RelctlError } from '../errors.js';
import { applyEdits } from '../plan/apply-edits.js';
import type { Edit, Plan } from '../plan/plan.js';
import type { Files, Publisher } from '../ports.js';
import { filesOf } from './make-plan.js';

/**
 * Carries a plan out: objects first, then the commit point (one atomic push, or the local references in one
 * transaction), then what follows from it. Before the commit point nothing of the repository changes.
 * @throws DIRTY_FILE, EDIT_IMPOSSIBLE, REMOTE_REJECTED, REMOTE_UNREACHABLE, PARTLY_PUSHED, PARTLY_WRITTEN
 */
export async function applyPlan(
  plan: Plan,
  publisher: Publisher,
  files: Files,
  remote: string,
): Promise<Plan> {
  if (plan.status !== 'planned') return plan;
  if (plan.commit === null) {
    await writeEdits(plan.edits, files);
    return { ...plan, status: 'applied' };
  }
  const contents = await editedFiles(plan.edits, files);
  const { parent, branch, message } = plan.commit;
  const stored = await storedContents(plan.edits, parent, publisher);
  const objects = await publisher.buildRelease(parent, stored, message, plan.tags);
  const objectOf = new Map([
    [branch, objects.commit],
    ...objects.tags.map(({ name, object }): [string, string] => [`refs/tags/${name}`, object]),
  ]);
  const pushes = plan.pushes.map(({ refs }) =>
    refs.map(ref => ({ ref, object: objectOf.get(ref) as string })),
  );
  const [first, ...others] = pushes;
  if (first !== undefined) await publisher.push(remote, first);
  await publisher.updateRefs(
    [...objectOf].map(([ref, after]) => ({ ref, after, before: ref === branch ? parent : null })),
  );
  await followUp(async () => {
    await writeFiles(contents, files);
    await publisher.refreshIndex(objects.commit, filesOf(plan.edits));
  }, plan);
  for (const push of others) await pushFurther(publisher, remote, push);
  return { ...plan, status: 'applied' };
}

/** Edits files of the work tree, after all of them were looked at. @throws EDIT_IMPOSSIBLE, WRITE_FAILED */
export async function writeEdits(edits: readonly Edit[], files: Files): Promise<void> {
  await writeFiles(await editedFiles(edits, files), files);
}

/** The files as they will be in the work tree. */
async function editedFiles(edits: readonly Edit[], files: Files): Promise<Map<string, Uint8Array>> {
  const contents = new Map<string, Uint8Array>();
  for (const file of filesOf(edits)) contents.set(file, editBytes(await files.read(file), file, edits));
  return contents;
}

/** The same edits in what the commit holds, which differs from the work tree by line endings at most. */
async function storedContents(
  edits: readonly Edit[],
  parent: string,
  publisher: Publisher,
): Promise<Map<string, Uint8Array>> {
  const stored = await publisher.storedFiles(parent, filesOf(edits));
  return new Map(
    filesOf(edits).map(file => {
      const bytes = stored.get(file);
      if (bytes === undefined) throw new RelctlError('DIRTY_FILE', `${file} is not committed yet`);
      return [file, editBytes(bytes, file, edits)];
    }),
  );
}

function editBytes(bytes: Uint8Array, file: string, edits: readonly Edit[]): Uint8Array {
  const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  return new TextEncoder().encode(
    applyEdits(
      text,
      edits.filter(edit => edit.file === file),
    ),
  );
}

async function writeFiles(contents: ReadonlyMap<string, Uint8Array>, files: Files): Promise<void> {
  for (const [file, content] of contents) await files.replace(file, content);
}

/** The commit holds the new versions already: files that could not follow are taken from it. */
async function followUp(work: () => Promise<void>, plan: Plan): Promise<void> {
  try {
    await work();
  } catch (cause) {
    throw new RelctlError(
      'PARTLY_WRITTEN',
      `the release is made, but its files are not: ${(cause as Error).message}`,
      {
        hint: `Take them from the commit: git checkout HEAD -- ${filesOf(plan.edits).join(' ')}`,
        cause,
      },
    );
  }
}

/** The release is out once the first push is: what fails now is completed by `relctl tag --push`. */
async function pushFurther(
  publisher: Publisher,
  remote: string,
  refs: readonly { ref: string; object: string }[],
): Promise<void> {
  try {
    await publisher.push(remote, refs);
  } catch (cause) {
    const names = refs.map(({ ref }) => ref).join(', ');
    throw new RelctlError('PARTLY_PUSHED', `${names} could not be pushed: ${(cause as Error).message}`, {
      cause,
    });
  }
}
