/** One line of the table: what was measured, and where the issue sets a limit, that limit. */
export interface Figure {
  readonly what: string;
  readonly measured: number;
  readonly unit: string;
  readonly limit?: number;
}

/** Does it hold? A figure without a limit always does. */
export const holds = ({ measured, limit }: Figure): boolean => limit === undefined || measured <= limit;

const shown = (value: number): string => value.toFixed(Math.abs(value) < 10 ? 2 : 0);

/** The lines under one heading, in columns. */
export function table(heading: string, figures: readonly Figure[]): string {
  const width = Math.max(...figures.map(({ what }) => what.length));
  const lines = figures.map((figure) => {
    const { what, measured, unit, limit } = figure;
    const verdict =
      limit === undefined
        ? ''
        : `limit ${shown(limit).padStart(5)}  ${holds(figure) ? 'holds' : 'DOES NOT HOLD'}`;
    return `  ${what.padEnd(width)}  ${shown(measured).padStart(7)} ${unit.padEnd(3)}  ${verdict}`.trimEnd();
  });
  return `\n${heading}\n${lines.join('\n')}\n`;
}
