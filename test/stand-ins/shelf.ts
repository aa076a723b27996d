import { z } from 'zod';
import { cmdlet, type Command } from '../../shared/commands/command.ts';
import { name, type Json } from '../../shared/commands/value.ts';
import { resource, type Resource } from '../../shared/run/resource.ts';
import { ServiceError, type FailureKind } from '../../shared/run/service-error.ts';

/**
 * The smallest site that the engine can work on: things with a colour. An absent thing is made (guarded), one of another
 * colour is painted (unguarded).
 */
export class Shelf {
  readonly colours = new Map<string, string>();
  /** Called for each command before it takes effect; may throw or change the ground. */
  before: (command: Command) => Promise<void> | void = () => undefined;
  /** Called after it took effect: what is thrown here is an answer that was lost. */
  after: (command: Command) => void = () => undefined;

  readonly answer = async (command: Command): Promise<readonly Json[]> => {
    await this.before(command);
    const rows = this.#take(command);
    this.after(command);
    return rows;
  };

  #take(command: Command): readonly Json[] {
    if (command.target === 'graph') return [];
    const { Identity: thing, Name: colour } = command.parameters;
    const [key, wanted] = [z.string().parse(thing), z.string().optional().parse(colour) ?? ''];
    const found = this.colours.get(key);
    switch (command.cmdlet) {
      case 'Get-Mailbox':
        return found === undefined ? [] : [{ Colour: found }];
      case 'Enable-Mailbox':
        if (found !== undefined) throw alreadyThere();
        this.colours.set(key, wanted);
        return [];
      case 'Set-Mailbox':
        this.colours.set(key, wanted);
        return [];
      case 'Disable-Mailbox':
        this.colours.delete(key);
        return [];
      default:
        throw failure('lasting', 'CommandNotFound');
    }
  }
}

export const failure = (kind: FailureKind, exception: string, retryAfterMs?: number): ServiceError =>
  new ServiceError({
    target: 'exchange',
    kind,
    id: exception,
    exception,
    text: `${exception} happened`,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });

const alreadyThere = (): ServiceError => failure('lasting', 'MemberAlreadyExistsException');

/** A thing on the shelf that should have a colour. */
export function thing(id: string, colour: string, more: Partial<Resource> = {}): Resource {
  const on = { Identity: name(id), Name: colour };
  return resource<string | undefined>({
    id: `thing/${id}`,
    step: 'service-accounts',
    name: id,
    kind: 'thing',
    where: 'the shelf',
    lane: 'exchange',
    needs: [],
    ...more,
    inspect: async (looker) =>
      (
        await looker.read(
          cmdlet('exchange', 'Get-Mailbox', { Identity: name(id) }),
          z.object({ Colour: z.string() }),
        )
      )[0]?.Colour,
    judge: (found) => {
      if (found === colour) return { properties: { colour: found }, identity: id, facts: { Colour: found } };
      const isNew = found === undefined;
      return {
        state: isNew ? 'absent' : 'there',
        properties: isNew ? {} : { colour: found },
        identity: isNew ? '' : id,
        changes: [
          {
            id: isNew ? 'create' : 'paint',
            command: cmdlet('exchange', isNew ? 'Enable-Mailbox' : 'Set-Mailbox', on),
            differences: [
              { property: 'colour', before: found ?? null, after: colour, reason: 'The site asks for it.' },
            ],
            undo: {
              command: isNew
                ? cmdlet('exchange', 'Disable-Mailbox', { Identity: name(id) })
                : cmdlet('exchange', 'Set-Mailbox', { Identity: name(id), Name: found }),
            },
            byHand: `Paint ${id} ${colour}.`,
          },
        ],
      };
    },
  });
}
