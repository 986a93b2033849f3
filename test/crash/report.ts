import type { Kind } from './judge.js';

export interface Entry {
  readonly name: string;
  /** The row of the table. */
  readonly group: string;
  readonly kind: Kind;
  readonly faults: readonly string[];
  /** Whether the state that it left had been judged at another point. */
  readonly known: boolean;
}

const COLUMNS: readonly Kind[] = ['converged', 'lock', 'wrong', 'stuck', 'unreached'];
const WIDTHS = [34, 8, 10, 8, 8, 8, 10, 8];

/** The table, what is wrong by its cause with one point each, and the last line. */
export function report(
  entries: readonly Entry[],
  title: string,
  repeat: (name: string) => string = again,
): string {
  const groups = [...new Set(entries.map(({ group }) => group))];
  const rows = groups.map(group =>
    row(
      group,
      entries.filter(entry => entry.group === group),
    ),
  );
  const header = cells(['', 'points', 'converged', 'lock', 'wrong', 'stuck', 'unreached', 'states']);
  return [
    '',
    header,
    ...rows,
    row('all', entries),
    '',
    ...causes(entries, repeat),
    lastLine(entries, title),
    '',
  ].join('\n');
}

function lastLine(entries: readonly Entry[], title: string): string {
  const { converged, lock, wrong, stuck, unreached } = count(entries);
  const missed = unreached > 0 ? `, ${unreached} not reached` : '';
  return `${title}: ${entries.length} points, ${converged} converged, ${lock} after a lock, ${wrong + stuck} wrong or stuck${missed}`;
}

function row(title: string, entries: readonly Entry[]): string {
  const counts = count(entries);
  const states = entries.filter(({ known }) => !known).length;
  return cells([title, entries.length, ...COLUMNS.map(kind => counts[kind]), states]);
}

function cells(values: readonly (string | number)[]): string {
  return values
    .map((value, index) =>
      index === 0 ? String(value).padEnd(WIDTHS[0] ?? 0) : String(value).padStart(WIDTHS[index] ?? 0),
    )
    .join('');
}

function count(entries: readonly Entry[]): Record<Kind, number> {
  const counts = { converged: 0, lock: 0, wrong: 0, stuck: 0, unreached: 0 };
  for (const { kind } of entries) counts[kind] += 1;
  return counts;
}

function causes(entries: readonly Entry[], repeat: (name: string) => string): string[] {
  const byCause = new Map<string, Entry[]>();
  for (const entry of entries.filter(({ kind }) => kind === 'wrong' || kind === 'stuck')) {
    const cause = `${entry.kind}: ${withoutNames(entry.faults[0] ?? '')}`;
    byCause.set(cause, [...(byCause.get(cause) ?? []), entry]);
  }
  return [...byCause]
    .sort(([, a], [, b]) => b.length - a.length)
    .flatMap(([cause, [first, ...others]]) => [
      `${1 + others.length} × ${cause}`,
      `    ${repeat(first?.name ?? '')}`,
    ]);
}

/** The command that repeats one point and keeps its folder. */
export function again(name: string): string {
  const [, seed] = /^seed (\d+):/.exec(name) ?? [];
  return `${seed === undefined ? `CRASH_POINT='${name}'` : `CRASH_SEED=${seed}`} npm run test:crash`;
}

function withoutNames(fault: string): string {
  return fault
    .replace(/\/\S*\/relctl-crash-\w+\/[^/]+\/[^/]+\//g, '…/')
    .replace(/release-\w{6}/g, 'release-*')
    .replace(/\b[0-9a-f]{12,64}\b/g, '#')
    .slice(0, 300);
}
