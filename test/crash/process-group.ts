import { readdirSync, readFileSync } from 'node:fs';

/** Whether no process of the group runs any more. One that has ended but was not waited for yet counts as gone. */
export function groupIsGone(group: number): boolean {
  try {
    process.kill(-group, 0);
  } catch {
    return true;
  }
  return process.platform === 'linux' && !processIds().some(id => runsIn(group, id));
}

function processIds(): string[] {
  return readdirSync('/proc').filter(name => /^\d+$/.test(name));
}

function runsIn(group: number, id: string): boolean {
  try {
    const stat = readFileSync(`/proc/${id}/stat`, 'utf8');
    // After the name, which may hold anything: state, parent, group.
    const [state, , itsGroup] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return Number(itsGroup) === group && state !== 'Z' && state !== 'X';
  } catch {
    return false;
  }
}
