import { describe, expect, it } from 'vitest';
import { guidOfImmutableId } from '../../../../shared/steps/calendar-permissions/immutable-id.ts';

describe('the objectGUID of an immutable id', () => {
  it('has its first three parts turned round', () => {
    const bytes = Uint8Array.from([
      0x33, 0x22, 0x11, 0x00, 0x55, 0x44, 0x77, 0x66, 0x88, 0x99, 0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff,
    ]);
    expect(guidOfImmutableId(Buffer.from(bytes).toString('base64'))).toBe(
      '00112233-4455-6677-8899-aabbccddeeff',
    );
  });

  it.each(['', 'name@example.org', 'AAAA', 'not base64 at all!!!!!=='])(
    'is empty for %j, which is none',
    (text) => {
      expect(guidOfImmutableId(text)).toBe('');
    },
  );
});
