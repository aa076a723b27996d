import { clockAnswer } from '../../commands/probe-answer.ts';
import { resource, type Resource } from '../../run/resource.ts';

/** Kerberos allows five minutes; tokens of Microsoft 365 suffer from about the same. (facts-windows 15) */
const allowedMs = 5 * 60_000;

/** Do this computer's clock and the host's agree? */
export function clockAgainst(host: string, what: string): Resource {
  const id = `prerequisite/clock/${host}`;
  return resource<number>({
    id,
    step: 'prerequisites',
    name: `Clock against ${host}`,
    kind: 'clock',
    where: 'this computer',
    lane: 'computer',
    needs: [],
    inspect: async (looker) => (await looker.probe({ probe: 'clock', host, what }, clockAnswer)).skewMs,
    judge(skewMs) {
      if (Math.abs(skewMs) < allowedMs) return { properties: { withinFiveMinutes: true } };
      const minutes = Math.round(Math.abs(skewMs) / 60_000);
      return {
        properties: { withinFiveMinutes: false, minutes },
        findings: [
          {
            id: 'clock-differs',
            severity: 'stops',
            step: 'prerequisites',
            resource: id,
            what: `This computer's clock is ${minutes} minutes ${skewMs > 0 ? 'ahead of' : 'behind'} ${host}`,
            where: 'The clock of this computer',
            why: `Signing in to ${what} fails when clocks differ by five minutes or more.`,
            do: 'Set the clock: in Settings, Time & language, Date & time, choose Sync now.',
          },
        ],
      };
    },
  });
}
