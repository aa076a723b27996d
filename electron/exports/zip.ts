import { PassThrough, type Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { textStream } from './text-stream.ts';

/** One file of an archive, made only when its turn comes. */
export interface ArchiveFile {
  readonly name: string;
  readonly content: () => Iterable<string>;
}

/**
 * An archive as a stream: its files are made one after the other, as fast as they are written away. It begins at
 * once: pass it to its reader in the same turn. What the maker of a file throws ends the stream.
 */
export function zipped(files: readonly ArchiveFile[], modified: Date): Readable {
  const zip = new ZipFile();
  const stream = new PassThrough();
  const end = (failure: Error): void => void stream.destroy(failure);
  let current: Readable | undefined;
  stream.once('close', () => current?.destroy());
  zip.once('error', end);
  for (const { name, content } of files)
    zip.addReadStreamLazy(name, { mtime: modified }, (give) => {
      // yazl does not hear of the failures of a stream that it was given.
      current = textStream(content()).once('error', end);
      give(null, current);
    });
  zip.end();
  zip.outputStream.pipe(stream);
  return stream;
}
