/**
 * What is measured: the words after `relctl`, the floor that belongs to it, and whether an answer is the one for
 * which the repository was made. A wrong answer in no time is no figure.
 */
export const COMMANDS = [
  { name: 'list', args: ['list', '--json'], floor: 'files', check: listsAll },
  { name: 'graph', args: ['graph', '--json'], floor: 'files', check: graphsAll },
  {
    name: 'changed, edits',
    args: ['changed', '--base', 'HEAD', '--json'],
    floor: 'workTree',
    check: finds('edited'),
  },
  {
    name: 'changed, branch',
    args: ['changed', '--json'],
    floor: 'workTreeAndManifests',
    check: finds('both'),
  },
  {
    name: 'changed, commits',
    args: ['changed', '--base', 'HEAD~1', '--head', 'HEAD', '--json'],
    floor: 'commits',
    check: finds('changed'),
  },
  {
    name: 'verify-versions',
    args: ['verify-versions', '--json'],
    floor: 'filesAndTags',
    check: checksAll,
    gate: true,
  },
];

function listsAll({ packages }, facts) {
  return compare(
    packages.map(({ id }) => id),
    facts.names,
  );
}

function graphsAll({ packages, levels, cycles }, facts) {
  if (cycles.length > 0) return `${cycles.length} cycles, of which there are none`;
  return compare(packages, facts.names) ?? compare(levels.flat(), facts.names);
}

function finds(which) {
  return ({ packages }, facts) =>
    compare(
      packages.map(({ id }) => id),
      facts.affected[which],
    );
}

function checksAll({ checked, problems }, facts) {
  const [error] = problems.filter(({ severity }) => severity === 'error');
  if (error !== undefined) return `${error.rule} in a sound repository: ${error.message}`;
  const count = Array.isArray(checked.packages) ? checked.packages.length : checked.packages;
  return count === facts.names.length ? null : `${count} packages checked instead of ${facts.names.length}`;
}

function compare(found, expected) {
  const [have, want] = [new Set(found), new Set(expected)];
  const missing = expected.filter(name => !have.has(name));
  const further = found.filter(name => !want.has(name));
  if (missing.length === 0 && further.length === 0) return null;
  const some = [...missing.map(name => `-${name}`), ...further.map(name => `+${name}`)].slice(0, 5).join(' ');
  return `${found.length} packages instead of ${expected.length}: ${some}`;
}
