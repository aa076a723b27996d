import type { Target } from '../commands/command.ts';
import { numberIn } from './error-ids.ts';

/**
 * How a failed command is to be taken.
 * - `lasting`: the same command would fail the same way.
 * - `transient`: it may work the next time; one retry.
 * - `throttled`: the service asks for time; everything that goes there slows down.
 * - `lost`: no answer came, so its effect is unknown and is judged by looking.
 */
export type FailureKind = 'lasting' | 'transient' | 'throttled' | 'lost';

/** What a service answered instead of a result, as every transport throws it. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';
  readonly target: Target;
  readonly kind: FailureKind;
  /** The fully qualified error id of PowerShell, or the code of Graph. Never the text, which is in the service's language. */
  readonly id: string;
  /** The short name of the exception, such as `ManagementObjectNotFoundException`; empty where there is none. */
  readonly exception: string;
  /** The number of Windows, Active Directory or WinRM that stands behind it: the same in every language. */
  readonly number: number | undefined;
  /** HTTP status where there is one. */
  readonly status: number | undefined;
  /** What the service asked to wait, in milliseconds. */
  readonly retryAfterMs: number | undefined;

  constructor(details: {
    target: Target;
    kind: FailureKind;
    id: string;
    exception?: string;
    /** Left out: the one that the id names. */
    number?: number;
    text: string;
    status?: number;
    retryAfterMs?: number;
  }) {
    super(details.text);
    this.target = details.target;
    this.kind = details.kind;
    this.id = details.id;
    this.exception = details.exception ?? '';
    this.number = details.number ?? numberIn(details.id);
    this.status = details.status;
    this.retryAfterMs = details.retryAfterMs;
  }
}
