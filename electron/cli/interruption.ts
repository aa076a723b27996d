import type { Interruption } from '../run/session.ts';

/** Ctrl+C while a run goes on: the first press stops between commands, the second gives up waiting for answers. */
export interface CtrlC extends Interruption {
  /** Ctrl+C is the system's own again. */
  release(): void;
}

export function ctrlC(onStop: () => void): CtrlC {
  const stop = new AbortController();
  const abort = new AbortController();
  const press = (): void => {
    if (stop.signal.aborted) {
      abort.abort();
      return;
    }
    stop.abort();
    onStop();
  };
  process.on('SIGINT', press);
  process.on('SIGTERM', press);
  return {
    stop: stop.signal,
    abort: abort.signal,
    release() {
      process.off('SIGINT', press);
      process.off('SIGTERM', press);
    },
  };
}
