import { resource } from '../run/resource.ts';
import type { Step } from './step.ts';

/** What the vendor needs, on one page. It is made from the record of the run; nothing at the site is asked or changed. */
export const handOver: Step = {
  id: 'hand-over',
  title: 'Hand-over',
  purpose: 'Everything the vendor needs to switch the calendar push on, on one page. No password is on it.',
  byHandTool: () => 'the exported run log',
  roles: () => ({ look: [], change: [] }),
  async *resources({ site }) {
    yield resource<string>({
      id: 'hand-over',
      step: 'hand-over',
      name: 'Hand-over page',
      kind: 'page for the vendor',
      where: 'the run log',
      lane: 'computer',
      needs: [],
      inspect: () => Promise.resolve(site.vendor.handOverTo),
      judge: (to) => ({ properties: { for: to } }),
    });
  },
};
