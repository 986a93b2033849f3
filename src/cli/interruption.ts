import { RelctlError } from '../core/errors.js';

let signal: 'SIGINT' | 'SIGTERM' | null = null;
let isListening = false;

/**
 * From now on the first signal only asks to stop: the command goes on to the next point where it may, or to its end
 * where something has been published. The second one ends it at once.
 */
export function listenForSignals(): void {
  if (isListening) return;
  isListening = true;
  // Listening once gives the second signal back its usual effect.
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.once(name, () => {
      signal = name;
      process.stderr.write('relctl: stopping where it is safe; once more to stop at once\n');
    });
  }
}

/** @throws INTERRUPTED, TERMINATED where a signal has come */
export function checkpoint(): void {
  if (signal !== null) throw interrupted('stopped before anything was changed');
}

/** The failure as it counts after a signal, which may have been the cause of it. */
export function afterSignal(error: RelctlError): RelctlError {
  const isOwn = error.code === 'INTERRUPTED' || error.code === 'TERMINATED' || error.code === 'BUG';
  if (signal === null || isOwn) return error;
  return interrupted(error.message, error);
}

/** The exit code of a command that was asked to stop and has come to its end; null where it was not. */
export function signalExit(): 130 | 143 | null {
  return signal === null ? null : exitOf(signal);
}

function interrupted(message: string, cause?: RelctlError): RelctlError {
  const code = signal === 'SIGTERM' ? 'TERMINATED' : 'INTERRUPTED';
  return new RelctlError(
    code,
    message,
    cause === undefined ? {} : { details: { ...cause.details, code: cause.code }, cause },
  );
}

function exitOf(name: 'SIGINT' | 'SIGTERM'): 130 | 143 {
  return name === 'SIGTERM' ? 143 : 130;
}
