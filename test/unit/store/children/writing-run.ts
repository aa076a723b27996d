import { writeSync } from 'node:fs';
import { createRunFile } from '../../../../electron/store/run-folder.ts';
import { RecordLost } from '../../../../shared/run/journal.ts';
import { answer, changed, ended, headOf, looked, writing } from '../samples.ts';

/**
 * A process that writes a run without an end: each event that is reported goes to standard output as `seq type`, each
 * write that would now be sent as `sent number`. It ends by itself, with `lost` and the cause, only where its file can't be written.
 */
const [folder = '', run = ''] = process.argv.slice(2);
const file = createRunFile(folder, headOf(run));
file.onEvent((event) => {
  writeSync(1, `${event.seq} ${event.type}\n`);
});

try {
  for (let number = 1; ; number += 1) {
    const mailbox = `m${number}`;
    file.record(looked(mailbox, 'before'));
    await file.intend(writing(number, mailbox));
    writeSync(1, `sent ${number}\n`);
    file.record(answer(number, mailbox));
    file.record(changed(mailbox));
    file.record(ended(mailbox, 'changed'));
  }
} catch (thrown) {
  if (!(thrown instanceof RecordLost)) throw thrown;
  const again = ((): string => {
    try {
      file.record(ended('x', 'changed'));
      return 'recorded';
    } catch (second) {
      return second === thrown ? 'the same' : 'another';
    }
  })();
  writeSync(1, `lost ${JSON.stringify({ message: thrown.message, cause: String(thrown.cause), again })}\n`);
}
