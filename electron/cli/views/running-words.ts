import type { Target } from '../../../shared/commands/command.ts';
import type { Value } from '../../../shared/commands/value.ts';
import { duration, readableClock, sentName, targetNames, visible } from '../../../shared/log/readable.ts';
import type { EventOf } from '../../../shared/run/events.ts';

/** Targets as they stand in lines of a run. (wizard.md 7) */
const shortTargets: Readonly<Record<Target, string>> = {
  computer: 'PC',
  activeDirectory: 'AD',
  exchange: 'EXS',
  exchangeOnline: 'EXO',
  graph: 'Graph',
};

/** The beginning of a line: its time and the system. */
export const lineStart = (at: string, target: Target | undefined, timeZone: string): string =>
  `  ${readableClock(at, timeZone)}  ${(target === undefined ? '' : shortTargets[target]).padEnd(5)}  `;

/** Columns of {@link lineStart}. */
export const startWidth = 19;

/** Parameters that say whose object a command is about, the most telling first. */
const objectParameters = ['Identity', 'Mailbox', 'Name', 'Member', 'Filter'] as const;

/** A command in a line: its name, and the object that it is about. */
export function commandWords(command: EventOf<'command'>): string {
  const name = sentName(command);
  if (command.target === 'graph') return name;
  for (const parameter of objectParameters) {
    const value: Value | undefined = command.parameters[parameter];
    if (typeof value === 'string' && value !== '') return `${name} ${visible(value)}`;
  }
  return name;
}

/** How a command ended, in few words. */
export const answerWords = (answer: EventOf<'answer'>): string =>
  answer.ok ? duration(answer.durationMs) : `refused, ${duration(answer.durationMs)}`;

/** That a service asked for time. */
export const slowedWords = (event: EventOf<'slowed'>): string =>
  `Slowed down: ${targetNames[event.target]} asked for ${duration(event.waitMs)}`;

/** That something takes its time, and when it is looked at again. */
export const waitingWords = (event: EventOf<'waiting'>): string =>
  `Waiting: ${visible(event.reason)} Looking again in ${duration(event.nextInMs)}.`;
