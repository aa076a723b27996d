import { describe, expect, it } from 'vitest';
import { createPracticeSite, plantedCases } from '../../../electron/practice/practice-site.ts';
import { hostileNames, languages } from '../../../electron/practice/presets/person-names.ts';
import { presetNames } from '../../../electron/practice/presets/presets.ts';
import { calendarFolder, foldersOf } from '../../../electron/practice/state/folders.ts';
import { openPractice } from '../../../electron/practice/state/practice-file.ts';
import { recipients, recipientsByAddress } from '../../../electron/practice/state/recipients.ts';
import { showSite } from '../../../electron/practice/show.ts';
import { siteFrom } from '../../../shared/site/read-site.ts';
import { openedSite, temporarySite } from './temporary-site.ts';

const shown = (file: string): string => [...showSite(file, { comparable: true })].join('');

describe('every preset', () => {
  it.each(presetNames)(
    '%s makes a site file that is accepted, and a state that is the same each time',
    (preset) => {
      const one = temporarySite({ preset, mailboxes: 60 });
      const other = temporarySite({ preset, mailboxes: 60 });
      expect(siteFrom(one.site)).toEqual({ site: one.site });
      expect(one.site.id).not.toBe(other.site.id);
      const text = shown(one.file);
      expect(text).toBe(shown(other.file));
      expect(JSON.parse(text)).toHaveProperty('settings');
    },
  );

  it.each(['seed-on-premises', 'seed-cloud', 'hybrid', 'hybrid-cloud'] as const)(
    '%s holds nothing that can not be mended',
    (preset) => {
      expect(plantedCases(temporarySite({ preset }).file)).toEqual([]);
    },
  );

  it('can be made once only under one name', () => {
    const { file } = temporarySite({ preset: 'seed-cloud', mailboxes: 1 });
    expect(() => createPracticeSite(file, { preset: 'seed-cloud' })).toThrow(/there is a file already/u);
  });
});

describe('the seed page stands as it is', () => {
  it('on-premises', () => {
    const { site } = temporarySite({ preset: 'seed-on-premises', mailboxes: 1 });
    expect(site.onPremises).toMatchObject({
      domain: 'dev.eveoh.local',
      organizationalUnit: 'CN=Users,DC=dev,DC=eveoh,DC=local',
      accounts: { name: 'SAMyTTExch', userPrincipalName: 'sa-mytt-exch@dev.eveoh.local' },
      group: { name: 'Service Accounts MyTimetable Exchange' },
    });
    expect(site.audience.groups).toEqual(['Staff']);
  });

  it('in the cloud', () => {
    const { site } = temporarySite({ preset: 'seed-cloud', mailboxes: 1 });
    expect(site.cloud).toMatchObject({
      tenant: 'eveoh.onmicrosoft.com',
      sku: 'Eveoh:ENTERPRISEPACK',
      group: {
        address: 'sa-mytt-exch-secgroup@eveoh.onmicrosoft.com',
        hiddenFromAddressLists: true,
        acceptMessagesOnlyFrom: ['admin@eveoh.onmicrosoft.com'],
      },
    });
  });
});

describe('university', () => {
  it('names the mailboxes that can not be mended, each with its outcome', () => {
    const { file } = temporarySite({ preset: 'university', mailboxes: 40 });
    expect(
      plantedCases(file)
        .map(({ condition, outcome }) => [condition, outcome])
        .sort(),
    ).toEqual([
      ['damaged-list', 'could-not-look'],
      ['failing', 'could-not-look'],
      ['full-list', 'failed'],
      ['moving-lasting', 'could-not-look'],
    ]);
  });

  it('has 200 people with hostile names, each with a calendar', () => {
    const state = openedSite({ preset: 'university', mailboxes: 260 });
    const names = new Set(
      [...recipients(state, 'cloud', 'UserMailbox')]
        .filter(({ guid }) => calendarFolder(state, 'cloud', guid) !== undefined)
        .map(({ displayName }) => displayName),
    );
    expect(new Set(hostileNames).size).toBe(200);
    expect(hostileNames.filter((name) => !names.has(name))).toEqual([]);
  });

  it('speaks six languages, and has renamed calendars and user-made ones with an English name', () => {
    const state = openedSite({ preset: 'university', mailboxes: 300 });
    const folders = [...recipients(state, 'cloud')].flatMap(({ guid }) => foldersOf(state, 'cloud', guid));
    const calendars = new Set(folders.filter(({ type }) => type === 'Calendar').map(({ name }) => name));
    expect(languages).toHaveLength(6);
    for (const { calendar } of languages) expect(calendars).toContain(calendar);
    expect(calendars).toContain('Mijn rooster');
    expect(calendars).toContain('Lessen/Colleges');
    expect(folders.some(({ type, name }) => type === 'User Created' && name === 'Calendar')).toBe(true);
  });

  it('has one address on two objects', () => {
    const state = openedSite({ preset: 'university', mailboxes: 40 });
    expect(recipientsByAddress(state, 'cloud', 'rehired@zevenhuizen.example')).toHaveLength(2);
  });
});

describe("somebody's own staff list", () => {
  it.each(['seed-on-premises', 'seed-cloud', 'hybrid'] as const)('replaces the people of %s', (preset) => {
    const people = [
      {
        displayName: 'Ada Lovelace',
        userPrincipalName: 'ada@uni.example',
        mail: '',
        language: 'fr-FR',
        calendarFolder: '',
      },
      {
        displayName: '=1+1',
        userPrincipalName: 'b@uni.example',
        mail: 'b.b@mail.uni.example',
        language: '',
        calendarFolder: 'Rooster',
      },
    ];
    const { file, site } = temporarySite({ preset, people });
    expect(siteFrom(site)).toEqual({ site });
    const state = openPractice(file);
    try {
      const calendarOf = (address: string): string | undefined => {
        for (const side of ['on-premises', 'cloud'] as const)
          for (const { guid } of recipientsByAddress(state, side, address)) {
            const folder = calendarFolder(state, side, guid);
            if (folder !== undefined) return folder.name;
          }
        return undefined;
      };
      expect(calendarOf('ada@uni.example')).toBe('Calendrier');
      expect(calendarOf('b.b@mail.uni.example')).toBe('Rooster');
    } finally {
      state.close();
    }
    expect(shown(file)).toContain('uni.example');
  });
});
